//! The transport over real sockets: certificates, proxies, HTTP/2, and how many connections there are.

mod authority;
mod certificates;
mod connections;
mod frames;
mod proxies;
mod proxy;
mod server;
mod waiting;
