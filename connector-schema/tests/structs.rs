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
