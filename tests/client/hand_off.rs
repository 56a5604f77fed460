//! Sends a user to Cyclr with an attempt that has begun.

use cyclr_oauth::completion::{Begun, MemoryAttempts, Returned};
use cyclr_oauth::web::InvalidUrl;
use cyclr_oauth::{AttemptError, TargetOrigin};
use http::Response;
use proptest::prelude::*;
use url::Url;

use crate::attempt::{SESSION, Started, attempts, connector, kind, last, session, sign_in_token};
use crate::script::{Script, account, status};

const DONE: TargetOrigin = TargetOrigin::from_static("https://a.example/done?step=2#end");
const PAGE: TargetOrigin = TargetOrigin::from_static("https://a.example/connections");

#[tokio::test(start_paused = true)]
async fn the_token_is_asked_for_only_when_the_user_is_sent_on() {
    let started = Started::new(false, [sign_in_token()]).await;
    assert_eq!(started.asked(), 0);
    let Started { begun, script, text, .. } = started;
    let answer: Response<String> = begun.redirect("example_user", &DONE).await.unwrap();
    assert_eq!(script.lines()[1], "POST /v1.0/accounts/Acme-42/signintoken");
    assert_eq!(script.calls()[1].body, r#"{"Username":"example_user"}"#);
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert_eq!(answer.headers()["referrer-policy"], "no-referrer");
    assert!(answer.headers()["location"].is_sensitive());
    let location = answer.headers()["location"].to_str().unwrap();
    let target =
        format!("https%3A%2F%2Fa.example%2Fdone%3Fstep%3D2%26cyclr_attempt%3D{text}%23end");
    assert_eq!(
        location,
        format!(
            "https://app-h.cyclr.com/connectorauth/updateaccountconnectoroauth?id=1234\
             &token=%2B7fC%2Fw%3D%3D&targetOrigin={target}"
        )
    );
}

#[tokio::test(start_paused = true)]
async fn a_popup_gets_url_origin_message_and_time() {
    let Started { begun, text, .. } = Started::new(false, [sign_in_token()]).await;
    tokio::time::advance(std::time::Duration::from_secs(60)).await;
    let answer: Response<String> = begun.popup("example_user", &PAGE).await.unwrap();
    assert_eq!(answer.status(), 200);
    for (name, value) in [
        ("cache-control", "no-store"),
        ("content-type", "application/json"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(answer.headers()[name], value);
    }
    assert_eq!(
        *answer.body(),
        format!(
            r#"{{"url":"https://app-h.cyclr.com/connectorauth/updateaccountconnectoroauth?id=1234&token=%2B7fC%2Fw%3D%3D&targetOrigin=https%3A%2F%2Fa.example%2Fconnections&callbackMessage={text}","origin":"https://app-h.cyclr.com","message":"{text}","expiresInMs":840000}}"#
        )
    );
}

#[tokio::test(start_paused = true)]
async fn a_hand_off_that_fails_is_begun_again() {
    let then = [status(403), connector(false), sign_in_token(), connector(true)];
    let Started { begun, attempts, script, text } = Started::new(false, then).await;
    assert_eq!(kind(begun.redirect::<()>("ann", &DONE).await), "cyclr");
    let client = script.client();
    let begun = attempts.begin(&client, &account(), 1234, &session(SESSION)).await.unwrap();
    assert_ne!(last(), text);
    assert_eq!(begun.redirect::<()>("ann", &DONE).await.unwrap().status(), 303);
    let presented = crate::attempt::returned(&last());
    assert!(attempts.complete(&client, presented, &session(SESSION)).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn an_expired_sign_in_token_redirects_nobody() {
    let dead = crate::script::ok(r#"{"Token":"t","ExpiresAtUtc":"2021-10-01T00:00:00Z"}"#);
    for redirects in [true, false] {
        let Started { begun, .. } = Started::new(false, [dead.clone()]).await;
        let result = if redirects {
            begun.redirect::<String>("ann", &DONE).await
        } else {
            begun.popup::<String>("ann", &PAGE).await
        };
        let error = result.unwrap_err();
        assert!(matches!(error, AttemptError::SignInTokenExpired(_)), "{error:?}");
        assert_eq!(error.status(), 503);
    }
}

async fn begin() -> (Begun, String) {
    let script = Script::new([connector(false), sign_in_token()]);
    let attempts = attempts(MemoryAttempts::default());
    let client = script.client();
    let begun = attempts.begin(&client, &account(), 1234, &session(SESSION)).await.unwrap();
    (begun, last())
}

/// The target that Cyclr receives.
async fn target(begun: Begun, base: &TargetOrigin) -> Result<String, AttemptError> {
    let answer: Response<()> = begun.redirect("ann", base).await?;
    let location = answer.headers()["location"].to_str().unwrap();
    let url = Url::parse(location).unwrap();
    let (_, target) = url.query_pairs().find(|(name, _)| name == "targetOrigin").unwrap();
    Ok(target.into_owned())
}

#[tokio::test(start_paused = true)]
async fn a_target_carries_the_attempt_and_is_otherwise_unchanged() {
    for (base, before, after) in [
        ("https://a.example", "https://a.example/?", ""),
        ("https://a.example/", "https://a.example/?", ""),
        ("https://a.example:8443", "https://a.example:8443/?", ""),
        ("https://a.example/done", "https://a.example/done?", ""),
        ("https://a.example/done?", "https://a.example/done?&", ""),
        ("https://a.example/done?a=b%20c+d", "https://a.example/done?a=b%20c+d&", ""),
        ("https://a.example?a", "https://a.example/?a&", ""),
        ("https://a.example#x?y", "https://a.example/?", "#x?y"),
        ("https://a.example/#/done?step=2", "https://a.example/?", "#/done?step=2"),
        ("https://a.example/?a=b#c#d", "https://a.example/?a=b&", "#c#d"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC?", ""),
        ("http://localhost:3000/done", "http://localhost:3000/done?", ""),
        // These contain no attempt.
        ("https://a.example/cyclr_attempt=x", "https://a.example/cyclr_attempt=x?", ""),
        ("https://a.example/?x=cyclr_attempt", "https://a.example/?x=cyclr_attempt&", ""),
        ("https://a.example/?Cyclr_attempt=x", "https://a.example/?Cyclr_attempt=x&", ""),
        ("https://a.example/#cyclr_attempt=x", "https://a.example/?", "#cyclr_attempt=x"),
    ] {
        let (begun, text) = begin().await;
        let target = target(begun, &TargetOrigin::parse(base).unwrap()).await.unwrap();
        assert_eq!(target, format!("{before}cyclr_attempt={text}{after}"), "{base}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_target_carries_one_attempt() {
    for base in [
        "https://a.example/?cyclr_attempt=AAAAAAAAAAAAAAAAAAAAAA",
        "https://a.example/?a=b&cyclr_attempt",
        "https://a.example/?cyclr%5Fattempt=x#y",
    ] {
        let (begun, _) = begin().await;
        let error = target(begun, &TargetOrigin::parse(base).unwrap()).await.unwrap_err();
        assert!(matches!(error, AttemptError::Target(InvalidUrl::HasAttempt)), "{base}: {error:?}");
    }
}

#[test]
fn no_two_attempts_are_the_same() {
    let script = Script::at_once([]).otherwise(connector(false));
    let attempts = cyclr_oauth::blocking::Attempts::in_memory();
    let client = script.blocking();
    let page = TargetOrigin::from_static("https://a.example");
    let mut texts = std::collections::HashSet::new();
    for _ in 0..1000 {
        let _ = script.clone().then([connector(false), sign_in_token()]);
        let begun = attempts.begin(&client, &account(), 1234, &session(SESSION)).unwrap();
        let answer = begun.popup::<String>("ann", &page).unwrap();
        let json: serde_json::Value = serde_json::from_str(answer.body()).unwrap();
        let text = json["message"].as_str().unwrap().to_owned();
        assert_eq!(text.len(), 22);
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
        texts.insert(text);
    }
    assert_eq!(texts.len(), 1000);
}

proptest! {
    #[test]
    fn the_target_keeps_its_query_and_fragment(
        path in "(/[a-zA-Z0-9 ._~!$&'()*+,;=:@%-]{0,12}){0,3}",
        query in proptest::option::of("[a-zA-Z0-9 ._~!$&'()*+,;=:@/?%\u{e4}-]{0,24}"),
        fragment in proptest::option::of("[a-zA-Z0-9 ._~!$&'()*+,;=:@/?%\u{e4}-]{0,24}"),
    ) {
        let query = query.map(|it| format!("?{it}")).unwrap_or_default();
        let fragment = fragment.map(|it| format!("#{it}")).unwrap_or_default();
        let base = format!("https://a.example{path}{query}{fragment}");
        let Ok(base) = TargetOrigin::parse(&base) else { return Ok(()) };
        let before = Url::parse(base.as_str()).unwrap();

        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_time().start_paused(true).build().unwrap();
        let (carried, text) = runtime.block_on(async {
            let (begun, text) = begin().await;
            (target(begun, &base).await.unwrap(), text)
        });
        let after = Url::parse(&carried).unwrap();

        prop_assert_eq!(after.as_str(), &carried, "it is in its normal form");
        prop_assert_eq!(after.origin(), before.origin());
        prop_assert_eq!(after.path(), before.path());
        prop_assert_eq!(after.fragment(), before.fragment());
        let mut pairs: Vec<_> = after.query_pairs().collect();
        let (name, value) = pairs.pop().unwrap();
        prop_assert_eq!(&*name, Returned::PARAMETER);
        prop_assert_eq!(&*value, &text);
        prop_assert_eq!(pairs, before.query_pairs().collect::<Vec<_>>());
        let kept = before.query().unwrap_or_default();
        prop_assert!(after.query().unwrap().starts_with(kept), "to the byte");
    }
}
