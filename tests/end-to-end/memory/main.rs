//! What remains of each secret in freed memory after whole flows, over each HTTP library, with TLS and without.
//!
//! The library frees no block with a secret in it. What remains is in the buffers of the libraries below it, which
//! this file lists.

mod witness;

use std::collections::{BTreeMap, BTreeSet};

use cyclr_oauth::client::{HttpOptions, ReqwestTransport, RootCertificates, SystemClock};
use cyclr_oauth::completion::Returned;
use cyclr_oauth::{
    AccountConnector, AccountId, Attempts, AuthValue, Client, Secret, SessionKey, TargetOrigin,
};
use cyclr_sandbox::{Fault, Sandbox};
use http::Request;
use witness::{Found, left_behind};

const CLIENT_SECRET: &str = "c4n4ry-client_secret";
const PASSWORD: &str = "c4n4ry-password";
const PAGE: TargetOrigin = TargetOrigin::from_static("https://partner.example/done");

#[derive(AccountConnector)]
struct Acme {
    password: Secret,
    #[cyclr(auth_value)]
    key: AuthValue,
}

#[derive(Clone, Copy, Debug)]
enum Library {
    Hyper,
    Reqwest,
}

/// A sandbox, in a separate thread, whose responses hold known secrets.
fn sandbox(tls: bool) -> Sandbox {
    let builder = Sandbox::builder().client_credentials("id", CLIENT_SECRET);
    let builder = if tls { builder.tls() } else { builder };
    let sandbox = builder.start_blocking().unwrap();
    let answers = [
        ("POST", "/oauth/token", r#"{"access_token":"c4n4ry-access_token","expires_in":1209599}"#),
        ("POST", "/v1.0/accounts/*/signintoken", r#"{"Token":"c4n4ry-sign_in_token"}"#),
        (
            "GET",
            "/v1.0/account/connectors/*",
            r#"{"Id":1234,"Name":"Acme","AuthValue":"c4n4ry-auth_value","Authenticated":true,"Connector":{"Id":77},"Properties":[{"Name":"Password","Value":"c4n4ry-property"}]}"#,
        ),
        (
            "POST",
            "/v1.0/connectors/*/install",
            r#"{"Id":1234,"Name":"Acme","Authenticated":true,"Connector":{"Id":77}}"#,
        ),
        ("PUT", "/v1.0/account/connectors/*", "{}"),
    ];
    for (method, path, body) in answers {
        sandbox.faults().always(method, path, Fault::status(200).body(body));
    }
    sandbox
}

fn client(library: Library, sandbox: &Sandbox) -> Client {
    let authority = sandbox.certificate_authority();
    match library {
        Library::Hyper => {
            let trust = authority.map(|pem| RootCertificates::from_pem(pem.as_bytes()).unwrap());
            let http = trust.into_iter().fold(HttpOptions::new(), HttpOptions::root_certificates);
            sandbox.configure(Client::with_http(http)).build().unwrap()
        }
        Library::Reqwest => {
            let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
            let trust =
                authority.map(|pem| reqwest::Certificate::from_pem(pem.as_bytes()).unwrap());
            let http = trust
                .into_iter()
                .fold(http.no_proxy(), |http, trust| http.add_root_certificate(trust));
            let transport = ReqwestTransport::new(http.build().unwrap());
            sandbox.configure(Client::with_transport(transport, SystemClock)).build().unwrap()
        }
    }
}

/// Everything that a service does for a user; the redirect is what the browser gets.
async fn flow(client: &Client) -> http::Response<()> {
    let account = AccountId::new("Acme-42").unwrap();
    let scope = client.account(&account);
    let key = || AuthValue::api_key(Secret::from("c4n4ry-api_key"));
    let acme = Acme { password: Secret::from(PASSWORD), key: key() };
    scope.install(77, &acme).await.unwrap();
    scope.set_auth_value(1234, &key()).await.unwrap();

    let attempts = Attempts::in_memory();
    let session = SessionKey::new("c4n4ry-session_id of the session").unwrap();
    let begun = attempts.begin(client, &account, 1234, &session).await.unwrap();
    let redirect = begun.redirect::<()>("ann", &PAGE).await.unwrap();
    let location = redirect.headers()["location"].to_str().unwrap();
    let (_, rest) = location.split_once("cyclr_attempt%3D").unwrap();
    let request = Request::get(format!("/done?cyclr_attempt={}", &rest[..22])).body(()).unwrap();
    let returned = Returned::by_navigation(&request.into_parts().0).unwrap();
    let completed = attempts.complete(client, returned, &session).await.unwrap();
    assert!(completed.state.authenticated);
    redirect
}

/// What a whole flow leaves behind, until the client, its connections and its runtime are gone.
fn remains(library: Library, tls: bool) -> Vec<Found> {
    let sandbox = sandbox(tls);
    let mut redirect = None;
    let found = left_behind(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = client(library, &sandbox);
        redirect = Some(runtime.block_on(flow(&client)));
        drop(client);
        drop(runtime);
    });
    let redirect = redirect.unwrap();
    assert!(redirect.headers()["location"].to_str().unwrap().contains("c4n4ry-sign_in_token"));
    found
}

const ALL: [(Library, bool); 4] = [
    (Library::Hyper, false),
    (Library::Hyper, true),
    (Library::Reqwest, false),
    (Library::Reqwest, true),
];

#[test]
fn the_witness_says_what_is_left_behind_and_by_whom() {
    let found = left_behind(|| drop(String::from(PASSWORD)));
    assert_eq!(found.len(), 1);
    assert_eq!((&*found[0].secrets, found[0].size), (&["password".to_owned()][..], PASSWORD.len()));
    assert!(found[0].by[0].starts_with("memory::the_witness_says"), "{:?}", found[0].by);
    assert!(left_behind(|| drop(Secret::from(PASSWORD))).is_empty());
}

/// The client secret, passwords, properties, values for authentication and the session.
#[test]
fn nothing_remains_of_what_a_request_has_in_its_body() {
    for (library, tls) in ALL {
        for found in remains(library, tls) {
            let is_sent = |it: &String| {
                ["client_secret", "password", "api_key", "session_id"].contains(&it.as_str())
            };
            assert!(!found.secrets.iter().any(is_sent), "{library:?}, TLS {tls}: {found:?}");
        }
    }
}

/// Whose buffer it is, by the function that frees it.
fn owner(found: &Found) -> &'static str {
    let first = found.by[0].trim_start_matches('<');
    match first.split("::").next().unwrap() {
        // A slice of what was received, with the response's headers.
        "bytes" => "hyper, a response",
        "rustls" => "rustls, a record",
        // With the connection, whose task ends.
        "tokio" => "a connection's buffers",
        _ => panic!("freed by the library itself, or by somebody new: {found:?}"),
    }
}

/// Tokens and values that Cyclr sends, and the access token in the headers of requests.
#[test]
fn secrets_remain_only_in_the_buffers_of_the_http_library() {
    for (library, tls) in ALL {
        let mut remains_in = BTreeMap::<String, BTreeSet<&str>>::new();
        for found in remains(library, tls) {
            let owner = owner(&found);
            for secret in found.secrets {
                remains_in.entry(secret).or_default().insert(owner);
            }
        }
        let mut received = BTreeSet::from(["hyper, a response"]);
        received.extend(tls.then_some("rustls, a record"));
        let mut expected: BTreeMap<_, _> =
            ["access_token", "auth_value", "property", "sign_in_token"]
                .map(|secret| (secret.to_owned(), received.clone()))
                .into();
        // The last header that was written.
        expected.get_mut("access_token").unwrap().insert("a connection's buffers");
        // The last record that was received, decrypted in its place.
        if tls {
            expected.get_mut("auth_value").unwrap().insert("a connection's buffers");
            expected.get_mut("property").unwrap().insert("a connection's buffers");
        }
        assert_eq!(remains_in, expected, "{library:?}, TLS {tls}");
    }
}
