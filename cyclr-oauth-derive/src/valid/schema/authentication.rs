//! Compares how the item authenticates with the definition.

use crate::ast::{Connector, Way};
use crate::attr::{Attrs, Entry};
use crate::ctxt::Ctxt;
use crate::schema::{Definition, WITHOUT_TOKENS};
use crate::symbol::Word;

/// The definition has a way with this id.
pub(crate) fn id(attrs: &Attrs, definition: &Definition, ctxt: &Ctxt) {
    let Some(literal) = attrs.text(Word::AuthenticationId) else { return };
    let (id, connector) = (literal.value(), &definition.name);
    if id.trim().is_empty() || definition.authentications.iter().any(|way| way.id == id) {
        return;
    }
    let ways = definition.authentications.iter().map(|way| match &way.auth_type {
        Some(auth_type) => format!("`{}` ({auth_type})", way.id),
        None => format!("`{}`", way.id),
    });
    let ways = ways.collect::<Vec<_>>().join(", ");
    let what = if ways.is_empty() {
        "it has no ids of ways, so remove `authentication_id`".to_owned()
    } else {
        format!("it has {ways}")
    };
    let sentence = format!("`{connector}` has no way to authenticate of the id `{id}`; {what}");
    ctxt.error(literal, sentence);
}

/// The connector takes an `AuthValue`, and OAuth tokens in it if the way sends some.
pub(crate) fn auth_value(
    connector: &Connector<'_>,
    way: &Way<'_>,
    definition: &Definition,
    ctxt: &Ctxt,
) {
    let types = definition.auth_types(connector.text(way, Word::AuthenticationId));
    let all = |those: &[&str]| !types.is_empty() && types.iter().all(|one| those.contains(one));
    let by = || types.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(" or ");
    let name = &definition.name;
    for (word, field) in way.with_role(Word::is_auth) {
        let Some(Entry { ident, .. }) = field.attrs.get(word) else { continue };
        if all(&["None", "AuthFields"]) {
            let sentence = format!(
                "`{name}` takes no `AuthValue`: it authenticates by {}; remove it, or send the \
                 field as a property",
                by()
            );
            ctxt.error(ident, sentence);
        } else if word.is_token_part() && all(&WITHOUT_TOKENS) {
            let sentence = format!(
                "`{name}` takes no OAuth tokens: it authenticates by {}; hold an `AuthValue` in \
                 their place",
                by()
            );
            ctxt.error(ident, sentence);
        }
    }
}
