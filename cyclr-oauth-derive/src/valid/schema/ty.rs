//! What can be told of a type by its words.

use proc_macro2::Ident;
use syn::{GenericArgument, PathArguments, Type};

/// The last word of the type's path and its first argument, within references.
fn word(ty: &Type) -> Option<(&Ident, Option<&Type>)> {
    match ty {
        Type::Reference(reference) => word(&reference.elem),
        Type::Paren(paren) => word(&paren.elem),
        Type::Group(group) => word(&group.elem),
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

const POINTERS: [&str; 3] = ["Box", "Arc", "Rc"];

/// Through pointers, which send what they point to.
pub(crate) fn is_option(ty: &Type) -> bool {
    match word(ty) {
        Some((word, Some(inner))) if POINTERS.iter().any(|pointer| word == pointer) => {
            is_option(inner)
        }
        Some((word, _)) => word == "Option",
        None => false,
    }
}

/// The word of a type whose `Debug` is what it holds.
pub(super) fn prints_itself(ty: &Type) -> Option<&Ident> {
    const PRINTS: [&str; 17] = [
        "String", "str", "Cow", "Url", "char", "i8", "i16", "i32", "i64", "i128", "isize", "u8",
        "u16", "u32", "u64", "u128", "usize",
    ];
    let (word, argument) = word(ty)?;
    if PRINTS.iter().any(|prints| word == prints) {
        return Some(word);
    }
    let wraps = word == "Option" || POINTERS.iter().any(|pointer| word == pointer);
    prints_itself(argument.filter(|_| wraps)?)
}

pub(super) fn is_tokens(ty: &Type) -> bool {
    match word(ty) {
        Some((word, Some(inner))) if word == "Option" || POINTERS.iter().any(|p| word == p) => {
            is_tokens(inner)
        }
        Some((word, _)) => word == "OAuthTokens",
        None => false,
    }
}
