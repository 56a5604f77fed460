//! The payload writer against `serde_json`, and what is redacted.
#![no_main]

use cyclr_oauth::{AccountConnector, Secret};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    text: &'a str,
    secret: &'a str,
    optional: Option<&'a str>,
    number: i64,
    flag: bool,
    character: char,
}

#[derive(AccountConnector)]
#[cyclr(name = "Acme \"CRM\"", version = "1.0")]
struct Acme<'a> {
    text: &'a str,
    client_secret: Secret,
    optional: Option<&'a str>,
    #[cyclr(flatten)]
    rest: Rest,
}

#[derive(AccountConnector)]
struct Rest {
    number: i64,
    #[cyclr(rename = "odd \u{e9} \"name\"")]
    flag: bool,
    character: char,
}

fuzz_target!(|input: Input<'_>| {
    let Input { text, secret, optional, number, flag, character } = input;
    let rest = Rest { number, flag, character };
    let acme = Acme { text, client_secret: Secret::from(secret), optional, rest };
    let mut properties = vec![
        json!({ "Name": "Text", "Value": text }),
        json!({ "Name": "ClientSecret", "Value": secret }),
    ];
    properties.extend(optional.map(|value| json!({ "Name": "Optional", "Value": value })));
    properties.extend([
        json!({ "Name": "Number", "Value": number.to_string() }),
        json!({ "Name": "odd \u{e9} \"name\"", "Value": flag.to_string() }),
        json!({ "Name": "Character", "Value": character.to_string() }),
    ]);
    let expected = json!({ "Name": "Acme \"CRM\"", "Version": "1.0", "Properties": properties });

    let payload = acme.payload();
    let written = payload.to_json();
    let read: Value = serde_json::from_str(written.expose_secret()).expect("it is JSON");
    assert_eq!(read, expected);
    assert_eq!(serde_json::to_string(&payload).expect("it serialises"), written.expose_secret());

    let redacted: Value = serde_json::from_str(&payload.redacted().to_string()).expect("JSON");
    assert_eq!(redacted["Properties"][1]["Value"], "[redacted]");
});
