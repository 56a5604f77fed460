//! The rules about the `AuthValue`.

use crate::ast::{Field, Way};
use crate::attr::Entry;
use crate::ctxt::Ctxt;
use crate::symbol::Word;

/// A way has one `AuthValue` at most, whole or in parts.
pub(crate) fn auth_value(way: &Way<'_>, ctxt: &Ctxt) {
    let mut seen: Vec<(Word, &Field<'_>)> = Vec::new();
    for (word, field) in way.with_role(Word::is_auth) {
        let Some(Entry { ident, .. }) = field.attrs.get(word) else { continue };
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == word) {
            let sentence =
                format!("`{word}` stands on {} already; remove one of the two", first.label());
            ctxt.error(ident, sentence);
        } else if let Some((other, first)) =
            seen.iter().find(|(other, _)| (*other == Word::AuthValue) != (word == Word::AuthValue))
        {
            let sentence = format!(
                "`{word}` can't stand beside the `{other}` of {}; give the `AuthValue` whole or \
                 in parts, not both",
                first.label()
            );
            ctxt.error(ident, sentence);
        }
        seen.push((word, field));
    }

    let unreadable = way.fields.iter().any(|field| field.attrs.unreadable);
    let has = |word| way.fields.iter().any(|field| field.attrs.has(word));
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
