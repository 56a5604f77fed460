//! The name of a type, which words a message and decides nothing: an alias hides it.

use proc_macro2::Ident;
use syn::{GenericArgument, PathArguments, Type};

/// The type of one word behind references, pointers and `Option`.
pub(crate) fn within(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Reference(reference) => within(&reference.elem),
        Type::Paren(paren) => within(&paren.elem),
        Type::Group(group) => within(&group.elem),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            if ["Option", "Box", "Arc", "Rc"].iter().any(|around| last.ident == around) {
                let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
                return arguments.args.iter().find_map(|argument| match argument {
                    GenericArgument::Type(ty) => within(ty),
                    _ => None,
                });
            }
            (path.qself.is_none() && path.path.segments.len() == 1).then_some(&last.ident)
        }
        _ => None,
    }
}
