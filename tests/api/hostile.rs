//! Any response is either read or an error that repeats nothing of it, and never causes a panic.

use cyclr_oauth::api::{AccessToken, Session};
use serde_json::{Value, json};

use crate::calls::{AnyCall, CANARY, Fixture, NUMBER, US, all_of, response};

/// Reads the response, and returns whether it could be read.
fn is_read(call: &AnyCall<'_>, answer: &[u8]) -> bool {
    let token = AccessToken::new("t0k3n", None).unwrap();
    let session = Session::new(&US, &token);
    let Err(error) = (call.read)(session, response(200, answer)) else {
        return true;
    };
    let shown = || String::from_utf8_lossy(&answer[..answer.len().min(300)]).into_owned();
    assert!(error.is_decode(), "{}: {error} of {}", call.name, shown());
    assert_eq!(error.status().unwrap(), 200);
    let all = all_of(&error);
    assert!(all.len() < 4096, "{}: {} bytes of {}", call.name, all.len(), shown());
    assert!(!error.to_string().contains(char::is_control), "{error}");
    for canary in [CANARY, NUMBER, "9.876543", "-98765"] {
        assert!(!all.contains(canary), "{}: {all} of {}", call.name, shown());
    }
    false
}

fn for_each(test: impl Fn(&AnyCall<'_>)) {
    Fixture::new("Acme-42", "s3cr3t").calls().iter().for_each(test);
}

#[test]
fn a_valid_answer_is_read_with_and_without_a_byte_order_mark() {
    for_each(|call| {
        assert!(is_read(call, call.answer.as_bytes()), "{}", call.name);
        assert!(is_read(call, format!("\u{feff}{}", call.answer).as_bytes()), "{}", call.name);
        assert!(is_read(call, format!(" \r\n{}\n\n", call.answer).as_bytes()), "{}", call.name);
    });
}

#[test]
fn a_response_cut_short_at_any_byte_is_an_error() {
    for_each(|call| {
        for end in 0..call.answer.len() {
            assert!(!is_read(call, &call.answer.as_bytes()[..end]), "{}: {end} bytes", call.name);
        }
    });
}

#[test]
fn a_response_that_is_not_json_is_an_error() {
    let html = format!("<!DOCTYPE html>\n<html><body>{CANARY}</body></html>");
    let utf16: Vec<u8> = "\u{feff}{\"Id\":1}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let garbage: Vec<u8> =
        (0..10_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let answers: [&[u8]; 11] = [
        html.as_bytes(),
        b"",
        b"   ",
        b"\xEF\xBB\xBF",
        &utf16,
        "[".repeat(100_000).leak().as_bytes(),
        r#"{"Id":"#.repeat(100_000).leak().as_bytes(),
        b"\0\0\0\0",
        b"{'Id': 'c4n4ry'}",
        b"c4n4ry",
        &garbage,
    ];
    for_each(|call| {
        for answer in answers {
            assert_eq!(is_read(call, answer), !call.reads(), "{}", call.name);
        }
    });
}

#[test]
fn deep_nesting_in_an_unread_member_does_not_panic() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for_each(|call| {
        is_read(call, call.answer.replacen('{', &format!("{{\"Extra\":{deep},"), 1).as_bytes());
    });
}

#[test]
fn another_top_level_type_is_an_error() {
    for_each(|call| {
        for answer in [r#""c4n4ry""#, "987654321", "-987654321", "9.87654321e300", "true", "null"] {
            assert_eq!(is_read(call, answer.as_bytes()), !call.reads(), "{}: {answer}", call.name);
        }
        let other = match call.answer.starts_with('[') {
            true => json!({CANARY: CANARY}),
            false => {
                json!([CANARY, CANARY, CANARY, CANARY, CANARY, CANARY, CANARY, CANARY, CANARY])
            }
        };
        assert_eq!(is_read(call, other.to_string().as_bytes()), !call.reads(), "{}", call.name);
    });
}

/// Replaces each value of a response in turn.
fn mutations(value: &Value, with: &Value) -> Vec<Value> {
    let mut all = vec![with.clone()];
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                all.extend(mutations(item, with).into_iter().map(|mutation| {
                    let mut items = items.clone();
                    items[index] = mutation;
                    Value::from(items)
                }));
            }
        }
        Value::Object(members) => {
            for (name, item) in members {
                all.extend(mutations(item, with).into_iter().map(|mutation| {
                    let mut members = members.clone();
                    members[name] = mutation;
                    Value::from(members)
                }));
            }
        }
        _ => {}
    }
    all
}

#[test]
fn a_value_of_another_kind_is_read_or_not_repeated() {
    let tricky = "c4n4ry`, expected c4n4ry at line 1 column 1";
    let values = [
        json!(tricky),
        json!("missing field `c4n4ry"),
        json!(""),
        json!(987_654_321),
        json!(-987_654_321_i64),
        json!(u64::MAX),
        json!(9.876_543_21e300),
        json!(true),
        json!(null),
        json!([]),
        json!([tricky]),
        json!({}),
        json!({tricky: tricky}),
        json!([[[987_654_321]]]),
    ];
    for_each(|call| {
        if let Ok(answer) = serde_json::from_str::<Value>(&call.answer) {
            for value in &values {
                for mutation in mutations(&answer, value) {
                    is_read(call, mutation.to_string().as_bytes());
                }
            }
        }
    });
}

#[test]
fn numbers_out_of_range_and_lone_surrogates_are_not_repeated() {
    for_each(|call| {
        for number in [
            "1e999",
            "-1e999",
            "98765432198765432198765432198765432100",
            "-0",
            "0987654321",
            "NaN",
            "9.87654321",
        ] {
            is_read(call, call.answer.replace(NUMBER, number).as_bytes());
        }
        for text in [
            r"\ud800c4n4ry",
            r"\udc00c4n4ry",
            r"\ud83d\ude00c4n4ry",
            r"\u0000c4n4ry",
            r"\xc4n4ry",
            "c4n4ry\n",
        ] {
            is_read(call, call.answer.replace(CANARY, text).as_bytes());
        }
        let not_utf8: Vec<u8> = call
            .answer
            .replace('4', "\u{1}")
            .bytes()
            .map(|byte| if byte == 1 { 0xFF } else { byte })
            .collect();
        is_read(call, &not_utf8);
    });
}

#[test]
fn a_duplicate_member_is_read_or_not_repeated() {
    for_each(|call| {
        let Ok(answer) = serde_json::from_str::<Value>(&call.answer) else { return };
        let object = if answer.is_array() { &answer[0] } else { &answer };
        for (name, value) in object.as_object().into_iter().flatten() {
            let twice = format!("{{{}:{value},", json!(name));
            is_read(call, call.answer.replacen('{', &twice, 1).as_bytes());
            let null_first = format!("{{{}:null,", json!(name));
            is_read(call, call.answer.replacen('{', &null_first, 1).as_bytes());
        }
    });
}

#[test]
fn a_content_type_is_named_only_if_it_is_known() {
    for_each(|call| {
        let mut answer = response(200, "<html>");
        let kind = format!("text/html; charset={}", "x".repeat(5_000));
        answer.headers_mut().insert("content-type", kind.parse().unwrap());
        if let Err(error) = (call.read)(Session::without_token(&US), answer) {
            let text = error.to_string();
            assert!(text.ends_with("of text/html"), "{text}");
        }
    });
}
