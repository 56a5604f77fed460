//! What is recorded, and what of it can be seen.

use cyclr_sandbox::{Fault, Limits, Origin, Sandbox};
use http::Method;
use serde_json::json;

use crate::support::Api;

const CANARY: &str = "c4n4ry";

#[tokio::test]
async fn a_request_is_there_in_clear() {
    let api = Api::start().await;
    api.get("/v1.0/account/connectors?page=1&x=%20").await;
    let path = format!("{}/signintoken", Api::ACCOUNT);
    api.cyclr.faults().next("POST", "**", Fault::status(503));
    api.request(Method::POST, &path).json(&json!({"Username": "ann"})).send().await.unwrap();

    let [get, post] = &*api.cyclr.requests() else { panic!() };
    assert_eq!(
        (get.method(), get.path(), get.query()),
        ("GET", "/v1.0/account/connectors", Some("page=1&x=%20"))
    );
    assert_eq!((get.status(), post.status()), (Some(200), Some(503)));
    assert_eq!(get.header("X-Cyclr-Account"), Some(api.account.as_str()));
    assert!(get.header("authorization").unwrap().starts_with("Bearer "));
    assert_eq!((post.path(), post.origin()), (path.as_str(), Origin::Api));
    assert_eq!(post.body(), br#"{"Username":"ann"}"#);
    assert_eq!(post.json(), Some(json!({"Username": "ann"})));
    assert!(get.time() <= post.time() && post.time() <= api.cyclr.clock().now());
    assert_eq!(api.cyclr.request_count("*", "/v1.0/**"), 2);
    assert_eq!(api.cyclr.request_count("POST", "/v1.0/accounts/*/signintoken"), 1);
    api.cyclr.clear_requests();
    assert_eq!(api.cyclr.request_count("*", "**"), 0);
    api.bare(Method::POST, "/oauth/token").form(&[("a b", "ü+")]).send().await.unwrap();
    assert_eq!(api.cyclr.requests()[0].form(), [("a b".to_owned(), "ü+".to_owned())]);
}

#[tokio::test]
async fn debug_shows_no_secret() {
    let api = Api::start().await;
    let service = api.cyclr.service_domain().to_string();
    let secret = || CANARY.to_owned();
    let form = [
        ("grant_type", "client_credentials".to_owned()),
        ("client_id", secret()),
        ("client_secret", secret()),
    ];
    api.bare(Method::POST, "/oauth/token").form(&form).send().await.unwrap();
    api.bare(Method::POST, "/oauth/token").query(&form).send().await.unwrap();
    let bodies = [
        json!({"AuthValue": CANARY, "Properties": [{"Name": "ClientSecret", "Value": CANARY}]}),
        json!({"authvalue": {"AccessToken": CANARY}, "Password": CANARY, "Unheard": [CANARY, {"Of": [CANARY]}]}),
        json!([CANARY]),
        json!(CANARY),
    ];
    for body in bodies {
        let request = api.request(Method::PUT, "/v1.0/account/connectors/1").json(&body);
        request.header("x-other", CANARY).basic_auth("user", Some(CANARY)).send().await.unwrap();
    }
    for body in
        ["c4n4ry", "{\"AuthValue\": \"c4n4ry\"", "<a>c4n4ry</a>", "c4n4ry=&x=c4n4ry", "a\nc4n4ry"]
    {
        api.request(Method::POST, "/v1.0/x").body(body).send().await.unwrap();
    }
    for query in [
        format!(
            "id=1&token={CANARY}&targetOrigin=https://a.example/{CANARY}&callbackMessage={CANARY}"
        ),
        CANARY.to_owned(),
    ] {
        let url = format!("{service}/connectorauth/updateaccountconnectoroauth?{query}");
        api.client.get(url).send().await.unwrap();
    }

    let requests = api.cyclr.requests();
    assert_eq!(requests.len(), 13);
    let shown = format!("{requests:?} {:?} {:?}", api.cyclr, api.cyclr.faults());
    assert!(!shown.contains(CANARY), "{shown}");
    // Base64 of `user:c4n4ry`.
    assert!(!shown.contains("dXNlcjpjNG40cnk"), "{shown}");
    for harmless in [
        "grant_type=client_credentials",
        "client_secret=[redacted]",
        "ClientSecret",
        "id=1&token=[redacted]",
    ] {
        assert!(shown.contains(harmless), "{harmless} in {shown}");
    }
}

#[tokio::test]
async fn snapshots_show_no_secret() {
    let api = Api::start().await;
    let seed =
        cyclr_sandbox::ConnectorSeed::api_key("K").auth_value(CANARY).property("Key", CANARY);
    assert!(!format!("{seed:?}").contains(CANARY));
    let id = api.cyclr.install(&api.account, seed);
    let snapshot = api.cyclr.account_connector(id).unwrap();
    assert_eq!(snapshot.property("Key"), Some(CANARY));
    assert!(!format!("{snapshot:?}").contains(CANARY));
    let all = format!("{:?}", api.cyclr.snapshot());
    assert!(all.starts_with("Snapshot") && !all.contains(CANARY), "{all}");
}

#[tokio::test]
async fn only_the_last_requests_and_the_beginnings_of_bodies_are_kept() {
    let limits = Limits { requests: 3, recorded_body: 4, request_body: 100, ..Limits::default() };
    let api = Api::around(Sandbox::builder().limits(limits).start().await.unwrap());
    for n in 0..5 {
        api.request(Method::GET, &format!("/v1.0/{n}")).body("123456").send().await.unwrap();
    }
    let requests = api.cyclr.requests();
    let paths: Vec<_> = requests.iter().map(cyclr_sandbox::RecordedRequest::path).collect();
    assert_eq!(paths, ["/v1.0/2", "/v1.0/3", "/v1.0/4"]);
    assert_eq!((requests[0].body(), requests[0].body_len()), (&b"1234"[..], 6));
    let long = api.request(Method::POST, "/v1.0/x").body("x".repeat(101)).send().await.unwrap();
    assert_eq!(long.status(), 413);
    assert_eq!(long.headers()["connection"], "close");
}
