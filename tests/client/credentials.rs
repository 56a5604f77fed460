//! The client credentials: checking them, and replacing them while the client is in use.

use std::time::Duration;

use cyclr_oauth::Error;
use tokio::time::sleep;

use crate::script::{Outcome, Script, account, class, late, ok, status, token};

#[tokio::test(start_paused = true)]
async fn a_check_fetches_a_token_that_the_next_call_uses() {
    let script = Script::new([ok("[]")]);
    let client = script.client();
    client.check().await.unwrap();
    client.account(&account()).properties(1).await.unwrap();
    assert_eq!(script.token_calls().len(), 1);

    // It asks Cyclr again, even if the client has a token.
    client.check().await.unwrap();
    assert_eq!(script.token_calls().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_check_reports_what_the_token_endpoint_says() {
    let invalid = r#"{"error":"invalid_client"}"#;
    let invalid = Outcome::Answer { status: 400, headers: Vec::new(), body: invalid.to_owned() };
    type Predicate = fn(&Error) -> bool;
    let cases: [(Outcome, &str, Predicate); 8] = [
        (status(401), "401", Error::is_unauthorized),
        (invalid, "400", Error::is_unauthorized),
        (status(404), "404", Error::is_not_found),
        (status(503), "503", Error::is_unavailable),
        (Outcome::Never, "timeout", Error::is_timeout),
        (ok("<html>"), "decode", Error::is_decode),
        (Outcome::Certificate, "transport", Error::is_certificate),
        (Outcome::Broken, "transport", |error| !error.is_certificate()),
    ];
    for (answer, says, predicate) in cases {
        let script = Script::new([]).tokens_otherwise(answer.clone());
        let error = script.client().check().await.unwrap_err();
        assert_eq!(class(&error), says);
        assert!(predicate(&error) && !error.is_no_access_token(), "{error}");
        assert!(error.to_string().starts_with("POST /oauth/token: "), "{error}");

        let script = Script::at_once([]).tokens_otherwise(answer);
        assert_eq!(class(&script.blocking().check().unwrap_err()), says);
    }
}

/// What an application logs by mistake.
#[test]
fn debug_shows_no_secret_and_sends_nothing() {
    let script = Script::at_once([]);
    let (client, blocking) = (script.client(), script.blocking());
    let scope = client.account(&account());
    let shown = [
        format!("{:?}", script.builder()),
        format!("{client:?}"),
        format!("{blocking:?}"),
        format!("{scope:?}"),
        format!("{:?}", scope.properties(1)),
        format!("{:?}", scope.definitions()),
    ];
    insta::assert_snapshot!(shown.join("\n"), @r#"
    ClientBuilder { limits: Limits { retry: Retry { tries: 4, base: 200ms, cap: 5s, seed: Some(7) }, timeout: 10s, deadline: 30s, max_body: 8388608 }, .. }
    Client { api_domain: ApiDomain(https://api.cyclr.com), service_domain: ServiceDomain(https://app-h.cyclr.com), .. }
    Client { api_domain: ApiDomain(https://api.cyclr.com), service_domain: ServiceDomain(https://app-h.cyclr.com), .. }
    AccountScope { core: Core { api_domain: ApiDomain(https://api.cyclr.com), .. }, account: AccountId("Acme-42") }
    CallFuture { .. }
    Pages { page: Some(Page { number: 1, size: 100 }), .. }
    "#);
    assert!(script.lines().is_empty());
}

#[tokio::test(start_paused = true)]
async fn replaced_credentials_are_used_by_the_next_call_and_by_clones() {
    let script = Script::new([]).otherwise(ok("[]"));
    let client = script.client();
    let (clone, scope) = (client.clone(), client.account(&account()));
    scope.properties(1).await.unwrap();
    client.set_client_credentials("another-id", "4n0ther");
    scope.properties(1).await.unwrap();
    clone.account(&account()).properties(1).await.unwrap();
    let tokens = script.token_calls();
    assert_eq!(tokens.len(), 2);
    assert!(tokens[0].body.ends_with("client_id=client-id&client_secret=client-s3cr3t"));
    assert!(tokens[1].body.ends_with("client_id=another-id&client_secret=4n0ther"));
    assert_eq!(script.bearers(), ["Bearer t0k3n-1", "Bearer t0k3n-2", "Bearer t0k3n-2"]);
}

#[test]
fn the_blocking_client_takes_other_credentials_too() {
    let script = Script::at_once([]).otherwise(ok("[]"));
    let client = script.blocking();
    client.check().unwrap();
    client.set_client_credentials("another-id", "4n0ther");
    client.account(&account()).properties(1).unwrap();
    assert!(script.token_calls()[1].body.contains("another-id"));
    assert_eq!(script.bearers(), ["Bearer t0k3n-2"]);
}

#[tokio::test(start_paused = true)]
async fn a_token_of_the_old_credentials_that_comes_late_is_not_left_behind() {
    let tokens = [late(5, token("old")), token("new")];
    let script = Script::new([]).otherwise(ok("[]")).tokens(tokens);
    let client = script.client();
    let scope = client.account(&account());
    let under_way = tokio::spawn(async move { scope.properties(1).await });
    let check = client.clone();
    let check = tokio::spawn(async move { check.check().await });
    sleep(Duration::from_secs(1)).await;
    client.set_client_credentials("another-id", "4n0ther");
    under_way.await.unwrap().unwrap();
    check.await.unwrap().unwrap();
    client.account(&account()).properties(1).await.unwrap();
    assert_eq!(script.bearers(), ["Bearer old", "Bearer new"]);
}
