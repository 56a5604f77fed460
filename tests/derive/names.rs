//! What the properties are called.

use cyclr_oauth::AccountConnector;
use serde::Serialize;

use super::json;

/// Names from connectors in Cyclr's library.
#[derive(AccountConnector)]
struct RealNames {
    #[cyclr(rename = "Is Sandbox?")]
    is_sandbox: bool,
    #[cyclr(rename = "isSandbox")]
    sandbox: bool,
    #[cyclr(rename = "SubDomain")]
    subdomain: &'static str,
    dc: &'static str,
    base_url: url::Url,
    client_id: &'static str,
    #[cyclr(secret)]
    client_secret: &'static str,
    api_key_2: &'static str,
}

#[test]
fn real_names() {
    let names = RealNames {
        is_sandbox: true,
        sandbox: false,
        subdomain: "acme",
        dc: "us1",
        base_url: "https://acme.example".parse().unwrap(),
        client_id: "id",
        client_secret: "s",
        api_key_2: "k",
    };
    insta::assert_snapshot!(
        json(&names),
        @r#"{"Properties":[{"Name":"Is Sandbox?","Value":"true"},{"Name":"isSandbox","Value":"false"},{"Name":"SubDomain","Value":"acme"},{"Name":"Dc","Value":"us1"},{"Name":"BaseUrl","Value":"https://acme.example/"},{"Name":"ClientId","Value":"id"},{"Name":"ClientSecret","Value":"s"},{"Name":"ApiKey2","Value":"k"}]}"#
    );
}

/// The names of one list of fields by every rule, ours and serde's.
macro_rules! rules {
    ($($rule:literal)*) => {$({
        #[derive(AccountConnector, Default, Serialize)]
        #[allow(non_snake_case)]
        #[serde(rename_all = $rule)]
        #[cyclr(rename_all = $rule)]
        struct Odd {
            region: u8,
            api_version: u8,
            _leading: u8,
            trailing_: u8,
            double__underscore: u8,
            dc2: u8,
            v_2_beta: u8,
            camelCase: u8,
            SHOUTED: u8,
            r#type: u8,
            straße_ähnlich: u8,
            x: u8,
        }

        let serde = serde_json::to_string(&Odd::default()).unwrap();
        let ours: String = Odd::PROPERTY_NAMES.iter().map(|name| format!(r#""{name}":0,"#)).collect();
        assert_eq!(format!("{{{}}}", ours.trim_end_matches(',')), serde, $rule);
    })*};
}

#[test]
fn rules_are_serdes() {
    rules! {
        "lowercase" "UPPERCASE" "PascalCase" "camelCase" "snake_case" "SCREAMING_SNAKE_CASE"
        "kebab-case" "SCREAMING-KEBAB-CASE"
    }
}

#[test]
fn the_default_is_pascal_case() {
    #[derive(AccountConnector)]
    struct Plain {
        api_version: u8,
        r#type: u8,
    }

    assert_eq!(Plain::PROPERTY_NAMES, ["ApiVersion", "Type"]);
}

/// The derive escapes names for JSON.
#[test]
fn escaped_names() {
    #[derive(AccountConnector)]
    #[cyclr(property("\u{1f}\"const\"" = "8"))]
    struct Escaped {
        #[cyclr(rename = "\"quoted\"")]
        quoted: u8,
        #[cyclr(rename = r"back\slash")]
        backslash: u8,
        #[cyclr(rename = "\u{0}\u{8}\t\n\u{b}\u{c}\r\u{1b}")]
        control: u8,
        #[cyclr(rename = "\u{7f}/\u{2028}é☃😀")]
        unescaped: u8,
    }

    let escaped = Escaped { quoted: 1, backslash: 2, control: 3, unescaped: 4 };
    let json = json(&escaped);
    assert!(json.contains(r#"{"Name":"\u0000\b\t\n\u000b\f\r\u001b","Value":"3"}"#), "{json}");
    assert_eq!(json, serde_json::to_string(&escaped.payload()).unwrap());
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let names = value["Properties"].as_array().unwrap().iter().map(|one| one["Name"].as_str());
    assert!(names.eq(Escaped::PROPERTY_NAMES.iter().map(|name| Some(*name))));
}

#[test]
fn odd_names_that_are_meant() {
    #[derive(AccountConnector)]
    struct Odd {
        #[cyclr(rename = "clientId", exact)]
        client_id: u8,
        #[cyclr(exact)]
        auth_value: u8,
    }

    assert_eq!(Odd::PROPERTY_NAMES, ["clientId", "AuthValue"]);
}
