//! What is wrong with a request.

use cyclr_sandbox::Limits;
use http::{HeaderValue, Method};
use serde_json::{Value, json};

use super::Control;

/// The last number that is exact in JavaScript.
const LAST_ID: u64 = 9_007_199_254_740_991;

#[tokio::test]
async fn messages_name_the_wrong_field() {
    let control = Control::start().await;
    let rule = |fault: Value| json!({"method": "GET", "path": "/a", "fault": fault});
    let timed = |when: Value| json!({"method": "*", "path": "**", "fault": {"kind": "reset"}, "when": when});
    let install = |mut more: Value| {
        more["account"] = "a".into();
        more["connector"] = json!({"Name": "A", "Authentication": [{"Id": "z"}]});
        more
    };
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
        ("/faults", rule(json!({})), "fault.kind", "missing field"),
        ("/faults", rule(json!({"kind": "delay"})), "fault.seconds", "`delay` needs it"),
        ("/faults", timed(json!({"next": 0})), "when.next", "from 1"),
        ("/faults", timed(json!({"every": 0})), "when.every", "from 1"),
        ("/faults", timed(json!({"probability": 1.5})), "when.probability", "from 0 to 1"),
        ("/faults", timed(json!({"next": 1, "every": 2})), "when", "give one of"),
        ("/faults", timed(json!({"next": 1, "seed": 2})), "when", "`seed` goes with"),
        ("/faults", timed(json!({"every": 1, "seed": 2})), "when", "`seed` goes with"),
        ("/faults", timed(json!({"always": true, "seed": 2})), "when", "`seed` goes with"),
        (
            "/faults",
            json!({"method": "GE T", "path": "/a", "fault": {"kind": "reset"}}),
            "method",
            "such as",
        ),
        ("/faults", json!({"method": "*", "path": "a", "fault": {"kind": "reset"}}), "path", "**"),
        ("/account-connectors", json!({"account": "", "connector": {"Name": "A"}}), "account", ""),
        ("/account-connectors", install(json!({"id": 0})), "id", "from 1"),
        ("/account-connectors", install(json!({"id": LAST_ID + 1})), "id", "from 1"),
        (
            "/account-connectors",
            json!({"account": "a", "connector": {"Name": "A", "Id": LAST_ID + 1}}),
            "connector.Id",
            "up to",
        ),
        (
            "/account-connectors",
            install(json!({"authenticationId": "x"})),
            "authenticationId",
            "no `Authentication`",
        ),
        (
            "/account-connectors",
            json!({"account": "a", "connector": {"Name": "A", "Authentication": [
                {"Id": "x"}, {"Id": "y"},
            ]}}),
            "authenticationId",
            "choose one",
        ),
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
async fn the_highest_ids_are_accepted() {
    let control = Control::start().await;
    let connector = json!({"Name": "A", "Id": LAST_ID, "Authentication": [{"Id": "z"}]});
    for (account, more) in
        [("a", json!({"id": LAST_ID})), ("b", json!({"authenticationId": "z"})), ("c", json!({}))]
    {
        let mut body = more;
        body["account"] = account.into();
        body["connector"] = connector.clone();
        control.post("/account-connectors", body).await;
    }
    assert_eq!(control.get(&format!("/account-connectors/{LAST_ID}")).await["id"], LAST_ID);
}

#[tokio::test]
async fn bodies_are_bounded_and_json() {
    let control = Control::around(Limits { request_body: 100, ..Limits::default() }).await;
    let advance = || control.api.client.post(format!("{}/clock/advance", control.base));
    let long = json!({"seconds": 1, "when": "x".repeat(200)});
    let long = advance().json(&long).send().await.unwrap();
    assert_eq!(
        (long.status().as_u16(), &long.headers()["connection"]),
        (413, &HeaderValue::from_static("close"))
    );
    let text = advance();
    let text = text.body(r#"{"seconds":1}"#).send().await.unwrap();
    assert_eq!(text.status(), 415);
    assert_eq!(control.call(Method::POST, "/reset", Some(json!({}))).await.0, 400);
    assert_eq!(control.call(Method::POST, "/reset?all=1", None).await.0, 400);
    assert_eq!(control.call(Method::PUT, "/reset", None).await.0, 405);
    assert_eq!(control.call(Method::GET, "/nowhere", None).await.0, 404);
}
