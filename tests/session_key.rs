//! The session that an attempt is bound to.

use cyclr_oauth::{AttemptError, Secret, SessionKey};

#[test]
fn a_session_id_may_be_text_or_bytes() {
    let text = "0123456789abcdef";
    assert!(SessionKey::new(text).is_ok());
    assert!(SessionKey::new(&text.to_owned()).is_ok());
    assert!(SessionKey::new(&text).is_ok());
    assert!(SessionKey::new(&[0_u8; 16]).is_ok());
    assert!(SessionKey::new(&vec![0_u8; 64]).is_ok());
    assert!(SessionKey::new(&Secret::from(text)).is_ok());
}

#[test]
fn a_session_id_of_fewer_than_16_bytes_is_refused() {
    for length in 0..16 {
        let error = SessionKey::new(&"x".repeat(length)).unwrap_err();
        let text = error.to_string();
        assert!(
            text.starts_with(&format!("a session id of {length} bytes can be guessed")),
            "{text}"
        );
        assert_eq!(AttemptError::from(error).status(), 401);
    }
}

#[test]
fn no_debug_shows_a_session() {
    let session = SessionKey::new("c4n4ry-c4n4ry-c4n4ry").unwrap();
    assert_eq!(
        format!("{session:?} {:?}", session.clone()),
        "SessionKey([redacted]) SessionKey([redacted])"
    );
}
