//! The Rust that is written.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use connector_schema::{Definition, rust_struct};

fn rust(json: &str) -> String {
    let definition = Definition::read_all(json).unwrap().remove(0);
    rust_struct(&definition, Some("connectors/acme.json"))
}

#[test]
fn names_that_follow_no_rule() {
    let rust = rust(
        r#"{
        "Id": 1, "Name": "3D & Söhne", "Version": "null", "AuthType": "AuthFields",
        "Description": "Two\nlines.",
        "Parameters": [
            {"Name": "Type", "TargetName": "type", "IsAccountConnectorProperty": true},
            {"Name": "Sub-domain", "TargetName": "Sub-Domain", "IsAccountConnectorProperty": true},
            {"Name": "Sub domain", "TargetName": "SubDomain", "IsAccountConnectorProperty": true},
            {"Name": "A \"quoted\"\\ name", "TargetName": "\"q\\", "IsAccountConnectorProperty": true},
            {"Name": "2nd", "TargetName": "2nd", "IsAccountConnectorProperty": true},
            {"Name": "Self", "TargetName": "Self", "IsAccountConnectorProperty": true, "IsOptional": true},
            {"Name": "Twice", "TargetName": "Sub-Domain", "IsAccountConnectorProperty": true},
            {"Name": "Not here", "TargetName": "PageSize"}
        ]
    }"#,
    );
    insta::assert_snapshot!(rust);
}

#[test]
fn values_become_types() {
    let rust = rust(
        r#"{
        "Id": 1, "Name": "Acme", "Version": "2.1", "AuthType": "OAuth2", "OAuth2Type": "AuthorisationCode",
        "Parameters": [
            {"Name": "Client Secret", "TargetName": "ClientSecret", "IsAccountConnectorProperty": true, "IsSensitive": true},
            {"Name": "Is Sandbox?", "TargetName": "isSandbox", "IsAccountConnectorProperty": true, "Values": ["true", "false"]},
            {"Name": "Legacy", "TargetName": "Legacy", "IsAccountConnectorProperty": true, "Values": ["True", "False"]},
            {"Name": "Region", "TargetName": "Region", "IsAccountConnectorProperty": true, "IsOptional": true,
             "Values": ["eu-1", "us", "US", "", "5", "us"]}
        ]
    }"#,
    );
    insta::assert_snapshot!(rust);
}

#[test]
fn several_ways_to_authenticate_become_an_enum() {
    let rust = rust(
        r#"{
        "Id": 1, "Name": "Acme", "AuthType": "ApiKey",
        "Parameters": [{"Name": "Host", "TargetName": "Hostname", "IsAccountConnectorProperty": true}],
        "Authentication": [
            {"Id": "0000-1", "AuthName": "API key", "AuthType": "ApiKey"},
            {"Id": "0000-2", "AuthName": "User & password", "AuthType": "Basic"},
            {"Id": "0000-3", "AuthName": "OAuth 2", "AuthType": "OAuth2", "OAuth2Type": "ClientCredentials"}
        ]
    }"#,
    );
    insta::assert_snapshot!(rust);
}

#[test]
fn a_name_that_means_something_else_gets_a_word_behind() {
    for (name, expected) in [
        ("Secret", "SecretConnector"),
        ("string", "StringConnector"),
        ("Self", "SelfConnector"),
        ("3D", "Connector3d"),
        ("日本語", "Connector"),
    ] {
        let json = format!(r#"{{"Id": 1, "Name": "{name}", "AuthType": "ApiKey"}}"#);
        assert!(rust(&json).contains(&format!("pub struct {expected} {{")), "{}", rust(&json));
    }
}

#[test]
fn what_is_empty_or_taken() {
    // Three that are alike, one without a letter of ASCII, a type that the structs use, and text that reads backwards.
    let rust = rust(
        r#"{
        "Id": 1, "Name": "Auth", "AuthType": "", "Description": "Reads \u202eright to left.\u0007",
        "Parameters": [
            {"Name": "a-b", "TargetName": "a-b", "IsAccountConnectorProperty": true},
            {"Name": "a_b", "TargetName": "a_b", "IsAccountConnectorProperty": true},
            {"Name": "a b", "TargetName": "a b", "IsAccountConnectorProperty": true},
            {"Name": "a.b", "TargetName": "a.b", "IsAccountConnectorProperty": true},
            {"Name": "é", "TargetName": "é", "IsAccountConnectorProperty": true},
            {"Name": "Password", "TargetName": "Password", "IsAccountConnectorProperty": true, "IsSensitive": true},
            {"Name": "ClientSecret", "TargetName": "ClientSecret", "IsAccountConnectorProperty": true},
            {"Name": "Value", "TargetName": "Value", "IsAccountConnectorProperty": true, "Values": ["one", "two"]}
        ],
        "Authentication": [{"Id": " ", "AuthName": "\u202e", "AuthType": ""}, {"Id": "2", "AuthType": ""}]
    }"#,
    );
    insta::assert_snapshot!(rust);
}

#[test]
fn a_way_without_a_type_has_the_connector_s() {
    let key = rust(
        r#"{"Id": 1, "Name": "Acme", "AuthType": "ApiKey", "Authentication": [{"Id": "g", "AuthName": "Key"}]}"#,
    );
    assert!(key.contains("pub api_key: AuthValue"), "{key}");
    let fetched = rust(
        r#"{"Id": 1, "Name": "Acme", "AuthType": "OAuth2", "OAuth2Type": "ClientCredentials",
            "Authentication": [{"Id": "g", "AuthType": "OAuth2"}]}"#,
    );
    assert!(fetched.contains("pub auth_value: AuthValue"), "{fetched}");
}

#[test]
fn without_a_name_there_is_nothing_to_check_at_compile_time() {
    let json = r#"{"Id": 1, "Name": "", "AuthType": "ApiKey"}"#;
    let definition = Definition::read_all(json).unwrap().remove(0);
    let rust = rust_struct(&definition, None);
    assert!(!rust.contains("#[cyclr()]") && rust.contains("pub struct Connector {"), "{rust}");
}

#[test]
fn more_properties_than_anybody_would_read_are_not_written() {
    let rust = |properties: usize, ways: usize| {
        let properties: Vec<_> = (0..properties)
            .map(|n| format!(r#"{{"TargetName": "p{n}", "IsAccountConnectorProperty": true}}"#))
            .collect();
        let ways: Vec<_> =
            (0..ways).map(|n| format!(r#"{{"Id": "{n}", "AuthType": "ApiKey"}}"#)).collect();
        let (properties, ways) = (properties.join(","), ways.join(","));
        rust(&format!(
            r#"{{"Id": 1, "Name": "Acme", "AuthType": "ApiKey", "Parameters": [{properties}], "Authentication": [{ways}]}}"#
        ))
    };
    assert!(rust(10_000, 1).contains("pub struct Acme {"));
    assert!(rust(5_000, 2).contains("pub enum Acme {"));
    let text = rust(5_001, 2);
    assert!(!text.contains("pub enum"), "{text}");
    assert!(text.contains("5001 properties for 2 ways to authenticate are too many"), "{text}");
}
