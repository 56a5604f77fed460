//! The browser hand-off to Cyclr: the sign-in token, and the URL that carries it.

mod builder;
mod callback_message;
mod connector_auth_url;
mod redirect;
mod sign_in_token;
mod state;
mod url_text;

pub use builder::ConnectorAuthUrlBuilder;
pub use callback_message::{BlankCallbackMessage, CallbackMessage, IntoCallbackMessage};
pub use connector_auth_url::{ConnectorAuthUrl, ExpiredSignInToken};
pub use sign_in_token::SignInToken;
pub use state::{
    HasId, HasTargetOrigin, HasToken, Missing, NoIdYet, NoTargetOriginYet, NoTokenYet,
};

#[cfg(feature = "api")]
pub(crate) use redirect::redirect;
#[cfg(feature = "client")]
pub(crate) use redirect::see_other;
