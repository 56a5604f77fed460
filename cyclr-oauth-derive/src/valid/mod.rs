//! The rules that a connector's definition keeps.

mod names;

use syn::{Data, Fields};

use crate::ast::{Connector, Field};
use crate::attr::{Entry, Value};
use crate::ctxt::Ctxt;
use crate::symbol::Word;

pub(crate) fn connector(connector: &Connector<'_>, ctxt: &Ctxt) {
    let named = item(connector, ctxt);
    identity(connector, ctxt);
    for field in &connector.fields {
        conflicts(field, ctxt);
        exact(field, ctxt);
    }
    auth_value(connector, ctxt);
    names::names(connector, ctxt);
    if named {
        something_to_send(connector, ctxt);
    }
}

/// Only a struct with named fields has names to send; tells whether it is one.
fn item(connector: &Connector<'_>, ctxt: &Ctxt) -> bool {
    let ident = &connector.original.ident;
    let sentence = match &connector.original.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(_) => return true,
            Fields::Unnamed(_) => format!(
                "the fields of `{ident}` have no names to send; name them: \
                 `struct {ident} {{ client_id: String }}`"
            ),
            Fields::Unit => format!(
                "`{ident}` has nothing to send; give it named fields: \
                 `struct {ident} {{ client_id: String }}`"
            ),
        },
        Data::Enum(_) => format!(
            "the enum `{ident}` can't be an account connector yet; derive `AccountConnector` for \
             one struct per way to authenticate, and for an enum of values derive `PropertyValue`"
        ),
        Data::Union(_) => format!(
            "the union `{ident}` can't be an account connector: nothing says which of its fields \
             to send; make it a struct"
        ),
    };
    ctxt.error(ident, sentence);
    false
}

fn identity(connector: &Connector<'_>, ctxt: &Ctxt) {
    for word in [Word::Name, Word::Version, Word::AuthenticationId] {
        if let Some(text) = connector.attrs.text(word)
            && text.value().trim().is_empty()
        {
            ctxt.error(text, format!("`{word}` is blank; write the text, or remove `{word}`"));
        }
    }
    if let Some(Entry { ident, .. }) = connector.attrs.get(Word::Schema) {
        ctxt.error(ident, "`schema` isn't supported yet, so nothing would be checked; remove it");
    }
}

/// Words that say nothing, or the opposite, beside what the field is.
fn conflicts(field: &Field<'_>, ctxt: &Ctxt) {
    let Some(role) = field.role else { return };
    for Entry { word, ident, .. } in field.attrs.iter().filter(|entry| entry.word != role) {
        let sentence = match (role, word) {
            (Word::Skip, _) => format!(
                "`{word}` says nothing beside `skip`, which leaves this field out; remove one of \
                 them"
            ),
            (Word::Flatten, _) => format!(
                "`{word}` can't stand beside `flatten`, which sends the properties of another \
                 connector as they are; remove one of them"
            ),
            (_, word) if word.is_auth() => format!(
                "`{word}` can't stand beside `{role}`: a field is one of them; remove the other"
            ),
            (_, Word::Secret) => format!(
                "`secret` is needless beside `{role}`: an `AuthValue` is never shown; remove \
                 `secret`"
            ),
            _ => format!(
                "`{word}` says nothing beside `{role}`, which makes this field no property; \
                 remove one of them"
            ),
        };
        ctxt.error(ident, sentence);
    }
}

fn exact(field: &Field<'_>, ctxt: &Ctxt) {
    if field.role.is_none()
        && let Some(Entry { ident, value: Value::Nothing, .. }) = field.attrs.get(Word::Exact)
        && let Some(name) = &field.name
        && names::near_miss(name).is_none()
    {
        let sentence = format!(
            "`exact` is needless: `{name}` can't be mistaken for a name that Cyclr reads; remove \
             `exact`"
        );
        ctxt.error(ident, sentence);
    }
}

/// One `AuthValue`, whole or in parts.
fn auth_value(connector: &Connector<'_>, ctxt: &Ctxt) {
    let mut seen: Vec<(Word, &Field<'_>)> = Vec::new();
    for (word, field) in connector.with_role(Word::is_auth) {
        let Some(Entry { ident, .. }) = field.attrs.get(word) else { continue };
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == word) {
            let sentence = format!(
                "`{word}` stands on the field `{}` already; remove one of the two",
                first.ident
            );
            ctxt.error(ident, sentence);
        } else if let Some((other, first)) =
            seen.iter().find(|(other, _)| (*other == Word::AuthValue) != (word == Word::AuthValue))
        {
            let sentence = format!(
                "`{word}` can't stand beside the `{other}` of the field `{}`; give the \
                 `AuthValue` whole or in parts, not both",
                first.ident
            );
            ctxt.error(ident, sentence);
        }
        seen.push((word, field));
    }

    let unreadable = connector.fields.iter().any(|field| field.attrs.unreadable);
    let has = |word| connector.fields.iter().any(|field| field.attrs.has(word));
    if let Some((word, field)) = seen.first()
        && !unreadable
        && !has(Word::AccessToken)
        && !has(Word::AuthValue)
        && let Some(Entry { ident, .. }) = field.attrs.get(*word)
    {
        let sentence = format!(
            "`{word}` is nothing without an access token; mark the field that holds it with \
             `#[cyclr(access_token)]`"
        );
        ctxt.error(ident, sentence);
    }
}

fn something_to_send(connector: &Connector<'_>, ctxt: &Ctxt) {
    let nothing = connector.fields.iter().all(|field| field.role == Some(Word::Skip));
    if nothing && !connector.attrs.has(Word::Property) && !connector.attrs.unreadable {
        let ident = &connector.original.ident;
        let sentence = if connector.fields.is_empty() {
            format!(
                "`{ident}` has nothing to send; give it a field for each property of the connector"
            )
        } else {
            format!("`{ident}` has nothing to send: every field is skipped; remove a `skip`")
        };
        ctxt.error(ident, sentence);
    }
}
