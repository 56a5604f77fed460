//! Webhooks: how any body is read, and the address at which it may arrive.

use cyclr_oauth::AccountId;
use cyclr_oauth::api::{
    CycleId, InvalidWebhook, MarketplaceNotification, TransactionError, WEBHOOK_LIMIT,
    WebhookAddress, WebhookKey, WebhookUrl,
};

const BODY: &str = r#"{
    "Detail": "the request was {\"password\":\"c4n4ry\"}",
    "IncidentLevel": "Error",
    "New": [{}],
    "Timestamp": "2021-10-01T00:00:00.1234567Z",
    "AccountId": "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
    "AccountExternalId": "Acme-42",
    "AccountName": "Acme",
    "CycleId": "16e1b1a8-34f5-4a2b-9d3e-000000000001",
    "CycleName": "a to b",
    "StepId": 7,
    "StepName": "b",
    "StepType": "Action",
    "TransactionId": "t",
    "Message": "Failed to authenticate the connector"
}"#;

#[test]
fn a_transaction_error_has_all_its_members() {
    let error = TransactionError::read(BODY.as_bytes()).unwrap();
    assert_eq!(error.timestamp, Some("2021-10-01T00:00:00.1234567Z".parse().unwrap()));
    assert_eq!(
        error.cycle_id.as_ref().map(CycleId::as_str),
        Some("16e1b1a8-34f5-4a2b-9d3e-000000000001")
    );
    let texts = [
        (error.account_id.as_deref(), "6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
        (error.account_external_id.as_deref(), "Acme-42"),
        (error.account_name.as_deref(), "Acme"),
        (error.cycle_name.as_deref(), "a to b"),
        (error.step_id.as_deref(), "7"),
        (error.step_name.as_deref(), "b"),
        (error.step_type.as_deref(), "Action"),
        (error.transaction_id.as_deref(), "t"),
        (error.incident_level.as_deref(), "Error"),
    ];
    for (found, expected) in texts {
        assert_eq!(found, Some(expected));
    }
    assert!(error.is_authentication());
    let detail = error.detail.as_ref().unwrap().expose_secret();
    assert!(detail.contains("c4n4ry"));
    assert!(!format!("{error:?}").contains("c4n4ry"), "{error:?}");
}

#[test]
fn missing_members_and_other_types_read_as_none() {
    for body in ["{}", "\u{feff} {}", r#"{"New":1}"#] {
        let error = TransactionError::read(body.as_bytes()).unwrap();
        assert!(error.message.is_none() && error.cycle_id.is_none() && error.detail.is_none());
        assert!(!error.is_authentication());
    }
    let names: Vec<_> = BODY.lines().filter_map(|line| line.split('"').nth(1)).collect();
    for name in names.into_iter().filter(|name| *name != "New") {
        for value in ["null", "{}", "[1]", "1", "true", "\"\"", "\"../x\"", "-1e400"] {
            let body = format!(r#"{{"{name}":{value}}}"#);
            match TransactionError::read(body.as_bytes()) {
                Ok(error) => assert!(error.cycle_id.is_none_or(|id| !id.as_str().contains('.'))),
                // A number that JSON doesn't allow.
                Err(error) => assert_eq!((value, error), ("-1e400", InvalidWebhook::NotAnObject)),
            }
        }
    }
    for (json, read) in [("\"a\"", Some("a")), ("7", Some("7")), ("\" \"", None), ("[7]", None)] {
        let error =
            TransactionError::read(format!(r#"{{"AccountId":{json}}}"#).as_bytes()).unwrap();
        assert_eq!(error.account_id.as_deref(), read, "{json}");
    }
    // A value that isn't text is still secret.
    let error = TransactionError::read(br#"{"Detail":{"a":["c4n4ry"]}}"#).unwrap();
    assert_eq!(error.detail.as_ref().unwrap().expose_secret(), r#"{"a":["c4n4ry"]}"#);
    assert!(!format!("{error:?}").contains("c4n4ry"));
}

#[test]
fn an_invalid_webhook_is_an_error_that_repeats_nothing() {
    let deep = "[".repeat(100_000);
    let deep_member = format!(r#"{{"Detail":{deep}"#);
    for body in ["", "null", "[]", "[{}]", "\"c4n4ry\"", "{", "{\"c4n4ry\"", &deep, &deep_member] {
        for error in [
            TransactionError::read(body.as_bytes()).map(drop),
            MarketplaceNotification::read(body.as_bytes()).map(drop),
        ] {
            let error = error.unwrap_err();
            assert_eq!(error, InvalidWebhook::NotAnObject);
            assert_eq!(error.to_string(), "the webhook isn't a JSON object");
        }
    }
    assert!(TransactionError::read(b"{\"\xff\":1}").is_err());
    let fits = format!("{{{}}}", " ".repeat(WEBHOOK_LIMIT - 2));
    assert!(TransactionError::read(fits.as_bytes()).is_ok());
    let too_long = format!("{fits} ");
    let error = TransactionError::read(too_long.as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "the webhook is longer than 262144 bytes");
}

#[test]
fn an_address_is_accepted_for_its_account_and_key_alone() {
    let key = WebhookKey::new("0123456789abcdef0123456789abcdef").unwrap();
    let other_key = WebhookKey::new("0123456789abcdef0123456789abcdeF").unwrap();
    let base = WebhookUrl::parse("https://partner.example/hooks/?a#b").unwrap();
    let mut seen = Vec::new();
    for id in ["Acme-42", "Acme-4", "a/b c?d#e", "ü", "...", "x.y", &"x".repeat(12_000)] {
        let account = AccountId::new(id).unwrap();
        let address = WebhookAddress::for_account(&key, &account);
        let segment = address.expose_segment();
        let is_plain = |it: u8| it.is_ascii_alphanumeric() || b"-_.".contains(&it);
        assert!(segment.bytes().all(is_plain), "no proxy rewrites {segment}");
        assert_eq!(WebhookAddress::verify(&key, segment), Some(account.clone()));
        assert_eq!(WebhookAddress::verify(&other_key, segment), None);
        let url = address.url(&base);
        assert_eq!(url.expose_url(), format!("https://partner.example/hooks/{segment}"));
        assert_eq!(
            format!("{address:?} {url:?} {key:?}"),
            "WebhookAddress([redacted]) WebhookUrl(https://partner.example/[redacted]) WebhookKey([redacted])"
        );

        // A changed, missing or extra character.
        for at in 0..segment.len().min(90) {
            let mut changed = segment.to_owned();
            let new = if &changed[at..=at] == "A" { "B" } else { "A" };
            changed.replace_range(at..=at, new);
            if let Some(found) = WebhookAddress::verify(&key, &changed) {
                panic!("{changed} is taken for {found}");
            }
        }
        assert_eq!(WebhookAddress::verify(&key, &segment[1..]), None);
        assert_eq!(WebhookAddress::verify(&key, &segment[..segment.len() - 1]), None);
        assert_eq!(WebhookAddress::verify(&key, &format!("{segment}A")), None);
        assert_eq!(WebhookAddress::verify(&key, &format!("{segment}.")), None);
        seen.push(segment.split_once('.').unwrap().1.to_owned());
    }
    // No longer than 16 KiB.
    for (length, is_taken) in [(12_255, true), (12_256, false)] {
        let account = AccountId::new("x".repeat(length)).unwrap();
        let address = WebhookAddress::for_account(&key, &account);
        assert_eq!(WebhookAddress::verify(&key, address.expose_segment()).is_some(), is_taken);
    }
    // Each account has a different code.
    let of_acme = WebhookAddress::for_account(&key, &AccountId::new("Acme-42").unwrap());
    let (id, _) = of_acme.expose_segment().split_once('.').unwrap();
    for code in &seen[1..] {
        assert_eq!(WebhookAddress::verify(&key, &format!("{id}.{code}")), None);
    }
    for hostile in ["", ".", "..", "%2e", &"A".repeat(1 << 20), &format!("{id}."), "IA.AAAA"] {
        assert_eq!(WebhookAddress::verify(&key, hostile), None);
    }
}

#[test]
fn a_short_key_is_refused() {
    let error = WebhookKey::new("0123456789abcdef0123456789abcde").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the webhook key is too short: use at least 32 bytes, for example 64 random hex digits"
    );
}

#[test]
fn a_cycle_id_is_part_of_a_path_and_nothing_else() {
    for id in ["", "..", "a/b", "a%2fb", "a?b", "a b", "ü", &"x".repeat(65)] {
        assert!(CycleId::new(id).is_err(), "{id}");
    }
    assert_eq!("c0ffee-1".parse::<CycleId>().unwrap().to_string(), "c0ffee-1");
}
