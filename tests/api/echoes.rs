//! A server may repeat a secret in any form. No error prints it.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use cyclr_oauth::api::{
    AccessToken, ApiResponse, Call, CallMethod, Content, CreateProperty, GetAccountConnector,
    Method, MethodId, Operation, Session, Unreadable, UpdateAccountConnector,
};
use cyclr_oauth::{AccountId, AuthValue, Error, OAuthTokens};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use serde_json::json;

use crate::calls::{CANARY, Fixture, US, all_of, response};

type Echo = fn(&str) -> String;

fn percent(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn escaped(text: &str) -> String {
    json!(text).to_string()
}

fn between(text: &str, separator: &str) -> String {
    text.chars().flat_map(|c| [c.to_string(), separator.to_owned()]).collect()
}

fn each_as(text: &str, form: impl Fn(char) -> String) -> String {
    text.chars().map(form).collect()
}

/// The forms of a secret that a server may put in the `Message` of a JSON object.
const IN_MESSAGE: &[(&str, Echo)] = &[
    ("whole", |s| s.to_owned()),
    ("without its first character", |s| s.chars().skip(1).collect()),
    ("without its last character", |s| s.chars().take(s.chars().count() - 1).collect()),
    ("its second half", |s| s.chars().skip(s.chars().count() / 2).collect()),
    ("trimmed", |s| s.trim().to_owned()),
    ("in upper case", str::to_uppercase),
    ("in lower case", str::to_lowercase),
    ("with CRLF for LF", |s| s.replace('\n', "\r\n")),
    ("with LF for CRLF", |s| s.replace("\r\n", "\n")),
    ("without line ends", |s| s.replace(['\r', '\n'], "")),
    ("one of its lines", |s| s.lines().max_by_key(|line| line.len()).unwrap_or(s).to_owned()),
    ("with a space after each character", |s| between(s, " ")),
    ("with a hyphen after each character", |s| between(s, "-")),
    ("with an invisible character after each", |s| between(s, "\u{200B}")),
    ("with a zero after each character", |s| between(s, "\0")),
    ("in quotes within a sentence", |s| format!("the value '{s}' is not valid")),
    ("in the query of a URL", |s| format!("GET https://api.example/?key={s}&x=1 failed")),
    ("percent-encoded", percent),
    ("percent-encoded in lower case", |s| percent(s).to_lowercase()),
    ("percent-encoded twice", |s| percent(&percent(s))),
    ("every byte percent-encoded", |s| s.bytes().map(|byte| format!("%{byte:02X}")).collect()),
    ("as a form value", |s| url::form_urlencoded::byte_serialize(s.as_bytes()).collect()),
    ("escaped", escaped),
    ("escaped twice", |s| escaped(&escaped(s))),
    ("every character escaped by number", |s| each_as(s, |c| format!("\\u{:04x}", c as u32))),
    ("as named entities", |s| s.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")),
    ("as decimal entities", |s| each_as(s, |c| format!("&#{};", c as u32))),
    ("as hexadecimal entities", |s| each_as(s, |c| format!("&#x{:x};", c as u32))),
    ("in base64", |s| STANDARD.encode(s)),
    ("in base64 without padding", |s| STANDARD.encode(s).trim_end_matches('=').to_owned()),
    ("in base64url", |s| URL_SAFE_NO_PAD.encode(s)),
    ("in base64 behind other letters", |s| format!("key{}", STANDARD.encode(format!("xx{s}")))),
    ("in base64 in groups of five", |s| {
        let text = STANDARD.encode(s);
        text.as_bytes()
            .chunks(5)
            .map(|group| format!("{} ", String::from_utf8_lossy(group)))
            .collect()
    }),
    ("in base64 on lines", |s| STANDARD.encode(s).replace('=', "").replace('Y', "Y\n")),
    ("as entities without semicolons", |s| each_as(s, |c| format!("&#{}", c as u32))),
    ("escaped as JavaScript did", |s| each_as(s, |c| format!("%u{:04x}", c as u32))),
    ("in base64 as Basic credentials", |s| format!("Basic {}", STANDARD.encode(format!("me:{s}")))),
    ("in JSON within the message", |s| json!({"Properties": [{"Value": s}]}).to_string()),
    ("in HTML within the message", |s| format!("<html><pre>{s}</pre></html>")),
    ("where the message is cut for printing", |s| format!("{}{s}", "- ".repeat(144))),
    ("where the message is no longer looked at", |s| format!("{}{s}", "- ".repeat(1022))),
    ("repeated", |s| s.repeat(3)),
];

/// The forms that a server may put elsewhere.
const ELSEWHERE: &[(&str, Echo)] = &[
    ("as plain text", |s| s.to_owned()),
    ("in HTML", |s| format!("<html><pre>{s}</pre></html>")),
    ("as a JSON text", escaped),
    ("in a JSON list", |s| json!([s]).to_string()),
    ("in JSON that is cut short", |s| json!({"Message": s}).to_string().replace('}', "")),
    ("in JSON with something behind it", |s| format!("{} x", json!({"Message": s}))),
    ("as a member's name", |s| json!({s: "no"}).to_string()),
    ("in another member", |s| json!({"Detail": {"Request": [s]}}).to_string()),
    ("in an AuthValue", |s| json!({"AuthValue": s}).to_string()),
    ("in a message that is an object", |s| json!({"Message": {"Text": s}}).to_string()),
    ("in `message`", |s| json!({"message": s}).to_string()),
    ("in `error`", |s| json!({"error": s}).to_string()),
    ("in `error_description`", |s| json!({"error": "x", "error_description": s}).to_string()),
    ("after a byte order mark", |s| format!("\u{feff}{}", json!({"Message": s}))),
    ("in the second of two messages", |s| format!(r#"{{"Message":"no","Message":{}}}"#, json!(s))),
    ("in UTF-16", |s| s.encode_utf16().map(|unit| char::from(unit as u8)).collect()),
];

#[test]
fn at_least_forty_forms_are_tested() {
    assert!(IN_MESSAGE.len() + ELSEWHERE.len() >= 40);
}

fn bodies(secret: &str) -> impl Iterator<Item = (&'static str, String)> {
    let in_message =
        IN_MESSAGE.iter().map(|(way, echo)| (*way, json!({ "Message": echo(secret) }).to_string()));
    in_message
        .chain(ELSEWHERE.iter().map(|(way, echo)| (*way, echo(secret))))
        .collect::<Vec<_>>()
        .into_iter()
}

/// The letters and digits of a text, in lower case.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Asserts that nothing an error prints shares six letters or digits in a row with the secret, also
/// after decoding.
fn assert_hidden(error: &Error, secret: &str, context: &str) {
    let printed = all_of(error);
    let (shown, secret) = (folded(&printed), folded(secret));
    let secret: Vec<_> = secret.chars().collect();
    for run in secret.windows(6) {
        let run: String = run.iter().collect();
        assert!(!shown.contains(&run), "{context}: `{run}` in {printed}");
    }
    let message = error.message().unwrap_or_default();
    for undone in [
        percent_encoding::percent_decode_str(message).decode_utf8_lossy().into_owned(),
        message
            .split(' ')
            .filter_map(|word| STANDARD.decode(word).ok())
            .fold(String::new(), |text, decoded| text + &String::from_utf8_lossy(&decoded)),
    ] {
        assert!(!folded(&undone).contains(CANARY), "{context}: {undone} in {printed}");
    }
    assert!(!message.contains(['\\', '&']), "{context}: {printed}");
}

#[test]
fn no_way_to_repeat_a_secret_gets_it_printed() {
    for secret in [
        "c4n4ryc4n4ry",
        "+c4n4ry/c4n4ry==",
        "c4n4ry\"c4n4ry'c4n4ry\\c4n4ry",
        "c4n4ry\r\nc4n4ry\tc4n4ry",
        "-----BEGIN KEY-----\nc4n4ryc4n4ry\nC4N4RYc4n4ry\n-----END KEY-----\n",
        "üc4n4ryü€😀c4n4ry",
        "c4n4ry&c4n4ry=c4n4ry c4n4ry%2Bc4n4ry",
        "{\"c4n4ry\":\"c4n4ryc4n4ry\"}",
        " c4n4ryc4n4ry ",
    ] {
        let fixture = Fixture::new("Acme-42", secret);
        let token = AccessToken::new("Ab+/t0k3n-of-mine=", None).unwrap();
        for call in fixture.calls().iter().filter(|call| carries_secrets(call.name)) {
            for (way, body) in bodies(secret) {
                let answer = response(400, body.clone());
                let error = (call.read)(Session::new(&US, &token), answer).unwrap_err();
                let context = format!("{}, {way}, {body}", call.name);
                assert_hidden(&error, secret, &context);
            }
        }
    }
}

fn carries_secrets(call: &str) -> bool {
    let without = [
        "sign-in",
        "list",
        "get",
        "nothing",
        "delete",
        "deauth",
        "remove",
        "update account",
        "webhook off",
        "prerequisites",
        "current user",
    ];
    !without.iter().any(|word| call.contains(word))
}

#[test]
fn no_way_to_repeat_the_access_token_gets_it_printed_by_any_call() {
    let token = AccessToken::new("Ab+/c4n4ryc4n4ry=", None).unwrap();
    let fixture = Fixture::new("Acme-42", "s3cr3t-of-mine");
    for call in fixture.calls() {
        for (way, body) in bodies(token.expose_secret()) {
            let answer = response(500, body);
            let error = (call.read)(Session::new(&US, &token), answer).unwrap_err();
            assert_hidden(&error, token.expose_secret(), &format!("{}, {way}", call.name));
        }
    }
}

pub fn refused(call: &impl Call, message: &str) -> Error {
    let token = AccessToken::new("t0k3n-of-mine", None).unwrap();
    let body = json!({ "Message": message }).to_string();
    let error = Session::new(&US, &token).read(call, response(400, body)).err().unwrap();
    assert_eq!(format!("{error:?}"), format!("Error({error})"));
    error
}

#[test]
fn secrets_behind_base64_and_within_an_auth_value_are_secret_too() {
    let account = AccountId::new("Acme-42").unwrap();
    let basic = AuthValue::basic("c4n4ry-user", "c4n4ry:password").unwrap();
    let header = AuthValue::api_key(format!("Basic {}", STANDARD.encode("me:c4n4ry-password")));
    let padded = AuthValue::api_key(STANDARD.encode("me:c4n4ry-password!"));
    let long = "c4n4ry".repeat(500);
    let long_header = AuthValue::api_key(STANDARD.encode(&long));
    let key = AuthValue::api_key(r#"{"c4n4ry-as-a-name":1}"#);
    let tokens = OAuthTokens::new("c4n4ry1").with_refresh_token("c4n4ry2");
    for (auth_value, message) in [
        (&basic, "c4n4ry-user"),
        (&basic, "the password c4n4ry:password is wrong"),
        (&header, "c4n4ry-password is wrong"),
        (&padded, "c4n4ry-password is wrong"),
        (&long_header, &long),
        (&key, "c4n4ry-as-a-name is wrong"),
        (&AuthValue::oauth(tokens), "c4n4ry2 was refused"),
    ] {
        let call = UpdateAccountConnector {
            account: &account,
            id: 7.into(),
            name: None,
            description: None,
            auth_value: Some(auth_value),
        };
        let error = refused(&call, message);
        insta::allow_duplicates! {
            insta::assert_snapshot!(error, @"PUT /v1.0/account/connectors/{id}: 400 Bad Request (Cyclr's message is withheld, as it may repeat a secret)");
        }
        assert!(
            error.expose_body().unwrap().contains(message),
            "the body is there for those who ask"
        );
    }
}

#[test]
fn a_message_without_a_secret_is_printed_with_the_names_that_were_sent() {
    let fixture = Fixture::new("Acme-42", "s3cr3t-of-mine");
    for call in fixture.calls() {
        for message in [
            "The property Password of Acme 1.0 is not valid for account Acme-42",
            "AccessToken: 100 % of the refresh tokens & more are wrong",
        ] {
            let body = json!({ "Message": message }).to_string();
            let error = (call.read)(Session::without_token(&US), response(400, body)).unwrap_err();
            assert_eq!(error.message(), Some(message), "{}", call.name);
            assert!(error.to_string().ends_with(message), "{error}");
        }
    }
}

/// A custom call that doesn't declare its secrets.
struct Custom(Content);

impl Call for Custom {
    type Output = ();

    const OPERATION: Operation = Operation::new(Method::POST, "/v1.0/custom");

    fn path(&self) -> String {
        "/v1.0/custom".to_owned()
    }

    fn content(&self) -> Content {
        self.0.clone()
    }

    fn read(&self, _: &ApiResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

#[test]
fn every_value_of_a_custom_call_counts_as_a_secret() {
    let form = |text: &str| Content::Form(text.as_bytes().to_vec().into());
    let json = |text: &str| Content::Json(text.as_bytes().to_vec().into());
    for content in [
        form("user=me&password=c4n4ry%2Bc4n4ry"),
        form("password=c4n4ry+c4n4ry"),
        form("c4n4ryc4n4ry"),
        json(r#"{"Password":"c4n4ryc4n4ry","Password":"x"}"#),
        json(r#"{"AuthValue":"{\"AccessToken\":\"YzRuNHJ5YzRuNHJ5\"}"}"#),
        json(r#"{"AuthValue":"{\"c4n4ryc4n4ry\":1}"}"#),
        json(r#""c4n4\u0072y\u0063\u0034n4ry""#),
        json("\u{FEFF}{\"A\":1}\n{\"B\":\"c4n\\u0034ry\"}"),
        json(r#"{"Anything":{"At":["c4n4ryc4n4ry"]}}"#),
        json(r#"{"Escaped":"\u0063\u0034\u006e\u0034\u0072\u0079"}"#),
        json(r#"{"Number":123456789}"#),
        json(r#"{"Number":-123456789}"#),
        json(r#"{"Number":1234567.89}"#),
        json("c4n4ryc4n4ry, which isn't JSON"),
        json(r"c4\nn4\nry, which isn't JSON either"),
    ] {
        let call = Custom(content);
        let error = refused(&call, "c4n4ry and 123456789 are wrong");
        assert_eq!(error.message(), None, "{:?}: {error}", call.0);
        assert_eq!(refused(&call, "wrong").message(), Some("wrong"));
    }
    for names in [r#"{"InstanceUrl":"x"}"#, r#"[{"InstanceUrl":["x",-1,1.5,true,null]}]"#] {
        let error = refused(&Custom(json(names)), "The parameter InstanceUrl is required");
        assert!(error.message().is_some(), "{names}: {error}");
    }
}

/// As other languages write it, or as it was cut.
#[test]
fn any_spelling_of_json_counts() {
    let encoded = STANDARD.encode("hunter2hunter2hunter2");
    for (body, message) in [
        (r#"{"p":"abc\ud83d\ude00def"}"#.to_owned(), "bad value abc😀def"),
        (r#"{"p":"\ud83d\ude00\uD83D\uDE01"}"#.to_owned(), "bad value 😀😁"),
        (r#"{"p":"\ud842\udfb7\ud842\udfb8\ud842\udfb9"}"#.to_owned(), "not 𠮷𠮸𠮹"),
        (r#"{"p":"{\"q\":\"abc\\ud83d\\ude00def\"}"}"#.to_owned(), "bad abc😀def"),
        (r#"{"p":"!\t!"}"#.to_owned(), "not !\t!"),
        (r#"{"p":"!\b\f\n\r\/\"\\!"}"#.to_owned(), "not !\u{8}\u{C}\n\r/\"\\!"),
        (r#"{"p":"q7x\ud83d"}"#.to_owned(), "not q7x"),
        (r#"{"p":"q7x\ud83d\n"}"#.to_owned(), "not q7x"),
        (r#"{"pin":"1234",}"#.to_owned(), "wrong: 1234"),
        (r#"{"pin":"q7x",}"#.to_owned(), "wrong: q7x"),
        ("{\"pin\":\"1234\"}\n{\"pin\":\"777\"}".to_owned(), "wrong: 777"),
        (r#"{"pin":"1234","o":"#.to_owned(), "wrong: 1234"),
        (r#"{"pin":1e3}"#.to_owned(), "wrong: 1000"),
        (r#"{"pin":1e3}"#.to_owned(), "wrong: 1e3"),
        (format!("{{\"k\":\"{encoded}\"}}\n{{}}"), "bad: hunter2hunter2"),
    ] {
        let body = body.into_bytes();
        let error = refused(&Custom(Content::Json(body.into())), message);
        assert_eq!(error.message(), None, "{message:?}");
    }
}

#[test]
fn many_short_values_take_linear_time() {
    // A search of the message for each value would take 800 million comparisons.
    let values = vec!["7"; 400_000].join(",");
    let call = Custom(Content::Json(format!("[{values}]").into_bytes().into()));
    assert!(refused(&call, &"a ".repeat(1000)).message().is_some());
}

#[test]
fn the_debug_of_a_response_has_no_header() {
    struct Shows;

    impl Call for Shows {
        type Output = String;

        const OPERATION: Operation = Operation::new(Method::GET, "/v1.0/custom");

        fn path(&self) -> String {
            "/v1.0/custom".to_owned()
        }

        fn read(&self, response: &ApiResponse) -> Result<String, Unreadable> {
            Ok(format!("{}: {response:?}", response.status()))
        }
    }

    let mut answer = response(202, "c4n4ry");
    answer.headers_mut().insert("x-echo", "c4n4ry".parse().unwrap());
    let shown = Session::without_token(&US).read(&Shows, answer).unwrap();
    assert_eq!(shown, "202 Accepted: ApiResponse { status: 202, body: Body(6 bytes), .. }");
}

#[test]
fn a_success_that_cannot_be_read_repeats_nothing() {
    let account = AccountId::new("Acme-42").unwrap();
    let call = GetAccountConnector { account: &account, id: 7.into() };
    for body in [
        r#"{"Id":"c4n4ry"}"#,
        r#"{"Id":{"c4n4ry":1}}"#,
        r#""c4n4ry, expected c4n4ry""#,
        r#"{"c4n4ry":"c4n4ry","c4n4ry":1}"#,
        "c4n4ry",
    ] {
        let mut answer = response(200, body);
        answer.headers_mut().insert("content-type", "text/c4n4ry; c4n4ry=1".parse().unwrap());
        let error = Session::without_token(&US).read(&call, answer).unwrap_err();
        let printed = all_of(&error);
        assert!(error.is_decode() && !printed.contains(CANARY), "{printed}");
        assert!(printed.contains("of another content type"), "{printed}");
    }
}

/// Escapes a JSON text as .NET does: everything but ASCII letters and digits, by number.
/// A custom type may say anything about the value that it found.
#[test]
fn what_a_type_says_about_a_value_is_not_repeated() {
    #[derive(Debug)]
    struct Picky;

    impl<'de> serde::Deserialize<'de> for Picky {
        fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            let text = String::deserialize(from)?;
            Err(serde::de::Error::custom(format_args!("{text}, expected {text}")))
        }
    }

    let account = AccountId::new("Acme-42").unwrap();
    let method = MethodId::new("6f9619ff").unwrap();
    let call = CallMethod::<Picky>::new(&account, 7, &method);
    let answer = response(200, r#""c4n4ry""#);
    let error = Session::without_token(&US).read(&call, answer).unwrap_err();
    assert!(!all_of(&error).contains(CANARY), "{error}");
    assert!(error.to_string().contains("a value is not what it should be"), "{error}");
}

fn by_number(text: &str) -> String {
    let mut escaped = String::new();
    for unit in text.encode_utf16() {
        match char::from_u32(unit.into()) {
            Some(c) if c.is_ascii_alphanumeric() => escaped.push(c),
            _ => write!(escaped, "\\u{unit:04X}").unwrap(),
        }
    }
    escaped
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_secret_is_printed_whatever_is_around_it(
        before in any::<String>(),
        after in any::<String>(),
        around in any::<String>(),
    ) {
        let secret = format!("{before}{CANARY}{after}");
        let account = AccountId::new("Acme-42").unwrap();
        let call = CreateProperty { account: &account, id: 7.into(), name: "Password", value: &secret };
        for echo in [secret.clone(), by_number(&secret), percent(&secret), STANDARD.encode(&secret)] {
            let error = refused(&call, &format!("{around} {echo} {around}"));
            prop_assert!(!all_of(&error).contains(CANARY), "{error}");
            prop_assert!(error.message().is_none_or(|text| !text.contains(&echo)), "{error}");
        }
    }
}
