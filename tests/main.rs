//! What the library does, through its public interface.

mod architecture;
mod auth_value;
mod connect_attempt;
mod connector_auth_url;
mod derive;
mod domain;
mod id;
mod npm_package;
mod page_headers;
mod payload;
mod popup;
mod redaction;
mod security_page;
mod sign_in_token;
mod target_origin;
mod timestamp;
