//! The sandbox over https.

use std::net::SocketAddr;

use cyclr_oauth::{AccountId, TargetOrigin};
use cyclr_sandbox::{Completion, ConnectorSeed, Fault, Sandbox};
use reqwest::{Certificate, Client, redirect};
use serde_json::{Value, json};

#[tokio::test]
async fn a_hand_off_goes_over_https_to_a_client_that_trusts_the_certificate() {
    let control = SocketAddr::from(([127, 0, 0, 1], 0));
    let cyclr = Sandbox::builder().tls().control(control).start().await.unwrap();
    let authority =
        Certificate::from_pem(cyclr.certificate_authority().unwrap().as_bytes()).unwrap();
    let client = Client::builder().https_only(true).no_proxy().redirect(redirect::Policy::none());
    let client = client.tls_certs_only([authority]).build().unwrap();
    let api = cyclr.api_domain();
    assert!(api.to_string().starts_with("https://127.0.0.1:"), "{api}");

    let account = AccountId::new("Acme-42").unwrap();
    let id = cyclr.install(&account, ConnectorSeed::oauth2("Salesforce"));
    let token = cyclr.mint_access_token(None);
    let sign_in = || {
        let url = format!("{api}/v1.0/accounts/Acme-42/signintoken");
        let request = client.post(url).bearer_auth(token.expose_secret());
        request.json(&json!({"Username": "ann"})).send()
    };
    let token: Value = sign_in().await.unwrap().json().await.unwrap();
    let service = cyclr.service_domain();
    let url = cyclr_oauth::ConnectorAuthUrl::builder(&service)
        .id(id)
        .token(serde_json::from_value(token).unwrap())
        .target_origin(TargetOrigin::parse("https://partner.example/back").unwrap())
        .build();
    // By the control address, whose user trusts the certificate, too.
    let visits = format!("http://{}/visits", cyclr.control_address().unwrap());
    let body = json!({"url": url.expose_url(), "decision": "approve"});
    let plain = Client::builder().no_proxy().build().unwrap();
    let end: Value = plain.post(visits).json(&body).send().await.unwrap().json().await.unwrap();
    assert_eq!(end["outcome"], "redirect", "{end}");
    assert!(cyclr.account_connector(id).unwrap().is_authenticated());

    // A user without any setting for http finds the page all the same.
    let visit = cyclr.user().open(url.expose_url()).await.unwrap();
    assert!(matches!(visit.completion(), Some(Completion::Refused { status: 403, .. })));
    // Faults break the connection within TLS.
    cyclr.faults().next("POST", "**", Fault::truncate_after(3));
    assert!(sign_in().await.unwrap().bytes().await.is_err());
    cyclr.faults().next("POST", "**", Fault::reset());
    assert!(sign_in().await.is_err());

    // Who does not trust it, or speaks plain HTTP, gets nothing.
    let stranger = Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    assert!(stranger.get(format!("{api}/v1.0/connectors")).send().await.is_err());
    let plainly = api.to_string().replace("https://", "http://");
    assert!(plain.get(plainly).send().await.is_err());
    assert_eq!(Sandbox::start().await.certificate_authority(), None);
}
