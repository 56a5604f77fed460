//! Access tokens, sign-in tokens, and refusals.

use std::error::Error as _;
use std::time::Duration;

use cyclr_oauth::api::{
    AccessToken, Body, Call, CreateSignInToken, GetProperty, RequestAccessToken, Session,
    StartLaunch,
};
use cyclr_oauth::{AccountConnectorId, AccountId, ConnectorId, Error, Launch, Secret};
use cyclr_oauth_end_to_end::{AnyClient, Kind, Settings, World, connectors};
use cyclr_sandbox::{Fault, Sandbox, Switches, WrongCredentials};
use partner_portal::customer::Customer;

super::with_both_clients! {
    an_access_token_is_asked_for_once_by_a_form_and_used_for_all_calls
    a_revoked_access_token_is_replaced_within_the_call
    with_account_tokens_each_account_has_its_token_and_launch_the_partners
    a_sign_in_token_is_asked_for_without_an_account_header_and_makes_a_user
    wrong_credentials_are_told_by_status_and_message
    an_unknown_id_is_not_found
    any_account_id_arrives_unchanged
    a_redirect_is_an_error_and_takes_nothing_elsewhere
}

async fn an_access_token_is_asked_for_once_by_a_form_and_used_for_all_calls(kind: Kind) {
    let world = World::start(kind);
    world.scope.connectors().await.unwrap();
    drop(world.client.sign_in_token(&world.account, "ann").await.unwrap());

    let requests = world.sandbox.requests();
    let [token, list, sign_in] = &requests[..] else { panic!("{requests:#?}") };
    assert_eq!((token.method(), token.path(), token.query()), ("POST", "/oauth/token", None));
    assert_eq!(token.header("authorization"), None);
    let (client_id, client_secret) = world.sandbox.client_credentials();
    let expected = [
        ("grant_type", "client_credentials"),
        ("client_id", &client_id),
        ("client_secret", client_secret.expose_secret()),
    ];
    assert!(token.form().iter().map(|(name, value)| (&**name, &**value)).eq(expected));
    let bearer = list.header("authorization").unwrap();
    assert!(bearer.starts_with("Bearer "));
    assert_eq!(sign_in.header("authorization"), Some(bearer));
    assert_eq!(list.header("x-cyclr-account"), Some("Acme-42"));
    assert_eq!(world.sandbox.access_tokens_issued(), 1);
}

async fn a_revoked_access_token_is_replaced_within_the_call(kind: Kind) {
    let world = World::start(kind);
    let (settings, clock) = (Settings::of(&world.sandbox), world.sandbox.clock());
    let world = world.with_client(AnyClient::with_clock(kind, settings, clock.clone()));
    world.scope.connectors().await.unwrap();
    world.sandbox.revoke_access_tokens();
    // A token that is only moments old isn't replaced: Cyclr would refuse the next one too.
    let error = world.scope.connectors().await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
    assert_eq!(world.sandbox.access_tokens_issued(), 1);

    clock.advance(Duration::from_secs(10));
    // Even a call that isn't repeated otherwise: Cyclr refused it before doing anything.
    drop(world.client.sign_in_token(&world.account, "ann").await.unwrap());
    assert_eq!(world.sandbox.access_tokens_issued(), 2);
    assert_eq!(world.sandbox.request_count("POST", "/v1.0/accounts/*/signintoken"), 2);
}

async fn with_account_tokens_each_account_has_its_token_and_launch_the_partners(kind: Kind) {
    let world = World::start(kind);
    let settings = Settings { account_tokens: true, ..Settings::of(&world.sandbox) };
    let world = world.with_client(AnyClient::new(kind, settings));
    let other = AccountId::new("other / account").unwrap();
    world.sandbox.create_account(&other);
    for _ in 0..2 {
        world.scope.connectors().await.unwrap();
        world.client.account(&other).connectors().await.unwrap();
        // Cyclr refuses a restricted token here.
        world.client.launch(&world.account, Launch::new()).await.unwrap();
    }
    let requests = world.sandbox.requests();
    let tokens = requests.iter().filter(|it| it.path() == "/oauth/token");
    let scopes: Vec<_> = tokens
        .map(|it| it.form().iter().find(|(name, _)| name == "scope").map(|(_, it)| it.clone()))
        .collect();
    let of = |account: &str| Some(format!("account:{account}"));
    assert_eq!(scopes, [of("Acme-42"), of("other / account"), None]);
}

async fn a_sign_in_token_is_asked_for_without_an_account_header_and_makes_a_user(kind: Kind) {
    let world = World::start(kind);
    assert!(!world.sandbox.has_user(&world.account, "ann@example.com"));
    let now = world.sandbox.clock().now();
    let token = world.client.sign_in_token(&world.account, "ann@example.com").await.unwrap();
    assert!(world.sandbox.has_user(&world.account, "ann@example.com"));

    let left = token.expires_at().unwrap().saturating_duration_since(now).as_secs();
    assert!((295..=360).contains(&left), "five minutes, and not {left} s");
    let requests = world.sandbox.requests();
    let request = requests.last().unwrap();
    assert_eq!(request.json().unwrap(), serde_json::json!({"Username": "ann@example.com"}));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("x-cyclr-account"), None);
}

async fn wrong_credentials_are_told_by_status_and_message(kind: Kind) {
    // Which of the two statuses Cyclr sends is not documented.
    for (wrong_credentials, status) in
        [(WrongCredentials::BadRequest, 400), (WrongCredentials::Unauthorized, 401)]
    {
        let world = World::start(kind);
        world.sandbox.set_switches(Switches { wrong_credentials, ..Switches::default() });
        let client_secret = Secret::from("wr0ng s3cr3t");
        let settings = Settings { client_secret, ..Settings::of(&world.sandbox) };
        let world = world.with_client(AnyClient::new(kind, settings));
        let error = world.scope.connectors().await.unwrap_err();
        assert!(error.is_no_access_token() && !error.is_unauthorized(), "{error}");
        let cause: &Error = error.source().unwrap().downcast_ref().unwrap();
        assert!(cause.is_unauthorized(), "{cause}");
        assert_eq!(cause.status().unwrap(), status);
        assert_eq!(cause.message(), Some("the client credentials are wrong"));
        let text =
            format!("GET /v1.0/account/connectors: no access token, so nothing was sent: {cause}");
        assert_eq!(error.to_string(), text);
        assert!(!format!("{error:?} {text}").contains("wr0ng"));
        assert_eq!(world.sandbox.request_count("POST", "/oauth/token"), 1, "they stay wrong");
        assert_eq!(world.sandbox.request_count("GET", "**"), 0);
    }
}

async fn an_unknown_id_is_not_found(kind: Kind) {
    let world = World::start(kind);
    let id = world.sandbox.install(&world.account, connectors::velocify());
    let nobody = AccountId::new("nobody").unwrap();
    let elsewhere = world.client.account(&nobody);
    let (no_id, no_connector) = (AccountConnectorId::from(1), ConnectorId::from(1));
    let velocify = &Customer::sample().unwrap().velocify;
    let no_property = GetProperty { account: &world.account, id, property: 1.into() };

    let errors = [
        world.client.sign_in_token(&nobody, "ann").await.err(),
        elsewhere.connectors().await.err(),
        elsewhere.connector(id).await.err(),
        world.scope.connector(no_id).await.err(),
        world.scope.properties(no_id).await.err(),
        world.scope.missing_properties(no_id).await.err(),
        world.scope.configure(no_id, velocify).await.err(),
        world.scope.deauthenticate(no_id).await.err(),
        world.scope.delete(no_id).await.err(),
        world.scope.definition(no_connector).await.err(),
        world.scope.install(no_connector, velocify).await.err(),
        world.client.call(&no_property).await.err(),
    ];
    for (number, error) in errors.into_iter().enumerate() {
        let error = error.unwrap_or_else(|| panic!("call {number} succeeded"));
        assert!(error.is_not_found(), "{error}");
        assert!(error.message().unwrap().ends_with("not found."), "{error}");
    }
    assert!(!world.sandbox.has_account(&nobody));
}

async fn any_account_id_arrives_unchanged(kind: Kind) {
    let world = World::start(kind);
    let ids = [
        "a/b",
        "a?b",
        "a#b",
        "50%",
        "%2F",
        "two words",
        "a+b",
        "Ünïcode ✓",
        "snjallgogn.is",
        "a\\b",
        "..a",
        "a&b=c",
        "\"quoted\"",
        "a:b@c",
        "6d4e4e5c-0a0e-4d7f-9a59-5f0e8f4e2a10",
    ];
    for id in ids {
        let account = AccountId::new(id).unwrap();
        world.sandbox.create_account(&account);
        let installed = world.sandbox.install(&account, connectors::velocify());

        drop(world.client.sign_in_token(&account, "ann").await.unwrap());
        assert!(world.sandbox.has_user(&account, "ann"), "{id}");
        let there = world.client.account(&account).connectors().await.unwrap();
        let there: Vec<_> = there.iter().map(|connector| connector.id).collect();
        assert_eq!(there, [installed], "{id}");
        let launched = world.client.launch(&account, Launch::new()).await.unwrap();
        assert_eq!(launched.account_id.as_deref(), Some(id));
    }
}

/// The clients don't send such tokens there, so this test makes requests without a client.
#[tokio::test]
async fn an_access_token_for_one_account_is_refused_for_launch() {
    let world = World::start(Kind::Async);
    let (api, http) = (world.sandbox.api_domain(), reqwest::Client::new());
    let (client_id, client_secret) = world.sandbox.client_credentials();
    let scoped = RequestAccessToken {
        client_id: &client_id,
        client_secret: &client_secret,
        account: Some(&world.account),
    };
    let token: AccessToken = send(&http, Session::without_token(&api), &scoped).await.unwrap();
    assert_eq!(token.lifetime(), Some(Duration::from_secs(1_209_599)));

    let session = Session::new(&api, &token);
    let sign_in = CreateSignInToken { account: &world.account, username: "ann" };
    drop(send(&http, session, &sign_in).await.unwrap());
    let launch = StartLaunch::new(&world.account, Launch::new());
    let error = send(&http, session, &launch).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 403);
    assert!(!error.is_unauthorized() && !error.is_not_found());
    assert!(error.message().unwrap().contains("limited to an account"), "{error}");
}

async fn send<C: Call>(
    http: &reqwest::Client,
    session: Session<'_>,
    call: &C,
) -> Result<C::Output, Error> {
    let (parts, body) = session.request(call).unwrap().into_parts();
    let request = http.request(parts.method, parts.uri.to_string()).headers(parts.headers);
    let answer = request.body(body.as_bytes().to_vec()).send().await.unwrap();
    let mut response = http::Response::builder().status(answer.status());
    *response.headers_mut().unwrap() = answer.headers().clone();
    let body = Body::from(answer.bytes().await.unwrap().to_vec());
    session.read(call, response.body(body).unwrap())
}

async fn a_redirect_is_an_error_and_takes_nothing_elsewhere(kind: Kind) {
    let (world, elsewhere) = (World::start(kind), Sandbox::start_blocking());
    let id = world.sandbox.install(&world.account, connectors::docusign());
    for status in [301, 302, 303, 307, 308] {
        for (method, path) in [("POST", "/oauth/token"), ("GET", "/v1.0/account/connectors/*")] {
            let location = format!("{}{}", elsewhere.api_domain(), path.replace('*', "1"));
            let fault = Fault::status(status).header("location", &location);
            world.sandbox.faults().next(method, path, fault);
            world.sandbox.revoke_access_tokens();
            let scope = AnyClient::of(kind, &world.sandbox).account(&world.account);
            let error = scope.connector(id).await.unwrap_err();
            let cause = error.source().and_then(|it| it.downcast_ref::<Error>());
            assert_eq!(cause.unwrap_or(&error).status().unwrap(), status, "{method} {path}");
            assert_eq!(error.is_no_access_token(), method == "POST");
            world.sandbox.faults().clear();
        }
    }
    assert!(elsewhere.requests().is_empty());
}
