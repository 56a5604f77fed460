//! The traits for fields that hold an `AuthValue` or parts of one.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use crate::connector::auth_value::{AuthValue, AuthValueRef, KindRef};
use crate::connector::oauth_tokens::{OAuthTokens, TokensRef};
use crate::values::{Secret, UtcTimestamp};

/// The type of a field with `#[cyclr(auth_value)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be an `auth_value`",
    label = "not an `AuthValue` or `OAuthTokens`",
    note = "an `auth_value` field holds `AuthValue`, `OAuthTokens`, or an `Option` of one",
    note = "if each token has its own field, mark the fields with `access_token`, `refresh_token`, `expires` and `refresh_expires` instead"
)]
pub trait AuthValueField {
    /// Whether the type holds OAuth tokens.
    const TOKENS: bool = false;

    /// The value, or `None` to leave it out.
    fn auth_value_ref(&self) -> Option<AuthValueRef<'_>>;
}

#[diagnostic::do_not_recommend]
impl AuthValueField for AuthValue {
    fn auth_value_ref(&self) -> Option<AuthValueRef<'_>> {
        Some(self.as_ref())
    }
}

#[diagnostic::do_not_recommend]
impl AuthValueField for OAuthTokens {
    const TOKENS: bool = true;

    fn auth_value_ref(&self) -> Option<AuthValueRef<'_>> {
        Some(AuthValueRef(KindRef::Tokens(self.as_ref())))
    }
}

/// The type of a field with `#[cyclr(access_token)]` or `#[cyclr(refresh_token)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a token",
    label = "not a token",
    note = "a token field holds a `Secret`, text, or an `Option` of one"
)]
pub trait TokenField {
    /// The token, or `None` to leave it out.
    fn token(&self) -> Option<&str>;
}

#[diagnostic::do_not_recommend]
impl TokenField for str {
    fn token(&self) -> Option<&str> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl TokenField for String {
    fn token(&self) -> Option<&str> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl TokenField for Cow<'_, str> {
    fn token(&self) -> Option<&str> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl TokenField for Secret {
    fn token(&self) -> Option<&str> {
        Some(self.expose_secret())
    }
}

/// The type of a field with `#[cyclr(expires)]` or `#[cyclr(refresh_expires)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the expiry of a token",
    label = "not a `UtcTimestamp`",
    note = "an expiry field holds a `UtcTimestamp` or an `Option` of one"
)]
pub trait ExpiryField {
    /// The moment, or `None` to leave it out.
    fn expiry(&self) -> Option<UtcTimestamp>;
}

#[diagnostic::do_not_recommend]
impl ExpiryField for UtcTimestamp {
    fn expiry(&self) -> Option<UtcTimestamp> {
        Some(*self)
    }
}

macro_rules! through {
    ($Trait:ident, $method:ident, $Output:ty $(, $CONST:ident)?) => {
        #[diagnostic::do_not_recommend]
        impl<T: $Trait> $Trait for Option<T> {
            $(const $CONST: bool = T::$CONST;)?

            fn $method(&self) -> Option<$Output> {
                self.as_ref()?.$method()
            }
        }

        through!($Trait, $method, $Output $(, $CONST)?; &T);
        through!($Trait, $method, $Output $(, $CONST)?; &mut T);
        through!($Trait, $method, $Output $(, $CONST)?; Arc<T>);
        through!($Trait, $method, $Output $(, $CONST)?; Box<T>);
        through!($Trait, $method, $Output $(, $CONST)?; Rc<T>);
    };
    ($Trait:ident, $method:ident, $Output:ty $(, $CONST:ident)?; $Pointer:ty) => {
        #[diagnostic::do_not_recommend]
        impl<T: $Trait + ?Sized> $Trait for $Pointer {
            $(const $CONST: bool = T::$CONST;)?

            fn $method(&self) -> Option<$Output> {
                T::$method(self)
            }
        }
    };
}

through!(AuthValueField, auth_value_ref, AuthValueRef<'_>, TOKENS);
through!(TokenField, token, &str);
through!(ExpiryField, expiry, UtcTimestamp);

/// Reads a field with `#[cyclr(auth_value)]`. The turbofish makes compiler errors underline its
/// type.
pub fn auth_value<T: AuthValueField + ?Sized>(field: &T) -> Option<AuthValueRef<'_>> {
    field.auth_value_ref()
}

/// Reads one token field.
pub fn token<T: TokenField + ?Sized>(field: &T) -> Option<&str> {
    field.token()
}

/// Reads one expiry field.
pub fn expiry<T: ExpiryField + ?Sized>(field: &T) -> Option<UtcTimestamp> {
    field.expiry()
}

/// Combines separate token fields. Without an access token there is no `AuthValue`.
#[must_use]
pub fn tokens<'a>(
    access_token: Option<&'a str>,
    refresh_token: Option<&'a str>,
    expires: Option<UtcTimestamp>,
    refresh_expires: Option<UtcTimestamp>,
) -> Option<AuthValueRef<'a>> {
    let access_token = access_token?;
    let other = &[];
    let tokens = TokensRef { access_token, refresh_token, expires, refresh_expires, other };
    Some(AuthValueRef(KindRef::Tokens(tokens)))
}
