//! [`ConnectorAuthUrlBuilder`]: builds the URL that starts a browser hand-off.

use std::fmt;

use crate::handoff::callback_message::{CallbackMessage, IntoCallbackMessage};
use crate::handoff::connector_auth_url::ConnectorAuthUrl;
use crate::handoff::sign_in_token::SignInToken;
use crate::handoff::state::{
    HasId, HasTargetOrigin, HasToken, Missing, NoIdYet, NoTargetOriginYet, NoTokenYet,
};
use crate::handoff::url_text::Parts;
use crate::values::AccountConnectorId;
use crate::web::{ServiceDomain, TargetOrigin};

/// Builds a [`ConnectorAuthUrl`]; start with [`ConnectorAuthUrl::builder`].
///
/// Call `id`, `token` and `target_origin` once each, in any order. [`build`](Self::build) compiles
/// only after all three.
///
/// ```
/// # use cyclr_oauth::{CallbackMessage, ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin};
/// # let service_domain = ServiceDomain::from_static("app-h.cyclr.com");
/// # let popup = true;
/// let url = ConnectorAuthUrl::builder(&service_domain)
///     .id(1234)
///     .token(SignInToken::new("ABCD12340000000000000="))
///     .target_origin(TargetOrigin::from_static("https://yourapplication.com/complete-page"))
///     .callback_message(popup.then_some(CallbackMessage::from_static("completed")))
///     .build();
/// assert!(url.expose_url().ends_with("&callbackMessage=completed"));
/// ```
///
/// ```compile_fail,E0277
/// # use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain, TargetOrigin};
/// # let service_domain = ServiceDomain::from_static("app-h.cyclr.com");
/// ConnectorAuthUrl::builder(&service_domain)
///     .id(1234)
///     .target_origin(TargetOrigin::from_static("https://yourapplication.com"))
///     .build(); // has no `token`
/// ```
#[must_use = "a builder does nothing until `.build()` is called"]
pub struct ConnectorAuthUrlBuilder<'d, Id = Missing, Token = Missing, Target = Missing> {
    service_domain: &'d ServiceDomain,
    id: Id,
    token: Token,
    target_origin: Target,
    callback_message: Option<CallbackMessage>,
}

impl ConnectorAuthUrl {
    /// Starts a URL on the partner's service domain.
    pub fn builder(service_domain: &ServiceDomain) -> ConnectorAuthUrlBuilder<'_> {
        ConnectorAuthUrlBuilder {
            service_domain,
            id: Missing,
            token: Missing,
            target_origin: Missing,
            callback_message: None,
        }
    }
}

// One block with the bounds on the methods. A second block would replace the messages of `state`
// with the compiler's own.
impl<'d, Id, Token, Target> ConnectorAuthUrlBuilder<'d, Id, Token, Target> {
    /// Required. The account connector to authenticate: Cyclr's `id`, a whole number.
    pub fn id(
        self,
        id: impl Into<AccountConnectorId>,
    ) -> ConnectorAuthUrlBuilder<'d, AccountConnectorId, Token, Target>
    where
        Id: NoIdYet,
    {
        let Self { service_domain, id: _, token, target_origin, callback_message } = self;
        let id = id.into();
        ConnectorAuthUrlBuilder { service_domain, id, token, target_origin, callback_message }
    }

    /// Required. The one-time token that signs the user in: Cyclr's `token`.
    pub fn token(self, token: SignInToken) -> ConnectorAuthUrlBuilder<'d, Id, SignInToken, Target>
    where
        Token: NoTokenYet,
    {
        let Self { service_domain, id, token: _, target_origin, callback_message } = self;
        ConnectorAuthUrlBuilder { service_domain, id, token, target_origin, callback_message }
    }

    /// Required. The page that the user returns to, or the window that receives the callback
    /// message: Cyclr's `targetOrigin`.
    pub fn target_origin(
        self,
        target_origin: TargetOrigin,
    ) -> ConnectorAuthUrlBuilder<'d, Id, Token, TargetOrigin>
    where
        Target: NoTargetOriginYet,
    {
        let Self { service_domain, id, token, target_origin: _, callback_message } = self;
        ConnectorAuthUrlBuilder { service_domain, id, token, target_origin, callback_message }
    }

    /// Optional. Makes Cyclr post this message to the target's window instead of redirecting the
    /// user: Cyclr's `callbackMessage`.
    #[inline]
    pub fn callback_message(mut self, callback_message: impl IntoCallbackMessage) -> Self {
        self.callback_message = callback_message.into_callback_message();
        self
    }

    /// Builds the URL.
    #[must_use = "the URL takes the user through the sign-in"]
    pub fn build(self) -> ConnectorAuthUrl
    where
        Id: HasId,
        Token: HasToken,
        Target: HasTargetOrigin,
    {
        let (token, target_origin) = (self.token.token(), self.target_origin.target_origin());
        let parts = Parts {
            service_domain: self.service_domain,
            id: self.id.id(),
            token: token.expose_secret(),
            target_origin: target_origin.as_str(),
            callback_message: self.callback_message.as_ref().map(CallbackMessage::as_str),
        };
        ConnectorAuthUrl::new(parts.to_url(), token.expires_at())
    }
}

impl<Id, Token, Target> fmt::Debug for ConnectorAuthUrlBuilder<'_, Id, Token, Target> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectorAuthUrlBuilder")
            .field("service_domain", self.service_domain)
            .finish_non_exhaustive()
    }
}
