//! The properties that `allow` excepts from the definition.

use std::cell::RefCell;
use std::collections::HashSet;

use syn::LitStr;

use crate::ast::{Connector, Way};
use crate::attr::Attrs;
use crate::ctxt::Ctxt;
use crate::schema::{ALWAYS, Definition};
use crate::suggest;

/// The properties of `allow`, and which of them a rule needed.
pub(crate) struct Allowed<'a> {
    entries: Vec<(&'a LitStr, String)>,
    used: RefCell<Vec<String>>,
    /// The properties that one way sends.
    sent: RefCell<HashSet<String>>,
    /// The properties that unknown names of one way probably mean: they don't count as missing.
    mistaken: RefCell<Vec<String>>,
    /// The same of the entries.
    meant: Vec<String>,
}

impl<'a> Allowed<'a> {
    pub(crate) fn new(attrs: &'a Attrs, ctxt: &Ctxt) -> Self {
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
        Self {
            entries,
            used: RefCell::default(),
            sent: RefCell::default(),
            mistaken: RefCell::default(),
            meant: Vec::new(),
        }
    }

    /// Whether to let a mistake about this property pass.
    pub(crate) fn allows(&self, name: &str) -> bool {
        let allows = self.entries.iter().any(|(_, allowed)| allowed == name);
        if allows {
            self.used.borrow_mut().push(name.to_owned());
        }
        allows
    }

    pub(crate) fn mistaken(&self, name: &str) {
        self.mistaken.borrow_mut().push(name.to_owned());
    }

    /// Begins with another way.
    pub(crate) fn start(&self, connector: &Connector<'_>, way: &Way<'_>) {
        self.mistaken.take();
        let fields = way.fields.iter().filter(|field| field.role.is_none());
        let fields = fields.filter_map(|field| field.name.clone());
        let constants = connector.constants(way).map(|(name, _)| name.value());
        self.sent.replace(fields.chain(constants).collect());
    }

    /// Whether the way sends a property of this name.
    pub(crate) fn sends(&self, name: &str) -> bool {
        self.sent.borrow().contains(name)
    }

    pub(crate) fn is_mistaken(&self, name: &str) -> bool {
        self.meant.iter().any(|other| other == name)
            || self.mistaken.borrow().iter().any(|other| other == name)
    }

    /// Refuses the properties that neither the definition nor the item has.
    pub(crate) fn refuse_unknown(
        &mut self,
        connector: &Connector<'_>,
        definition: &Definition,
        ctxt: &Ctxt,
    ) {
        let sent = |name: &str| {
            let mut names = connector.fields().filter_map(|field| field.name.as_deref());
            let attrs = connector.ways.iter().map(|way| &way.attrs).chain([&connector.attrs]);
            let mut constants = attrs.flat_map(Attrs::constants);
            names.any(|sent| sent == name) || constants.any(|(sent, _)| sent.value() == name)
        };
        let has = |name: &str| definition.parameters.iter().any(|known| known.name == name);
        self.entries.retain(|(literal, name)| {
            if sent(name) || has(name) || ALWAYS.contains(&name.as_str()) {
                return true;
            }
            let names = || definition.properties().map(|parameter| &*parameter.name);
            let near = suggest::nearest(name, names());
            self.meant.extend(near.map(str::to_owned));
            let what = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one that it has, such as {}", suggest::list(names())),
            };
            let what = if names().next().is_none() { "remove it" } else { &what };
            let connector = &definition.name;
            ctxt.error(literal, format!("`{connector}` has no property `{name}`; {what}"));
            false
        });
    }

    pub(crate) fn refuse_needless(&self, ctxt: &Ctxt) {
        for (literal, name) in &self.entries {
            if !self.used.borrow().contains(name) {
                let sentence =
                    format!("`allow` is needless: nothing is wrong about `{name}`; remove it");
                ctxt.error(literal, sentence);
            }
        }
    }
}
