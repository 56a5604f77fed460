//! What the page's script gets, and that it can't differ from the URL.

use std::time::Duration;

use cyclr_oauth::{
    AccountId, ConnectAttempt, ConnectorAuthUrl, PopupListener, ServiceDomain, SignInToken,
    TargetOrigin, UtcTimestamp,
};
use http::Response;
use proptest::prelude::*;
use serde_json::Value;
use url::Url;

const PAGE: TargetOrigin = TargetOrigin::from_static("https://portal.example/connections?a#b");
const CYCLR: ServiceDomain = ServiceDomain::from_static("app-h.cyclr.com");

fn attempt() -> ConnectAttempt {
    ConnectAttempt::from_random([7; 16], &AccountId::new("Acme-42").unwrap(), 1234, "session")
}

fn token() -> SignInToken {
    SignInToken::new("+7fCuHJ1LUq1bGasmHGVvnVw/UfsVe1DlYHXDrFuaBo=")
        .with_expiry("2021-10-01T00:05:00Z".parse().unwrap())
}

fn now() -> UtcTimestamp {
    "2021-10-01T00:00:00Z".parse().unwrap()
}

#[test]
fn the_answer_to_the_click() {
    let attempt = attempt();
    let listener = PopupListener::new(&CYCLR, &attempt);
    let answer: Response<String> = listener.into_response_at(token(), PAGE, now()).unwrap();
    assert_eq!(answer.status(), 200);
    let headers: Vec<_> = answer
        .headers()
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    insta::assert_snapshot!(headers.join("\n"), @r"
    content-type: application/json
    cache-control: no-store
    referrer-policy: no-referrer
    x-content-type-options: nosniff
    ");
    insta::assert_snapshot!(
        answer.body(),
        @r#"{"url":"https://app-h.cyclr.com/connectorauth/updateaccountconnectoroauth?id=1234&token=%2B7fCuHJ1LUq1bGasmHGVvnVw%2FUfsVe1DlYHXDrFuaBo%3D&targetOrigin=https%3A%2F%2Fportal.example%2Fconnections%3Fa%23b&callbackMessage=BwcHBwcHBwcHBwcHBwcHBw","origin":"https://app-h.cyclr.com","message":"BwcHBwcHBwcHBwcHBwcHBw","expiresInMs":900000}"#
    );
}

#[test]
fn an_expired_token_is_no_answer() {
    let attempt = attempt();
    let late = "2021-10-01T00:05:00Z".parse().unwrap();
    let error = PopupListener::new(&CYCLR, &attempt)
        .into_response_at::<String>(token(), PAGE, late)
        .unwrap_err();
    assert_eq!(error.expired_at(), late);
    assert!(PopupListener::new(&CYCLR, &attempt).script(token(), PAGE, late).is_err());
    // By the system's clock, too.
    assert!(PopupListener::new(&CYCLR, &attempt).into_response::<String>(token(), PAGE).is_err());
}

#[test]
fn the_url_is_the_one_of_the_builder() {
    let attempt = attempt();
    let url = PopupListener::new(&CYCLR, &attempt).url(token(), PAGE);
    assert_eq!(url.expires_at(), token().expires_at());
    let built = ConnectorAuthUrl::builder(&CYCLR)
        .id(1234)
        .token(token())
        .target_origin(PAGE)
        .callback_message(attempt.callback_message())
        .build();
    assert_eq!(url.expose_url(), built.expose_url());
}

#[test]
fn the_script_is_the_module_and_the_data_and_cannot_end_its_element() {
    let attempt = attempt();
    let script = PopupListener::new(&CYCLR, &attempt).script(token(), PAGE, now()).unwrap();
    let script = script.expose_secret();
    let own = script.strip_prefix(PopupListener::MODULE).unwrap();
    insta::assert_snapshot!(own.trim(), @r#"
    {
      const element = document.querySelector("[data-cyclr-connect]");
      const start = async () => ({"url":"https://app-h.cyclr.com/connectorauth/updateaccountconnectoroauth?id=1234&token=%2B7fCuHJ1LUq1bGasmHGVvnVw%2FUfsVe1DlYHXDrFuaBo%3D&targetOrigin=https%3A%2F%2Fportal.example%2Fconnections%3Fa%23b&callbackMessage=BwcHBwcHBwcHBwcHBwcHBw","origin":"https://app-h.cyclr.com","message":"BwcHBwcHBwcHBwcHBwcHBw","expiresInMs":900000});
      const tell = (result) =>
        element.dispatchEvent(new CustomEvent("cyclr-connect", { bubbles: true, detail: result }));
      if (element instanceof HTMLIFrameElement) {
        connectInFrame(element, start).then(tell);
      } else {
        element.addEventListener("click", () => connectInPopup(start).then(tell), { once: true });
      }
    }
    "#);
    let lower = script.to_lowercase();
    for ends_or_opens in ["</script", "<script", "<!--"] {
        assert!(!lower.contains(ends_or_opens), "{ends_or_opens}");
    }
}

#[test]
fn the_module_has_nothing_that_a_strict_policy_forbids() {
    for word in [
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "Function(",
        "\"*\"",
    ] {
        assert!(!PopupListener::MODULE.contains(word), "{word}");
    }
    // The types name all that it exports, and nothing else.
    let exported = |text: &'static str| {
        let functions = text.split("export function ").skip(1);
        functions.map(|rest| rest.split('(').next().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(exported(PopupListener::MODULE), exported(PopupListener::TYPES));
}

#[test]
fn a_lifetime_is_handed_on_in_milliseconds() {
    for (lifetime, expected) in [
        (Duration::from_millis(1), 1),
        (Duration::from_nanos(1_999_999), 1),
        (Duration::from_secs(3600), 3_600_000),
        (Duration::MAX, u64::MAX),
    ] {
        let attempt = attempt().with_lifetime(lifetime);
        let listener = PopupListener::new(&CYCLR, &attempt);
        let answer: Response<String> = listener.into_response_at(token(), PAGE, now()).unwrap();
        let json: Value = serde_json::from_str(answer.body()).unwrap();
        assert_eq!(json["expiresInMs"], expected);
    }
}

proptest! {
    #[test]
    fn url_origin_and_message_never_disagree(
        domain in "(https://)?[a-z]{1,8}\\.example(:[1-9][0-9]{0,3})?|http://localhost:[1-9][0-9]{0,3}",
        id in any::<u64>(),
        token in "[!-~ ]{1,40}",
        bits in any::<[u8; 16]>(),
        query in "[ -~\u{e4}]{0,30}",
    ) {
        let domain = ServiceDomain::parse(&domain).unwrap();
        let page = TargetOrigin::parse(&format!("https://portal.example/?{query}x")).unwrap();
        let account = AccountId::new("Acme-42").unwrap();
        let attempt = ConnectAttempt::from_random(bits, &account, id, "session");
        let listener = PopupListener::new(&domain, &attempt);
        let answer: Response<String> =
            listener.into_response(SignInToken::new(&*token), page.clone()).unwrap();

        let json: Value = serde_json::from_str(answer.body()).unwrap();
        let url = Url::parse(json["url"].as_str().unwrap()).unwrap();
        prop_assert_eq!(&json["origin"], &url.origin().ascii_serialization());
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        prop_assert_eq!(pairs, vec![
            pair("id", &id.to_string()),
            pair("token", &token),
            pair("targetOrigin", page.as_str()),
            pair("callbackMessage", json["message"].as_str().unwrap()),
        ]);
        prop_assert_eq!(&json["message"], attempt.expose_secret());
    }
}
