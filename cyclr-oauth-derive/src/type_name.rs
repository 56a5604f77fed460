//! Guesses from the name of a type, which is all that a macro sees of it.

use proc_macro2::Ident;
use syn::{GenericArgument, PathArguments, Type};

/// The last segment of the type's path and its first argument, behind any references.
fn last_segment(ty: &Type) -> Option<(&Ident, Option<&Type>)> {
    match ty {
        Type::Reference(reference) => last_segment(&reference.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        Type::Group(group) => last_segment(&group.elem),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let argument = match &last.arguments {
                PathArguments::AngleBracketed(arguments) => {
                    arguments.args.iter().find_map(|argument| match argument {
                        GenericArgument::Type(ty) => Some(ty),
                        _ => None,
                    })
                }
                _ => None,
            };
            Some((&last.ident, argument))
        }
        _ => None,
    }
}

/// The library sends what these point to.
const POINTERS: [&str; 3] = ["Box", "Arc", "Rc"];

pub(crate) fn is_option(ty: &Type) -> bool {
    match last_segment(ty) {
        Some((word, Some(inner))) if POINTERS.iter().any(|pointer| word == pointer) => {
            is_option(inner)
        }
        Some((word, _)) => word == "Option",
        None => false,
    }
}
