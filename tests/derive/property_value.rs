//! `#[derive(PropertyValue)]`.

use std::borrow::Cow;

use cyclr_oauth::connector::InvalidPropertyText;
use cyclr_oauth::{AccountConnector, PropertyValue};
use serde::Serialize;

use super::json;

#[derive(PropertyValue)]
enum Region {
    EuWest,
    #[cyclr(rename = "us \"east\"")]
    UsEast,
    #[cyclr(rename = "")]
    Nowhere,
    r#Type,
}

fn text(value: &impl PropertyValue) -> String {
    value.property_text().unwrap().as_str().to_owned()
}

#[test]
fn names_and_renames() {
    assert_eq!(text(&Region::EuWest), "EuWest");
    assert_eq!(text(&Region::UsEast), "us \"east\"");
    assert_eq!(text(&Region::Nowhere), "");
    assert_eq!(text(&Region::Type), "Type");
}

#[test]
fn borrowed_and_owned() {
    assert_eq!(text(&Cow::Borrowed("a")), "a");
    assert_eq!(text(&Cow::<str>::Owned("b".to_owned())), "b");
}

#[test]
fn an_error_says_what_was_expected() {
    assert_eq!(InvalidPropertyText::new("a colour").to_string(), "not a colour");
}

#[test]
fn in_a_connector() {
    #[derive(AccountConnector)]
    struct Acme {
        region: Region,
        other: Option<Region>,
        third: Option<Box<Region>>,
    }

    let acme = Acme { region: Region::UsEast, other: None, third: Some(Box::new(Region::EuWest)) };
    assert_eq!(
        json(&acme),
        r#"{"Properties":[{"Name":"Region","Value":"us \"east\""},{"Name":"Third","Value":"EuWest"}]}"#
    );
}

/// The texts of one list of variants by every rule, ours and serde's.
macro_rules! rules {
    ($($rule:literal)*) => {$({
        #[derive(Clone, Copy, PropertyValue, Serialize)]
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[serde(rename_all = $rule)]
        #[cyclr(rename_all = $rule)]
        enum Odd {
            Eu,
            EuWest,
            HTTPServer,
            V2Beta,
            snake_case,
            Trailing_,
            X,
        }

        use Odd::{Eu, EuWest, HTTPServer, Trailing_, V2Beta, X, snake_case};

        for variant in [Eu, EuWest, HTTPServer, V2Beta, snake_case, Trailing_, X] {
            let serde = serde_json::to_string(&variant).unwrap();
            assert_eq!(format!("\"{}\"", text(&variant)), serde, $rule);
        }
    })*};
}

#[test]
fn rules_are_serdes() {
    rules! {
        "lowercase" "UPPERCASE" "PascalCase" "camelCase" "snake_case" "SCREAMING_SNAKE_CASE"
        "kebab-case" "SCREAMING-KEBAB-CASE"
    }
}
