//! What the library does, through its public interface.

mod architecture;
mod auth_value;
mod connector_auth_url;
mod derive;
mod domain;
mod id;
mod npm_package;
mod page_headers;
mod payload;
mod popup;
mod redaction;
mod returned;
mod secret;
mod security_page;
mod session_key;
mod sign_in_token;
mod target_origin;
mod timestamp;
