//! Parts of the generated code.

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::ast::Connector;
use crate::ctxt::Ctxt;
use crate::schema::Schema;
use crate::{derives, expand};

type Expand<'e> = &'e dyn Fn(&DeriveInput) -> TokenStream;

/// The expansion without spaces.
fn expanded(expand: impl Fn(&DeriveInput) -> TokenStream, item: &str) -> String {
    let code = expand(&syn::parse_str(item).unwrap()).to_string();
    assert!(!code.contains("compile_error"), "{code}");
    code.replace(' ', "")
}

#[test]
fn deprecated_items_are_used_without_a_warning() {
    let (send, read, value): (Expand<'_>, Expand<'_>, Expand<'_>) =
        (&derives::send, &derives::read, &derives::value);
    for (expand, item, allows) in [
        (send, "struct Acme { region: u8 }", false),
        (send, "#[deprecated] struct Acme { region: u8 }", true),
        (send, "struct Acme { #[deprecated] region: u8 }", true),
        (send, "enum Acme { #[cfg_attr(any(), deprecated)] One { region: u8 } }", true),
        (read, "struct Acme { region: u8 }", false),
        (read, "struct Acme { #[deprecated] region: u8 }", true),
        (value, "enum Region { One }", false),
        (value, "enum Region { #[deprecated] One }", true),
    ] {
        assert_eq!(expanded(expand, item).contains("#[allow(deprecated)]"), allows, "{item}");
    }
}

#[test]
fn the_only_text_of_a_value_is_expected_alone() {
    for (variants, expected) in
        [("One", "`One`"), ("One, Two", "`One` or `Two`"), ("A, B, C", "`A`, `B` or `C`")]
    {
        let code =
            derives::value(&syn::parse_str(&format!("enum Region {{ {variants} }}")).unwrap());
        let expected = format!("InvalidPropertyText :: new (\"{expected}\")");
        assert!(code.to_string().contains(&expected), "{code}");
    }
}

#[test]
fn fields_ask_for_the_traits_that_they_need() {
    let (send, read): (Expand<'_>, Expand<'_>) = (&derives::send, &derives::read);
    for (expand, fields, bounds) in [
        (read, "region: Option<T>", "Option<T>: _c::FromPropertyText"),
        (
            read,
            "#[cyclr(skip_if = is_none)] region: Option<T>",
            "Option<T>: _c::FromPropertyText, Option<T>: _c::Default",
        ),
        // Any lifetime of the item, or `'static`, but none that the type declares.
        (
            send,
            "first: Cow<'static, T>, second: Cow<'a, T>",
            "for<'cyclr1> Cow<'cyclr1, T>: _c::PropertyValue",
        ),
        (
            send,
            "first: Of<'a, for<'x> fn(&'x T)>, second: Of<'static, for<'x> fn(&'x T)>",
            "for<'cyclr1> Of<'cyclr1, for<'x> fn(&'x T)>: _c::PropertyValue",
        ),
    ] {
        let code = expanded(expand, &format!("struct Acme<'a, T> {{ {fields} }}"));
        let expected = format!("Acme<'a,T>where{}{{", bounds.replace(' ', ""));
        assert!(code.contains(&expected), "{code}");
    }
}

/// A longer list is one of lists: the library has no longer ones.
#[test]
fn lists_of_types_have_eight_entries_at_most() {
    for (count, expected) in [
        (8, "Of::<fn(u8,u8,u8,u8,u8,u8,u8,u8)>"),
        (9, "Of::<fn(fn(u8,u8,u8,u8,u8,u8,u8,u8),fn(u8))>"),
    ] {
        let fields: Vec<_> = (0..count).map(|index| format!("field{index}: u8")).collect();
        let code = expanded(derives::send, &format!("struct Acme {{ {} }}", fields.join(", ")));
        assert!(code.contains(expected), "{code}");
    }
}

#[test]
fn checks_that_need_type_parameters_are_evaluated_by_a_use() {
    for (item, uses) in [
        ("struct Acme { client_secret: Secret }", false),
        ("struct Acme<T> { region: T }", false),
        ("struct Acme<T> { client_secret: T }", true),
        ("struct Acme<T> { #[cyclr(flatten)] inner: T }", true),
        ("struct Acme { #[cyclr(flatten)] inner: Inner }", false),
    ] {
        let code = expanded(derives::send, item);
        let uses_names = code.contains("let_=<Selfas_c::AccountConnector>::PROPERTY_NAMES;");
        assert_eq!(uses_names, uses, "{item}");
    }
}

const ACME: &str = r#"{
    "Id": 77, "Name": "Acme",
    "Parameters": [
        { "TargetName": "SubDomain", "IsAccountConnectorProperty": true },
        {
            "TargetName": "Region", "IsAccountConnectorProperty": true, "IsOptional": true,
            "Values": ["us", "eu"]
        },
        {
            "TargetName": "ClientSecret", "IsAccountConnectorProperty": true, "IsSensitive": true
        },
        {
            "TargetName": "Mode", "IsAccountConnectorProperty": true, "IsOptional": true,
            "Values": ["1"]
        }
    ]
}"#;

/// The expansion without spaces, checked against a definition.
fn checked(definition: &str, item: &str) -> String {
    let expand = |item: &DeriveInput| {
        let schema = Schema::of(definition);
        let (connector, _) = Ctxt::collect(|ctxt| Connector::new(item, ctxt));
        expand::account_connector(&connector, Some(&schema))
    };
    expanded(expand, item)
}

#[test]
fn rules_have_the_demands_and_values_of_the_definition() {
    for (words, fields, expected) in [
        ("", "sub_domain: u8", r#"demands:b"1",values:&[]"#),
        ("", "region: u8", r#"demands:b"0",values:&[&["eu","us"]]"#),
        ("", "client_secret: u8, region: u8", r#"demands:b"03",values:&[&["eu","us"],&[]]"#),
        (
            r#", allow("Region" = "a reason")"#,
            "sub_domain: u8, region: u8, client_secret: u8",
            r#"demands:b"143",values:&[&[],&["eu","us"],&[]]"#,
        ),
    ] {
        let item = format!(r#"#[cyclr(schema = "acme.json"{words})] struct Acme {{ {fields} }}"#);
        let code = checked(ACME, &item);
        assert!(code.contains(expected), "{item} {code}");
    }
}

#[test]
fn every_demand_on_a_type_is_checked() {
    let shown = ACME.replace("\"IsSensitive\": true", "\"IsSensitive\": false");
    let allow = |name: &str| format!(r#", allow("{name}" = "a reason")"#);
    let (mode, domain) = (allow("Mode"), allow("SubDomain"));
    for (definition, words, item, expected) in [
        (ACME, "", "struct Acme { sub_domain: u8 }", ["check_value"].as_slice()),
        (ACME, "", "struct Acme { client_secret: u8 }", &["check_value"]),
        (&shown, "", "struct Acme { client_secret: u8 }", &["check_client_secret", "check_value"]),
        (&shown, "", "struct Acme { #[cyclr(secret)] client_secret: u8 }", &["check_value"]),
        // An `allow` must be needed, if the compiler can tell it from one field.
        (ACME, &mode, "struct Acme { mode: u8, other: u8 }", &["check_allow"]),
        (ACME, &mode, "enum Acme { A { mode: u8 }, B { mode: u8 } }", &[]),
        (ACME, &mode, "struct Acme { #[cyclr(skip_if = f)] mode: u8 }", &["check_allow"]),
        (ACME, &domain, "struct Acme { sub_domain: u8 }", &["check_allow"]),
        (ACME, &domain, "struct Acme { #[cyclr(skip_if = f)] sub_domain: u8 }", &[]),
    ] {
        let item = format!(r#"#[cyclr(schema = "acme.json"{words})] {item}"#);
        let code = checked(definition, &item);
        let checks = code.match_indices("_c::check_").map(|(place, _)| {
            let check = &code[place + "_c::".len()..];
            &check[..check.find('(').unwrap()]
        });
        assert_eq!(checks.collect::<Vec<_>>(), expected, "{item}");
    }
}
