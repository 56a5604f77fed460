//! The types that a type is made of.

use syn::{GenericArgument, PathArguments, Type};

/// The type, and each type that is written in it, at any depth: what it may hold.
pub(crate) fn parts(ty: &Type) -> Vec<&Type> {
    let mut parts = Vec::new();
    collect(ty, &mut parts);
    parts
}

fn collect<'t>(ty: &'t Type, parts: &mut Vec<&'t Type>) {
    parts.push(ty);
    match ty {
        Type::Array(it) => collect(&it.elem, parts),
        Type::Group(it) => collect(&it.elem, parts),
        Type::Paren(it) => collect(&it.elem, parts),
        Type::Reference(it) => collect(&it.elem, parts),
        Type::Slice(it) => collect(&it.elem, parts),
        Type::Tuple(it) => it.elems.iter().for_each(|ty| collect(ty, parts)),
        Type::Path(it) => {
            for segment in &it.path.segments {
                let PathArguments::AngleBracketed(arguments) = &segment.arguments else { continue };
                for argument in &arguments.args {
                    match argument {
                        GenericArgument::Type(ty) if !is_constant(ty) => collect(ty, parts),
                        _ => {}
                    }
                }
            }
        }
        _ => {}
    }
}

/// Whether an argument is a constant, as `LENGTH` is by its name, or a parameter, of which nothing is known.
fn is_constant(ty: &Type) -> bool {
    let Type::Path(it) = ty else { return false };
    let Some(last) = it.path.segments.last() else { return false };
    last.arguments.is_none() && !last.ident.to_string().contains(char::is_lowercase)
}
