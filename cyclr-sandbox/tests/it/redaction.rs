//! Recorded requests show known names and harmless values only, whatever stands where.

use cyclr_sandbox::{Limits, Sandbox};
use http::Method;
use serde_json::{Value, json};

use crate::support::Api;

const CANARY: &str = "c4n4ry";

/// What the last request looks like, in both forms.
fn shown(api: &Api) -> String {
    let request = api.cyclr.requests().pop().unwrap();
    format!("{request} {request:?}")
}

async fn shown_body(api: &Api, body: &Value) -> String {
    api.request(Method::PUT, "/v1.0/account/connectors/1").json(body).send().await.unwrap();
    shown(api)
}

#[track_caller]
fn assert_redacted(shown: &str, part: &str) {
    assert!(!shown.contains(CANARY), "{shown}");
    assert!(shown.contains(part), "{shown}");
}

#[tokio::test]
async fn a_member_is_named_only_if_its_name_is_known() {
    let api = Api::start().await;
    for body in [
        json!({CANARY: "x", "AuthValue": "x"}),
        json!({"Properties": [{CANARY: "x"}], "AuthValue": CANARY}),
        json!({"ConnectorAuthentications": {CANARY: {CANARY: 1}}, "AuthValue": null}),
    ] {
        assert_redacted(&shown_body(&api, &body).await, "\"AuthValue\":");
    }
}

#[tokio::test]
async fn a_harmless_name_within_something_else_is_none() {
    let api = Api::start().await;
    for inner in [
        json!({"Name": CANARY}),
        json!([{"Id": CANARY}]),
        json!([[CANARY]]),
        json!({"Properties": [{"Name": CANARY}]}),
    ] {
        for name in ["AuthValue", "Name", "Unheard"] {
            let body = json!({name: inner, "Version": "known"});
            assert_redacted(&shown_body(&api, &body).await, "\"Version\":\"known\"");
        }
    }
    let body = json!([{"Name": CANARY}, {"Properties": [{"Name": CANARY}]}]);
    assert_redacted(&shown_body(&api, &body).await, "[redacted]");
    let body = json!({"Properties": [{"Name": "ClientId", "Value": CANARY}, CANARY, [CANARY]]});
    let part =
        r#"{"Properties":[{"Name":"ClientId","Value":"[redacted]"},"[redacted]","[redacted]"]}"#;
    assert_redacted(&shown_body(&api, &body).await, part);
}

#[tokio::test]
async fn a_value_of_any_type_is_shown_only_under_a_harmless_name() {
    let api = Api::start().await;
    let body = json!({"AuthValue": null, "Id": 7, "Password": 1234, "Properties": {"Id": true}, "Value": true});
    let expected = json!({"AuthValue": null, "Id": 7, "Password": "[redacted]", "Properties": {"Id": true}, "Value": "[redacted]"});
    let shown = shown_body(&api, &body).await;
    assert!(shown.contains(&format!(" {expected} -> ")), "{shown}");
    // Names count toward the limit, too.
    let items = vec![json!({"Id": 1, "Name": "x"}); 100];
    let shown = shown_body(&api, &json!({"Properties": items})).await;
    let (line, _) = shown.split_once(" -> ").unwrap();
    assert_eq!(line.matches("\"Id\":1").count(), 33, "{line}");
}

#[tokio::test]
async fn a_parameter_is_named_only_if_its_name_is_known() {
    let api = Api::start().await;
    for (query, part) in [
        ("page=2&c4n4ry=1", "?page=2&[redacted]=[redacted] -> "),
        ("page=2&c4n4ry", "?page=2&[redacted]= -> "),
    ] {
        api.request(Method::GET, &format!("/v1.0/connectors?{query}")).send().await.unwrap();
        assert_redacted(&shown(&api), part);
    }
    let form = [("c4n4ry", "x"), ("GRANT_type", "client_credentials"), ("code", CANARY)];
    api.bare(Method::POST, "/oauth/token").form(&form).send().await.unwrap();
    // A name is shown as it was sent.
    let part = "[redacted]=[redacted]&GRANT_type=client_credentials&code=[redacted]";
    assert_redacted(&shown(&api), part);
    // Not a form, although its second half looks like one.
    let cut = "{\"AuthValue\": \"https://a.example/?x=1&id=c4n4ry&page=1";
    api.request(Method::PUT, "/v1.0/account/connectors/1").body(cut).send().await.unwrap();
    assert_redacted(&shown(&api), "[redacted]");
}

#[tokio::test]
async fn a_header_or_a_method_is_named_only_if_it_is_known() {
    let api = Api::start().await;
    let method = Method::from_bytes(CANARY.as_bytes()).unwrap();
    let request = api.request(method, "/v1.0/connectors").header(CANARY, "x");
    request.header("cookie", CANARY).send().await.unwrap();
    let shown = shown(&api);
    assert_redacted(&shown, "[redacted] /v1.0/connectors -> 405");
    assert!(shown.contains(r#"("authorization", "[redacted]")"#), "{shown}");
    assert!(shown.contains(r#"("[redacted]", "[redacted]")"#), "{shown}");
}

#[tokio::test]
async fn a_path_shows_routes_numbers_and_account_ids() {
    let api = Api::start().await;
    for path in [
        "/",
        "/oauth/token",
        "/v1.0/accounts/Acme%2042/signintoken",
        "/v1.0/accounts/c4/launch",
        "/v1.0/users/marketplace",
        "/v1.0/users/orbit",
        "/v1.0/connectors/7/install",
        "/v1.0/account/connectors/1234/deauthenticate",
        "/v1.0/account/connectors/1234/properties/18446744073709551615",
        "/connectorauth/updateaccountconnectoroauth",
        "/connector/callback",
        "/account/signinwithtoken",
        "/authorize",
    ] {
        api.bare(Method::GET, path).send().await.unwrap();
        assert!(shown(&api).starts_with(&format!("GET {path} -> ")), "{}", shown(&api));
    }
    for (path, part) in [
        ("/c4n4ry", "GET /[redacted] "),
        ("/hooks/c4n4ry.c4n4ry-c4n4ry_c4n4ry", "GET /[redacted]/[redacted] "),
        ("/v1.0/account/connectors/c4n4ry", "/v1.0/account/connectors/[redacted] "),
        ("/v1.0/connectors/1c4n4ry/install", "/v1.0/connectors/[redacted]/install "),
        ("/v1.0/accounts/a/c4n4ry", "/v1.0/accounts/a/[redacted] "),
        ("/accounts/c4n4ry", "/accounts/[redacted] "),
        ("/x/v1.0/accounts/c4n4ry", "/[redacted]/v1.0/accounts/[redacted] "),
    ] {
        api.bare(Method::GET, path).send().await.unwrap();
        assert_redacted(&shown(&api), part);
    }
    api.bare(Method::GET, &"/1".repeat(1_000)).send().await.unwrap();
    assert!(shown(&api).starts_with("GET /1/1/1/1/1/1/1/1/1/… -> "), "{}", shown(&api));
}

#[tokio::test]
async fn a_value_is_one_line_of_a_hundred_characters() {
    let api = Api::start().await;
    api.request(Method::GET, "/v1.0/connectors?scope=a%0A%E2%80%A8b%1B").send().await.unwrap();
    assert!(shown(&api).contains("scope=a\u{fffd}\u{fffd}b\u{fffd}"), "{}", shown(&api));
    let long = format!("{}{CANARY}", "ü".repeat(100));
    let cut = format!("\"Name\":\"{}…\"", "ü".repeat(100));
    assert_redacted(&shown_body(&api, &json!({"Name": long, "Id": CANARY.len()})).await, &cut);
    let account = format!("/v1.0/accounts/{}{CANARY}/launch", "a".repeat(100));
    api.bare(Method::POST, &account).send().await.unwrap();
    assert_redacted(&shown(&api), &format!("{}…/launch", "a".repeat(100)));
    let request = api.bare(Method::GET, "/").header("user-agent", &long);
    request.send().await.unwrap();
    assert_redacted(&shown(&api), "user-agent");
}

#[tokio::test]
async fn a_megabyte_is_shown_in_a_few_kilobytes() {
    let limits = Limits {
        request_body: 2 * 1024 * 1024,
        recorded_body: 2 * 1024 * 1024,
        ..Limits::default()
    };
    let api = Api::around(Sandbox::builder().limits(limits).start().await.unwrap());
    let megabyte = 1024 * 1024;
    let property = json!({"Name": "x", "Value": CANARY});
    let numbered: serde_json::Map<_, _> =
        (0..megabyte / 64).map(|n| (format!("{CANARY}{n}"), property.clone())).collect();
    for body in [
        json!({"Name": "x".repeat(megabyte)}),
        json!({"AuthValue": CANARY.repeat(megabyte / 6)}),
        json!({"Properties": vec![property.clone(); megabyte / 32]}),
        json!({"Properties": vec![Value::from(CANARY); megabyte / 8]}),
        json!({"Properties": vec![json!({"Properties": vec![Value::Null; 100]}); megabyte / 600]}),
        Value::Object(numbered),
    ] {
        let shown = shown_body(&api, &body).await;
        assert!(shown.len() < 16 * 1024, "{}", shown.len());
        assert!(!shown.contains(CANARY), "{shown}");
    }
    let form = vec![("scope", CANARY.repeat(20)); megabyte / 128];
    api.bare(Method::POST, "/oauth/token").form(&form).send().await.unwrap();
    assert!(shown(&api).len() < 32 * 1024, "{}", shown(&api).len());
    // As deep as JSON may be.
    let depth = 120;
    let deep = format!("{}1{}", "{\"Properties\":".repeat(depth), "}".repeat(depth));
    let deep: Value = serde_json::from_str(&deep).unwrap();
    assert!(shown_body(&api, &deep).await.len() < 16 * 1024);
}
