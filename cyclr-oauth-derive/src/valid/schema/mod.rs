//! The rules that `schema` adds: the connector's own definition.

mod allowed;
mod authentication;
mod missing;
mod property;
mod unknown;

use crate::ast::Connector;
use crate::attr::{Attrs, Entry};
use crate::ctxt::Ctxt;
use crate::schema::Schema;
use crate::symbol::Word;
use allowed::Allowed;
use missing::missing;

pub(crate) fn schema(connector: &Connector<'_>, schema: Option<&Schema>, ctxt: &Ctxt) {
    if !connector.attrs.has(Word::Schema) {
        without_schema(&connector.attrs, ctxt);
    }
    let mut allowed = Allowed::new(&connector.attrs, ctxt);
    let Some(definition) = schema.and_then(Schema::definition) else { return };
    // With `flatten`, a property of the inner connector may need the `allow`.
    let flattens = connector.fields().any(|field| field.role == Some(Word::Flatten));
    if !flattens {
        allowed.refuse_unknown(connector, definition, ctxt);
    }
    for way in &connector.ways {
        allowed.start(connector, way);
        for field in &way.fields {
            property::field(field, definition, &allowed, ctxt);
        }
        let own = if way.variant.is_some() { &way.attrs } else { &connector.attrs };
        property::constants(own, definition, &allowed, ctxt);
        missing(connector, way, definition, &allowed, ctxt);
        authentication::auth_value(connector, way, definition, ctxt);
        authentication::id(&way.attrs, definition, ctxt);
    }
    if connector.ways.iter().all(|way| way.variant.is_some()) {
        property::constants(&connector.attrs, definition, &allowed, ctxt);
    }
    authentication::id(&connector.attrs, definition, ctxt);
    if !flattens {
        allowed.refuse_needless(ctxt);
    }
}

fn without_schema(attrs: &Attrs, ctxt: &Ctxt) {
    let words = [Word::Connector, Word::ConnectorId, Word::Allow];
    for Entry { word, ident, .. } in attrs.iter().filter(|entry| words.contains(&entry.word)) {
        let usage = Word::Schema.usage();
        let sentence = format!(
            "`{word}` says nothing without `schema`; add the file to check against, like \
             `{usage}`, or remove `{word}`"
        );
        ctxt.error(ident, sentence);
    }
}
