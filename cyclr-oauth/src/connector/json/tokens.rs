//! The JSON of OAuth tokens, plain or nested in a string.

#![expect(clippy::inline_always, reason = "constant texts become a few wide stores")]

use crate::connector::json::out::{Json, Out};
use crate::connector::oauth_tokens::{Member, TokensRef};

impl Json for TokensRef<'_> {
    fn write(&self, out: &mut impl Out) {
        write_tokens::<false>(self, out);
    }
}

/// Writes the tokens' object, plain or nested in a JSON string.
pub(super) fn write_tokens<const NESTED: bool>(tokens: &TokensRef<'_>, out: &mut impl Out) {
    let TokensRef { access_token, refresh_token, expires, refresh_expires, other } = *tokens;
    raw::<NESTED>(out, r#"{"AccessToken":""#, r#"{\"AccessToken\":\""#);
    text::<NESTED>(out, access_token);
    if let Some(refresh_token) = refresh_token {
        raw::<NESTED>(out, r#"","RefreshToken":""#, r#"\",\"RefreshToken\":\""#);
        text::<NESTED>(out, refresh_token);
    }
    if let Some(expires) = expires {
        raw::<NESTED>(out, r#"","Expires":""#, r#"\",\"Expires\":\""#);
        out.time(expires);
    }
    if let Some(refresh_expires) = refresh_expires {
        raw::<NESTED>(out, r#"","RefreshExpires":""#, r#"\",\"RefreshExpires\":\""#);
        out.time(refresh_expires);
    }
    raw::<NESTED>(out, "\"", r#"\""#);
    for Member { key, value } in other {
        raw::<NESTED>(out, ",\"", r#",\""#);
        text::<NESTED>(out, key);
        raw::<NESTED>(out, "\":", r#"\":"#);
        // The value is already JSON, which is one level of escapes ahead of a text.
        if NESTED { out.once(value.expose_secret()) } else { out.raw(value.expose_secret()) }
    }
    out.raw("}");
}

#[inline(always)]
fn raw<const NESTED: bool>(out: &mut impl Out, plain: &'static str, nested: &'static str) {
    if NESTED { out.raw(nested) } else { out.raw(plain) }
}

#[inline(always)]
fn text<const NESTED: bool>(out: &mut impl Out, text: &str) {
    if NESTED { out.twice(text) } else { out.once(text) }
}
