//! Secrets left in memory, and the number and size of allocations.
//!
//! An allocator examines every freed block: a secret in it was not wiped. It also counts
//! allocations, since a buffer that grows has left a copy of its content behind.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cyclr_oauth::api::Body;
use cyclr_oauth::client::SystemClock;
use cyclr_oauth::completion::{LinkClick, MemoryAttempts, NewLink};
use cyclr_oauth::{
    AccountConnector, AccountId, ApiDomain, Attempts, AuthValue, CallbackMessage, Client,
    ConnectorAuthUrl, HttpTransport, OAuthTokens, PopupListener, Returned, Secret, ServiceDomain,
    SessionKey, SignInToken, TargetOrigin, TransportError, UtcTimestamp,
};
use http::{Request, Response, StatusCode};

const CANARY: &str = "c4n4ry-c4n4ry-c4n4ry-c4n4ry";
/// The first bytes of its SHA-256.
const HASHED: [u8; 8] = [0xb0, 0x62, 0xfa, 0x8b, 0x8f, 0x9c, 0x10, 0x28];

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
    static LAST_SIZE: Cell<usize> = const { Cell::new(0) };
    static LEFT_BEHIND: Cell<usize> = const { Cell::new(0) };
    static LOOKING: Cell<bool> = const { Cell::new(false) };
}

struct Witness;

impl Witness {
    fn count(size: usize) {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        LAST_SIZE.set(size);
    }

    fn look(block: &[u8]) {
        let is_secret = |window: &[u8]| window == b"c4n4ry-c" || window == HASHED;
        if LOOKING.get() && block.windows(8).any(is_secret) {
            LEFT_BEHIND.set(LEFT_BEHIND.get() + 1);
        }
    }
}

// SAFETY: every call goes to the system's allocator unchanged.
#[expect(unsafe_code, reason = "an allocator can't be written without")]
unsafe impl GlobalAlloc for Witness {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::count(layout.size());
        // Zeroed, so that examining a block never reads uninitialized memory.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        Self::look(unsafe { std::slice::from_raw_parts(block, layout.size()) });
        unsafe { System.dealloc(block, layout) }
    }

    // `realloc` keeps its default, which allocates, copies and frees: the worst that an allocator
    // may do.
}

#[global_allocator]
static WITNESS: Witness = Witness;

/// The number of freed blocks that contained a secret.
fn left_behind(work: impl FnOnce()) -> usize {
    LEFT_BEHIND.set(0);
    LOOKING.set(true);
    work();
    LOOKING.set(false);
    LEFT_BEHIND.get()
}

/// The number of allocations, and the size of the last.
fn allocations<T>(work: impl FnOnce() -> T) -> (T, usize, usize) {
    let before = ALLOCATIONS.get();
    let done = work();
    (done, ALLOCATIONS.get() - before, LAST_SIZE.get())
}

#[derive(AccountConnector)]
#[cyclr(name = "Acme \"CRM\"")]
struct Acme {
    client_id: &'static str,
    client_secret: Secret,
    #[cyclr(auth_value)]
    auth_value: AuthValue,
    port: u16,
    sandbox: bool,
    region: Option<&'static str>,
    #[cyclr(rename = "Odd \"name\"")]
    odd: char,
}

fn acme(secret: &str) -> Acme {
    let tokens = OAuthTokens::new(secret)
        .with_refresh_token(secret)
        .with_expires("2021-10-01T00:00:00.5Z".parse().unwrap());
    Acme {
        client_id: "id",
        client_secret: Secret::from(secret),
        auth_value: AuthValue::oauth(tokens),
        port: 8080,
        sandbox: true,
        region: None,
        odd: '\u{1}',
    }
}

fn connector_auth_url(token: &str, target: &TargetOrigin) -> ConnectorAuthUrl {
    const CYCLR: ServiceDomain = ServiceDomain::from_static("app-h.cyclr.com");
    ConnectorAuthUrl::builder(&CYCLR)
        .id(1234)
        .token(SignInToken::new(token))
        .target_origin(target.clone())
        .callback_message(CallbackMessage::from_static("completed"))
        .build()
}

#[test]
fn the_witness_sees_what_is_left_behind() {
    assert_eq!(left_behind(|| drop(CANARY.to_owned())), 1);
    // A growing buffer leaves its content behind.
    let grown = left_behind(|| {
        let mut text = CANARY.to_owned();
        text.push('!');
        drop(Secret::from(text));
    });
    assert_eq!(grown, 1);
}

#[test]
fn secrets_are_wiped() {
    let secret = || Secret::from(CANARY);
    assert_eq!(left_behind(|| drop(secret())), 0);
    assert_eq!(left_behind(|| drop(secret().clone())), 0);
    assert_eq!(left_behind(|| drop(SignInToken::new(secret()))), 0);
    assert_eq!(left_behind(|| drop(CallbackMessage::new(CANARY).unwrap())), 0);
    assert_eq!(left_behind(|| drop(AuthValue::api_key(secret()))), 0);
    assert_eq!(left_behind(|| drop(AuthValue::basic(secret(), secret()))), 0);
    assert_eq!(left_behind(|| drop(OAuthTokens::new(secret()).with_refresh_token(secret()))), 0);
    // The unused end of a buffer is wiped too.
    let with_room = left_behind(|| {
        let mut text = String::with_capacity(200);
        text.push_str(CANARY);
        text.push_str(CANARY);
        text.truncate(3);
        drop(Secret::from(text));
    });
    assert_eq!(with_room, 0);
}

#[test]
fn tokens_read_from_json_leave_nothing_behind() {
    let long = CANARY.repeat(20);
    let json = format!(r#"{{"AccessToken":"{CANARY}","id_token":["{long}",{{"a":"{long}"}}]}}"#);
    let tokens = left_behind(|| drop(serde_json::from_str::<OAuthTokens>(&json).unwrap()));
    assert_eq!(tokens, 0);
    let token = format!(r#"{{"Token":"{long}","ExpiresAtUtc":null}}"#);
    let token = left_behind(|| drop(serde_json::from_str::<SignInToken>(&token).unwrap()));
    assert_eq!(token, 0);
}

#[test]
fn a_url_leaves_nothing_behind() {
    let short = TargetOrigin::from_static("https://a.example/done");
    let long = TargetOrigin::parse(&format!("https://a.example/{}", "ü".repeat(2000))).unwrap();
    for target in [&short, &long] {
        assert_eq!(left_behind(|| drop(connector_auth_url(CANARY, target))), 0);
    }
}

#[test]
fn a_payload_leaves_nothing_behind() {
    assert_eq!(left_behind(|| drop(acme(CANARY).payload().to_json())), 0);
    let escaped = format!("\"{CANARY}\n");
    assert_eq!(left_behind(|| drop(acme(&escaped).payload().to_json())), 0);
    assert_eq!(left_behind(|| drop(acme(CANARY).auth_value().unwrap().to_text())), 0);
    assert_eq!(left_behind(|| drop(acme(CANARY).payload().redacted().to_string())), 0);
}

#[test]
fn a_session_key_leaves_nothing_behind() {
    let id = CANARY.to_owned();
    let left = left_behind(|| drop(SessionKey::new(&id).unwrap().clone()));
    assert_eq!(left, 0);
}

#[test]
fn a_body_leaves_nothing_behind_and_grows_in_a_few_steps() {
    let (left, count, _) = allocations(|| {
        left_behind(|| {
            let mut body = Body::default();
            for _ in 0..64 {
                body.push(CANARY.as_bytes(), 1 << 20).unwrap();
            }
        })
    });
    assert_eq!((left, count), (0, 7));
}

/// The text of this attempt is the canary.
const BITS: [u8; 16] =
    [115, 137, 248, 175, 47, 156, 226, 126, 43, 203, 231, 56, 159, 138, 242, 248];
const TEXT: &str = "c4n4ry-c4n4ry-c4n4ry-A";

/// A Cyclr with one account connector, which refuses installations.
struct Cyclr;

impl HttpTransport for Cyclr {
    async fn send(
        &self,
        request: Request<Body>,
        max: usize,
    ) -> Result<Response<Body>, TransportError> {
        let path = request.uri().path();
        let answer = if path.ends_with("/token") {
            r#"{"access_token":"t0k3n","expires_in":1209599}"#
        } else if path.ends_with("/signintoken") {
            r#"{"Token":"s1gn-1n"}"#
        } else if path.ends_with("/install") {
            r#"{"Message":"unknown property Region"}"#
        } else {
            r#"{"Id":1234,"Name":"Docusign","Authenticated":true,"Connector":{"Id":77}}"#
        };
        let mut body = Body::default();
        body.push(answer.as_bytes(), max)?;
        let mut response = Response::new(body);
        if path.ends_with("/install") {
            *response.status_mut() = StatusCode::BAD_REQUEST;
        }
        Ok(response)
    }
}

fn client() -> Client {
    Client::with_transport(Cyclr, SystemClock)
        .api_domain(ApiDomain::US)
        .client_credentials("id", Secret::from("s3cr3t"))
        .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
        .build()
        .unwrap()
}

#[test]
fn an_attempt_leaves_nothing_behind() {
    let client = client();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let account = AccountId::new("Acme-42").unwrap();
    let session = SessionKey::new("the id of the session").unwrap();
    let page = TargetOrigin::from_static("https://a.example/done?a=b#c");
    let attempts = Attempts::with_random(MemoryAttempts::default(), || BITS);
    let begin = || runtime.block_on(attempts.begin(&client, &account, 1234, &session)).unwrap();

    assert_eq!(left_behind(|| drop(begin())), 0);
    let (begun, mut answer) = (begin(), None);
    let left = left_behind(|| {
        answer = Some(runtime.block_on(begun.redirect::<()>("ann", &page)).unwrap());
    });
    assert_eq!(left, 0, "but for the answer, which is not wiped");
    let location = answer.unwrap().headers()["location"].to_str().unwrap().to_owned();
    assert!(location.contains(TEXT), "{location}");

    let uri = format!("/done?cyclr_attempt={TEXT}");
    let (request, ()) = Request::get(uri).body(()).unwrap().into_parts();
    assert_eq!(left_behind(|| drop(Returned::by_navigation(&request).unwrap())), 0);
    let returned = Returned::by_navigation(&request).unwrap();
    let left = left_behind(|| {
        let completed = runtime.block_on(attempts.complete(&client, returned, &session)).unwrap();
        drop(completed.see_other::<()>("/").unwrap());
    });
    assert_eq!(left, 0);
}

#[test]
fn a_refused_installation_leaves_nothing_behind() {
    let client = client();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let scope = client.account(&AccountId::new("Acme-42").unwrap());
    // In base64 with something that isn't UTF-8, and with a digit of the other alphabet.
    let encoded = |after: &[u8]| URL_SAFE_NO_PAD.encode([CANARY.as_bytes(), after].concat());
    let secrets =
        [CANARY.to_owned(), format!("\"{CANARY}"), encoded(&[0xFF]), encoded(&[0xFB, 0xEF])];
    for secret in secrets {
        let acme = acme(&secret);
        let left = left_behind(|| {
            let error = runtime.block_on(scope.install(77, &acme)).unwrap_err();
            assert_eq!(error.message(), Some("unknown property Region"));
        });
        assert_eq!(left, 0, "{secret}");
    }
}

#[test]
fn a_link_leaves_nothing_behind() {
    let client = client();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let account = AccountId::new("Acme-42").unwrap();
    let session = SessionKey::new("the id of the session").unwrap();
    let page = TargetOrigin::from_static("https://a.example/invite?a=b#c");
    let attempts = Attempts::with_random(MemoryAttempts::default(), || BITS);
    let issue = || {
        let link = NewLink::new(&account, 1234).for_user("ann");
        runtime.block_on(attempts.issue_link(&client, link, &page)).unwrap()
    };
    assert!(issue().expose_url().contains(TEXT));
    assert_eq!(left_behind(|| drop(issue())), 0);

    let uri = format!("/invite?a=b&cyclr_link={TEXT}");
    let request = Request::post(uri).header("sec-fetch-site", "same-origin");
    let (request, ()) = request.body(()).unwrap().into_parts();
    let left = left_behind(|| {
        let opened = attempts.open_link(&client, &request, &account, "ann");
        drop(runtime.block_on(opened).unwrap());
    });
    assert_eq!(left, 0);
    let left = left_behind(|| {
        let click = LinkClick::by_form(&request).unwrap();
        let begun = attempts.begin_link(&client, click, &account, "ann", &session);
        drop(runtime.block_on(begun).unwrap());
    });
    assert_eq!(left, 0);
}

#[test]
fn a_popup_leaves_nothing_behind() {
    let page = TargetOrigin::from_static("https://a.example/done?a=b#c");
    let domain = ServiceDomain::from_static("app-h.cyclr.com");
    for message in [TEXT, "<"] {
        let script = left_behind(|| {
            let message = CallbackMessage::new(message).unwrap();
            let listener = PopupListener::new(&domain, 1234, message, Duration::from_secs(900));
            let token = SignInToken::new(CANARY);
            drop(listener.script(token, page.clone(), UtcTimestamp::now()).unwrap());
        });
        assert_eq!(script, 0, "{message}");
    }
}

#[test]
fn a_url_is_one_allocation_of_its_size() {
    let target = TargetOrigin::from_static("https://a.example/done?a=b");
    for token in ["t", "+/=+/=+/=", &"+".repeat(5000)] {
        let token = SignInToken::new(token);
        let target = target.clone();
        let (url, count, size) = allocations(|| {
            ConnectorAuthUrl::builder(&ServiceDomain::from_static("app-h.cyclr.com"))
                .id(u64::MAX)
                .token(token)
                .target_origin(target)
                .build()
        });
        assert_eq!((count, size), (1, url.expose_url().len()));
    }
}

#[test]
fn a_payload_is_one_allocation_of_its_size() {
    for secret in ["t", "\"\\\n\u{1}", &"x".repeat(5000), &"\"".repeat(5000), "ünïcödé"] {
        let acme = acme(secret);
        let (json, count, size) = allocations(|| acme.payload().to_json());
        assert_eq!((count, size), (1, json.expose_secret().len()));
    }
}

#[test]
fn an_auth_value_is_one_allocation_of_its_size() {
    for secret in ["t", "\"\\\n\u{1}", &"\"".repeat(5000)] {
        let acme = acme(secret);
        let (text, count, size) = allocations(|| acme.auth_value().unwrap().to_text());
        assert_eq!((count, size), (1, text.expose_secret().len()));
    }
}
