//! The rules of `#[derive(AccountConnector)]`.

use crate::ast::Connector;
use crate::attr::Attrs;
use crate::ctxt::Ctxt;
use crate::schema::Schema;
use crate::symbol::Word;
use crate::type_name;
use crate::valid::auth_value::auth_value;
use crate::valid::field::field;
use crate::valid::item::item;
use crate::valid::{names, schema};

pub(crate) fn account_connector(connector: &Connector<'_>, schema: Option<&Schema>, ctxt: &Ctxt) {
    item(connector, ctxt);
    identity(connector, &connector.attrs, schema, ctxt);
    names::shared(connector, schema, ctxt);
    for way in &connector.ways {
        identity(connector, &way.attrs, schema, ctxt);
        for each in &way.fields {
            field(&connector.original.generics, each, ctxt);
        }
        auth_value(way, ctxt);
        names::names(connector, way, schema, ctxt);
    }
    into_itself(connector, ctxt);
    schema::schema(connector, schema, ctxt);
}

/// A connector within itself has no end. Through another, only the compiler can see that.
fn into_itself(connector: &Connector<'_>, ctxt: &Ctxt) {
    let ident = &connector.original.ident;
    for field in connector.fields().filter(|field| field.role == Some(Word::Flatten)) {
        let ty = &field.original.ty;
        if type_name::within(ty).is_some_and(|name| name == ident || name == "Self") {
            let sentence = format!(
                "`{ident}` is flattened into itself, without end; flatten another connector, or \
                 remove this one"
            );
            ctxt.error(ty, sentence);
        }
    }
}

fn identity(connector: &Connector<'_>, attrs: &Attrs, schema: Option<&Schema>, ctxt: &Ctxt) {
    // Whatever the definition has is right; `FromAccountConnector` doesn't read it.
    let defined = |word: Word, text: &str| match (schema.and_then(Schema::definition), word) {
        (Some(definition), Word::Name) => definition.name == text,
        (Some(definition), Word::AuthenticationId) => {
            definition.authentications.iter().any(|way| way.id == text)
        }
        _ => connector.attrs.has(Word::Schema),
    };
    for word in [Word::Name, Word::Version, Word::AuthenticationId] {
        let Some(literal) = attrs.text(word) else { continue };
        let text = literal.value();
        let trimmed = text.trim();
        if trimmed.is_empty() {
            let sentence = format!("`{word}` is blank; write the text, or remove `{word}`");
            ctxt.error(literal, sentence);
        } else if trimmed != text && !defined(word, &text) {
            let sentence =
                format!("there are spaces around the text; write `{word} = {trimmed:?}`");
            ctxt.error(literal, sentence);
        }
    }
}
