//! Every kind of fault, as a client sees it.

use std::io::ErrorKind;
use std::time::Duration;

use cyclr_sandbox::{Fault, Sandbox};
use http::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{Api, eventually};

const TOKEN: &str = "/v1.0/accounts/*/signintoken";
const SIGN_IN: &str = "/v1.0/accounts/Acme%2F42%20%C3%BC/signintoken";

async fn sign_in(api: &Api) -> reqwest::Result<reqwest::Response> {
    api.request(Method::POST, SIGN_IN).json(&json!({"Username": "ann"})).send().await
}

/// All that a connection gives until its end.
async fn raw(api: &Api) -> (Vec<u8>, Option<ErrorKind>) {
    let host = api.cyclr.api_domain().to_string().replace("http://", "");
    let token = api.cyclr.mint_access_token(None);
    let mut stream = TcpStream::connect(&host).await.unwrap();
    let request = format!(
        "GET /v1.0/account/connectors HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {}\r\nx-cyclr-account: Acme/42 ü\r\nconnection: close\r\n\r\n",
        token.expose_secret()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut all = Vec::new();
    let error = stream.read_to_end(&mut all).await.err().map(|error| error.kind());
    (all, error)
}

#[tokio::test]
async fn a_status_comes_once_with_its_headers_and_the_request_is_not_processed() {
    let api = Api::start().await;
    api.cyclr.faults().next("post", TOKEN, Fault::status(503).retry_after(1).header("x-a", "b"));
    assert_eq!(api.cyclr.faults().waiting(), 1);

    let answer = sign_in(&api).await.unwrap();
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers()["retry-after"], "1");
    assert_eq!(answer.headers()["x-a"], "b");
    assert_eq!(answer.json::<Value>().await.unwrap(), json!({"Message": "Service Unavailable"}));
    assert!(!api.cyclr.has_user(&api.account, "ann"));

    assert_eq!(api.cyclr.faults().waiting(), 0);
    assert_eq!(sign_in(&api).await.unwrap().status(), 200);
    assert!(api.cyclr.has_user(&api.account, "ann"));
}

#[tokio::test]
async fn another_request_uses_up_no_fault() {
    let api = Api::start().await;
    api.cyclr.faults().next("POST", TOKEN, Fault::status(503));
    for (method, path) in [(Method::GET, SIGN_IN), (Method::POST, "/v1.0/accounts")] {
        assert_ne!(api.request(method, path).send().await.unwrap().status(), 503);
    }
    assert_eq!(api.cyclr.faults().waiting(), 1);
    assert_eq!(sign_in(&api).await.unwrap().status(), 503);
}

#[tokio::test]
async fn a_fault_can_not_set_the_length_headers() {
    let api = Api::start().await;
    let fault = Fault::status(503).body("busy").header("content-length", "5");
    api.cyclr.faults().next("*", "**", fault.header("transfer-encoding", "gzip"));
    let answer = sign_in(&api).await.unwrap();
    assert_eq!(answer.headers()["content-length"], "4");
    assert_eq!(answer.text().await.unwrap(), "busy");
}

#[tokio::test]
async fn a_fault_for_zero_requests_never_happens() {
    let api = Api::start().await;
    api.cyclr.faults().next_n(0, "*", "**", Fault::status(503));
    assert_eq!(sign_in(&api).await.unwrap().status(), 200);
    let shown = format!("{:?}", api.cyclr.faults());
    assert_eq!(shown, "[]");
    api.cyclr.faults().next("GET", "/x", Fault::reset());
    let shown = format!("{:?}", api.cyclr.faults());
    assert!(shown.starts_with(r#"[("GET", "/x", Fault"#), "{shown}");
}

#[tokio::test]
async fn a_status_after_processing_hides_what_was_done() {
    let api = Api::start().await;
    let fault = Fault::status(502).body("<h1>Bad Gateway</h1>").content_type("text/html");
    api.cyclr.faults().next("*", "**", fault.after_processing());
    let answer = sign_in(&api).await.unwrap();
    assert_eq!(answer.status(), 502);
    assert_eq!(answer.headers()["content-type"], "text/html");
    assert_eq!(answer.text().await.unwrap(), "<h1>Bad Gateway</h1>");
    assert!(api.cyclr.has_user(&api.account, "ann"));
}

#[tokio::test]
async fn a_retry_after_can_be_a_date() {
    let api = Api::start().await;
    let date = "2031-10-01T00:00:00Z".parse().unwrap();
    api.cyclr.faults().next("*", "**", Fault::status(429).retry_after_date(date));
    let answer = sign_in(&api).await.unwrap();
    assert_eq!(answer.headers()["retry-after"], "Wed, 01 Oct 2031 00:00:00 GMT");
}

#[tokio::test]
async fn a_reset_is_one_and_may_lose_the_answer_alone() {
    let api = Api::start().await;
    api.cyclr.faults().next("GET", "**", Fault::reset());
    assert_eq!(raw(&api).await, (vec![], Some(ErrorKind::ConnectionReset)));

    api.cyclr.faults().next("POST", "**", Fault::reset());
    assert!(sign_in(&api).await.is_err());
    assert!(!api.cyclr.has_user(&api.account, "ann"));
    api.cyclr.faults().next("POST", "**", Fault::reset().after_processing());
    assert!(sign_in(&api).await.is_err());
    assert!(api.cyclr.has_user(&api.account, "ann"));
    let statuses: Vec<_> =
        api.cyclr.requests().iter().map(cyclr_sandbox::RecordedRequest::status).collect();
    assert_eq!(statuses, [None, None, None]);
}

#[tokio::test]
async fn a_delay_ends_when_the_clock_is_advanced() {
    let api = Api::start().await;
    api.cyclr.faults().next("*", "**", Fault::delay(Duration::from_secs(3600)));
    let advance = async {
        eventually(|| api.cyclr.stalled() == 1).await;
        assert!(!api.cyclr.has_user(&api.account, "ann"), "processed before its time");
        api.cyclr.clock().advance(Duration::from_secs(3600));
    };
    let (answer, ()) = tokio::join!(sign_in(&api), advance);
    assert_eq!(answer.unwrap().status(), 200);
    assert_eq!(api.cyclr.stalled(), 0);
}

#[tokio::test]
async fn a_delay_ends_by_itself_too() {
    let api = Api::start().await;
    api.cyclr.faults().next("*", "**", Fault::delay(Duration::from_millis(5)));
    assert_eq!(sign_in(&api).await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_stall_lasts_until_the_client_goes_away() {
    let api = Api::start().await;
    api.cyclr.faults().next("*", "**", Fault::stall());
    {
        let request = sign_in(&api);
        let stalled = eventually(|| api.cyclr.stalled() == 1);
        tokio::select! {
            _ = request => panic!("a stalled request was answered"),
            () = stalled => {}
        }
    }
    eventually(|| api.cyclr.stalled() == 0).await;
    assert!(!api.cyclr.has_user(&api.account, "ann"));
}

#[tokio::test]
async fn a_stall_in_the_body_sends_what_it_promises_and_no_more() {
    let api = Api::start().await;
    api.cyclr.faults().next("*", "**", Fault::stall_after(7));
    let mut answer = sign_in(&api).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.content_length().unwrap() > 50);
    assert_eq!(answer.chunk().await.unwrap().unwrap().len(), 7);
    assert_eq!(api.cyclr.stalled(), 1);
    drop(answer);
    eventually(|| api.cyclr.stalled() == 0).await;
}

#[tokio::test]
async fn a_stalled_client_is_let_go_when_the_sandbox_stops() {
    let api = Api::start().await;
    api.cyclr.faults().always("*", "**", Fault::stall());
    let request = tokio::spawn(sign_in_owned(&api));
    eventually(|| api.cyclr.stalled() == 1).await;
    drop(api);
    assert!(request.await.unwrap().is_err());
}

fn sign_in_owned(api: &Api) -> impl Future<Output = reqwest::Result<reqwest::Response>> + use<> {
    api.request(Method::POST, SIGN_IN).json(&json!({"Username": "ann"})).send()
}

#[tokio::test]
async fn a_truncated_answer_ends_before_its_length() {
    let api = Api::start().await;
    for bytes in [0, 1] {
        api.cyclr.faults().next("*", "**", Fault::truncate_after(bytes));
        let (all, error) = raw(&api).await;
        let text = String::from_utf8(all).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        assert!(head.contains("content-length: 2"), "{head}");
        assert_eq!((body, error), (&"[]"[..bytes], None));
    }
    api.cyclr.faults().next("*", "**", Fault::truncate_after(3));
    let answer = sign_in(&api).await.unwrap();
    assert!(answer.bytes().await.is_err());
}

#[tokio::test]
async fn a_malformed_answer_is_complete_and_half() {
    let api = Api::start().await;
    api.cyclr.faults().next("*", "**", Fault::malformed());
    let answer = sign_in(&api).await.unwrap();
    assert_eq!(answer.status(), 200);
    let body = answer.text().await.unwrap();
    assert!(body.starts_with('{'));
    assert!(serde_json::from_str::<Value>(&body).is_err());
}

#[tokio::test]
async fn a_wrong_content_type_is_on_the_true_answer() {
    let api = Api::start().await;
    api.cyclr.faults().next("*", "**", Fault::wrong_content_type());
    let answer = sign_in(&api).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "image/png");
    assert!(answer.json::<Value>().await.unwrap()["Token"].is_string());
}

#[tokio::test]
async fn an_endless_body_is_longer_than_anyone_should_read() {
    let api = Api::start().await;
    api.cyclr.faults().next("*", "**", Fault::endless());
    let mut answer = sign_in(&api).await.unwrap();
    let mut length = 0;
    while length < 10_000_000 {
        length += answer.chunk().await.unwrap().unwrap().len();
    }
    assert_eq!(api.cyclr.stalled(), 1);
    drop(answer);
    eventually(|| api.cyclr.stalled() == 0).await;
    assert!(!api.cyclr.has_user(&api.account, "ann"));
}

#[tokio::test]
async fn faults_come_as_often_as_they_are_told() {
    let api = Api::start().await;
    let statuses = async |count| {
        let mut statuses = Vec::new();
        for _ in 0..count {
            statuses.push(sign_in(&api).await.unwrap().status().as_u16());
        }
        statuses
    };
    let faults = api.cyclr.faults();
    faults.next_n(2, "POST", TOKEN, Fault::status(500));
    assert_eq!(statuses(3).await, [500, 500, 200]);
    faults.every(3, "POST", "/V1.0/ACCOUNTS/*/SIGNINTOKEN", Fault::status(501));
    assert_eq!(statuses(6).await, [200, 200, 501, 200, 200, 501]);
    faults.clear();
    faults.always("POST", TOKEN, Fault::status(502));
    faults.always("POST", TOKEN, Fault::status(503));
    assert_eq!(statuses(2).await, [502, 502]);
    faults.clear();
    faults.always("GET", TOKEN, Fault::status(504));
    assert_eq!(statuses(1).await, [200]);

    let mut runs = Vec::new();
    for _ in 0..2 {
        faults.clear();
        faults.with_probability(0.5, 7, "*", "**", Fault::status(500));
        runs.push(statuses(40).await);
    }
    assert_eq!(runs[0], runs[1]);
    assert!(runs[0].contains(&200) && runs[0].contains(&500));
}

#[tokio::test]
async fn impossible_faults_do_no_harm() {
    let api = Api::around(Sandbox::start().await);
    api.cyclr.faults().next("*", "**", Fault::status(99).header("bad name", "\n"));
    assert_eq!(sign_in(&api).await.unwrap().status(), 500);
    api.cyclr.faults().next("*", "**", Fault::delay(Duration::from_secs(9)).before_processing());
    let advance = async {
        eventually(|| api.cyclr.stalled() == 1).await;
        assert_eq!(api.cyclr.clock().sleeping(), 1);
        api.cyclr.clock().advance_to_next().await.unwrap();
    };
    let (answer, ()) = tokio::join!(sign_in(&api), advance);
    assert_eq!(answer.unwrap().status(), 503);
}

#[tokio::test]
async fn a_probability_of_zero_is_never_and_of_one_is_always() {
    let api = Api::start().await;
    let (faults, path) = (api.cyclr.faults(), "/v1.0/account/connectors");
    faults.with_probability(0.0, 7, "*", "/v1.0/**", Fault::status(503));
    assert!(api.get(path).await.is_array());
    faults.with_probability(1.0, 7, "*", "/v1.0/**", Fault::status(503));
    assert_eq!(api.refusal(Method::GET, path, json!({})).await.0, 503);
}
