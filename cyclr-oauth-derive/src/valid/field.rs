//! The rules about the words on one field.

use syn::Generics;

use crate::ast::Field;
use crate::attr::{Entry, Value};
use crate::ctxt::Ctxt;
use crate::mention::mentions_type_parameter;
use crate::symbol::Word;
use crate::valid::near_miss::near_miss;

pub(crate) fn field(generics: &Generics, field: &Field<'_>, ctxt: &Ctxt) {
    conflicts(field, ctxt);
    exact(field, ctxt);
    secrecy(generics, field, ctxt);
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

/// Whether the text of the property is secret: its type says it, or the field has to.
fn secrecy(generics: &Generics, field: &Field<'_>, ctxt: &Ctxt) {
    if field.role.is_some() {
        return;
    }
    let with = field.attrs.get(Word::With);
    let secret = field.attrs.get(Word::Secret);
    match (field.attrs.get(Word::NotSecret), with) {
        (Some(Entry { ident, .. }), _) if secret.is_some() => {
            ctxt.error(ident, "a field is `secret` or `not_secret`; remove one of them");
        }
        (Some(Entry { ident, .. }), None) if !field.attrs.unreadable => ctxt.error(
            ident,
            "`not_secret` is for what `with` makes of a secret, and this field has no `with`; \
             remove `not_secret`",
        ),
        (None, Some(Entry { ident, .. }))
            if secret.is_none()
                && !field.attrs.unreadable
                && mentions_type_parameter(generics, &field.original.ty) =>
        {
            ctxt.error(
                ident,
                "this type can be anything, so nothing says whether the text that `with` makes of \
                 it is secret; add `secret` or `not_secret`",
            );
        }
        _ => {}
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
