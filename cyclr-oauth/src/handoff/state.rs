//! Typestate of the builder of a [`ConnectorAuthUrl`](crate::ConnectorAuthUrl), and its compiler
//! errors.
//!
//! The state of each required value is the value itself, or [`Missing`].

use crate::handoff::sign_in_token::SignInToken;
use crate::values::AccountConnectorId;
use crate::web::TargetOrigin;

/// Marks a required value that the builder doesn't have yet.
#[derive(Debug)]
pub struct Missing;

/// The builder has the id.
#[diagnostic::on_unimplemented(
    message = "this connector authentication URL has no `id`",
    label = "`.id(…)` is missing before this call",
    note = "call `.id(account_connector_id)`, the integer id of the account connector to authenticate"
)]
pub trait HasId: Sized {
    #[doc(hidden)]
    fn id(self) -> AccountConnectorId;
}

/// The builder has the token.
#[diagnostic::on_unimplemented(
    message = "this connector authentication URL has no `token`",
    label = "`.token(…)` is missing before this call",
    note = "call `.token(sign_in_token)` with the one-time `SignInToken` that Cyclr returned"
)]
pub trait HasToken: Sized {
    #[doc(hidden)]
    fn token(self) -> SignInToken;
}

/// The builder has the target origin.
#[diagnostic::on_unimplemented(
    message = "this connector authentication URL has no `targetOrigin`",
    label = "`.target_origin(…)` is missing before this call",
    note = "call `.target_origin(target_origin)` with the `TargetOrigin` that the user returns to"
)]
pub trait HasTargetOrigin: Sized {
    #[doc(hidden)]
    fn target_origin(self) -> TargetOrigin;
}

/// The builder has no id yet.
#[diagnostic::on_unimplemented(
    message = "this connector authentication URL already has its `id`",
    label = "the second `.id(…)`",
    note = "remove one of the two calls"
)]
pub trait NoIdYet {}

/// The builder has no token yet.
#[diagnostic::on_unimplemented(
    message = "this connector authentication URL already has its `token`",
    label = "the second `.token(…)`",
    note = "remove one of the two calls; each URL takes one `SignInToken`"
)]
pub trait NoTokenYet {}

/// The builder has no target origin yet.
#[diagnostic::on_unimplemented(
    message = "this connector authentication URL already has its `targetOrigin`",
    label = "the second `.target_origin(…)`",
    note = "remove one of the two calls"
)]
pub trait NoTargetOriginYet {}

#[diagnostic::do_not_recommend]
impl HasId for AccountConnectorId {
    fn id(self) -> AccountConnectorId {
        self
    }
}

#[diagnostic::do_not_recommend]
impl HasToken for SignInToken {
    fn token(self) -> SignInToken {
        self
    }
}

#[diagnostic::do_not_recommend]
impl HasTargetOrigin for TargetOrigin {
    fn target_origin(self) -> TargetOrigin {
        self
    }
}

#[diagnostic::do_not_recommend]
impl NoIdYet for Missing {}

#[diagnostic::do_not_recommend]
impl NoTokenYet for Missing {}

#[diagnostic::do_not_recommend]
impl NoTargetOriginYet for Missing {}
