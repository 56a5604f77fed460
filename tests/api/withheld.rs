//! Which messages are withheld, as they may repeat a secret, and which are printed.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use cyclr_oauth::AccountId;
use cyclr_oauth::api::CreateProperty;

use crate::echoes::refused;

#[test]
fn short_secrets_count_anywhere_and_tiny_ones_as_words() {
    let account = AccountId::new("Acme-42").unwrap();
    for (value, message, printed) in [
        ("1234", "PIN1234 is wrong", false),
        ("1234", "PIN 1235 is wrong", true),
        ("12345", "PIN12345 is wrong", false),
        ("12345", "PIN 12346 is wrong", true),
        ("eu", "EU is not a region", false),
        ("eu", "the queue is full", true),
        ("1", "line 1", false),
        ("1", "line 12", true),
        ("#!", "the key #! is wrong", false),
        ("#!", "the key is wrong", true),
        ("", "the key is wrong", true),
        // Too short for base64.
        ("YWJj", "abc is wrong", true),
    ] {
        let call = CreateProperty { account: &account, id: 7.into(), name: "Pin", value };
        let error = refused(&call, message);
        assert_eq!(error.message().is_some(), printed, "{value}: {error}");
    }
}

#[test]
fn a_secret_in_letters_beyond_ascii_counts_in_any_case_and_in_base64() {
    let account = AccountId::new("Acme-42").unwrap();
    for (value, message) in [
        ("пароль-секрет", STANDARD.encode("пароль-секрет")),
        ("pässwörd", format!("Basic {}", STANDARD.encode("me:pässwörd"))),
        ("groß1größe2", "GROSS1GRÖSSE2".to_owned()),
        ("ςςςςςςς", "ΣΣΣΣΣΣΣ".to_owned()),
    ] {
        let call = CreateProperty { account: &account, id: 7.into(), name: "Pin", value };
        assert_eq!(refused(&call, &message).message(), None, "{value}");
    }
}

/// With both digits of base64 that are punctuation, between the few letters that are in a row.
#[test]
fn base64_in_a_message_counts_in_either_alphabet_and_with_hyphens_between() {
    let account = AccountId::new("Acme-42").unwrap();
    let refused = |value, message: &str| {
        refused(&CreateProperty { account: &account, id: 7.into(), name: "Pin", value }, message)
    };
    for engine in [STANDARD, URL_SAFE_NO_PAD] {
        let message = engine.encode("ab>cd?ef>gh?");
        assert_eq!(refused("ab>cd?ef>gh?", &message).message(), None, "{message}");
    }
    let (value, message) = ("abcdefghi", "YWJj-ZGVm-Z2hp");
    assert_eq!(refused(value, message).message(), None);
    assert_eq!(refused("jklmnopqr", message).message(), Some(message));
}

/// They could hide a secret, so that no comparison is needed.
#[test]
fn a_message_with_escapes_is_withheld() {
    let account = AccountId::new("Acme-42").unwrap();
    let value = "s3cr3t-of-mine";
    let call = CreateProperty { account: &account, id: 7.into(), name: "Pin", value };
    for (message, printed) in [
        ("a &plus; b", false),
        ("a &#43; b", false),
        ("a &#43", false),
        ("R&D; and more", false),
        ("R&D", true),
        ("R&D is closed; ask later", true),
        ("a & b; c", true),
        ("%2B", false),
        ("%u002B", false),
        ("100 %", true),
        (r"C:\dir", false),
    ] {
        assert_eq!(refused(&call, message).message().is_some(), printed, "{message}");
    }
}
