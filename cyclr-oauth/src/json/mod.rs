//! The direct way from a connector to its JSON text.
//!
//! What is written is said once, and runs twice: over a counter, and over a buffer of just that
//! size. A growing buffer would leave a copy of its secrets behind each time that it moves.

#![expect(clippy::inline_always, reason = "constant texts become a few wide stores")]

mod escape;
mod object;
mod out;

pub(crate) use object::{Value, object};

use crate::account_connector::{Identity, PropertyName, PropertyVisitor, Visit};
use crate::auth_value::{AuthValueRef, KindRef};
use crate::oauth_tokens::{Member, TokensRef};
use crate::payload::Connector;
use crate::{PropertyText, Secret};

use out::{Json, Out};

pub(crate) fn payload_to_json(connector: &dyn Connector) -> Secret {
    Payload::of(connector).to_secret()
}

/// The tokens' object, as it is before it is nested.
pub(crate) fn tokens_to_text(tokens: &TokensRef<'_>) -> Secret {
    tokens.to_secret()
}

/// What a connector says of itself once, and the connector for its properties.
struct Payload<'a> {
    identity: Identity,
    auth_value: Option<AuthValueRef<'a>>,
    connector: &'a dyn Connector,
}

impl<'a> Payload<'a> {
    fn of(connector: &'a dyn Connector) -> Self {
        let (identity, auth_value) = (connector.identity(), connector.auth_value());
        Self { identity, auth_value, connector }
    }
}

impl Json for Payload<'_> {
    fn write(&self, out: &mut impl Out) {
        let mut first = true;
        let Identity { name, version, authentication_id } = self.identity;
        identity(out, &mut first, r#""Name":""#, name);
        identity(out, &mut first, r#""Version":""#, version);
        identity(out, &mut first, r#""AuthenticationId":""#, authentication_id);
        if let Some(AuthValueRef(auth_value)) = &self.auth_value {
            begin(out, &mut first, r#""AuthValue":""#);
            match auth_value {
                KindRef::Text(text) => out.once(text),
                KindRef::Tokens(tokens) => write_tokens::<true>(tokens, out),
            }
            out.raw("\"");
        }
        let mut properties = WriteProperties { out, first, any: false };
        self.connector.visit_properties(&mut PropertyVisitor::new(&mut properties));
        let WriteProperties { out, first, any } = properties;
        match (any, first) {
            (true, _) => out.raw(r#""}]}"#),
            (false, false) => out.raw("}"),
            (false, true) => out.raw("{}"),
        }
    }
}

/// Writes `"Properties":[{"Name":…,"Value":…},…`, up to the last quote.
struct WriteProperties<'o, O> {
    out: &'o mut O,
    /// Whether nothing stands in the payload yet.
    first: bool,
    /// Whether there has been a property.
    any: bool,
}

impl<O: Out> WriteProperties<'_, O> {
    #[inline(always)]
    fn write(&mut self, name: &'static str, value: &str) {
        if self.any {
            self.out.raw(r#""},{"Name":""#);
        } else {
            self.any = true;
            begin(self.out, &mut self.first, r#""Properties":[{"Name":""#);
        }
        self.out.raw(name);
        self.out.raw(r#"","Value":""#);
        self.out.once(value);
    }
}

impl<'a, O: Out> Visit<'a> for WriteProperties<'_, O> {
    fn text(&mut self, name: &'static str, text: &'a str, _: bool) {
        self.write(name, text);
    }

    fn other(&mut self, name: PropertyName, text: PropertyText<'a>) {
        self.write(name.json, text.as_str());
    }
}

fn identity(out: &mut impl Out, first: &mut bool, key: &'static str, text: Option<&str>) {
    if let Some(text) = text {
        begin(out, first, key);
        out.once(text);
        out.raw("\"");
    }
}

/// The brace or the comma before a part, and the part's beginning.
#[inline(always)]
fn begin(out: &mut impl Out, first: &mut bool, part: &'static str) {
    // Two calls with constants, and not one with a choice of two.
    if *first {
        out.raw("{");
    } else {
        out.raw(",");
    }
    out.raw(part);
    *first = false;
}

impl Json for TokensRef<'_> {
    fn write(&self, out: &mut impl Out) {
        write_tokens::<false>(self, out);
    }
}

/// The tokens' object, plain or nested in a JSON string.
fn write_tokens<const NESTED: bool>(tokens: &TokensRef<'_>, out: &mut impl Out) {
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
        // The value is JSON already, one level ahead of a text.
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
