//! The rules about the words on one field.

use crate::ast::Field;
use crate::attr::{Entry, Value};
use crate::ctxt::Ctxt;
use crate::symbol::Word;
use crate::valid::near_miss::near_miss;

pub(crate) fn field(field: &Field<'_>, ctxt: &Ctxt) {
    conflicts(field, ctxt);
    exact(field, ctxt);
}

/// Words that contradict the field's role, or do nothing in it.
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
        && near_miss(name).is_none()
    {
        let sentence = format!(
            "`exact` is needless: `{name}` can't be mistaken for a name that Cyclr reads; remove \
             `exact`"
        );
        ctxt.error(ident, sentence);
    }
}
