//! Definitions that `macro_rules!` produces.

use cyclr_oauth::{AccountConnector, PropertyValue};

macro_rules! connector {
    ($Name:ident, $field:ident: $Type:ty, $rename:literal, $with:path, $krate:path, $constant:expr) => {
        #[derive(AccountConnector)]
        #[cyclr(name = $rename, crate = $krate, property("Constant" = $constant))]
        struct $Name<'a> {
            $field: $Type,
            #[cyclr(rename = $rename)]
            renamed: &'a $Type,
            #[cyclr(with = $with, skip_if = $with)]
            out: bool,
            own: Option<$Type>,
        }
    };
}

connector!(Acme, region: Option<u8>, "the name", yes, ::cyclr_oauth, "2");

macro_rules! values {
    ($Name:ident { $($Variant:ident = $text:literal),* }) => {
        #[derive(PropertyValue)]
        enum $Name { $(#[cyclr(rename = $text)] $Variant),* }
    };
}

values!(Values { One = "1", Two = "2" });

macro_rules! fields {
    ($($(#[$attribute:meta])* $field:ident: $Type:ty),*) => {
        #[derive(AccountConnector)]
        struct Fields { $($(#[$attribute])* $field: $Type),* }
    };
}

fields!(
    #[cyclr(rename = "first")]
    one: String,
    #[cyclr(secret)]
    two: Values,
    three: Option<Values>
);

const fn yes(value: &bool) -> bool {
    !*value
}

#[test]
fn fragments() {
    let region = Some(1);
    let acme = Acme { region, renamed: &region, out: true, own: Some(None) };
    assert_eq!(Acme::PROPERTY_NAMES, ["Region", "the name", "Out", "Own", "Constant"]);
    assert_eq!(
        acme.payload().to_json().expose_secret(),
        r#"{"Name":"the name","Properties":[{"Name":"Region","Value":"1"},{"Name":"the name","Value":"1"},{"Name":"Out","Value":"false"},{"Name":"Constant","Value":"2"}]}"#
    );
}

#[test]
fn repetitions() {
    let fields = Fields { one: String::new(), two: Values::Two, three: Some(Values::One) };
    assert_eq!(
        fields.payload().to_json().expose_secret(),
        r#"{"Properties":[{"Name":"first","Value":""},{"Name":"Two","Value":"2"},{"Name":"Three","Value":"1"}]}"#
    );
}

macro_rules! ways {
    ($Name:ident { $($Way:ident { $field:ident: $Type:ty = $rename:literal },)* }, $Held:ident($Inner:ty), $schema:literal) => {
        #[derive(AccountConnector)]
        #[cyclr(schema = $schema, connector_id = 77, allow("Colour" = "is not in the definition"))]
        enum $Name<'a> {
            $($Way {
                sub_domain: &'a str,
                #[cyclr(rename = $rename)]
                $field: $Type,
            },)*
            $Held($Inner),
            #[cfg(not(test))]
            Gone(NoSuchType),
            #[cfg(test)]
            #[cfg_attr(test, cyclr(property("SubDomain" = "acme")))]
            r#Constant,
        }
    };
}

ways!(Ways { One { r#type: Option<&'a Region> = "Region" }, Two { two: Option<u8> = "Colour" }, }, Held(Held<'a>), "connectors/acme.json");

#[derive(PropertyValue)]
enum Region {
    Eu,
    Us,
}

#[derive(AccountConnector)]
struct Held<'a> {
    #[cyclr(rename = "SubDomain")]
    held: &'a str,
}

#[test]
fn variants() {
    let json = |way: &Ways<'_>| way.payload().to_json().expose_secret().to_owned();
    assert_eq!(
        json(&Ways::One { sub_domain: "acme", r#type: Some([&Region::Eu, &Region::Us][0]) }),
        r#"{"Properties":[{"Name":"SubDomain","Value":"acme"},{"Name":"Region","Value":"Eu"}]}"#
    );
    assert_eq!(
        json(&Ways::Two { sub_domain: "acme", two: Some(2) }),
        r#"{"Properties":[{"Name":"SubDomain","Value":"acme"},{"Name":"Colour","Value":"2"}]}"#
    );
    let constant = r#"{"Properties":[{"Name":"SubDomain","Value":"acme"}]}"#;
    assert_eq!(json(&Ways::Held(Held { held: "acme" })), constant);
    assert_eq!(json(&Ways::r#Constant), constant);
}
