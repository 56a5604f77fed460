//! The rules that a connector's definition keeps.

mod auth_value;
mod item;
mod names;
mod read;
mod schema;

use crate::ast::{Connector, Field};
use crate::attr::{Attrs, Entry, Value};
use crate::ctxt::Ctxt;
use crate::schema::Schema;
use crate::symbol::Word;

pub(crate) use read::read;
pub(crate) use schema::{ALWAYS, is_option, may_be_outside_values};

pub(crate) fn connector(connector: &Connector<'_>, schema: Option<&Schema>, ctxt: &Ctxt) {
    item::item(connector, ctxt);
    identity(&connector.attrs, ctxt);
    names::shared(connector, ctxt);
    for way in &connector.ways {
        identity(&way.attrs, ctxt);
        for field in &way.fields {
            conflicts(field, ctxt);
            exact(field, ctxt);
        }
        auth_value::auth_value(way, ctxt);
        names::names(connector, way, ctxt);
    }
    schema::schema(connector, schema, ctxt);
}

fn identity(attrs: &Attrs, ctxt: &Ctxt) {
    for word in [Word::Name, Word::Version, Word::AuthenticationId] {
        if let Some(text) = attrs.text(word)
            && text.value().trim().is_empty()
        {
            ctxt.error(text, format!("`{word}` is blank; write the text, or remove `{word}`"));
        }
    }
}

/// Words that say nothing, or the opposite, beside what the field is.
fn conflicts(field: &Field<'_>, ctxt: &Ctxt) {
    let Some(role) = field.role else { return };
    let held = field.ident.is_none();
    for Entry { word, ident, .. } in field.attrs.iter().filter(|entry| held || entry.word != role) {
        let sentence = match (role, word) {
            _ if held => format!(
                "`{word}` can't stand here: the connector that a variant holds is sent as it is; \
                 remove `{word}`"
            ),
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
