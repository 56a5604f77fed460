//! The tokens of a connector that keeps the rules.

mod flatten;
mod generics;
mod name;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, ExprPath};

use crate::ast::{Connector, Field};
use crate::attr::Attrs;
use crate::symbol::Word;
use flatten::{flattened, inner};
use name::visitor;

pub(crate) use generics::free_lifetime;

pub(crate) fn connector(connector: &Connector<'_>) -> TokenStream {
    let ident = &connector.original.ident;
    let (impl_generics, ty_generics, _) = connector.original.generics.split_for_impl();
    let where_clause = generics::where_clause(connector);
    let library = library(&connector.attrs);
    let fields = connector.fields.iter().flat_map(|field| &field.original.attrs);
    let allow = allow_deprecated(connector.original.attrs.iter().chain(fields));
    let names = flatten::names(connector);
    let has_auth_value = flatten::has_auth_value(connector);
    let identity = identity(connector);
    let auth_value = auth_value(connector);
    let check = flatten::early_check(connector);
    let late_check = (check.is_none() && flattened(connector).next().is_some())
        .then(|| quote!(let _ = <Self as _cyclr::AccountConnector>::PROPERTY_NAMES;));

    // Free of the names that the user's own functions and lifetimes have.
    let out = Ident::new("__out", Span::mixed_site());
    let lifetime = free_lifetime(&connector.original.generics);
    let properties = connector.fields.iter().map(|field| property(field, &out));
    let constants = connector.constants().map(|(name, value)| {
        let visitor = visitor(&out, &name.value());
        quote!(_cyclr::property::<_cyclr::str>(#visitor, #name, #value);)
    });

    quote! {
        const _: () = {
            use #library::__private as _cyclr;
            #[automatically_derived]
            #allow
            impl #impl_generics _cyclr::AccountConnector for #ident #ty_generics #where_clause {
                #names
                #has_auth_value
                #identity
                fn visit_properties<#lifetime>(
                    &#lifetime self,
                    #out: &mut _cyclr::PropertyVisitor<'_, #lifetime>,
                ) {
                    #late_check
                    #(#properties)*
                    #(#constants)*
                }
                #auth_value
            }
            #check
        };
    }
}

/// The path of the library.
pub(crate) fn library(attrs: &Attrs) -> TokenStream {
    attrs.path(Word::Crate).map_or_else(|| quote!(::cyclr_oauth), ToTokens::to_token_stream)
}

/// For what is deprecated; only then, since `forbid(deprecated)` forbids the `allow` too.
pub(crate) fn allow_deprecated<'a>(
    mut attributes: impl Iterator<Item = &'a Attribute>,
) -> Option<TokenStream> {
    attributes
        .any(|one| generics::mentions(one.meta.to_token_stream(), &|word| word == "deprecated"))
        .then(|| quote!(#[allow(deprecated)]))
}

fn identity(connector: &Connector<'_>) -> Option<TokenStream> {
    let calls: TokenStream = [Word::Name, Word::Version, Word::AuthenticationId]
        .into_iter()
        .filter_map(|word| {
            let text = connector.attrs.text(word)?;
            let method = format_ident!("{}", word.text());
            Some(quote!(.#method(#text)))
        })
        .collect();
    (!calls.is_empty()).then(|| {
        quote! {
            fn identity(&self) -> _cyclr::Identity {
                _cyclr::Identity::NONE #calls
            }
        }
    })
}

fn property(field: &Field<'_>, out: &Ident) -> Option<TokenStream> {
    let (ident, ty) = (field.ident, &field.original.ty);
    if field.role == Some(Word::Flatten) {
        let inner = inner(field);
        return Some(quote!(#inner::visit_properties(&self.#ident, #out);));
    }
    if field.role.is_some() {
        return None;
    }
    let name = field.name.as_ref()?;
    let visitor = visitor(out, name);
    let secret = field.attrs.has(Word::Secret);
    let call = if let Some(path) = field.attrs.path(Word::With) {
        // What a function makes of a secret is one.
        let is_secret = |word: &str| matches!(word, "Secret" | "SecretString" | "SecretBox");
        let secret = secret || generics::mentions(ty.to_token_stream(), &is_secret);
        let function = if secret { "computed_secret" } else { "computed" };
        let function = Ident::new(function, at(path));
        let value = call(path, ident);
        quote_spanned!(at(path)=> _cyclr::#function(#visitor, #name, #value);)
    } else {
        let function = format_ident!("{}", if secret { "secret" } else { "property" });
        // What can't be sent is the type, not the field: it is underlined.
        let value = reference(ident, at(ty));
        quote!(_cyclr::#function::<#ty>(#visitor, #name, #value);)
    };
    Some(match field.attrs.path(Word::SkipIf) {
        None => call,
        Some(path) => {
            let skip = Ident::new("__skip", Span::mixed_site());
            let value = self::call(path, ident);
            let skips = quote_spanned!(at(path)=> let #skip: _cyclr::bool = #value;);
            quote! {
                #skips
                if !#skip { #call }
            }
        }
    })
}

/// The user's function on a field; what is wrong with either is underlined at the function.
fn call(path: &ExprPath, ident: &Ident) -> TokenStream {
    let value = reference(ident, at(path));
    let arguments = quote_spanned!(at(path)=> (#value));
    quote!(#path #arguments)
}

/// For code of ours that is underlined where the user's tokens stand. It keeps its own meaning:
/// names are looked up as everywhere else in it, and lints pass it over.
fn at(tokens: &impl Spanned) -> Span {
    Span::call_site().located_at(tokens.span())
}

/// A reference to a field, to be underlined elsewhere.
fn reference(ident: &Ident, span: Span) -> TokenStream {
    let mut ident = ident.clone();
    ident.set_span(ident.span().located_at(span));
    quote_spanned!(span=> &self.#ident)
}

fn auth_value(connector: &Connector<'_>) -> Option<TokenStream> {
    let part = |word, function: &str| {
        let found = connector.with_role(|role| role == word).next();
        found.map_or_else(
            || quote!(_cyclr::None),
            |(_, field)| {
                let (ident, ty) = (field.ident, &field.original.ty);
                let function = format_ident!("{function}");
                let value = reference(ident, at(ty));
                quote!(_cyclr::#function::<#ty>(#value))
            },
        )
    };
    let has = |word| connector.with_role(move |role| role == word).next().is_some();
    let value = if has(Word::AuthValue) {
        part(Word::AuthValue, "auth_value")
    } else if has(Word::AccessToken) {
        let access_token = part(Word::AccessToken, "token");
        let refresh_token = part(Word::RefreshToken, "token");
        let expires = part(Word::Expires, "expiry");
        let refresh_expires = part(Word::RefreshExpires, "expiry");
        quote!(_cyclr::tokens(#access_token, #refresh_token, #expires, #refresh_expires))
    } else {
        let mut inner = flattened(connector).map(|field| {
            let (inner, ident) = (inner(field), field.ident);
            quote!(#inner::auth_value(&self.#ident))
        });
        let first = inner.next()?;
        quote!(#first #(.or_else(|| #inner))*)
    };
    Some(quote! {
        fn auth_value(&self) -> _cyclr::Option<_cyclr::AuthValueRef<'_>> {
            #value
        }
    })
}
