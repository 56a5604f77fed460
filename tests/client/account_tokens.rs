//! Access tokens that are restricted to an account.

use std::time::Duration;

use cyclr_oauth::{AccountId, Client, Launch};
use tokio::time::advance;

use crate::script::{Script, account, all, late, ok, status, token};

const SIGN_IN: &str = r#"{"Token":"t","ExpiresAtUtc":"2031-01-01T00:00:00Z"}"#;
const LAUNCH: &str = r#"{"Token":"t","LaunchUrl":"https://app-h.cyclr.com/launch?token=t"}"#;

fn client(script: &Script) -> Client {
    script.builder().account_tokens(true).build().unwrap()
}

async fn read(client: &Client, account: &str) {
    let account = AccountId::new(account).unwrap();
    client.account(&account).properties(1).await.unwrap();
}

/// The scopes of all token requests; empty for the partner's token.
fn scopes(script: &Script) -> Vec<String> {
    let scope = |body: &str| body.split_once("&scope=").map_or("", |(_, scope)| scope).to_owned();
    script.token_calls().iter().map(|sent| scope(&sent.body)).collect()
}

#[tokio::test(start_paused = true)]
async fn each_account_has_a_token_with_its_scope() {
    let script = Script::new([]).otherwise(ok("[]"));
    let client = client(&script);
    for name in ["a", "b", "a", "snjall & gögn", "b"] {
        read(&client, name).await;
    }
    let encoded = "account%3Asnjall%20%26%20g%C3%B6gn";
    assert_eq!(scopes(&script), ["account%3Aa", "account%3Ab", encoded]);
    let tokens = [1, 2, 1, 3, 2].map(|number| format!("Bearer t0k3n-{number}"));
    assert_eq!(script.bearers(), tokens);
}

#[tokio::test(start_paused = true)]
async fn unless_it_is_turned_on_all_accounts_share_one_token() {
    let script = Script::new([]).otherwise(ok("[]"));
    let client = script.client();
    read(&client, "a").await;
    read(&client, "b").await;
    assert_eq!(scopes(&script), [""]);
}

#[tokio::test(start_paused = true)]
async fn sign_in_tokens_and_launch_take_the_partners_token() {
    let script = Script::new([ok("[]"), ok(SIGN_IN), ok(LAUNCH)]);
    let client = client(&script);
    client.account(&account()).properties(1).await.unwrap();
    drop(client.sign_in_token(&account(), "ann").await.unwrap());
    client.launch(&account(), Launch::new()).await.unwrap();
    assert_eq!(scopes(&script), ["account%3AAcme-42", ""]);
    assert_eq!(script.bearers(), ["Bearer t0k3n-1", "Bearer t0k3n-2", "Bearer t0k3n-2"]);
}

#[tokio::test(start_paused = true)]
async fn many_callers_of_an_account_cause_one_request() {
    let script = Script::new([]).otherwise(ok("[]")).tokens_otherwise(late(1, token("t")));
    let client = client(&script);
    all((0..1000).map(|number| {
        let client = client.clone();
        async move { read(&client, ["a", "b"][number % 2]).await }
    }))
    .await;
    assert_eq!(script.token_calls().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_renewed_for_its_account_alone() {
    let script = Script::new([ok("[]"), ok("[]"), status(401)]).otherwise(ok("[]"));
    let client = client(&script);
    read(&client, "a").await;
    read(&client, "b").await;
    advance(Duration::from_secs(10)).await;
    read(&client, "a").await;
    read(&client, "b").await;
    assert_eq!(scopes(&script), ["account%3Aa", "account%3Ab", "account%3Aa"]);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_an_accounts_own_and_an_outage_is_everybodys() {
    let properties = |client: &Client, account| {
        let client = client.clone();
        async move { client.account(&AccountId::new(account).unwrap()).properties(1).await }
    };
    let script = Script::new([]).otherwise(ok("[]")).tokens([status(403)]);
    let cyclr = client(&script);
    properties(&cyclr, "a").await.unwrap_err();
    properties(&cyclr, "b").await.unwrap();
    assert_eq!(script.token_calls().len(), 2);

    let script = Script::new([]).tokens_otherwise(status(500));
    let cyclr = client(&script);
    properties(&cyclr, "a").await.unwrap_err();
    properties(&cyclr, "b").await.unwrap_err();
    assert_eq!(script.token_calls().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn other_credentials_are_other_tokens() {
    let script = Script::new([]).otherwise(ok("[]"));
    let client = client(&script);
    read(&client, "a").await;
    client.set_client_credentials("another-id", "4n0ther");
    read(&client, "a").await;
    assert!(script.token_calls()[1].body.contains("another-id"));
    assert_eq!(script.bearers(), ["Bearer t0k3n-1", "Bearer t0k3n-2"]);
}

/// Each token is kept until 1,000 other accounts have been used after it.
#[tokio::test(start_paused = true)]
async fn the_tokens_of_the_thousand_accounts_used_last_are_held() {
    let script = Script::new([]).otherwise(ok("[]"));
    let client = client(&script);
    for number in 0..1000 {
        read(&client, &format!("account {number}")).await;
    }
    // Using the first one again makes the second the oldest.
    read(&client, "account 0").await;
    assert_eq!(script.token_calls().len(), 1000);
    read(&client, "one more").await;
    assert_eq!(script.token_calls().len(), 1001);
    for number in (2..1000).chain([0]) {
        read(&client, &format!("account {number}")).await;
    }
    assert_eq!(script.token_calls().len(), 1001);
    read(&client, "account 1").await;
    assert_eq!(script.token_calls().len(), 1002);
}
