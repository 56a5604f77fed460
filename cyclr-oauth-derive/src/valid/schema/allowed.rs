//! The properties that `allow` excepts from the definition.

use std::cell::RefCell;

use syn::LitStr;

use crate::attr::Attrs;
use crate::ctxt::Ctxt;

/// The properties of `allow`, and which of them a rule needed.
pub(crate) struct Allowed<'a> {
    entries: Vec<(&'a LitStr, String)>,
    used: RefCell<Vec<String>>,
    /// The properties that unknown names of one way probably mean: they don't count as missing.
    mistaken: RefCell<Vec<String>>,
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
        Self { entries, used: RefCell::default(), mistaken: RefCell::default() }
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

    pub(crate) fn forget_mistaken(&self) {
        self.mistaken.take();
    }

    pub(crate) fn is_mistaken(&self, name: &str) -> bool {
        self.mistaken.borrow().iter().any(|other| other == name)
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
