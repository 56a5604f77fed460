//! The types that a type is made of.

use syn::{GenericArgument, Generics, Ident, PathArguments, Type};

use crate::lengths::is_length;

/// The type, and each type that is written in it, at any depth: what it may hold. `None` if one may be a constant, which
/// a name doesn't show.
pub(crate) fn parts<'t>(generics: &Generics, ty: &'t Type) -> Option<Vec<&'t Type>> {
    let mut parts = Vec::new();
    collect(generics, ty, &mut parts).then_some(parts)
}

/// Whether all are types.
fn collect<'t>(generics: &Generics, ty: &'t Type, parts: &mut Vec<&'t Type>) -> bool {
    parts.push(ty);
    let mut inner = |ty| collect(generics, ty, parts);
    match ty {
        Type::Array(it) => inner(&it.elem),
        Type::Group(it) => inner(&it.elem),
        Type::Paren(it) => inner(&it.elem),
        Type::Reference(it) => inner(&it.elem),
        Type::Slice(it) => inner(&it.elem),
        Type::Tuple(it) => it.elems.iter().all(inner),
        Type::Path(it) => {
            it.qself.iter().all(|it| inner(&it.ty))
                && it.path.segments.iter().all(|segment| match &segment.arguments {
                    PathArguments::AngleBracketed(arguments) => {
                        arguments.args.iter().all(|argument| match argument {
                            GenericArgument::Type(ty) => match name(ty) {
                                Some(name) if is_constant(generics, name) => true,
                                Some(name) if may_be_constant(name) => false,
                                _ => inner(ty),
                            },
                            _ => true,
                        })
                    }
                    PathArguments::None | PathArguments::Parenthesized(_) => true,
                })
        }
        _ => true,
    }
}

/// The name, if the type is a single name without arguments.
fn name(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(it) => it.path.get_ident(),
        _ => None,
    }
}

fn is_constant(generics: &Generics, name: &Ident) -> bool {
    is_length(name) || generics.const_params().any(|it| it.ident == *name)
}

/// By its spelling. The field of a type parameter says `secret` or `not_secret`.
fn may_be_constant(name: &Ident) -> bool {
    name.to_string().chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}
