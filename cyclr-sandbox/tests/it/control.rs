//! The control address, as a program in any language uses it.

use std::net::SocketAddr;
use std::time::Duration;

use cyclr_oauth::{AccountConnectorId, AccountId};
use cyclr_sandbox::{ConnectorSeed, Fault, Limits, Sandbox};
use http::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{Api, TARGET, eventually};

pub(crate) struct Control {
    pub(crate) api: Api,
    base: String,
}

impl Control {
    async fn start() -> Self {
        Self::around(Limits::default()).await
    }

    async fn around(limits: Limits) -> Self {
        let builder =
            Sandbox::builder().limits(limits).control(SocketAddr::from(([127, 0, 0, 1], 0)));
        let api = Api::around(builder.start().await.unwrap());
        let base = format!("http://{}", api.cyclr.control_address().unwrap());
        Self { api, base }
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let request = self.api.client.request(method, format!("{}{path}", self.base));
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    async fn get(&self, path: &str) -> Value {
        let (status, value) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{value}");
        value
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let (status, value) = self.call(Method::POST, path, Some(body)).await;
        assert_eq!(status, 200, "{value}");
        value
    }

    /// A call without body or answer.
    async fn done(&self, method: Method, path: &str) {
        assert_eq!(self.call(method, path, None).await, (204, Value::Null));
    }

    /// The wrong field, and the message.
    async fn refused(&self, path: &str, body: Value) -> (String, String) {
        let (status, value) = self.call(Method::POST, path, Some(body)).await;
        assert_eq!(status, 400, "{value}");
        let field = value["field"].as_str().unwrap_or_default().to_owned();
        (field, value["message"].as_str().unwrap().to_owned())
    }

    async fn install(&self) -> u64 {
        let connector = json!({"Name": "Salesforce", "AuthType": "OAuth2"});
        let body = json!({"account": self.api.account.as_str(), "connector": connector});
        self.post("/account-connectors", body).await["id"].as_u64().unwrap()
    }

    async fn visit(&self, id: u64, decision: Value) -> Value {
        let url = self.api.auth_url(id, None).await;
        let mut body = decision;
        body["url"] = url.into();
        self.post("/visits", body).await
    }

    /// What a connection that is written to by hand answers.
    async fn raw(&self, request: &str) -> String {
        let address = self.base.replace("http://", "");
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap()
    }
}

#[tokio::test]
async fn a_hand_off_is_driven_by_http_alone() {
    let control = Control::start().await;
    let info = control.get("/sandbox").await;
    assert_eq!(info["apiDomain"], control.api.cyclr.api_domain().to_string());
    assert_eq!(info["clientId"], control.api.cyclr.client_credentials().0);

    let id = control.install().await;
    let path = format!("/account-connectors/{id}");
    assert_eq!(control.get(&path).await["authenticated"], false);
    assert_eq!(control.visit(id, json!({"decision": "deny"})).await["outcome"], "refused");
    let failed = json!({"decision": "fail", "error": "out_of_order", "errorDescription": "Later."});
    let failed = control.visit(id, failed).await;
    assert!(failed["text"].as_str().unwrap().contains("out_of_order"), "{failed}");
    assert_eq!(control.visit(id, json!({"decision": "abandon"})).await["outcome"], "abandoned");
    assert_eq!(control.api.cyclr.pending_hand_offs(), 1);
    assert_eq!(control.get(&path).await["authenticated"], false);

    let visit = json!({"decision": "approve", "user": "mallory@evil.example"});
    assert_eq!(control.visit(id, visit).await, json!({"outcome": "redirect", "url": TARGET}));
    let connector = control.get(&path).await;
    assert_eq!(connector["authenticated"], true);
    assert_eq!(connector["consentedBy"], "mallory@evil.example");
    let snapshot = control.api.cyclr.account_connector(AccountConnectorId::from(id)).unwrap();
    assert_eq!(snapshot.consented_by(), Some("mallory@evil.example"));

    // By a message, for a popup.
    let url = control.api.auth_url(id, Some("done")).await;
    let end = control.post("/visits", json!({"url": url, "decision": "approve"})).await;
    let expected =
        json!({"outcome": "message", "message": "done", "targetOrigin": "https://partner.example"});
    assert_eq!(end, expected);
    // The link works once.
    let end = control.post("/visits", json!({"url": url, "decision": "approve"})).await;
    assert_eq!((&end["outcome"], &end["status"]), (&json!("refused"), &json!(403)));
}

/// The webhook goes to a URL on this machine; what answers there is up to the test.
#[tokio::test]
async fn a_connection_breaks_and_the_webhook_tells_of_it() {
    let control = Control::start().await;
    let id = control.install().await;
    control.visit(id, json!({"decision": "approve"})).await;
    let account = control.api.account.as_str();
    let cycle = json!({"account": account, "accountConnectors": [id]});
    let cycle = control.post("/cycles", cycle).await["id"].as_str().unwrap().to_owned();
    let url = format!("{}/nowhere", control.base);
    let hook = json!({"TransactionErrorWebhookEnabled": true, "TransactionErrorWebhookUrl": url});
    control.api.send(Method::PUT, Api::ACCOUNT, hook).await;

    control.done(Method::POST, &format!("/account-connectors/{id}/break")).await;
    let path = format!("/account-connectors/{id}");
    assert_eq!(control.get(&path).await["authenticated"], false);
    let prerequisites = control.api.get(&format!("/v1.0/cycles/{cycle}/prerequisites")).await;
    assert_eq!(prerequisites[0]["ObjectId"], id.to_string());
    eventually(|| control.api.cyclr.webhooks()[0].is_settled()).await;
    let webhooks = control.get("/webhooks").await;
    assert_eq!(webhooks[0]["body"]["CycleId"], cycle.as_str());
    assert_eq!((&webhooks[0]["url"], &webhooks[0]["status"]), (&json!(url), &json!(404)));
    assert_eq!(webhooks[0]["settled"], true);

    assert_eq!(control.call(Method::POST, "/account-connectors/1/break", None).await.0, 404);
    let wrong = json!({"account": account, "accountConnectors": [id, 1]});
    assert_eq!(control.refused("/cycles", wrong).await.0, "accountConnectors[1]");
    control.done(Method::POST, "/reset").await;
    assert_eq!(control.get("/webhooks").await, json!([]));
}

#[tokio::test]
async fn the_clock_is_moved_and_stopped() {
    let control = Control::start().await;
    let id = control.install().await;
    let url = control.api.auth_url(id, None).await;
    let frozen = control.call(Method::POST, "/clock/freeze", None).await.1;
    assert_eq!(frozen["frozen"], true);
    assert_eq!(control.get("/clock").await, frozen);
    let advanced = control.post("/clock/advance", json!({"seconds": 301.5})).await;
    assert_ne!(advanced["now"], frozen["now"]);
    let end = control.post("/visits", json!({"url": url, "decision": "approve"})).await;
    assert_eq!(end["status"], 403, "an expired token");
    assert_eq!(control.call(Method::POST, "/clock/resume", None).await.1["frozen"], false);

    let fault = json!({"kind": "delay", "seconds": 60});
    control.post("/faults", json!({"method": "*", "path": "**", "fault": fault})).await;
    let read = control.api.get("/v1.0/account/connectors");
    let (_, (status, step)) =
        tokio::join!(read, control.call(Method::POST, "/clock/advance-to-next", None));
    assert_eq!(status, 200);
    assert!((59.0..=60.0).contains(&step["seconds"].as_f64().unwrap()), "{step}");
    let body = json!({"seconds": 1, "when": "waiting"});
    let (status, problem) = control.call(Method::POST, "/clock/advance", Some(body)).await;
    assert_eq!(status, 409, "{problem}");
}

#[tokio::test]
async fn all_nine_faults_are_added_listed_and_cleared() {
    let control = Control::start().await;
    let path = "/v1.0/account/connectors";
    let cases = [
        json!({"kind": "status", "status": 503, "headers": {"retry-after": "1"}, "body": "busy"}),
        json!({"kind": "delay", "seconds": 0.001}),
        json!({"kind": "stall"}),
        json!({"kind": "stallAfter", "bytes": 1}),
        json!({"kind": "reset", "processed": true}),
        json!({"kind": "truncateAfter", "bytes": 1}),
        json!({"kind": "malformed"}),
        json!({"kind": "wrongContentType", "contentType": "text/css"}),
        json!({"kind": "endless"}),
    ];
    for fault in cases {
        let rule = json!({"method": "GET", "path": path, "fault": fault, "when": {"always": true}});
        let added = control.post("/faults", rule).await;
        assert_eq!(added["fault"], fault);
        assert_eq!(control.get("/faults").await, json!([added]));
        let kind = fault["kind"].as_str().unwrap();
        let sent = control.api.request(Method::GET, path).timeout(Duration::from_millis(300));
        let sent = sent.send().await;
        match (kind, sent) {
            ("status", Ok(answer)) => {
                assert_eq!(
                    (answer.status().as_u16(), &answer.headers()["retry-after"]),
                    (503, &http::HeaderValue::from_static("1"))
                );
                assert_eq!(answer.text().await.unwrap(), "busy");
            }
            ("delay", Ok(answer)) => assert_eq!(answer.text().await.unwrap(), "[]"),
            ("malformed", Ok(answer)) => assert_eq!(answer.text().await.unwrap(), "["),
            ("stallAfter" | "truncateAfter" | "endless", Ok(answer)) => {
                answer.bytes().await.unwrap_err();
            }
            ("wrongContentType", Ok(answer)) => {
                assert_eq!(answer.headers()["content-type"], "text/css");
            }
            ("stall" | "reset", Err(_)) => {}
            (kind, other) => panic!("{kind}: {other:?}"),
        }
        let id = &added["id"];
        control.done(Method::DELETE, &format!("/faults/{id}")).await;
        assert_eq!(control.call(Method::DELETE, &format!("/faults/{id}"), None).await.0, 404);
    }

    for when in [json!({"next": 2}), json!({"every": 3}), json!({"probability": 0.5, "seed": 7})] {
        let fault = json!({"kind": "status", "status": 500});
        let rule = json!({"method": "GET", "path": path, "fault": fault, "when": when});
        assert_eq!(control.post("/faults", rule).await["when"], when);
        let mut failed = 0;
        for _ in 0..6 {
            let answer = control.api.request(Method::GET, path).send().await.unwrap();
            failed += u32::from(answer.status() == 500);
        }
        assert!((1..=5).contains(&failed), "{when}: {failed}");
        control.done(Method::DELETE, "/faults").await;
        assert_eq!(control.get("/faults").await, json!([]));
    }
}

#[tokio::test]
async fn requests_are_listed_without_their_secrets() {
    let control = Control::start().await;
    let url = control.api.auth_url(control.install().await, None).await;
    let body = json!({"decision": "approve", "url": url});
    control.post("/visits", body).await;
    let all = control.get("/requests").await;
    let sign_in = control.get("/requests?method=POST&path=/v1.0/accounts/*/signintoken").await;
    assert_eq!(sign_in.as_array().unwrap().len(), 1);
    assert_eq!(sign_in[0]["status"], 200);
    assert_eq!(sign_in[0]["origin"], "api");
    assert!(all.as_array().unwrap().len() >= 4);
    let token = url.split("token=").nth(1).unwrap().split('&').next().unwrap();
    let text = all.to_string();
    assert!(text.contains("[redacted]") && !text.contains(token), "{text}");
    // What is controlled is not recorded.
    assert!(!text.contains("/visits"));
    control.done(Method::DELETE, "/requests").await;
    assert_eq!(control.get("/requests").await, json!([]));
    assert_eq!(control.call(Method::GET, "/requests?pfad=x", None).await.0, 400);
}

#[tokio::test]
async fn messages_name_the_wrong_field() {
    let control = Control::start().await;
    let rule = |fault: Value| json!({"method": "GET", "path": "/a", "fault": fault});
    for (path, body, field, part) in [
        ("/clock/advance", json!({"seconds": "1"}), "seconds", "invalid type: string"),
        ("/clock/advance", json!({"seconds": -1}), "seconds", "from 0"),
        (
            "/clock/advance",
            json!({"seconds": 1, "wenn": "now"}),
            "wenn",
            "expected `seconds` or `when`",
        ),
        ("/clock/advance", json!({}), "seconds", "missing field"),
        ("/faults", rule(json!({"kind": "status"})), "fault.status", "`status` needs it"),
        ("/faults", rule(json!({"kind": "status", "status": 99})), "fault.status", "200 to 999"),
        ("/faults", rule(json!({"kind": "stall", "bytes": 1})), "fault.bytes", "leave it out"),
        ("/faults", rule(json!({"kind": "crash"})), "fault.kind", "unknown variant `crash`"),
        ("/faults", rule(json!({"kind": "stall", "kid": 1})), "fault.kid", "unknown field"),
        (
            "/faults",
            rule(json!({"kind": "stall", "headers": {"a b": "c"}})),
            "fault.headers.a b",
            "HTTP doesn't allow",
        ),
        ("/account-connectors", json!({"account": "", "connector": {"Name": "A"}}), "account", ""),
        ("/account-connectors", json!({"account": "a", "connector": {}}), "connector.Name", "Name"),
        (
            "/visits",
            json!({"url": "https://example.com", "decision": "approve"}),
            "url",
            "of this sandbox",
        ),
    ] {
        let (named, message) = control.refused(path, body).await;
        assert_eq!(named, field, "{message}");
        assert!(message.contains(part) && message.contains(&format!("`{field}`")), "{message}");
    }
    let put = control.call(Method::PUT, "/switches", Some(json!({"page_sise": 3}))).await;
    assert_eq!((put.0, &put.1["field"]), (400, &json!("page_sise")));
    let put = control.call(Method::PUT, "/switches", Some(json!({"page_size": 3}))).await;
    assert_eq!((put.0, &put.1["page_size"]), (200, &json!("3")));
    assert_eq!(control.api.cyclr.switches().page_size, 3);
}

#[tokio::test]
async fn bodies_are_bounded_and_json() {
    let control = Control::around(Limits { request_body: 100, ..Limits::default() }).await;
    let long = json!({"seconds": 1, "when": "x".repeat(200)});
    assert_eq!(control.call(Method::POST, "/clock/advance", Some(long)).await.0, 413);
    let text = control.api.client.post(format!("{}/clock/advance", control.base));
    let text = text.body(r#"{"seconds":1}"#).send().await.unwrap();
    assert_eq!(text.status(), 415);
    assert_eq!(control.call(Method::POST, "/reset", Some(json!({}))).await.0, 400);
    assert_eq!(control.call(Method::PUT, "/reset", None).await.0, 405);
    assert_eq!(control.call(Method::GET, "/nowhere", None).await.0, 404);
}

#[tokio::test]
async fn web_pages_are_refused() {
    let control = Control::start().await;
    let own = control.base.replace("http://", "");
    let attack = |headers: &str| {
        format!("POST /reset HTTP/1.1\r\n{headers}content-length: 0\r\nconnection: close\r\n\r\n")
    };
    let account = AccountId::new("stays").unwrap();
    control.api.cyclr.create_account(&account);
    for headers in [
        "host: attacker.example\r\n".to_owned(),
        format!("host: 127.0.0.1.attacker.example:{}\r\n", own.rsplit(':').next().unwrap()),
        "host: 10.0.0.1\r\n".to_owned(),
        "host: \r\n".to_owned(),
        format!("host: {own}\r\norigin: https://attacker.example\r\n"),
        format!("host: {own}\r\norigin: null\r\n"),
        format!("host: {own}\r\norigin: http://localhost:3000\r\n"),
        format!("host: {own}\r\nsec-fetch-site: cross-site\r\n"),
        format!("host: {own}\r\nsec-fetch-site: same-site\r\n"),
        format!("host: {own}\r\nhost: {own}\r\n"),
    ] {
        let answer = control.raw(&attack(&headers)).await;
        assert!(answer.starts_with("HTTP/1.1 403"), "{headers}{answer}");
        assert!(!answer.to_ascii_lowercase().contains("access-control"), "{answer}");
    }
    let absolute =
        attack(&format!("host: {own}\r\n")).replace("/reset", "http://attacker.example/reset");
    assert!(control.raw(&absolute).await.starts_with("HTTP/1.1 403"));
    assert!(control.api.cyclr.has_account(&account));

    for headers in [
        format!("host: {own}\r\n"),
        "host: localhost:1\r\n".to_owned(),
        "host: [::1]:1\r\n".to_owned(),
        format!("host: {own}\r\norigin: http://{own}\r\nsec-fetch-site: same-origin\r\n"),
    ] {
        let answer = control.raw(&attack(&headers)).await;
        assert!(answer.starts_with("HTTP/1.1 204"), "{headers}{answer}");
    }
    assert!(!control.api.cyclr.has_account(&account));
}

#[tokio::test]
async fn other_addresses_have_no_controls() {
    let control = Control::start().await;
    let cyclr = &control.api.cyclr;
    let addresses = [
        cyclr.api_domain().to_string(),
        cyclr.service_domain().to_string(),
        cyclr.third_party_origin(),
    ];
    let document = cyclr_sandbox::openapi();
    for path in document["paths"].as_object().unwrap().keys() {
        for address in &addresses {
            for method in [Method::GET, Method::POST] {
                let url = format!("{address}{}", path.replace("{id}", "1"));
                let answer = control.api.client.request(method, &url).send().await.unwrap();
                assert_eq!(answer.status(), 404, "{url}");
            }
        }
    }
    assert!(Sandbox::start().await.control_address().is_none());
    let public = Sandbox::builder().control("0.0.0.0:0".parse().unwrap());
    assert!(public.start().await.unwrap_err().to_string().contains("other machines"));
}

/// A hand-off with everything that is random or timed in it.
async fn story(control: &Control) -> Vec<Value> {
    let api = &control.api;
    let mut all = Vec::new();
    let form = |secret: String, id: String| {
        [
            ("grant_type", "client_credentials".to_owned()),
            ("client_id", id),
            ("client_secret", secret),
        ]
    };
    let (id, secret) = api.cyclr.client_credentials();
    for _ in 0..4 {
        let request = api.bare(Method::POST, "/oauth/token");
        let request = request.form(&form(secret.expose_secret().to_owned(), id.clone()));
        let answer = request.send().await.unwrap();
        all.push(json!(answer.status().as_u16()));
        all.push(answer.json().await.unwrap_or_default());
    }
    let id = control.install().await;
    let path = format!("{}/signintoken", Api::ACCOUNT);
    let token = api.send(Method::POST, &path, json!({"Username": "ann"})).await;
    all.push(token);
    all.push(control.visit(id, json!({"decision": "approve"})).await);
    all.push(api.get(&format!("/v1.0/account/connectors/{id}")).await);
    all.push(control.get("/requests").await);
    all.push(control.get("/faults").await);
    all
}

#[tokio::test]
async fn after_a_restore_the_same_calls_have_the_same_answers() {
    let control = Control::start().await;
    control.install().await;
    let fault = json!({"kind": "status", "status": 503});
    let when = json!({"probability": 0.5, "seed": 3});
    let rule = json!({"method": "*", "path": "/oauth/token", "fault": fault, "when": when});
    control.post("/faults", rule.clone()).await;
    assert_eq!(control.call(Method::POST, "/clock/freeze", None).await.0, 200);
    let snapshot = control.call(Method::POST, "/snapshots", None).await.1;
    let id = &snapshot["id"];
    assert_eq!(control.get("/snapshots").await, json!([{"id": id}]));

    let restore = format!("/snapshots/{id}/restore");
    let first = story(&control).await;
    let expected = control.get("/requests").await;
    for _ in 0..2 {
        control.post("/clock/advance", json!({"seconds": 4000})).await;
        control.call(Method::POST, "/clock/resume", None).await;
        control.done(Method::DELETE, "/faults").await;
        control.done(Method::POST, &restore).await;
        let again = story(&control).await;
        assert_eq!(first, again);
        assert_eq!(control.get("/requests").await.to_string().len(), expected.to_string().len());
    }
    control.done(Method::DELETE, &format!("/snapshots/{id}")).await;
    assert_eq!(control.call(Method::POST, &restore, None).await.0, 404);

    control.done(Method::POST, "/reset").await;
    assert_eq!(control.get("/requests").await, json!([]));
    assert_eq!(control.get("/clock").await["frozen"], false);
    assert!(!control.api.cyclr.has_account(&control.api.account));
}

#[tokio::test]
async fn snapshots_and_faults_are_bounded() {
    let control = Control::start().await;
    for _ in 0..32 {
        assert_eq!(control.call(Method::POST, "/snapshots", None).await.0, 200);
    }
    assert_eq!(control.call(Method::POST, "/snapshots", None).await.0, 409);
    for _ in 0..1_000 {
        control.api.cyclr.faults().next("PUT", "/nowhere", Fault::reset());
    }
    let rule = json!({"method": "*", "path": "**", "fault": {"kind": "reset"}});
    assert_eq!(control.call(Method::POST, "/faults", Some(rule)).await.0, 409);
}

#[tokio::test]
async fn a_visit_that_meets_a_fault_is_no_answer() {
    let control = Control::start().await;
    let url = control.api.auth_url(control.install().await, None).await;
    control.api.cyclr.faults().always("GET", "**", Fault::reset());
    let body = json!({"url": url, "decision": "approve"});
    let (status, problem) = control.call(Method::POST, "/visits", Some(body)).await;
    assert_eq!(status, 409);
    assert!(problem["message"].as_str().unwrap().contains("fault"), "{problem}");
}

#[tokio::test]
async fn access_tokens_are_revoked() {
    let control = Control::start().await;
    let request = control.api.request(Method::GET, "/v1.0/account/connectors");
    control.done(Method::DELETE, "/access-tokens").await;
    assert_eq!(request.send().await.unwrap().status(), 401);
}

/// The types and the routes are one table, so this checks that each route is really there.
#[tokio::test]
async fn every_route_is_in_the_document_and_every_path_of_it_is_routed() {
    let control = Control::start().await;
    let document = control.get("/openapi.json").await;
    assert_eq!(document, cyclr_sandbox::openapi());
    let methods = ["get", "post", "put", "delete", "patch"];
    let mut described = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        for name in methods {
            let method = Method::from_bytes(name.to_uppercase().as_bytes()).unwrap();
            let path = path.replace("{id}", "999999");
            let is_advance = path == "/clock/advance-to-next";
            if is_advance && operations.get(name).is_some() {
                described += 1; // takes five seconds
                continue;
            }
            let (status, answer) = control.call(method, &path, None).await;
            let is_described = operations.get(name).is_some();
            assert_eq!(status != 405, is_described, "{name} {path}: {status}");
            if is_described {
                described += 1;
                let declared = &operations[name]["responses"][status.to_string()];
                assert!(declared.is_object(), "{name} {path}: {status} {answer}");
            }
        }
    }
    assert_eq!(described, 27);
}

#[test]
fn the_committed_document_is_the_code_s() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
    let document = format!("{:#}\n", cyclr_sandbox::openapi());
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(path, &document).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap();
    assert!(
        committed == document,
        "openapi.json is not what the code says; write it again with \
         `UPDATE_OPENAPI=1 cargo test -p cyclr-sandbox --test it control`"
    );
}

/// The library can do it too, and what is held stays held.
#[tokio::test]
async fn a_held_request_survives_a_restore() {
    let api = Api::start().await;
    let before = api.cyclr.snapshot();
    api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce"));
    api.cyclr.faults().next("GET", "**", Fault::delay(Duration::from_secs(60)));
    let restore = async {
        eventually(|| api.cyclr.stalled() == 1).await;
        api.cyclr.restore(&before);
        assert!(api.cyclr.requests().is_empty());
        api.cyclr.clock().advance(Duration::from_secs(60));
    };
    let read = api.request(Method::GET, "/v1.0/account/connectors").send();
    let (answer, ()) = tokio::join!(read, restore);
    // Its access token is newer than the snapshot.
    assert_eq!(answer.unwrap().status(), 401);
    assert!(api.cyclr.requests().is_empty());
}
