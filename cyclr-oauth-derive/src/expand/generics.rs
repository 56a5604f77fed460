//! The generic parameters of the user's type.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Generics, Lifetime, Type, TypeParamBound, WherePredicate};

use crate::ast::{Connector, Field};
use crate::expand::span::{at, respanned};
use crate::mention::mentions_type_parameter;
use crate::symbol::Word;

/// The user's where-clause, with a bound for each field whose type has a type parameter in it.
///
/// A reference has a trait if what it refers to has it, so the bound is on that. No two predicates
/// differ only in their lifetimes: between them, the compiler couldn't choose.
pub(crate) fn where_clause(
    connector: &Connector<'_>,
    bound: impl Fn(&Field<'_>) -> Option<&'static str>,
) -> Option<TokenStream> {
    let generics = &connector.original.generics;
    let own = || generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let mut predicates: Vec<TokenStream> = own().map(ToTokens::to_token_stream).collect();
    let mut asked: Vec<Asked<'_>> = Vec::new();
    for field in connector.fields() {
        let ty = referent(&field.original.ty);
        if !mentions_type_parameter(generics, ty) {
            continue;
        }
        for bound in bound(field).into_iter().flat_map(|bounds| bounds.split(" + ")) {
            let new = Asked::new(ty, bound);
            if let Some(same) = asked.iter_mut().find(|asked| asked.is_like(&new)) {
                same.for_any_lifetime |= same.exact != new.exact;
            } else if !own().any(|own| settles(own, &new)) {
                asked.push(new);
            }
        }
    }
    predicates.extend(asked.iter().map(|asked| asked.predicate(generics)));
    (!predicates.is_empty()).then(|| quote!(where #(#predicates),*))
}

/// A bound that fields need.
struct Asked<'a> {
    ty: &'a Type,
    bound: &'static str,
    exact: String,
    without_lifetimes: String,
    /// Whether fields need it for different lifetimes.
    for_any_lifetime: bool,
}

impl<'a> Asked<'a> {
    fn new(ty: &'a Type, bound: &'static str) -> Self {
        let (exact, without_lifetimes) = (text(ty), text(&without_lifetimes(ty)));
        Self { ty, bound, exact, without_lifetimes, for_any_lifetime: false }
    }

    /// Whether the two differ only in their lifetimes, if at all.
    fn is_like(&self, other: &Self) -> bool {
        self.bound == other.bound && self.without_lifetimes == other.without_lifetimes
    }

    fn predicate(&self, generics: &Generics) -> TokenStream {
        let ty = self.ty;
        let bound = respanned(self.bound.parse().unwrap_or_default(), at(ty));
        if !self.for_any_lifetime {
            return quote_spanned!(at(ty)=> #ty: #bound);
        }
        let free = unused_prefix(generics);
        let mut count = 0;
        let ty = with_lifetimes(ty.to_token_stream(), &mut |lifetime| {
            let known = lifetime == "static" || is_own(generics, lifetime);
            known.then(|| {
                count += 1;
                format_ident!("{free}{count}", span = lifetime.span())
            })
        });
        let lifetimes =
            (1..=count).map(|index| Lifetime::new(&format!("'{free}{index}"), Span::call_site()));
        quote_spanned!(at(self.ty)=> for<#(#lifetimes),*> #ty: #bound)
    }
}

/// What no lifetime of the user's type begins with.
fn unused_prefix(generics: &Generics) -> String {
    let mut prefix = "cyclr".to_owned();
    while generics.lifetimes().any(|param| param.lifetime.ident.to_string().starts_with(&prefix)) {
        prefix.push('_');
    }
    prefix
}

/// What a reference refers to, else the type itself.
fn referent(ty: &Type) -> &Type {
    match ty {
        Type::Reference(reference) => referent(&reference.elem),
        Type::Paren(paren) => referent(&paren.elem),
        Type::Group(group) => referent(&group.elem),
        ty => ty,
    }
}

/// Whether the user's predicate is this bound for other lifetimes.
fn settles(own: &WherePredicate, asked: &Asked<'_>) -> bool {
    let WherePredicate::Type(own) = own else { return false };
    let path = asked.bound.split('<').next().unwrap_or_default();
    let is_trait = |bound: &TypeParamBound| match bound {
        TypeParamBound::Trait(own) => {
            own.path.segments.last().is_some_and(|own| path.ends_with(&format!("::{}", own.ident)))
        }
        _ => false,
    };
    text(&own.bounded_ty) != asked.exact
        && text(&without_lifetimes(&own.bounded_ty)) == asked.without_lifetimes
        && own.bounds.iter().any(is_trait)
}

fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

fn without_lifetimes(ty: &Type) -> TokenStream {
    with_lifetimes(ty.to_token_stream(), &mut |lifetime| Some(Ident::new("_", lifetime.span())))
}

fn is_own(generics: &Generics, lifetime: &Ident) -> bool {
    generics.lifetimes().any(|param| param.lifetime.ident == *lifetime)
}

/// Refuses a field whose type never has the trait that it needs, whatever the type parameters are. The
/// bound of the implementation would leave that to each use.
pub(crate) fn definite_checks(
    connector: &Connector<'_>,
    direction: Direction,
    bound: impl Fn(&Field<'_>) -> Option<&'static str>,
) -> Option<TokenStream> {
    let (ident, generics) = (&connector.original.ident, &connector.original.generics);
    let reads = direction == Direction::Read;
    let (asks, may) =
        if reads { ("DefiniteRead", "IndefiniteRead") } else { ("Definite", "Indefinite") };
    let may = Ident::new(may, Span::call_site());
    let is_bare_parameter = |ty: &Type| {
        let ty = text(referent(ty));
        generics.type_params().any(|param| param.ident == ty)
    };
    let mut checks = connector.fields().filter_map(|field| {
        let ty = &field.original.ty;
        if !mentions_type_parameter(generics, ty) || is_bare_parameter(ty) {
            return None;
        }
        let checks = bound(field)?.split(" + ").filter_map(check_of).map(|check| {
            let (asks, check) = (Ident::new(asks, at(ty)), Ident::new(check, at(ty)));
            quote_spanned!(at(ty)=> _c::#asks::<#ty>::#check::<#ty>();)
        });
        Some(quote!(#(#checks)*))
    });
    let first = checks.next()?;
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    Some(quote! {
        #[automatically_derived]
        #[doc(hidden)]
        impl #impl_generics _c::Defined<#reads> for #ident #ty_generics #where_clause {
            fn check() {
                use _c::#may as _;
                #first
                #(#checks)*
            }
        }
    })
}

/// What a derive is for.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Direction {
    Send,
    Read,
}

/// The library's function that asks for this trait.
fn check_of(bound: &str) -> Option<&'static str> {
    Some(match bound {
        "_c::PropertyValue" => "property_value",
        "_c::AccountConnector" => "account_connector",
        "_c::AuthValueField" => "auth_value_field",
        "_c::TokenField" => "token_field",
        "_c::ExpiryField" => "expiry_field",
        "_c::FromPropertyText" => "from_property_text",
        "_c::FromAccountConnector" => "from_account_connector",
        "_c::FromAuthValue" => "from_auth_value",
        "_c::FromTokenPart<_c::Secret>" => "from_token",
        "_c::FromTokenPart<_c::UtcTimestamp>" => "from_expiry",
        _ => return None,
    })
}

/// The trait that a field's type needs so that the field can be sent.
pub(crate) fn sendable(field: &Field<'_>) -> Option<&'static str> {
    Some(match field.role {
        None if field.attrs.has(Word::With) => return None,
        None => "_c::PropertyValue",
        Some(Word::Flatten) => "_c::AccountConnector",
        Some(Word::AuthValue) => "_c::AuthValueField",
        Some(Word::AccessToken | Word::RefreshToken) => "_c::TokenField",
        Some(Word::Expires | Word::RefreshExpires) => "_c::ExpiryField",
        Some(_) => return None,
    })
}

/// Puts `'static` in the place of these lifetimes.
pub(crate) fn with_static_lifetimes(
    tokens: TokenStream,
    these: &dyn Fn(&Ident) -> bool,
) -> TokenStream {
    with_lifetimes(tokens, &mut |lifetime| {
        these(lifetime).then(|| Ident::new("static", lifetime.span()))
    })
}

/// Puts other lifetimes in the place of those for which there is one.
fn with_lifetimes(
    tokens: TokenStream,
    other: &mut dyn FnMut(&Ident) -> Option<Ident>,
) -> TokenStream {
    let mut quote = false;
    let replaced = tokens.into_iter().map(|tree| {
        let after_quote = std::mem::take(&mut quote);
        match tree {
            TokenTree::Punct(punct) => {
                quote = punct.as_char() == '\'';
                TokenTree::Punct(punct)
            }
            TokenTree::Ident(ident) if after_quote => {
                TokenTree::Ident(other(&ident).unwrap_or(ident))
            }
            TokenTree::Group(group) => {
                let inner = with_lifetimes(group.stream(), other);
                let mut new = Group::new(group.delimiter(), inner);
                new.set_span(group.span());
                TokenTree::Group(new)
            }
            other => other,
        }
    });
    replaced.collect()
}

/// Tokens of the user outside the implementation, where nothing declares the item's lifetimes.
pub(crate) fn statically(generics: &Generics, tokens: TokenStream) -> TokenStream {
    let own = |ident: &Ident| generics.lifetimes().any(|param| param.lifetime.ident == *ident);
    with_static_lifetimes(tokens, &own)
}

/// The user's type outside its implementation, where nothing declares its lifetimes.
pub(crate) fn static_type(connector: &Connector<'_>) -> TokenStream {
    let ident = &connector.original.ident;
    let statics = connector.original.generics.lifetimes().map(|_| quote!('static));
    quote!(#ident<#(#statics),*>)
}

/// Whether the type has type or const parameters, which the compiler knows only once it is used.
pub(crate) fn has_parameters(connector: &Connector<'_>) -> bool {
    let generics = &connector.original.generics;
    generics.type_params().next().is_some() || generics.const_params().next().is_some()
}

/// A lifetime that the user's type doesn't have.
pub(crate) fn free_lifetime(generics: &Generics) -> Lifetime {
    let mut name = "'v".to_owned();
    while generics.lifetimes().any(|param| param.lifetime.to_string() == name) {
        name.push('_');
    }
    Lifetime::new(&name, Span::call_site())
}
