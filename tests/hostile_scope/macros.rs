//! Definitions that come out of `macro_rules!`.

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
