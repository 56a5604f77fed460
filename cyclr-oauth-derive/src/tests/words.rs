//! Words in types.

use proc_macro2::{Delimiter, Group, TokenTree};
use quote::quote;
use syn::{Generics, Type, parse_quote};

use crate::mention::{mentions_parameters, mentions_type_parameter};
use crate::type_name;

#[test]
fn a_parameter_is_found_at_any_depth() {
    let item: syn::DeriveInput = parse_quote!(
        struct Acme<'a, T, const N: usize>;
    );
    let generics: Generics = item.generics;
    for (ty, any, of_type) in [
        (parse_quote!(String), false, false),
        (parse_quote!(&'a str), false, false),
        (parse_quote!(&'a [T]), true, true),
        (parse_quote!([u8; N]), true, false),
        (parse_quote!(Option<Box<Self>>), true, false),
    ] {
        let ty: Type = ty;
        assert_eq!(mentions_parameters(&generics, &ty), any);
        assert_eq!(mentions_type_parameter(&generics, &ty), of_type);
    }
}

#[test]
fn a_type_has_its_name_behind_references_and_pointers() {
    let around = |delimiter| {
        let group = Group::new(delimiter, quote!(Acme));
        syn::parse2(TokenTree::from(group).into()).unwrap()
    };
    let (in_parentheses, grouped) = (around(Delimiter::Parenthesis), around(Delimiter::None));
    assert!(matches!(in_parentheses, Type::Paren(_)) && matches!(grouped, Type::Group(_)));
    for (ty, expected) in [
        (parse_quote!(Acme), Some("Acme")),
        (parse_quote!(Acme<T>), Some("Acme")),
        (parse_quote!(&'a mut Acme), Some("Acme")),
        (parse_quote!(Option<Box<Acme>>), Some("Acme")),
        (parse_quote!(std::sync::Arc<Acme>), Some("Acme")),
        (grouped, Some("Acme")),
        (in_parentheses, Some("Acme")),
        (parse_quote!(crm::Acme), None),
        (parse_quote!(<Crm>::Acme), None),
        (parse_quote!(<Crm as Of>::Acme), None),
        (parse_quote!(Option), None),
        (parse_quote!([Acme; 1]), None),
    ] {
        let ty: Type = ty;
        assert_eq!(type_name::within(&ty).map(ToString::to_string).as_deref(), expected);
    }
}
