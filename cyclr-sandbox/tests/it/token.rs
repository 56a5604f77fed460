//! `POST /oauth/token`, and what access tokens open.

use std::time::Duration;

use cyclr_oauth::{Secret, UtcTimestamp};
use cyclr_sandbox::{ConnectorSeed, Sandbox, Switches, TokenError, WrongCredentials};
use http::Method;
use serde_json::{Value, json};

use crate::support::{Api, ok, refusal};

type Form = Vec<(&'static str, String)>;

fn form(api: &Api) -> Form {
    let (id, secret) = api.cyclr.client_credentials();
    vec![
        ("grant_type", "client_credentials".to_owned()),
        ("client_id", id),
        ("client_secret", secret.expose_secret().to_owned()),
    ]
}

async fn token(api: &Api, form: &[(&str, String)]) -> reqwest::Response {
    api.bare(Method::POST, "/OAuth/Token").form(form).send().await.unwrap()
}

async fn list(api: &Api, token: &str) -> u16 {
    let request = api.bare(Method::GET, "/v1.0/account/connectors").bearer_auth(token);
    request.header("x-cyclr-account", api.account.as_str()).send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn an_answer_has_all_its_members() {
    let api = Api::start().await;
    let answer = ok(token(&api, &form(&api)).await).await;
    assert_eq!(answer["token_type"], "bearer");
    assert_eq!(answer["expires_in"], 1_209_599);
    assert_eq!(answer["clientId"], api.cyclr.client_credentials().0);
    assert_eq!(answer[".refresh"], "False");
    let date = |name: &str| httpdate::parse_http_date(answer[name].as_str().unwrap()).unwrap();
    let lifetime = date(".expires").duration_since(date(".issued")).unwrap().as_secs();
    assert!((1_209_599..=1_209_600).contains(&lifetime), "{lifetime}");
    assert_eq!(list(&api, answer["access_token"].as_str().unwrap()).await, 200);
}

#[tokio::test]
async fn a_token_may_live_for_ever() {
    let cyclr = Sandbox::builder().token_lifetime(Duration::MAX).start().await.unwrap();
    let api = Api::around(cyclr);
    let answer = ok(token(&api, &form(&api)).await).await;
    assert_eq!(answer[".expires"], "Fri, 31 Dec 9999 23:59:59 GMT");
    assert_eq!(list(&api, answer["access_token"].as_str().unwrap()).await, 200);
    let lifetime = Duration::from_secs(300_000_000_000);
    let api = Api::around(Sandbox::builder().token_lifetime(lifetime).start().await.unwrap());
    api.cyclr.clock().advance(Duration::from_secs(200_000_000_000));
    let answer = ok(token(&api, &form(&api)).await).await;
    assert_eq!(answer[".expires"], "Fri, 31 Dec 9999 23:59:59 GMT");
    assert_eq!(list(&api, answer["access_token"].as_str().unwrap()).await, 200);
}

#[tokio::test]
async fn several_tokens_live_until_they_expire_or_are_revoked() {
    let cyclr = Sandbox::builder().token_lifetime(Duration::from_secs(60)).start().await.unwrap();
    let api = Api::around(cyclr);
    let one = api.cyclr.mint_access_token(None);
    api.cyclr.clock().advance(Duration::from_secs(30));
    let other = api.cyclr.mint_access_token(None);
    assert_eq!(list(&api, one.expose_secret()).await, 200);
    assert_eq!(list(&api, other.expose_secret()).await, 200);
    api.cyclr.clock().advance(Duration::from_secs(30));
    assert_eq!(list(&api, one.expose_secret()).await, 401);
    assert_eq!(list(&api, other.expose_secret()).await, 200);
    api.cyclr.revoke_access_tokens();
    assert_eq!(list(&api, other.expose_secret()).await, 401);
    assert_eq!(api.cyclr.access_tokens_issued(), 2);
}

#[tokio::test]
async fn everything_expires_exactly_on_time() {
    let cyclr = Sandbox::builder().token_lifetime(Duration::from_secs(60)).start().await.unwrap();
    let api = Api::around(cyclr);
    let clock = api.cyclr.clock();
    clock.freeze();
    let (almost, rest) = (
        |seconds| Duration::from_secs(seconds).saturating_sub(Duration::from_nanos(1)),
        Duration::from_nanos(1),
    );
    let status = async |url: &str| api.client.get(url).send().await.unwrap().status().as_u16();

    let token = api.cyclr.mint_access_token(None);
    clock.advance(almost(60));
    assert_eq!(list(&api, token.expose_secret()).await, 200);
    clock.advance(rest);
    assert_eq!(list(&api, token.expose_secret()).await, 401);

    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce"));
    for (lived, expected) in [(almost(300), 302), (Duration::from_secs(300), 403)] {
        let link = api.auth_url(id.get(), None).await;
        clock.advance(lived);
        assert_eq!(status(&link).await, expected);
    }
    // First the consent page, then the third party's code.
    for (consent, code, expected) in [
        (almost(3600), almost(300), 302),
        (Duration::from_secs(3600), Duration::ZERO, 400),
        (Duration::ZERO, Duration::from_secs(300), 400),
    ] {
        let answer = api.client.get(api.auth_url(id.get(), None).await).send().await.unwrap();
        let page = answer.headers()["location"].to_str().unwrap().to_owned();
        clock.advance(consent.saturating_sub(code));
        let answer = api.client.post(&page).form(&[("decision", "approve")]).send().await.unwrap();
        let callback = answer.headers()["location"].to_str().unwrap().to_owned();
        clock.advance(code);
        assert_eq!(status(&callback).await, expected);
    }
    // A new hand-off removes the expired ones.
    let _link = status(&api.auth_url(id.get(), None).await).await;
    assert_eq!(api.cyclr.pending_hand_offs(), 1);
    clock.advance(Duration::from_secs(3600));
    let _link = status(&api.auth_url(id.get(), None).await).await;
    assert_eq!(api.cyclr.pending_hand_offs(), 1);

    // The pages of a launch.
    let launch = async || {
        let path = format!("{}/launch", Api::ACCOUNT);
        let launched = api.send(Method::POST, &path, json!({})).await;
        let answer = api.client.get(launched["LaunchUrl"].as_str().unwrap()).send().await.unwrap();
        answer.headers()["location"].to_str().unwrap().to_owned()
    };
    let (one, other) = (launch().await, launch().await);
    clock.advance(almost(3600));
    assert_eq!((status(&one).await, status(&other).await), (200, 200));
    clock.advance(rest);
    assert_eq!(status(&one).await, 403);
}

#[tokio::test]
async fn credentials_stand_in_the_form_and_nowhere_else() {
    let api = Api::start().await;
    let url = format!("{}/oauth/token", api.cyclr.api_domain());
    let form = form(&api);
    let get = api.client.get(&url).query(&form).send().await.unwrap();
    assert_eq!(get.status(), 405);
    let in_query = api.client.post(&url).query(&form).form(&form).send().await.unwrap();
    assert_eq!(in_query.status(), 400);
    let basic = api.client.post(&url).basic_auth(&form[1].1, Some(&form[2].1)).form(&form[..1]);
    assert_eq!(basic.send().await.unwrap().status(), 400);
    let json: Value = form.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    assert_eq!(api.client.post(&url).json(&json).send().await.unwrap().status(), 400);
    assert_eq!(api.cyclr.access_tokens_issued(), 0);
}

#[tokio::test]
async fn wrong_requests_are_refused_in_the_shape_of_the_switches() {
    let api = Api::start().await;
    let error = async |change: &dyn Fn(&mut Form)| {
        let mut form = form(&api);
        change(&mut form);
        let answer = token(&api, &form).await;
        assert_eq!(answer.status(), 400);
        answer.json::<Value>().await.unwrap()["error"].as_str().unwrap().to_owned()
    };
    assert_eq!(error(&|it| it[2].1.push('x')).await, "invalid_client");
    assert_eq!(error(&|it| it[1].1.clear()).await, "invalid_client");
    assert_eq!(error(&|it| it[0].1 = "password".to_owned()).await, "unsupported_grant_type");
    assert_eq!(error(&|it| drop(it.pop())).await, "invalid_request");
    assert_eq!(error(&|it| it.push(("scope", "account:nobody".to_owned()))).await, "invalid_scope");

    let mut wrong = form(&api);
    wrong[2].1.push('x');
    let switches = Switches {
        wrong_credentials: WrongCredentials::Unauthorized,
        token_error: TokenError::Message,
        ..Switches::default()
    };
    api.cyclr.set_switches(switches.clone());
    assert_eq!(refusal(token(&api, &wrong).await).await.0, 401);
    api.cyclr.set_switches(Switches { token_error: TokenError::Text, ..switches });
    let text = token(&api, &wrong).await.text().await.unwrap();
    assert_eq!(text, "the client credentials are wrong");
}

#[tokio::test]
async fn a_token_of_an_account_opens_nothing_else() {
    let api = Api::start().await;
    let other = cyclr_oauth::AccountId::new("other").unwrap();
    api.cyclr.create_account(&other);
    let mut form = form(&api);
    form.push(("scope", format!("account:{}", api.account)));
    let answer = ok(token(&api, &form).await).await;
    let token = answer["access_token"].as_str().unwrap();
    let status = async |method: Method, path: &str, account: Option<&str>| {
        let mut request = api.bare(method, path).bearer_auth(token);
        if let Some(account) = account {
            request = request.header("x-cyclr-account", account);
        }
        request.json(&json!({"Username": "ann"})).send().await.unwrap().status().as_u16()
    };
    let own = format!("{}/signintoken", Api::ACCOUNT);
    assert_eq!(status(Method::POST, &own, None).await, 200);
    assert_eq!(status(Method::POST, "/v1.0/accounts/other/signintoken", None).await, 403);
    let connectors = "/v1.0/account/connectors";
    assert_eq!(status(Method::GET, connectors, Some(api.account.as_str())).await, 200);
    assert_eq!(status(Method::GET, connectors, None).await, 200);
    assert_eq!(status(Method::GET, connectors, Some("other")).await, 403);
    for kind in ["launch", "marketplace", "orbit"] {
        let path = format!("{}/{kind}", Api::ACCOUNT);
        assert_eq!(status(Method::POST, &path, None).await, 403);
        assert_eq!(status(Method::POST, &format!("/v1.0/users/{kind}"), None).await, 403);
    }
}

#[tokio::test]
async fn calls_need_bearer_and_account() {
    let api = Api::start().await;
    let path = "/v1.0/account/connectors";
    let plain = api.bare(Method::GET, path).send().await.unwrap();
    assert_eq!(plain.headers()["www-authenticate"], "Bearer");
    assert_eq!(refusal(plain).await.0, 401);
    assert_eq!(list(&api, "wrong").await, 401);
    let token = api.cyclr.mint_access_token(None);
    let basic = api
        .bare(Method::GET, path)
        .header("authorization", format!("Basic {}", token.expose_secret()));
    assert_eq!(basic.send().await.unwrap().status(), 401);
    let no_account = api.bare(Method::GET, path).bearer_auth(token.expose_secret());
    let (status, message) = refusal(no_account.send().await.unwrap()).await;
    assert_eq!(status, 400);
    assert!(message.contains("X-Cyclr-Account"), "{message}");
    let unknown = api.bare(Method::GET, path).bearer_auth(token.expose_secret());
    let unknown = unknown.header("x-cyclr-account", "nobody").send().await.unwrap();
    assert_eq!(refusal(unknown).await, (404, "Account not found.".to_owned()));
}

#[tokio::test]
async fn a_sign_in_token_is_awkward_and_lives_for_five_minutes() {
    let api = Api::start().await;
    let path = format!("{}/SignInToken", Api::ACCOUNT);
    for _ in 0..100 {
        let answer = api.send(Method::POST, &path, json!({"userNAME": "ann"})).await;
        let token = answer["Token"].as_str().unwrap();
        assert!(['+', '/', '='].iter().all(|it| token.contains(*it)), "{token}");
        let expires = answer["ExpiresAtUtc"].as_str().unwrap();
        assert_eq!(expires.len(), "2017-12-08T11:02:48.7436471Z".len());
        let expires = std::time::SystemTime::from(expires.parse::<UtcTimestamp>().unwrap());
        let now = std::time::SystemTime::from(api.cyclr.clock().now());
        let left = expires.duration_since(now).unwrap();
        assert!((295..=300).contains(&left.as_secs()), "{left:?}");
    }
    assert!(api.cyclr.has_user(&api.account, "ann"));

    api.cyclr.set_switches(Switches { url_safe_tokens: true, ..Switches::default() });
    let token = api.sign_in_token().await;
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    assert!(token.expose_secret().chars().all(is_safe));
}

#[tokio::test]
async fn a_sign_in_token_needs_an_account_and_a_user() {
    let api = Api::start().await;
    let unknown =
        api.refusal(Method::POST, "/v1.0/accounts/nobody/signintoken", json!({"Username": "ann"}));
    assert_eq!(unknown.await, (404, "Account not found.".to_owned()));
    let own = format!("{}/signintoken", Api::ACCOUNT);
    for body in [json!({}), json!({"Username": " "}), json!({"Username": null})] {
        assert_eq!(api.refusal(Method::POST, &own, body).await.0, 400);
    }
    let text =
        api.request(Method::POST, &own).body("Username=ann").header("content-type", "text/plain");
    assert_eq!(text.send().await.unwrap().status(), 415);
}

#[test]
fn credentials_can_be_chosen() {
    let builder = Sandbox::builder().client_credentials("id", Secret::from("secret"));
    let cyclr = builder.start_blocking().unwrap();
    let (id, secret) = cyclr.client_credentials();
    assert_eq!((id.as_str(), secret.expose_secret()), ("id", "secret"));
}
