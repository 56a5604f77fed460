//! The payloads of real connectors, and of any text that a property may hold.

use cyclr_oauth::connector::{Payload, PropertyText};
use cyclr_oauth::{AccountConnector, AuthValue, OAuthTokens, PropertyValue, Secret};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The output of `to_json`, which any other serializer must match.
fn read(payload: Payload<'_>) -> Value {
    let json = payload.to_json();
    assert_eq!(json.expose_secret(), serde_json::to_string(&payload).unwrap());
    serde_json::from_str(json.expose_secret()).unwrap()
}

#[derive(AccountConnector)]
struct Nothing {
    #[cyclr(auth_value)]
    auth_value: Option<AuthValue>,
    hostname: Option<String>,
}

#[test]
fn absent_parts_are_left_out() {
    let json = |auth_value, hostname: Option<&str>| {
        let nothing = Nothing { auth_value, hostname: hostname.map(str::to_owned) };
        read(nothing.payload())
    };
    assert_eq!(json(None, None), json!({}));
    assert_eq!(json(Some(AuthValue::empty()), None), json!({"AuthValue": "{}"}));
    assert_eq!(json(None, Some("")), json!({"Properties": [{"Name": "Hostname", "Value": ""}]}));
}

#[derive(AccountConnector)]
#[cyclr(name = "N\"\n\\", version = "1.0", authentication_id = "8b6bcd8c")]
struct Anything {
    client_id: String,
    client_secret: Secret,
    #[cyclr(rename = "Odd \"name\"\\\u{1}é")]
    odd: String,
    optional: Option<String>,
    number: i64,
    letter: char,
    #[cyclr(auth_value)]
    auth_value: Option<AuthValue>,
}

/// Any text, in which the characters that JSON escapes are frequent.
fn text() -> impl Strategy<Value = String> {
    let char = prop_oneof![
        proptest::char::any(),
        proptest::char::range('\0', '\u{1f}'),
        proptest::sample::select(vec!['"', '\\', '/', '\u{7f}', '\u{2028}', 'é', 'a']),
    ];
    let plain = proptest::char::range(' ', '~');
    prop_oneof![
        proptest::collection::vec(char, 0..40),
        proptest::collection::vec(plain, 0..200),
        // A single character to escape, at any position.
        (0..150_usize, 0..150_usize).prop_map(|(before, after)| {
            let mut text = vec!['x'; before];
            text.push('"');
            text.extend(vec!['x'; after]);
            text
        }),
    ]
    .prop_map(String::from_iter)
}

proptest! {
    #[test]
    fn any_text_survives_a_round_trip(
        (client_id, client_secret, odd, optional) in (text(), text(), text(), proptest::option::of(text())),
        (number, letter) in (any::<i64>(), any::<char>()),
        auth_value in prop_oneof![
            Just(None),
            text().prop_map(|key| Some((key, None))),
            (text(), proptest::option::of(text())).prop_map(|(access, refresh)| Some((access, Some(refresh)))),
        ],
    ) {
        let anything = Anything {
            client_id: client_id.clone(),
            client_secret: Secret::from(client_secret.as_str()),
            odd: odd.clone(),
            optional: optional.clone(),
            number,
            letter,
            auth_value: auth_value.clone().map(|auth_value| match auth_value {
                (key, None) => AuthValue::api_key(key),
                (access, Some(None)) => AuthValue::oauth(OAuthTokens::new(access)),
                (access, Some(Some(refresh))) => {
                    AuthValue::oauth(OAuthTokens::new(access).with_refresh_token(refresh))
                }
            }),
        };
        let mut properties = vec![
            ("ClientId", client_id),
            ("ClientSecret", client_secret),
            ("Odd \"name\"\\\u{1}é", odd),
        ];
        properties.extend(optional.map(|optional| ("Optional", optional)));
        properties.extend([("Number", number.to_string()), ("Letter", letter.to_string())]);

        prop_assert!(anything.properties().iter().eq(properties.iter().map(|(n, v)| (*n, v.as_str()))));

        let payload = read(anything.payload());
        prop_assert_eq!(&payload["Name"], "N\"\n\\");
        let listed: Vec<Value> =
            properties.iter().map(|(name, value)| json!({"Name": name, "Value": value})).collect();
        prop_assert_eq!(&payload["Properties"], &Value::from(listed));
        match auth_value {
            None => prop_assert!(payload.get("AuthValue").is_none()),
            Some((key, None)) => prop_assert_eq!(&payload["AuthValue"], &Value::from(key)),
            Some((access, Some(refresh))) => {
                let nested = payload["AuthValue"].as_str().unwrap();
                let mut expected = json!({"AccessToken": access});
                if let Some(refresh) = refresh {
                    expected["RefreshToken"] = refresh.into();
                }
                prop_assert_eq!(nested, expected.to_string());
                prop_assert_eq!(serde_json::from_str::<Value>(nested).unwrap(), expected);
            }
        }
    }
}

/// A value with a different text each time.
#[derive(Default)]
struct Counting(std::cell::Cell<u64>);

impl PropertyValue for Counting {
    fn property_text(&self) -> Option<PropertyText<'_>> {
        self.0.set(self.0.get() + 1);
        Some(PropertyText::from("\"".repeat(self.0.get().try_into().unwrap())))
    }
}

#[test]
fn each_value_gives_its_text_once() {
    #[derive(AccountConnector)]
    struct Odd {
        counting: Counting,
        #[cyclr(with = next)]
        computed: std::cell::Cell<u64>,
    }

    fn next(number: &std::cell::Cell<u64>) -> u64 {
        number.set(number.get() * 1000);
        number.get()
    }

    let odd = Odd { counting: Counting::default(), computed: 1.into() };
    let json = odd.payload().to_json();
    let json: Value = serde_json::from_str(json.expose_secret()).unwrap();
    let [first, second] = [r#"""#, "1000"];
    assert_eq!(
        json["Properties"],
        json!([{"Name": "Counting", "Value": first}, {"Name": "Computed", "Value": second}]),
    );
    assert_eq!((odd.counting.0.get(), odd.computed.get()), (1, 1000));
}

#[test]
fn many_properties_are_written_in_their_order() {
    #[derive(AccountConnector)]
    struct Many {
        #[cyclr(flatten)]
        first: Ten,
        #[cyclr(flatten)]
        second: Three,
    }

    #[derive(AccountConnector)]
    #[rustfmt::skip]
    struct Ten { a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: String }

    #[derive(AccountConnector)]
    struct Three {
        k: Option<u8>,
        l: &'static str,
        m: Secret,
    }

    let first = Ten { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: "10".to_owned() };
    let second = Three { k: None, l: "12", m: Secret::from("13") };
    let many = Many { first, second };
    let names: Vec<_> = read(many.payload())["Properties"]
        .as_array()
        .unwrap()
        .iter()
        .map(|property| property["Value"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names.join(" "), "1 2 3 4 5 6 7 8 9 10 12 13");
}
