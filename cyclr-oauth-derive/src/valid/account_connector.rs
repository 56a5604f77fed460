//! The rules of `#[derive(AccountConnector)]`.

use crate::ast::Connector;
use crate::attr::Attrs;
use crate::ctxt::Ctxt;
use crate::schema::Schema;
use crate::symbol::Word;
use crate::valid::auth_value::auth_value;
use crate::valid::field::field;
use crate::valid::item::item;
use crate::valid::{names, schema};

pub(crate) fn account_connector(connector: &Connector<'_>, schema: Option<&Schema>, ctxt: &Ctxt) {
    item(connector, ctxt);
    identity(&connector.attrs, ctxt);
    names::shared(connector, ctxt);
    for way in &connector.ways {
        identity(&way.attrs, ctxt);
        for each in &way.fields {
            field(&connector.original.generics, each, ctxt);
        }
        auth_value(way, ctxt);
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
