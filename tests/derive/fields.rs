//! Which fields are sent, with which values, in which order.

use cyclr_oauth::connector::PropertyText;
use cyclr_oauth::{AccountConnector, PropertyValue, Secret};

use super::{json, sent};

#[derive(AccountConnector)]
#[cyclr(name = "Acme \"CRM\"", version = "1.0", authentication_id = "7")]
#[cyclr(property("ApiVersion" = "2"), property("Dc" = "\\"))]
struct Acme {
    subdomain: String,
    #[cyclr(skip)]
    _row_id: std::thread::ThreadId,
    #[cyclr(skip_if = str::is_empty)]
    region: String,
    #[cyclr(with = percent)]
    rate: f64,
    #[cyclr(with = percent, skip_if = f64::is_nan_by_reference)]
    discount: f64,
    client_id: Option<Secret>,
    #[cyclr(with = first)]
    list: Vec<String>,
    sandbox: bool,
}

trait ByReference {
    fn is_nan_by_reference(&self) -> bool;
}

impl ByReference for f64 {
    fn is_nan_by_reference(&self) -> bool {
        self.is_nan()
    }
}

fn percent(rate: &f64) -> String {
    format!("{rate} %")
}

/// Borrows from the field. `None` leaves the property out, as in a field.
fn first(list: &[String]) -> Option<&str> {
    list.first().map(String::as_str)
}

fn acme() -> Acme {
    Acme {
        subdomain: "acme".to_owned(),
        _row_id: std::thread::current().id(),
        region: "eu".to_owned(),
        rate: 0.5,
        discount: 1.5,
        client_id: Some(Secret::from("id")),
        list: vec!["first".to_owned(), "second".to_owned()],
        sandbox: true,
    }
}

#[test]
fn fields_in_order_then_constants() {
    insta::assert_snapshot!(sent(&acme()), @r"
    Subdomain: acme
    Region: eu
    Rate: 0.5 %
    Discount: 1.5 %
    ClientId: id
    List: first
    Sandbox: true
    ApiVersion: 2
    Dc: \
    ");
}

#[test]
fn fields_that_are_left_out() {
    let acme = Acme {
        region: String::new(),
        discount: f64::NAN,
        client_id: None,
        list: Vec::new(),
        subdomain: String::new(),
        ..acme()
    };
    // An empty text is a value. Only `None` and `skip_if` leave a property out.
    insta::assert_snapshot!(sent(&acme), @r"
    Subdomain: 
    Rate: 0.5 %
    Sandbox: true
    ApiVersion: 2
    Dc: \
    ");
}

#[test]
fn names_are_those_of_all_properties() {
    assert_eq!(
        Acme::PROPERTY_NAMES,
        [
            "Subdomain",
            "Region",
            "Rate",
            "Discount",
            "ClientId",
            "List",
            "Sandbox",
            "ApiVersion",
            "Dc"
        ]
    );
}

#[test]
fn identity() {
    assert!(json(&acme()).starts_with(
        r#"{"Name":"Acme \"CRM\"","Version":"1.0","AuthenticationId":"7","Properties":[{"#
    ));
}

#[test]
fn own_property_value() {
    struct Shop<'a>(&'a str);

    impl PropertyValue for Shop<'_> {
        fn property_text(&self) -> Option<PropertyText<'_>> {
            Some(PropertyText::from(format!("{}.myshopify.com", self.0)))
        }
    }

    #[derive(AccountConnector)]
    struct Shopify<'a> {
        shop: Shop<'a>,
        optional: Option<Shop<'a>>,
    }

    let shopify = Shopify { shop: Shop("acme"), optional: None };
    assert_eq!(sent(&shopify), "Shop: acme.myshopify.com");
}
