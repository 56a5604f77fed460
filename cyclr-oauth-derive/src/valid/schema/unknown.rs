//! Names that the definition doesn't have.

use quote::ToTokens;

use crate::ast::Field;
use crate::ctxt::Ctxt;
use crate::schema::{ALWAYS, Definition, Parameter};
use crate::suggest;
use crate::valid::schema::allowed::Allowed;

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
    let write = |name: &str| match field {
        Some(_) => format!("rename = \"{name}\""),
        None => name.to_owned(),
    };
    if let Some(Parameter { label, name, .. }) = labelled(name, definition)
        && !allowed.sends(name)
    {
        allowed.mistaken(name);
        let write = write(name);
        let sentence = format!("`{label}` is the label; the name is `{name}`: write `{write}`");
        return ctxt.error(tokens, sentence);
    }
    let all = definition.properties().count();
    let names: Vec<&str> = definition.properties().map(|parameter| &*parameter.name).collect();
    let unsent = || names.iter().copied().filter(|name| !allowed.sends(name));
    let near = suggest::nearest(name, unsent());
    if let Some(near) = near {
        allowed.mistaken(near);
    }
    let what = match near {
        Some(near) => format!("did you mean `{}`?", write(near)),
        None if all == 0 => "it has none, so remove it".to_owned(),
        None if unsent().next().is_none() => {
            "everything that it has is sent already, so remove it".to_owned()
        }
        None if unsent().count() == all => format!("it has {}", suggest::list(unsent())),
        None => format!("not sent yet are {}", suggest::list(unsent())),
    };
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
