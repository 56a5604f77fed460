//! The properties of a connector.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{ExprPath, Generics, LitStr, Type};

use crate::ast::{Connector, Field, Way};
use crate::expand::inner::{flattened, inner};
use crate::expand::json_name::{is_its_own_json, visitor};
use crate::expand::span::at;
use crate::expand::way::reference;
use crate::parts::parts;
use crate::symbol::Word;

/// The properties of the fields. Those that a struct sends one after the other, by the rules of their types
/// alone, go together, for which the library has the names.
pub(crate) fn properties(
    connector: &Connector<'_>,
    way: &Way<'_>,
    out: &Ident,
) -> Vec<TokenStream> {
    let has_names = way.variant.is_none() && flattened(connector).next().is_none();
    let mut code = Vec::new();
    let mut first = 0;
    let sent = |field: &&Field<'_>| field.role.is_none_or(|role| role == Word::Flatten);
    let fields: Vec<_> = way.fields.iter().filter(sent).collect();
    let mut rest = fields.as_slice();
    while let Some(field) = rest.first() {
        let plain = rest.iter().take_while(|field| has_names && is_plain(field)).count();
        let together = TOGETHER.iter().find(|(count, _)| *count <= plain);
        let count = if let Some((count, function)) = together {
            let function = Ident::new(function, Span::call_site());
            let fields = rest.iter().take(*count);
            let types = fields.clone().map(|field| &field.original.ty);
            let values = fields.map(|field| reference(way, field, at(&field.original.ty)));
            code.push(quote!(_c::#function::<Self, #first, #(#types),*>(#out, #(#values),*);));
            *count
        } else {
            code.extend(property(&connector.original.generics, way, field, out));
            1
        };
        first += count;
        rest = rest.get(count..).unwrap_or_default();
    }
    code
}

/// How many go together, and the library's functions for that.
const TOGETHER: [(usize, &str); 3] =
    [(8, "eight_properties"), (4, "four_properties"), (2, "two_properties")];

/// Whether the field is sent by its type alone.
fn is_plain(field: &Field<'_>) -> bool {
    let words = [Word::With, Word::Secret, Word::SkipIf];
    field.role.is_none()
        && !words.iter().any(|word| field.attrs.has(*word))
        && field.name.as_ref().is_some_and(|name| is_its_own_json(name))
}

fn property(
    generics: &Generics,
    way: &Way<'_>,
    field: &Field<'_>,
    out: &Ident,
) -> Option<TokenStream> {
    let ty = &field.original.ty;
    if field.role == Some(Word::Flatten) {
        let (inner, value) = (inner(field), reference(way, field, Span::call_site()));
        return Some(quote!(#inner::visit_properties(#value, #out);));
    }
    if field.role.is_some() {
        return None;
    }
    let name = field.name.as_ref()?;
    let visitor = visitor(out, name);
    let secret = field.attrs.has(Word::Secret);
    let call = if let Some(path) = field.attrs.path(Word::With) {
        let value = apply(path, way, field);
        let secret = if secret {
            quote!(true)
        } else if field.attrs.has(Word::NotSecret) {
            quote!(false)
        } else {
            // What a function makes of a secret is a secret, too.
            parts(generics, ty).map_or_else(
                || quote!(true),
                |parts| {
                    quote!({
                        use _c::{NotKnown as _, WipesItself as _};
                        #((&_c::IsSecret::<#parts>::NEW).cyclr_is_secret())||*
                    })
                },
            )
        };
        // Of a function that returns no property value, `kind_made` tells.
        quote_spanned! {at(path)=>
            {
                use _c::NotComputed as _;
                _c::Computed(#value).visit(#visitor, #name, #secret);
            }
        }
    } else {
        let function = format_ident!("{}", if secret { "secret" } else { "property" });
        // Underlines the type, since it is what can't be sent.
        let value = reference(way, field, at(ty));
        quote!(_c::#function::<#ty>(#visitor, #name, #value);)
    };
    Some(match field.attrs.path(Word::SkipIf) {
        None => call,
        Some(path) => {
            let skip = Ident::new("__skip", Span::mixed_site());
            let value = apply(path, way, field);
            let skips = quote_spanned!(at(path)=> let #skip: _c::bool = #value;);
            quote! {
                #skips
                if !#skip { #call }
            }
        }
    })
}

/// Calls the user's function on a field; the compiler underlines a mismatch at the function.
fn apply(path: &ExprPath, way: &Way<'_>, field: &Field<'_>) -> TokenStream {
    call(path, &reference(way, field, at(path)))
}

/// The call. Where code has it twice, the compiler says the same of both, and shows it once.
fn call(path: &ExprPath, value: &TokenStream) -> TokenStream {
    quote_spanned! {at(path)=>
        {
            use _c::{AnyFunction as _, FunctionOfOne as _};
            _c::Callable::function(_c::Function(#path).cyclr_argument().known())
        }(#value)
    }
}

/// The kind of what a function of `with` makes of a type.
pub(crate) fn kind_made(path: &ExprPath, ty: &Type) -> TokenStream {
    let call = call(path, &quote_spanned!(at(path)=> __field));
    quote_spanned!(at(path)=> _c::kind_made::<#ty, _>(|__field| #call))
}

/// A property of `property("…" = "…")`.
pub(crate) fn constant((name, value): (&LitStr, &LitStr), out: &Ident) -> TokenStream {
    let visitor = visitor(out, &name.value());
    quote!(_c::property::<_c::str>(#visitor, #name, #value);)
}
