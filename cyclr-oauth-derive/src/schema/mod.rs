//! Reads the file that `schema = "…"` names: a connector's definition, as Cyclr answers it.

mod definition;
mod file;
mod pick;
mod read;

use std::rc::Rc;

use crate::attr::Attrs;
use crate::ctxt::Ctxt;
use crate::symbol::Word;

pub(crate) use definition::{ALWAYS, Definition, Parameter, WITHOUT_TOKENS};

/// The file and the definition in it that `schema` names.
pub(crate) struct Schema {
    /// The path as the attribute has it.
    pub(crate) path: String,
    definitions: Rc<Vec<Definition>>,
    picked: usize,
}

impl Schema {
    /// Reads the file; `None` without `schema`, and after a mistake, which it reports.
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

#[cfg(test)]
mod tests;
