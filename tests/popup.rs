//! The page's script gets exactly the data of the URL.

use std::time::Duration;

use cyclr_oauth::{
    CallbackMessage, ConnectorAuthUrl, PopupListener, ServiceDomain, SignInToken, TargetOrigin,
    UtcTimestamp,
};
use http::Response;
use proptest::prelude::*;
use serde_json::Value;
use url::Url;

const PAGE: TargetOrigin = TargetOrigin::from_static("https://portal.example/connections?a#b");
const CYCLR: ServiceDomain = ServiceDomain::from_static("app-h.cyclr.com");

const MESSAGE: CallbackMessage = CallbackMessage::from_static("BwcHBwcHBwcHBwcHBwcHBw");

fn listener() -> PopupListener {
    PopupListener::new(&CYCLR, 1234, MESSAGE, Duration::from_secs(900))
}

fn token() -> SignInToken {
    SignInToken::new("+7fCuHJ1LUq1bGasmHGVvnVw/UfsVe1DlYHXDrFuaBo=")
        .with_expiry("2021-10-01T00:05:00Z".parse().unwrap())
}

fn now() -> UtcTimestamp {
    "2021-10-01T00:00:00Z".parse().unwrap()
}

#[test]
fn the_click_gets_json_that_is_not_cached() {
    let answer: Response<String> = listener().into_response_at(token(), PAGE, now()).unwrap();
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
fn an_expired_token_is_an_error() {
    let late = "2021-10-01T00:05:00Z".parse().unwrap();
    let error = listener().into_response_at::<String>(token(), PAGE, late).unwrap_err();
    assert_eq!(error.expired_at(), late);
    assert!(listener().script(token(), PAGE, late).is_err());
    // By the system clock, too.
    assert!(listener().into_response::<String>(token(), PAGE).is_err());
}

#[test]
fn the_popup_has_the_url_of_the_builder() {
    let url = listener().url(token(), PAGE);
    assert_eq!(url.expires_at(), token().expires_at());
    let built = ConnectorAuthUrl::builder(&CYCLR)
        .id(1234)
        .token(token())
        .target_origin(PAGE)
        .callback_message(MESSAGE)
        .build();
    assert_eq!(url.expose_url(), built.expose_url());
}

#[test]
fn the_script_cannot_end_its_element() {
    let script = listener().script(token(), PAGE, now()).unwrap();
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
    let hostile = CallbackMessage::new("a</script><script>alert(1)</script><!--").unwrap();
    let hostile = PopupListener::new(&CYCLR, 1234, hostile, Duration::from_secs(900));
    let hostile = hostile.script(token(), PAGE, now()).unwrap();
    for script in [script, hostile.expose_secret()] {
        let lower = script.to_lowercase();
        for ends_or_opens in ["</script", "<script", "<!--"] {
            assert!(!lower.contains(ends_or_opens), "{ends_or_opens}");
        }
    }
}

#[test]
fn the_module_runs_under_a_strict_policy() {
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
    // The types declare exactly what the script exports.
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
        let listener = PopupListener::new(&CYCLR, 1234, MESSAGE, lifetime);
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
        message in "[A-Za-z0-9_ -]{0,22}x",
        query in "[ -~\u{e4}]{0,30}",
    ) {
        let domain = ServiceDomain::parse(&domain).unwrap();
        let page = TargetOrigin::parse(&format!("https://portal.example/?{query}x")).unwrap();
        let message = CallbackMessage::new(message).unwrap();
        let time = Duration::from_secs(900);
        let listener = PopupListener::new(&domain, id, message.clone(), time);
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
        prop_assert_eq!(&json["message"], message.as_str());
    }
}
