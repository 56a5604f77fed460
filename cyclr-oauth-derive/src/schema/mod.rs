//! What `schema = "…"` names: a connector's definition as Cyclr answers it.

mod file;
mod pick;
mod read;

use std::rc::Rc;

use syn::LitStr;

use crate::attr::Attrs;
use crate::ctxt::Ctxt;
use crate::symbol::Word;

/// A connector as far as a struct is checked against it.
pub(crate) struct Definition {
    pub(crate) id: Option<u64>,
    pub(crate) name: String,
    pub(crate) auth_type: Option<String>,
    pub(crate) authentications: Vec<Authentication>,
    pub(crate) parameters: Vec<Parameter>,
}

/// One way to authenticate.
pub(crate) struct Authentication {
    pub(crate) id: String,
    pub(crate) auth_type: Option<String>,
}

pub(crate) struct Parameter {
    /// What a property is called.
    pub(crate) name: String,
    /// What people are shown.
    pub(crate) label: String,
    pub(crate) is_property: bool,
    pub(crate) is_optional: bool,
    pub(crate) is_sensitive: bool,
    /// None for any.
    pub(crate) values: Vec<String>,
}

/// The definition that an item is checked against.
pub(crate) struct Schema {
    /// The path of the file as it is written.
    pub(crate) path: String,
    definitions: Rc<Vec<Definition>>,
    picked: usize,
}

impl Schema {
    /// `None` if there is no `schema`, or if it can't be checked against: then that is said.
    pub(crate) fn new(attrs: &Attrs, ctxt: &Ctxt) -> Option<Self> {
        let literal = attrs.text(Word::Schema)?;
        let path = literal.value();
        let definitions = match file::definitions(&path) {
            Ok(definitions) => definitions,
            Err(sentence) => {
                ctxt.error(literal, sentence);
                return None;
            }
        };
        let picked = pick::pick(&path, literal, &definitions, attrs, ctxt)?;
        Some(Self { path, definitions, picked })
    }

    pub(crate) fn definition(&self) -> Option<&Definition> {
        self.definitions.get(self.picked)
    }
}

impl Definition {
    /// Those that an account connector has, by name.
    pub(crate) fn properties(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|parameter| parameter.is_property)
    }

    pub(crate) fn required(&self) -> impl Iterator<Item = &Parameter> {
        self.properties().filter(|parameter| !parameter.is_optional)
    }

    pub(crate) fn property(&self, name: &str) -> Option<&Parameter> {
        self.properties().find(|parameter| parameter.name == name)
    }

    /// By what it authenticates: the way of this id, or any.
    pub(crate) fn auth_types(&self, id: Option<&LitStr>) -> Vec<&str> {
        let id = id.map(LitStr::value);
        let ways = self.authentications.iter();
        let ways: Vec<_> = ways.filter(|way| id.as_ref().is_none_or(|id| way.id == *id)).collect();
        if ways.is_empty() {
            return self.auth_type.as_deref().into_iter().collect();
        }
        ways.into_iter().filter_map(|way| way.auth_type.as_deref()).collect()
    }
}
