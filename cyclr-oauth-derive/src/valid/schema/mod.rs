//! The rules that a connector's own definition makes.

mod authentication;
mod property;
mod ty;

use std::cell::RefCell;

use syn::LitStr;

use crate::ast::{Connector, Way};
use crate::attr::{Attrs, Entry};
use crate::ctxt::Ctxt;
use crate::schema::{Definition, Schema};
use crate::symbol::Word;

pub(crate) use property::may_be_outside_values;
pub(crate) use ty::is_option;

/// What every connector may be given, whatever its definition says.
pub(crate) const ALWAYS: [&str; 2] = ["ClientId", "ClientSecret"];

pub(super) fn schema(connector: &Connector<'_>, schema: Option<&Schema>, ctxt: &Ctxt) {
    if !connector.attrs.has(Word::Schema) {
        without_schema(&connector.attrs, ctxt);
    }
    let allowed = Allowed::new(&connector.attrs, ctxt);
    let Some(definition) = schema.and_then(Schema::definition) else { return };
    for way in &connector.ways {
        allowed.mistaken.take();
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
    // What is within may need it.
    if !connector.fields().any(|field| field.role == Some(Word::Flatten)) {
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

/// Every required property is sent; where something is within, the compiler checks that later.
fn missing(
    connector: &Connector<'_>,
    way: &Way<'_>,
    definition: &Definition,
    allowed: &Allowed<'_>,
    ctxt: &Ctxt,
) {
    let unreadable = way.fields.iter().any(|field| field.attrs.unreadable || field.name.is_none());
    if unreadable || way.with_role(|role| role == Word::Flatten).next().is_some() {
        return;
    }
    let sent = |name: &str| {
        let fields = way.fields.iter().filter(|field| field.role.is_none());
        fields.filter_map(|field| field.name.as_deref()).any(|other| other == name)
            || connector.constants(way).any(|(other, _)| other.value() == name)
    };
    let missing = definition.required().map(|parameter| parameter.name.as_str());
    let missing: Vec<_> = missing
        .filter(|name| !sent(name) && !allowed.allows(name) && !allowed.is_mistaken(name))
        .map(|n| format!("`{n}`"))
        .collect();
    let Some(first) = missing.first() else { return };
    let ident = way.variant.map_or(&connector.original.ident, |variant| &variant.ident);
    let connector = &definition.name;
    let sentence = if missing.len() == 1 {
        format!("`{connector}` requires the property {first}, which has no field here; add one")
    } else {
        let missing = missing.join(", ");
        format!(
            "`{connector}` requires the properties {missing}, which have no fields here; add one \
             for each"
        )
    };
    ctxt.error(ident, sentence);
}

/// The properties that the definition isn't asked about.
pub(super) struct Allowed<'a> {
    entries: Vec<(&'a LitStr, String)>,
    used: RefCell<Vec<String>>,
    /// What unknown names of one way were probably meant to be: not missing besides.
    mistaken: RefCell<Vec<String>>,
}

impl<'a> Allowed<'a> {
    fn new(attrs: &'a Attrs, ctxt: &Ctxt) -> Self {
        let mut entries: Vec<(&LitStr, String)> = Vec::new();
        for (literal, reason) in attrs.allowed() {
            let name = literal.value();
            if reason.value().trim().is_empty() {
                let sentence =
                    format!("`allow` needs a reason; say why `{name}` is right as it is");
                ctxt.error(reason, sentence);
            }
            if entries.iter().any(|(_, other)| *other == name) {
                ctxt.error(literal, format!("`{name}` is allowed already; remove one of them"));
            } else {
                entries.push((literal, name));
            }
        }
        Self { entries, used: RefCell::default(), mistaken: RefCell::default() }
    }

    /// Whether what would be refused about this property is allowed.
    fn allows(&self, name: &str) -> bool {
        let allows = self.entries.iter().any(|(_, allowed)| allowed == name);
        if allows {
            self.used.borrow_mut().push(name.to_owned());
        }
        allows
    }

    fn mistaken(&self, name: &str) {
        self.mistaken.borrow_mut().push(name.to_owned());
    }

    fn is_mistaken(&self, name: &str) -> bool {
        self.mistaken.borrow().iter().any(|other| other == name)
    }

    fn refuse_needless(&self, ctxt: &Ctxt) {
        for (literal, name) in &self.entries {
            if !self.used.borrow().contains(name) {
                let sentence =
                    format!("`allow` is needless: nothing is wrong about `{name}`; remove it");
                ctxt.error(literal, sentence);
            }
        }
    }
}
