//! The library's `Connector`, the derive's reader of `schema` and this program read each definition the same
//! way: 110 real ones, odd ones, and broken ones.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

use std::fmt::Write;

use connector_schema::Definition;
use cyclr_oauth::api::Connector;
use serde_json::{Value, json};

// The derive's own source, since nothing can call what is inside a crate of derives.
#[allow(dead_code, reason = "the rules of the derive use the rest")]
#[path = "../../cyclr-oauth-derive/src/schema"]
mod schema {
    pub(crate) mod definition;
    pub(crate) mod read;
}

/// What a reader makes of a file: a line for each definition and for each of its ways and parameters.
type Read = Result<String, String>;

fn library(file: &str) -> Read {
    // As the client does before it reads a response.
    let json = file.strip_prefix('\u{feff}').unwrap_or(file);
    let connectors: Vec<Connector> = if json.trim_start().starts_with('[') {
        serde_json::from_str(json)
    } else {
        serde_json::from_str(json).map(|one| vec![one])
    }
    .map_err(|error| error.to_string())?;
    Ok(meaning(&connectors))
}

/// The program, which keeps the whole JSON.
fn program(file: &str) -> Read {
    let definitions = Definition::read_all(file).map_err(|error| error.to_string())?;
    let connectors: Vec<_> = definitions.iter().map(|one| one.connector().clone()).collect();
    Ok(meaning(&connectors))
}

fn meaning(connectors: &[Connector]) -> String {
    let mut text = String::new();
    for connector in connectors {
        line(&mut text, connector.id.get(), &connector.name, connector.auth_type.as_str());
        for way in &connector.authentication {
            let _ = writeln!(text, "  by {} {}", way.id, way.auth_type);
        }
        for parameter in &connector.parameters {
            property(
                &mut text,
                &parameter.target_name,
                &parameter.name,
                [
                    parameter.is_account_connector_property,
                    parameter.is_optional,
                    parameter.is_sensitive,
                ],
                &parameter.values,
            );
        }
    }
    text
}

fn derive(file: &str) -> Read {
    let mut text = String::new();
    for definition in schema::read::definitions(file)? {
        line(
            &mut text,
            definition.id,
            &definition.name,
            definition.auth_type.as_deref().unwrap_or_default(),
        );
        for way in &definition.authentications {
            let auth_type = way.auth_type.as_deref().unwrap_or_default();
            let _ = writeln!(text, "  by {} {auth_type}", way.id);
        }
        for parameter in &definition.parameters {
            property(
                &mut text,
                &parameter.name,
                &parameter.label,
                [parameter.is_property, parameter.is_optional, parameter.is_sensitive],
                &parameter.values,
            );
        }
    }
    Ok(text)
}

fn line(text: &mut String, id: u64, name: &str, auth_type: &str) {
    let _ = writeln!(text, "{id} {name:?} {auth_type}");
}

fn property(
    text: &mut String,
    name: &str,
    label: &str,
    [is_property, is_optional, is_sensitive]: [bool; 3],
    values: &[String],
) {
    let kind = if is_property { "property" } else { "parameter" };
    let optional = if is_optional { " optional" } else { "" };
    let sensitive = if is_sensitive { " sensitive" } else { "" };
    let _ = writeln!(text, "  {kind} {name:?} {label:?}{optional}{sensitive} {values:?}");
}

/// All read this file so: `None` if they refuse it.
fn all_read(case: &str, file: &str, expected: Option<&str>) {
    let (library, derive) = (library(file), derive(file));
    assert_eq!(library.as_deref().ok(), expected, "the library, {case}: {library:?}");
    assert_eq!(derive.as_deref().ok(), expected, "the derive, {case}: {derive:?}");
    match (program(file), expected) {
        // It keeps what the others skip, and no `Value` holds that.
        (Err(error), Some(_)) if case.contains("\"Other\"") => {
            assert!(
                error.contains("number out of range") || error.contains("hex escape"),
                "{error}"
            );
        }
        (program, _) => {
            assert_eq!(program.as_deref().ok(), expected, "the program, {case}: {program:?}");
        }
    }
}

#[test]
fn real_definitions() {
    let all: Vec<Value> = serde_json::from_str(include_str!("connectors.json")).unwrap();
    assert_eq!(all.len(), 110);
    let mut texts = String::new();
    for json in &all {
        let mut text = String::new();
        let string = |json: &Value, key: &str| json[key].as_str().unwrap_or_default().to_owned();
        let flag = |json: &Value, key: &str| json[key].as_bool().unwrap_or_default();
        let name = string(json, "Name");
        line(&mut text, json["Id"].as_u64().unwrap(), &name, &string(json, "AuthType"));
        for parameter in json["Parameters"].as_array().unwrap() {
            let values = parameter["Values"].as_array().into_iter().flatten();
            let values: Vec<_> = values.map(|value| value.as_str().unwrap().to_owned()).collect();
            let flags = ["IsAccountConnectorProperty", "IsOptional", "IsSensitive"];
            property(
                &mut text,
                &string(parameter, "TargetName"),
                &string(parameter, "Name"),
                flags.map(|key| flag(parameter, key)),
                &values,
            );
        }
        all_read(&name, &json.to_string(), Some(&text));
        texts += &text;
    }
    all_read("all of them", include_str!("connectors.json"), Some(&texts));
}

/// The JSON of `Values` and the texts it means; `None` if the definition is refused.
#[rustfmt::skip]
const VALUES: &[(&str, Option<&[&str]>)] = &[
    ("null", Some(&[])),
    ("[]", Some(&[])),
    (r#"["eu"]"#, Some(&["eu"])),
    (r#"["eu", "us", "eu"]"#, Some(&["eu", "us", "eu"])),
    (r#"[""]"#, Some(&[""])),
    (r#"[" eu "]"#, Some(&[" eu "])),
    (r#"["null", "true", "1"]"#, Some(&["null", "true", "1"])),
    (r#"["\u0041\n\"\\\/\ud83d\ude00"]"#, Some(&["A\n\"\\/😀"])),
    (r#"["Größe", "日本"]"#, Some(&["Größe", "日本"])),
    ("[null]", Some(&[])),
    ("[null, null]", Some(&[])),
    (r#"[null, "eu", null]"#, Some(&["eu"])),
    ("[true, false]", Some(&["true", "false"])),
    ("[0, 1, -1]", Some(&["0", "1", "-1"])),
    ("[1.5, -0.25]", Some(&["1.5", "-0.25"])),
    ("[1.0, 2e3, 1E-2]", Some(&["1", "2000", "0.01"])),
    ("[-0, -0.0]", Some(&["-0", "-0"])),
    ("[9007199254740993]", Some(&["9007199254740993"])),
    ("[-9007199254740993]", Some(&["-9007199254740993"])),
    ("[9223372036854775807, -9223372036854775808]", Some(&["9223372036854775807", "-9223372036854775808"])),
    ("[18446744073709551615]", Some(&["18446744073709551615"])),
    // No integer of Rust holds these, and serde_json reads them as `f64`.
    ("[18446744073709551616]", Some(&["18446744073709552000"])),
    ("[1e21]", Some(&["1000000000000000000000"])),
    ("[1e400]", None),
    ("[01]", None),
    ("[+1]", None),
    ("[.5]", None),
    ("[1.]", None),
    ("[NaN]", None),
    ("[Infinity]", None),
    ("[[]]", Some(&[])),
    (r#"[["eu"], "us", [["deep"]]]"#, Some(&["us"])),
    ("[{}]", Some(&[])),
    (r#"[{"Value": "eu"}]"#, Some(&["eu"])),
    (r#"[{"Name": "Europe", "Value": "eu"}, "us"]"#, Some(&["eu", "us"])),
    (r#"[{"Value": 1}, {"Value": 9007199254740993}, {"Value": 1.0}]"#, Some(&["1", "9007199254740993", "1"])),
    (r#"[{"Value": true}, {"Value": null}, {"Value": []}]"#, Some(&["true"])),
    (r#"[{"Value": {"Value": "deep"}}]"#, Some(&["deep"])),
    (r#"[{"Value": {"Value": {"Value": {"Other": 1}}}}]"#, Some(&[])),
    (r#"[{"Value": {"Name": "no value"}}]"#, Some(&[])),
    (r#"[{"value": "eu"}, {"VALUE": "us"}]"#, Some(&[])),
    (r#"[{"Value": "eu", "Value": "us"}]"#, Some(&["us"])),
    (r#"[{"Other": {"Value": "eu"}}]"#, Some(&[])),
    ("{}", None),
    (r#"{"Value": "eu"}"#, None),
    (r#""eu""#, None),
    ("1", None),
    ("true", None),
    (r#"["eu",]"#, None),
    (r#"["eu" "us"]"#, None),
    (r#"["\ud83d"]"#, None),
    (r#"["\x"]"#, None),
    ("[\"a\nb\"]", None),
];

#[test]
fn values() {
    for (values, expected) in VALUES {
        let file = format!(
            r#"{{"Id": 7, "Parameters": [{{"TargetName": "Region", "Values": {values}}}]}}"#
        );
        let expected =
            expected.map(|texts| format!("7 \"\" \n  parameter \"Region\" \"\" {texts:?}\n"));
        all_read(values, &file, expected.as_deref());
    }
}

/// The members of a parameter, and the line for it; `None` if the definition is refused.
#[rustfmt::skip]
const PARAMETERS: &[(&str, Option<&str>)] = &[
    ("", Some(r#"parameter "" "" []"#)),
    (r#""TargetName": "A""#, Some(r#"parameter "A" "" []"#)),
    (r#""TargetName": null"#, Some(r#"parameter "" "" []"#)),
    (r#""TargetName": """#, Some(r#"parameter "" "" []"#)),
    (r#""TargetName": "  ""#, Some(r#"parameter "  " "" []"#)),
    (r#""TargetName": " A ""#, Some(r#"parameter " A " "" []"#)),
    (r#""TargetName": "A\nB`\"""#, Some(r#"parameter "A\nB`\"" "" []"#)),
    (r#""TargetName": "Größe""#, Some(r#"parameter "Größe" "" []"#)),
    (r#""Targ\u0065tName": "A""#, Some(r#"parameter "A" "" []"#)),
    (r#""targetName": "A""#, Some(r#"parameter "" "" []"#)),
    (r#""TargetName": 7"#, None),
    (r#""TargetName": true"#, None),
    (r#""TargetName": ["A"]"#, None),
    (r#""TargetName": {"Value": "A"}"#, None),
    (r#""TargetName": "A", "TargetName": "B""#, None),
    (r#""TargetName": "A", "TargetName": "A""#, None),
    (r#""TargetName": null, "TargetName": "A""#, None),
    (r#""Name": "Label""#, Some(r#"parameter "" "Label" []"#)),
    (r#""Name": null"#, Some(r#"parameter "" "" []"#)),
    (r#""Name": 7"#, None),
    (r#""IsAccountConnectorProperty": true"#, Some(r#"property "" "" []"#)),
    (r#""IsAccountConnectorProperty": false"#, Some(r#"parameter "" "" []"#)),
    (r#""IsAccountConnectorProperty": null"#, Some(r#"parameter "" "" []"#)),
    (r#""IsAccountConnectorProperty": "true""#, None),
    (r#""IsAccountConnectorProperty": 1"#, None),
    (r#""IsAccountConnectorProperty": True"#, None),
    (r#""IsOptional": true"#, Some(r#"parameter "" "" optional []"#)),
    (r#""IsOptional": null"#, Some(r#"parameter "" "" []"#)),
    (r#""IsOptional": "false""#, None),
    (r#""IsOptional": 0"#, None),
    (r#""IsOptional": true, "IsOptional": false"#, None),
    (r#""IsSensitive": true"#, Some(r#"parameter "" "" sensitive []"#)),
    (r#""IsSensitive": null"#, Some(r#"parameter "" "" []"#)),
    (r#""IsSensitive": []"#, None),
    (r#""IsAccountConnectorProperty": true, "IsOptional": true, "IsSensitive": true, "TargetName": "A", "Values": ["b"]"#,
        Some(r#"property "A" "" optional sensitive ["b"]"#)),
    (r#""Values": ["a"], "Values": ["b"]"#, None),
    (r#""Id": 7"#, Some(r#"parameter "" "" []"#)),
    (r#""Id": "7""#, Some(r#"parameter "" "" []"#)),
    (r#""Id": null"#, Some(r#"parameter "" "" []"#)),
    (r#""Id": -7"#, None),
    (r#""Id": 7.0"#, None),
    (r#""Id": "seven""#, None),
    (r#""Id": [7]"#, None),
    (r#""TargetType": "Url", "DataType": "Text""#, Some(r#"parameter "" "" []"#)),
    (r#""TargetType": null, "DataType": null"#, Some(r#"parameter "" "" []"#)),
    (r#""TargetType": 7"#, None),
    (r#""DataType": 7"#, None),
    (r#""Description": 7, "Sequence": "seven", "Other": {"TargetName": "B"}"#, Some(r#"parameter "" "" []"#)),
    (r#""Other": 1, "Other": 2"#, Some(r#"parameter "" "" []"#)),
    (r#""Other": 1e400"#, Some(r#"parameter "" "" []"#)),
    (r#""Other": "\ud83d""#, Some(r#"parameter "" "" []"#)),
    (r#""Other": "\x""#, None),
    (r#""Other": 01"#, None),
    (r#""TargetName""#, None),
    (r#""TargetName": "A","#, None),
    (r#"TargetName: "A""#, None),
    ("'TargetName': 'A'", None),
    (r#""TargetName": "A" // the host"#, None),
];

#[test]
fn parameters() {
    for (members, expected) in PARAMETERS {
        let file = format!(r#"{{"Id": 7, "Parameters": [{{{members}}}]}}"#);
        let expected = expected.map(|line| format!("7 \"\" \n  {line}\n"));
        all_read(members, &file, expected.as_deref());
    }
}

/// The members of a way to authenticate, and the line for it; `None` if the definition is refused.
#[rustfmt::skip]
const WAYS: &[(&str, Option<&str>)] = &[
    ("", Some("by  ")),
    (r#""Id": "c9b3a1d4-2f6e""#, Some("by c9b3a1d4-2f6e ")),
    (r#""Id": null"#, Some("by  ")),
    (r#""Id": """#, Some("by  ")),
    (r#""Id": 12"#, Some("by 12 ")),
    (r#""Id": 18446744073709551615"#, Some("by 18446744073709551615 ")),
    (r#""Id": 1.5"#, None),
    (r#""Id": -1"#, None),
    (r#""Id": true"#, None),
    (r#""Id": {}"#, None),
    (r#""Id": "1", "Id": "1""#, None),
    (r#""AuthType": "ApiKey""#, Some("by  ApiKey")),
    (r#""AuthType": "Kerberos""#, Some("by  Kerberos")),
    (r#""AuthType": """#, Some("by  ")),
    (r#""AuthType": null"#, Some("by  ")),
    (r#""AuthType": 1"#, None),
    (r#""AuthType": {"ApiKey": null}"#, None),
    (r#""AuthName": "Key", "OAuth2Type": "ClientCredentials""#, Some("by  ")),
    (r#""AuthName": null, "OAuth2Type": null"#, Some("by  ")),
    (r#""AuthName": 1"#, None),
    (r#""OAuth2Type": 1"#, None),
];

#[test]
fn ways_to_authenticate() {
    for (members, expected) in WAYS {
        let file = format!(r#"{{"Id": 7, "Authentication": [{{{members}}}]}}"#);
        let expected = expected.map(|line| format!("7 \"\" \n  {line}\n"));
        all_read(members, &file, expected.as_deref());
    }
}

/// Whole files, and what both make of them; `None` if they refuse them.
#[rustfmt::skip]
const FILES: &[(&str, Option<&str>)] = &[
    (r#"{"Id": 7}"#, Some("7 \"\" \n")),
    (r#" { "Id" : 7 } "#, Some("7 \"\" \n")),
    ("\n\t{\"Id\": 7}\r\n", Some("7 \"\" \n")),
    ("\u{feff}{\"Id\": 7}", Some("7 \"\" \n")),
    ("\u{feff}\u{feff}{\"Id\": 7}", None),
    (" \u{feff}{\"Id\": 7}", None),
    (r#"{"Id": 0}"#, Some("0 \"\" \n")),
    (r#"{"Id": "7"}"#, Some("7 \"\" \n")),
    (r#"{"Id": 9007199254740993}"#, Some("9007199254740993 \"\" \n")),
    (r#"{"Id": "9007199254740993"}"#, Some("9007199254740993 \"\" \n")),
    (r#"{"Id": 18446744073709551615}"#, Some("18446744073709551615 \"\" \n")),
    (r#"{"Id": 18446744073709551616}"#, None),
    (r#"{"Id": "18446744073709551616"}"#, None),
    (r#"{"Id": -1, "AuthType": "None"}"#, None),
    (r#"{"Id": 7.0, "AuthType": "None"}"#, None),
    (r#"{"Id": 7e0, "AuthType": "None"}"#, None),
    (r#"{"Id": "", "AuthType": "None"}"#, None),
    (r#"{"Id": " 7", "AuthType": "None"}"#, None),
    (r#"{"Id": "seven", "AuthType": "None"}"#, None),
    (r#"{"Id": null, "AuthType": "None"}"#, None),
    (r#"{"Id": true, "AuthType": "None"}"#, None),
    (r#"{"Id": [7], "AuthType": "None"}"#, None),
    (r#"{"Id": {"Value": 7}, "AuthType": "None"}"#, None),
    (r#"{"id": 7, "AuthType": "None"}"#, None),
    (r#"{"Id": 7, "Id": 7}"#, None),
    (r#"{"Name": "Acme", "AuthType": "None", "Parameters": []}"#, None),
    (r#"{"Id": 7, "Name": "Acme"}"#, Some("7 \"Acme\" \n")),
    (r#"{"Id": 7, "Name": null}"#, Some("7 \"\" \n")),
    (r#"{"Id": 7, "Name": "null"}"#, Some("7 \"null\" \n")),
    (r#"{"Id": 7, "Name": "  \n"}"#, Some("7 \"  \\n\" \n")),
    (r#"{"Id": 7, "Name": "\u202eAcme\u0000"}"#, Some("7 \"\\u{202e}Acme\\0\" \n")),
    (r#"{"Id": 7, "Name": 7}"#, None),
    (r#"{"Id": 7, "Name": ["Acme"]}"#, None),
    (r#"{"Id": 7, "Name": "Acme", "Name": "Acme"}"#, None),
    (r#"{"Id": 7, "AuthType": "OAuth2"}"#, Some("7 \"\" OAuth2\n")),
    (r#"{"Id": 7, "AuthType": "oauth2"}"#, Some("7 \"\" oauth2\n")),
    (r#"{"Id": 7, "AuthType": "Kerberos"}"#, Some("7 \"\" Kerberos\n")),
    (r#"{"Id": 7, "AuthType": null}"#, Some("7 \"\" \n")),
    (r#"{"Id": 7, "AuthType": ""}"#, Some("7 \"\" \n")),
    (r#"{"Id": 7, "AuthType": 2}"#, None),
    (r#"{"Id": 7, "OAuth2Type": "Unknown", "AuthScheme": "Bearer", "AuthDescription": "…"}"#, Some("7 \"\" \n")),
    (r#"{"Id": 7, "OAuth2Type": null, "AuthScheme": null, "AuthDescription": null}"#, Some("7 \"\" \n")),
    (r#"{"Id": 7, "OAuth2Type": 2}"#, None),
    (r#"{"Id": 7, "AuthScheme": 2}"#, None),
    (r#"{"Id": 7, "AuthDescription": 2}"#, None),
    (r#"{"Id": 7, "Description": 2}"#, None),
    (r#"{"Id": 7, "Status": 2}"#, None),
    (r#"{"Id": 7, "Icon": 2}"#, None),
    (r#"{"Id": 7, "Version": 2}"#, None),
    (r#"{"Id": 7, "Version": "2"}"#, Some("7 \"\" \n")),
    (r#"{"Id": 7, "Version": "null"}"#, Some("7 \"\" \n")),
    (r#"{"Id": 7, "Version": null, "Description": null, "Status": null, "Icon": null}"#, Some("7 \"\" \n")),
    (r#"{"Id": 7, "Parameters": null, "Authentication": null}"#, Some("7 \"\" \n")),
    (r#"{"Id": 7, "Parameters": [], "Authentication": []}"#, Some("7 \"\" \n")),
    (r#"{"Id": 7, "Parameters": {}}"#, None),
    (r#"{"Id": 7, "Parameters": {"TargetName": "A"}}"#, None),
    (r#"{"Id": 7, "Parameters": "A"}"#, None),
    (r#"{"Id": 7, "Parameters": [null]}"#, None),
    (r#"{"Id": 7, "Parameters": ["A"]}"#, None),
    (r#"{"Id": 7, "Parameters": [7]}"#, None),
    (r#"{"Id": 7, "Parameters": [[]]}"#, None),
    (r#"{"Id": 7, "Parameters": [[7, "Label", "A"]]}"#, None),
    (r#"{"Id": 7, "Parameters": [{}, []]}"#, None),
    (r#"{"Id": 7, "Parameters": [], "Parameters": []}"#, None),
    (r#"{"Id": 7, "Authentication": {}}"#, None),
    (r#"{"Id": 7, "Authentication": "OAuth2"}"#, None),
    (r#"{"Id": 7, "Authentication": [null]}"#, None),
    (r#"{"Id": 7, "Authentication": [[]]}"#, None),
    (r#"{"Id": 7, "Authentication": [["1"]]}"#, None),
    (r#"{"Id": 7, "Parameters": [{"TargetName": "A"}, {"TargetName": "A"}]}"#,
        Some("7 \"\" \n  parameter \"A\" \"\" []\n  parameter \"A\" \"\" []\n")),
    (r#"{"Authentication": [{"Id": "1"}, {"Id": "1"}], "Parameters": [{}], "Name": "Acme", "Id": 7}"#,
        Some("7 \"Acme\" \n  by 1 \n  by 1 \n  parameter \"\" \"\" []\n")),
    (r#"{"Id": 7, "CustomFields": [], "Tags": {"Id": "x"}, "": 1, "Parameter": 7}"#, Some("7 \"\" \n")),
    (r#"{"Id": 7, "Other": 1, "Other": [[], {"Name": 1, "Name": 2}]}"#, Some("7 \"\" \n")),
    (r#"{"Id": 7, "Other": -1e999}"#, Some("7 \"\" \n")),
    (r#"{"Id": 7, "\ud83d": 1}"#, None),
    ("[]", Some("")),
    (r#"[{"Id": 7}, {"Id": "8", "Name": "Eight"}]"#, Some("7 \"\" \n8 \"Eight\" \n")),
    (r#"[{"Id": 7}, {"Id": 7}]"#, Some("7 \"\" \n7 \"\" \n")),
    (r#"[{"Id": 7}, null]"#, None),
    (r#"[{"Id": 7}, {}]"#, None),
    (r#"[[{"Id": 7}]]"#, None),
    ("[7]", None),
    ("{}", None),
    ("null", None),
    ("7", None),
    (r#""Acme""#, None),
    ("", None),
    (" \n", None),
    ("\u{feff}", None),
    ("{", None),
    (r#"{"Id": 7"#, None),
    (r#"{"Id": 7}}"#, None),
    (r#"{"Id": 7} {"Id": 8}"#, None),
    (r#"{"Id": 7}, {"Id": 8}"#, None),
    (r#"{"Id": 7,}"#, None),
    (r#"{"Id" 7}"#, None),
    (r#"{"Id": }"#, None),
    ("{Id: 7}", None),
    ("{\"Id\": 7, \"Name\": \"Acme\n\"}", None),
    ("{\"Id\": 7, \"Name\": \"\u{0}\"}", None),
    (r#"[{"Id": 7}"#, None),
    (r#"[{"Id": 7},]"#, None),
    ("<!DOCTYPE html><html></html>", None),
    ("Id: 7\nName: Acme\n", None),
];

#[test]
fn files() {
    for (file, expected) in FILES {
        all_read(file, file, *expected);
    }
}

/// Every member of a full definition takes every odd value in turn.
#[test]
fn any_value_in_any_place() {
    let full = json!({
        "Id": 7, "Name": "Acme", "Description": "D", "Status": "S", "Version": "1", "Icon": "I",
        "AuthDescription": "A", "AuthType": "OAuth2", "OAuth2Type": "Unknown", "AuthScheme": "B",
        "Parameters": [{
            "Id": 1, "Name": "Label", "TargetName": "Region", "TargetType": "T", "DataType": "D",
            "IsAccountConnectorProperty": true, "IsOptional": true, "IsSensitive": true,
            "Values": ["eu", {"Name": "N", "Value": "us"}],
        }],
        "Authentication": [{"Id": "1", "AuthName": "N", "AuthType": "ApiKey", "OAuth2Type": "Unknown"}],
    });
    let odd = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(""),
        json!("7"),
        json!("x"),
        json!([]),
        json!([[]]),
        json!([null]),
        json!(["x", 7]),
        json!([{}]),
        json!({}),
        json!({"Value": "x"}),
        json!({"Id": 7}),
    ];
    let (mut read, mut refused) = (0, 0);
    for place in ["", "/Parameters/0", "/Authentication/0", "/Parameters/0/Values/1"] {
        let keys: Vec<_> = full.pointer(place).unwrap().as_object().unwrap().keys().collect();
        for key in keys {
            for value in &odd {
                let mut json = full.clone();
                json.pointer_mut(place).unwrap()[key] = value.clone();
                let file = json.to_string();
                let (library, derive) = (library(&file), derive(&file));
                assert_eq!(
                    library.as_ref().ok(),
                    derive.as_ref().ok(),
                    "{place} {key}: {value}\n{library:?}\n{derive:?}"
                );
                *(if library.is_ok() { &mut read } else { &mut refused }) += 1;
            }
        }
    }
    assert!(read > 100 && refused > 200, "{read} read, {refused} refused");
}

/// The derive alone protects the compiler, and recognizes the file of an account connector.
#[test]
fn the_derive_alone_refuses_these() {
    let nested = |depth: usize| {
        format!(r#"{{"Id": 7, "Other": {}{}}}"#, "[\n".repeat(depth), "]".repeat(depth))
    };
    assert_eq!(derive(&nested(126)).unwrap(), "7 \"\" \n");
    for depth in [127, 6_000, 1_000_000] {
        insta::allow_duplicates! {
            insta::assert_snapshot!(derive(&nested(depth)).unwrap_err(), @"nests lists and objects more than 127 deep in line 127; store there what `GET /v1.0/connectors/{id}` answers");
        }
    }
    // Brackets in texts don't nest.
    let quoted = format!(r#"{{"Id": 7, "Other": "\\\"{}"}}"#, "[{".repeat(200));
    assert_eq!(derive(&quoted).unwrap(), "7 \"\" \n");

    let installed = r#"{"Id": 1, "Connector": {"Id": 2}, "Properties": []}"#;
    insta::assert_snapshot!(derive(installed).unwrap_err(), @"isn't a connector's definition: it has neither `Parameters` nor `AuthType`; store there what `GET /v1.0/connectors/{id}` answers");
}

#[test]
fn the_derive_gives_its_reason() {
    let sentences = [
        "{\n  \"Id\": 7,,\n}",
        "{\"Größe\": 7,,}",
        "{\n\"Id\": 7\n",
        r#"{"Id": "seven", "AuthType": "None"}"#,
        r#"{"AuthType": "None"}"#,
        r#"[{"Id": 7}, 8]"#,
        r#"[{"Id": 7}, {"Name": "Eight"}]"#,
        r#"[{"AuthType": "None"}]"#,
        r#"{"Id": 7, "Parameters": [{}, []]}"#,
        r#"{"Id": 7, "Parameters": [{"Values": {}}]}"#,
        r#"{"Id": 7, "Parameters": [{"IsOptional": "yes"}]}"#,
        r#"{"Id": 7, "Authentication": [{"AuthType": 1}]}"#,
        r#"{"Id": 7, "Name": "A", "Name": "B"}"#,
    ]
    .map(|file| {
        let sentence = derive(file).unwrap_err();
        let answers = "; store there what `GET /v1.0/connectors/{id}` answers";
        sentence.strip_suffix(answers).unwrap_or(&sentence).to_owned()
    });
    insta::assert_snapshot!(sentences.join("\n"), @"
    isn't valid JSON in line 2, column 11: key must be a string; correct it there
    isn't valid JSON in line 1, column 13: key must be a string; correct it there
    isn't valid JSON in line 3, column 1: EOF while parsing an object; correct it there
    isn't a connector's definition: `Id` isn't a whole number
    isn't a connector's definition: it has no `Id`
    isn't a connector's definition: `[1]` isn't an object
    isn't a connector's definition: `[1]` has neither `Parameters` nor `AuthType`
    isn't a connector's definition: `[0]` has no `Id`
    isn't a connector's definition: `Parameters[1]` isn't an object
    isn't a connector's definition: `Parameters[0].Values` isn't a list
    isn't a connector's definition: `Parameters[0].IsOptional` is neither true nor false
    isn't a connector's definition: `Authentication[0].AuthType` isn't text
    isn't a connector's definition: `Name` is there twice
    ");
}
