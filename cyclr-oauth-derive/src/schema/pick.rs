//! Picks one of the definitions in a file.

use syn::LitStr;

use crate::attr::{Attrs, Entry, Value};
use crate::ctxt::Ctxt;
use crate::schema::definition::Definition;
use crate::suggest;
use crate::symbol::Word;

pub(crate) fn pick(
    path: &str,
    literal: &LitStr,
    definitions: &[Definition],
    attrs: &Attrs,
    ctxt: &Ctxt,
) -> Option<usize> {
    let mut fitting: Vec<usize> = (0..definitions.len()).collect();
    let mut keep = |fits: &dyn Fn(&Definition) -> bool| {
        fitting.retain(|index| definitions.get(*index).is_some_and(fits));
        fitting.is_empty()
    };
    if definitions.is_empty() {
        ctxt.error(literal, format!("`{path}` holds an empty list; store a connector in it"));
        return None;
    }
    let have = || listed(definitions.iter());
    if let Some(literal) = attrs.text(Word::Connector) {
        let name = literal.value();
        if keep(&|definition| definition.name == name) {
            let names = definitions.iter().map(|definition| definition.name.as_str());
            let sentence = match suggest::nearest(&name, names) {
                Some(near) => {
                    format!("no connector in `{path}` is called `{name}`; did you mean `{near}`?")
                }
                None => format!("no connector in `{path}` is called `{name}`; it has {}", have()),
            };
            ctxt.error(literal, sentence);
            return None;
        }
    }
    if let Some(Entry { value: Value::Number(literal, id), .. }) = attrs.get(Word::ConnectorId)
        && keep(&|definition| definition.id == *id)
    {
        let sentence = format!("no connector in `{path}` has the id {id}; it has {}", have());
        ctxt.error(literal, sentence);
        return None;
    }
    let wrong = |word| attrs.has(word) && attrs.text(word).is_none();
    let picked =
        matches!(attrs.get(Word::ConnectorId), None | Some(Entry { value: Value::Number(..), .. }));
    if !picked || wrong(Word::Connector) || (attrs.unreadable && fitting.len() > 1) {
        return None; // `attr` has reported why.
    }
    match fitting.as_slice() {
        [one] => Some(*one),
        several => {
            let count = several.len();
            let fitting = || several.iter().filter_map(|index| definitions.get(*index));
            let usage = match (attrs.has(Word::Connector), fitting().next()) {
                (false, Some(first)) => format!("connector = \"{}\"", first.name),
                (true, Some(Definition { id, .. })) => format!("connector_id = {id}"),
                (_, None) => Word::ConnectorId.usage().to_owned(),
            };
            let listed = listed(fitting());
            let sentence = format!(
                "`{path}` holds {count} connectors that fit: {listed}; pick one, like `{usage}`"
            );
            ctxt.error(attrs.text(Word::Connector).unwrap_or(literal), sentence);
            None
        }
    }
}

fn listed<'d>(definitions: impl Iterator<Item = &'d Definition>) -> String {
    suggest::shortened(definitions.map(|Definition { id, name, .. }| format!("`{name}` ({id})")))
}
