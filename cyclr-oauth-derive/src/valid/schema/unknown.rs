//! Names that the definition doesn't have.

use quote::ToTokens;

use crate::ast::Field;
use crate::ctxt::Ctxt;
use crate::schema::{ALWAYS, Definition, Parameter};
use crate::suggest;
use crate::valid::schema::allowed::Allowed;

/// How many names a sentence lists before it gives only the count of the rest.
const SHOWN: usize = 12;

/// Reports a name that the connector doesn't have; `field` is `None` for a constant.
pub(crate) fn unknown(
    name: &str,
    tokens: &dyn ToTokens,
    field: Option<&Field<'_>>,
    definition: &Definition,
    allowed: &Allowed<'_>,
    ctxt: &Ctxt,
) {
    if name.trim().is_empty() || ALWAYS.contains(&name) || allowed.allows(name) {
        return;
    }
    let connector = &definition.name;
    if definition.parameters.iter().any(|parameter| parameter.name == name) {
        let sentence = format!(
            "`{name}` is a parameter of `{connector}`, but none that an account connector holds; \
             remove it"
        );
        return ctxt.error(tokens, sentence);
    }
    if let Some(Parameter { label, name, .. }) = labelled(name, definition) {
        allowed.mistaken(name);
        let write = match field {
            Some(_) => format!("rename = \"{name}\""),
            None => name.clone(),
        };
        let sentence = format!("`{label}` is the label; the name is `{name}`: write `{write}`");
        return ctxt.error(tokens, sentence);
    }
    let names = || definition.properties().map(|parameter| parameter.name.as_str());
    let near = suggest::nearest(name, names());
    if let Some(near) = near {
        allowed.mistaken(near);
    }
    let what = near.map_or_else(|| have(names()), |near| format!("did you mean `{near}`?"));
    ctxt.error(tokens, format!("`{connector}` has no property `{name}`; {what}"));
}

/// The property with this label, unless another has a name like it.
fn labelled<'d>(name: &str, definition: &'d Definition) -> Option<&'d Parameter> {
    let fold = suggest::fold(name);
    let verbatim = definition.properties().find(|parameter| parameter.label == name);
    if verbatim.is_some() || definition.properties().any(|other| suggest::fold(&other.name) == fold)
    {
        return verbatim;
    }
    definition.properties().find(|parameter| suggest::fold(&parameter.label) == fold)
}

fn have<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    match (names.is_empty(), more) {
        (true, _) => "it has none, so remove it".to_owned(),
        (_, 0) => format!("it has {}", names.join(", ")),
        _ => format!("it has {} and {more} more", names.join(", ")),
    }
}
