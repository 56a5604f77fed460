//! Guesses from the name of a type, which is all that a macro sees of it.

use proc_macro2::Ident;
use syn::{GenericArgument, PathArguments, Type};

/// The last segment of the type's path and its first argument, behind any references.
fn last_segment(ty: &Type) -> Option<(&Ident, Option<&Type>)> {
    match core(ty) {
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

/// The name of the type, or of the one inside, if its `Debug` shows what it holds.
pub(crate) fn prints_itself(ty: &Type) -> Option<&Ident> {
    const PRINTS: [&str; 17] = [
        "String", "str", "Cow", "Url", "char", "i8", "i16", "i32", "i64", "i128", "isize", "u8",
        "u16", "u32", "u64", "u128", "usize",
    ];
    let (word, argument) = last_segment(ty)?;
    if PRINTS.iter().any(|prints| word == prints) {
        return Some(word);
    }
    let wraps = word == "Option" || POINTERS.iter().any(|pointer| word == pointer);
    prints_itself(argument.filter(|_| wraps)?)
}

/// The type of one word behind references, pointers and `Option`.
pub(crate) fn within(ty: &Type) -> Option<&Ident> {
    let (word, argument) = last_segment(ty)?;
    if word == "Option" || POINTERS.iter().any(|pointer| word == pointer) {
        return within(argument?);
    }
    match core(ty) {
        Type::Path(path) if path.qself.is_none() && path.path.segments.len() == 1 => Some(word),
        _ => None,
    }
}

/// The type behind references and parentheses.
fn core(ty: &Type) -> &Type {
    match ty {
        Type::Reference(reference) => core(&reference.elem),
        Type::Paren(paren) => core(&paren.elem),
        Type::Group(group) => core(&group.elem),
        ty => ty,
    }
}

pub(crate) fn is_tokens(ty: &Type) -> bool {
    match last_segment(ty) {
        Some((word, Some(inner))) if word == "Option" || POINTERS.iter().any(|p| word == p) => {
            is_tokens(inner)
        }
        Some((word, _)) => word == "OAuthTokens",
        None => false,
    }
}
