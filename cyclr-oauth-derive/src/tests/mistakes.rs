//! The sentences about mistakes, where the compiler needn't be asked.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::{DeriveInput, File, Item, LitStr};

use crate::ast::Connector;
use crate::ctxt::Ctxt;
use crate::schema::Schema;
use crate::{derives, valid};

/// What the compiler shows about the expansion.
fn sentences(code: TokenStream) -> Vec<String> {
    let items = syn::parse2::<File>(code).unwrap().items.into_iter();
    let errors = items.filter_map(|item| match item {
        Item::Macro(item) => Some(item.mac.parse_body::<LitStr>().unwrap().value()),
        _ => None,
    });
    errors.collect()
}

fn of_item(item: &str) -> Vec<String> {
    sentences(derives::send(&syn::parse_str(item).unwrap()))
}

fn against(definition: &str, item: &str) -> Vec<String> {
    let item: DeriveInput = syn::parse_str(item).unwrap();
    let ((), errors) = Ctxt::collect(|ctxt| {
        let connector = Connector::new(&item, ctxt);
        valid::account_connector(&connector, Some(&Schema::of(definition)), ctxt);
    });
    sentences(errors.unwrap_or_default())
}

#[test]
fn a_wrong_value_of_the_item_is_refused_once() {
    for (words, expected) in [
        (
            r#"property("Mode" = "1") name = "Acme""#,
            "a comma is missing: write it in front of `name`",
        ),
        (
            r#"property["Mode" = "1"]"#,
            "`property` takes a name and a value in quotes; write `property(\"ApiVersion\" = \"2\")`",
        ),
        (
            r#"schema = "connectors/acme.json", connector_id 77"#,
            "`connector_id` takes its value after an equals sign; write it like \
             `connector_id = 123`",
        ),
        ("deny_unknown == true", "`deny_unknown` takes no value; write `deny_unknown` alone"),
    ] {
        let item = format!("#[cyclr({words})] struct Acme {{ sub_domain: String, theme: String }}");
        assert_eq!(of_item(&item), [expected], "{words}");
    }
}

#[test]
fn a_wrong_value_of_a_field_is_refused_once() {
    let semicolon = "commas separate attributes; write `,` in place of `;`";
    let no_function = "`with` takes the path of a function; give the function a name and write it \
                       like `with = path::to::function`";
    for (words, expected) in [
        ("with = 5; rename = \"Area\"", [no_function, semicolon].as_slice()),
        ("not_secret, wiht = mask", &["unknown attribute `wiht`; did you mean `with`?"]),
        ("not_secret, with = mask", &[]),
    ] {
        let item = format!("struct Acme {{ #[cyclr({words})] region: String }}");
        assert_eq!(of_item(&item), expected, "{words}");
    }
}

#[test]
fn a_path_from_a_macro_is_a_path() {
    let path = TokenTree::from(Group::new(Delimiter::None, quote!(text::mask)));
    let path = TokenTree::from(Group::new(Delimiter::None, path.into()));
    let item = quote!(
        struct Acme {
            #[cyclr(with = #path, rename = "Area")]
            region: String,
        }
    );
    assert_eq!(sentences(derives::send(&syn::parse2(item).unwrap())), [""; 0]);
}

#[test]
fn mistakes_are_reported_once() {
    for (item, expected) in [
        (
            r#"#[cyclr(property("client_id" = "1"))]
            enum Acme { One { region: String }, Two }"#,
            Some(
                "`client_id` is not `ClientId`, the exact name that Cyclr reads; write `ClientId`",
            ),
        ),
        (
            r#"enum Acme { #[cyclr(proprty("Mode" = "1"))] One }"#,
            Some("unknown attribute `proprty`; did you mean `property`?"),
        ),
        (r#"enum Acme { #[cyclr(property("Mode" = "1"))] One }"#, None),
        (
            r#"struct Acme {
                #[cyclr(skip)] client_id: String,
                #[cyclr(rename = "clientId")] id: String,
            }"#,
            Some(
                "`clientId` is not `ClientId`, the exact name that Cyclr reads; write \
                 `rename = \"ClientId\"`, or add `exact` if the odd name is meant",
            ),
        ),
        (
            r#"struct Acme { client_id: String, #[cyclr(rename = "clientId")] id: String }"#,
            Some(
                "`clientId` is not `ClientId`, the exact name that Cyclr reads; the field \
                 `client_id` sends that already: remove one of the two, or add `exact` if the odd \
                 name is meant",
            ),
        ),
    ] {
        assert_eq!(of_item(item), expected.as_slice(), "{item}");
    }
}

/// `SubDomain` and `Theme` are required.
const ACME: &str = r#"{
    "Id": 77, "Name": " Acme ",
    "Parameters": [
        { "Name": "Domain", "TargetName": "SubDomain", "IsAccountConnectorProperty": true },
        { "Name": "Colours", "TargetName": "Theme", "IsAccountConnectorProperty": true },
        { "TargetName": "Region", "IsAccountConnectorProperty": true, "IsOptional": true }
    ],
    "Authentication": [{ "Id": " 1 " }, { "Id": "2" }]
}"#;

/// Takes no properties.
const BARE: &str = r#"{ "Id": 78, "Name": "Bare", "Parameters": [] }"#;

#[test]
fn texts_of_the_definition_may_be_padded() {
    for (words, expected) in [
        (r#"name = " Acme ""#, None),
        (r#"authentication_id = " 1 ""#, None),
        (r#"name = " Acme CRM ""#, Some(r#"name = "Acme CRM""#)),
        (r#"authentication_id = " 2 ""#, Some(r#"authentication_id = "2""#)),
    ] {
        let item = format!(
            r#"#[cyclr(schema = "acme.json", {words})]
            struct Acme {{ sub_domain: String, theme: String }}"#
        );
        let found = against(ACME, &item);
        let expected =
            expected.map(|text| format!("there are spaces around the text; write `{text}`"));
        let found: Vec<_> = found.iter().filter(|one| one.starts_with("there are")).collect();
        assert_eq!(found, expected.iter().collect::<Vec<_>>(), "{words}");
    }
}

#[test]
fn names_are_checked_against_a_definition() {
    for (definition, allowed, fields, expected) in [
        (ACME, "", "sub_domain: String, theme: String", [].as_slice()),
        // A required property that another name probably means isn't reported as missing.
        (
            ACME,
            "",
            "sub_domian: String, theme: String",
            &["` Acme ` has no property `SubDomian`; did you mean `rename = \"SubDomain\"`?"],
        ),
        (
            ACME,
            "",
            "colours: String",
            &[
                "`Colours` is the label; the name is `Theme`: write `rename = \"Theme\"`",
                "` Acme ` requires the property `SubDomain`, which has no field here; add one",
            ],
        ),
        // Nor what an unknown word may rename.
        (
            ACME,
            "",
            "#[cyclr(renam = \"SubDomain\")] domain_of_it: String, theme: String",
            &[
                "unknown attribute `renam`; did you mean `rename`?",
                "` Acme ` has no property `DomainOfIt`; not sent yet are `SubDomain`, `Region`",
            ],
        ),
        (
            ACME,
            r#", allow("Region" = "a reason")"#,
            "sub_domain: String, theme: String",
            &["`allow` is needless: nothing is wrong about `Region`; remove it"],
        ),
        (
            ACME,
            r#", allow("Mode" = "a reason"), property("Mode" = "1")"#,
            "sub_domain: String, theme: String",
            &[],
        ),
        (
            ACME,
            "",
            "sub_domain: String, theme: String, #[cyclr(rename = \"client-id\", exact)] id: u8",
            &["` Acme ` has no property `client-id`; not sent yet are `Region`"],
        ),
        (
            ACME,
            "",
            "sub_domain: String, theme: String, #[cyclr(rename = \"client-id\")] id: u8",
            &["`client-id` is not `ClientId`, the exact name that Cyclr reads; write \
               `rename = \"ClientId\"`, or add `exact` if the odd name is meant"],
        ),
        (
            BARE,
            "",
            "region: String",
            &["`Bare` has no property `Region`; it has none, so remove it"],
        ),
        (
            r#"{ "Id": 79, "Name": "Other", "Parameters": [
                { "TargetName": "Zone", "IsAccountConnectorProperty": true, "IsOptional": true }
            ] }"#,
            "",
            "language: String",
            &["`Other` has no property `Language`; it has `Zone`"],
        ),
    ] {
        let item = format!("#[cyclr(schema = \"acme.json\"{allowed})] struct Acme {{ {fields} }}");
        assert_eq!(against(definition, &item), expected, "{item}");
    }
}
