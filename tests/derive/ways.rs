//! Enums: one variant for each way to authenticate.

use cyclr_oauth::{AccountConnector, AuthValue, OAuthTokens, PropertyValue, Secret};

use super::json;

#[derive(AccountConnector)]
#[cyclr(name = "Acme CRM", version = "1.0", property("ApiVersion" = "2"))]
enum Acme {
    /// An application of the account's own.
    Application {
        client_id: String,
        client_secret: Secret,
        #[cyclr(rename = "isSandbox")]
        sandbox: bool,
        #[cyclr(auth_value)]
        tokens: OAuthTokens,
    },
    #[cyclr(authentication_id = "7", version = "2.0", rename_all = "camelCase")]
    #[cyclr(property("ApiVersion" = "3"), property("Mode" = "key"))]
    Key {
        sub_domain: Option<&'static str>,
        #[cyclr(rename = "isSandbox", skip_if = std::ops::Not::not)]
        sandbox: bool,
        #[cyclr(auth_value)]
        key: AuthValue,
        #[cyclr(skip)]
        row_id: u8,
    },
    Basic(BasicAcme),
    #[cyclr(name = "Public Acme")]
    Public,
}

#[derive(AccountConnector)]
#[cyclr(name = "not sent", authentication_id = "8")]
struct BasicAcme {
    #[cyclr(auth_value)]
    basic: Option<AuthValue>,
    domain: &'static str,
}

#[test]
fn the_payload_is_that_of_the_variant() {
    let application = Acme::Application {
        client_id: "id".to_owned(),
        client_secret: Secret::from("s3cr3t"),
        sandbox: true,
        tokens: OAuthTokens::new("t0k3n"),
    };
    assert_eq!(
        json(&application),
        r#"{"Name":"Acme CRM","Version":"1.0","AuthValue":"{\"AccessToken\":\"t0k3n\"}","Properties":[{"Name":"ClientId","Value":"id"},{"Name":"ClientSecret","Value":"s3cr3t"},{"Name":"isSandbox","Value":"true"},{"Name":"ApiVersion","Value":"2"}]}"#
    );
    assert_eq!(
        application.payload().redacted().to_string(),
        r#"{"Name":"Acme CRM","Version":"1.0","AuthValue":"[redacted]","Properties":[{"Name":"ClientId","Value":"id"},{"Name":"ClientSecret","Value":"[redacted]"},{"Name":"isSandbox","Value":"true"},{"Name":"ApiVersion","Value":"2"}]}"#
    );
}

#[test]
fn a_variant_says_of_itself_what_differs() {
    let key = Acme::Key {
        sub_domain: Some("acme"),
        sandbox: false,
        key: AuthValue::api_key("k3y"),
        row_id: 1,
    };
    assert!(matches!(key, Acme::Key { row_id: 1, .. }));
    assert_eq!(
        json(&key),
        r#"{"Name":"Acme CRM","Version":"2.0","AuthenticationId":"7","AuthValue":"k3y","Properties":[{"Name":"subDomain","Value":"acme"},{"Name":"ApiVersion","Value":"3"},{"Name":"Mode","Value":"key"}]}"#
    );
    assert_eq!(
        json(&Acme::Public),
        r#"{"Name":"Public Acme","Version":"1.0","Properties":[{"Name":"ApiVersion","Value":"2"}]}"#
    );
}

/// The enum's identity replaces that of the connector inside; nothing else of it is lost.
#[test]
fn a_variant_holds_a_connector() {
    let basic = AuthValue::basic("user", "password").unwrap();
    assert_eq!(
        json(&Acme::Basic(BasicAcme { basic: Some(basic), domain: "acme" })),
        r#"{"Name":"Acme CRM","Version":"1.0","AuthenticationId":"8","AuthValue":"dXNlcjpwYXNzd29yZA==","Properties":[{"Name":"Domain","Value":"acme"},{"Name":"ApiVersion","Value":"2"}]}"#
    );
    assert!(Acme::Basic(BasicAcme { basic: None, domain: "" }).auth_value().is_none());
}

#[test]
fn names_are_those_of_all_variants_without_doubles() {
    assert_eq!(
        Acme::PROPERTY_NAMES,
        ["ClientId", "ClientSecret", "isSandbox", "ApiVersion", "subDomain", "Mode", "Domain",]
    );

    #[derive(AccountConnector)]
    enum Plain {
        A { b: u8, a: u8 },
        B { c: u8, a: u8, b: u8 },
    }

    assert_eq!(Plain::PROPERTY_NAMES, ["B", "A", "C"]);
    let plain = [Plain::A { b: 1, a: 2 }, Plain::B { c: 3, a: 4, b: 5 }];
    assert!(plain[0].properties().iter().eq([("B", "1"), ("A", "2")]));
    assert!(plain[1].properties().iter().eq([("C", "3"), ("A", "4"), ("B", "5")]));
}

#[test]
fn in_place_of_a_struct() {
    #[derive(AccountConnector)]
    struct Shop<'a, W> {
        hostname: &'a str,
        #[cyclr(flatten)]
        way: W,
    }

    #[derive(AccountConnector)]
    enum Way<'a, T>
    where
        T: PropertyValue,
    {
        Tokens {
            #[cyclr(access_token)]
            access: &'a Secret,
            region: Option<T>,
        },
        Shared(&'a BasicAcme),
        Nested {
            #[cyclr(flatten)]
            inner: BasicAcme,
            #[cyclr(with = str::len)]
            length: &'a str,
        },
        Nothing(()),
    }

    let access = Secret::from("t0k3n");
    let basic = BasicAcme { basic: Some(AuthValue::empty()), domain: "acme" };
    assert_eq!(Shop::<Way<'_, u8>>::PROPERTY_NAMES, ["Hostname", "Region", "Domain", "Length"]);
    let json = |way: Way<'_, u8>| json(&Shop { hostname: "host", way });
    assert_eq!(
        json(Way::Tokens { access: &access, region: Some(1) }),
        r#"{"AuthValue":"{\"AccessToken\":\"t0k3n\"}","Properties":[{"Name":"Hostname","Value":"host"},{"Name":"Region","Value":"1"}]}"#
    );
    assert_eq!(
        json(Way::Shared(&basic)),
        r#"{"AuthValue":"{}","Properties":[{"Name":"Hostname","Value":"host"},{"Name":"Domain","Value":"acme"}]}"#
    );
    let inner = BasicAcme { basic: None, domain: "acme" };
    assert_eq!(
        json(Way::Nested { inner, length: "four" }),
        r#"{"Properties":[{"Name":"Hostname","Value":"host"},{"Name":"Domain","Value":"acme"},{"Name":"Length","Value":"4"}]}"#
    );
    assert_eq!(json(Way::Nothing(())), r#"{"Properties":[{"Name":"Hostname","Value":"host"}]}"#);
}
