//! Who calls: the bearer token, and the account that the call is within.

use axum::extract::FromRequestParts;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderName, StatusCode};

use crate::shared::Shared;
use crate::state::Refusal;

/// Somebody with a valid access token.
pub(super) struct Caller {
    /// The account that the token is limited to.
    account: Option<String>,
}

impl Caller {
    /// Fails if the token is limited to another account.
    pub(super) fn may_act_for(&self, account: &str) -> Result<(), Refusal> {
        match self.account.as_deref() {
            Some(own) if own != account => {
                Err(Refusal::forbidden("The access token is limited to another account."))
            }
            _ => Ok(()),
        }
    }

    /// Fails if the token is limited to an account at all.
    pub(super) fn is_partner(&self) -> Result<(), Refusal> {
        match self.account {
            Some(_) => Err(Refusal::forbidden(
                "An access token that is limited to an account can't be used for this call.",
            )),
            None => Ok(()),
        }
    }
}

impl FromRequestParts<()> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, (): &()) -> Result<Self, Refusal> {
        let refused = || {
            Refusal::new(
                StatusCode::UNAUTHORIZED,
                "Authorization has been denied for this request.",
            )
        };
        let value = parts.headers.get(AUTHORIZATION).and_then(|it| it.to_str().ok());
        let (scheme, token) = value.and_then(|it| it.split_once(' ')).ok_or_else(refused)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(refused());
        }
        let shared = Shared::of(&parts.extensions);
        let state = shared.state();
        let token = state.access_token(token.trim()).ok_or_else(refused)?;
        Ok(Self { account: token.account.clone() })
    }
}

/// A call within an account, which `X-Cyclr-Account` names.
pub(super) struct InAccount(pub(super) String);

impl FromRequestParts<()> for InAccount {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, (): &()) -> Result<Self, Refusal> {
        let caller = Caller::from_request_parts(parts, &()).await?;
        let header = HeaderName::from_static("x-cyclr-account");
        let account =
            parts.headers.get(header).and_then(|it| std::str::from_utf8(it.as_bytes()).ok());
        let account = account.map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
        // A token that is limited to an account says which one is meant.
        let account = account.or_else(|| caller.account.clone());
        let account = account.ok_or_else(|| {
            Refusal::bad_request(
                "The header X-Cyclr-Account with the id of the account is required.",
            )
        })?;
        caller.may_act_for(&account)?;
        Shared::of(&parts.extensions).state().account(&account)?;
        Ok(Self(account))
    }
}
