//! The request of each call: method, URI, headers and body.

use std::fmt::Write;

use cyclr_oauth::api::{
    AccessToken, AccountUpdate, ApiResponse, Call, CallMethod, MethodId, NewAccount, Operation,
    RequestAccessToken, Session, Unreadable,
};
use cyclr_oauth::{AccountId, ApiDomain, Secret};
use http::Method;

use crate::calls::{AnyCall, Fixture, US};

/// Quotes, line breaks, characters that forms and URLs reserve, and non-ASCII text.
const AWKWARD: &str = "s\"'\\\r\n+/=&%€ü";

fn token() -> AccessToken {
    AccessToken::new("+7fCuHJ1L/Ufs=", None).unwrap()
}

fn shown(call: &AnyCall<'_>) -> String {
    let token = token();
    let session = match call.operation.route() {
        "/oauth/token" => Session::without_token(&US),
        _ => Session::new(&US, &token),
    };
    let request = (call.request)(session).unwrap();
    let mut text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        let value = match value.is_sensitive() {
            true => "[sensitive]".to_owned(),
            false => String::from_utf8_lossy(value.as_bytes()).into_owned(),
        };
        writeln!(text, "{name}: {value}").unwrap();
    }
    text.push_str(str::from_utf8(request.body().as_bytes()).unwrap());
    text
}

#[test]
fn every_call_sends_the_request_in_the_snapshot() {
    let fixture = Fixture::new("Acme-42", AWKWARD);
    let all: Vec<_> =
        fixture.calls().iter().map(|call| format!("# {}\n{}", call.name, shown(call))).collect();
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn an_awkward_account_id_is_one_segment_of_the_path_and_the_whole_of_a_header() {
    let mut all = String::new();
    for account in
        ["snjallgogn.is", "a/b c?d#e", "ü", "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "%2F", "..."]
    {
        let fixture = Fixture::new(account, "s3cr3t");
        for call in fixture.calls() {
            if matches!(call.name, "sign-in token" | "get" | "launch" | "marketplace" | "orbit") {
                let text = shown(&call);
                let is_shown = |line: &&str| line.contains("http") || line.starts_with("x-cyclr");
                for line in text.lines().filter(is_shown) {
                    writeln!(all, "{line}").unwrap();
                }
            }
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn the_client_secret_is_encoded_for_a_form() {
    let (secret, account) = (Secret::from(AWKWARD), AccountId::new("a/b c?d#e ü").unwrap());
    let call = RequestAccessToken {
        client_id: "i d&=+ü",
        client_secret: &secret,
        account: Some(&account),
    };
    let request = Session::without_token(&ApiDomain::EU).request(&call).unwrap();
    let body = str::from_utf8(request.body().as_bytes()).unwrap();
    insta::assert_snapshot!(body, @"grant_type=client_credentials&client_id=i%20d%26%3D%2B%C3%BC&client_secret=s%22%27%5C%0D%0A%2B%2F%3D%26%25%E2%82%AC%C3%BC&scope=account%3Aa%2Fb%20c%3Fd%23e%20%C3%BC");
    // Reads the form as a server does.
    let pairs: Vec<_> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(
        pairs,
        [
            ("grant_type", "client_credentials"),
            ("client_id", "i d&=+ü"),
            ("client_secret", AWKWARD),
            ("scope", "account:a/b c?d#e ü"),
        ]
    );
}

#[test]
fn the_access_token_is_sent_unchanged_and_never_printed() {
    let token = token();
    let fixture = Fixture::new("Acme-42", "c4n4ry");
    for call in fixture.calls() {
        let request = (call.request)(Session::new(&US, &token)).unwrap();
        let authorization = &request.headers()["authorization"];
        assert_eq!(authorization, "Bearer +7fCuHJ1L/Ufs=", "{}", call.name);
        assert!(authorization.is_sensitive(), "{}", call.name);
        let text = format!("{request:?}{:?}", Session::new(&US, &token));
        assert!(!text.contains("7fCuHJ1L") && !text.contains("c4n4ry"), "{text}");
        assert!(!request.uri().to_string().contains("c4n4ry"), "{}", call.name);
    }
}

#[test]
fn the_debug_of_a_call_shows_ids_and_no_settings() {
    let (account, method) = (AccountId::new("Acme-42").unwrap(), MethodId::new("6f96").unwrap());
    insta::assert_snapshot!(
        format!("{:?}", CallMethod::<()>::new(&account, 7, &method)),
        @r#"CallMethod { account: AccountId("Acme-42"), id: AccountConnectorId(7), method: MethodId("6f96"), .. }"#
    );
    assert_eq!(format!("{:?}", NewAccount::new("c4n4ry")), "NewAccount { .. }");
    assert_eq!(format!("{:?}", AccountUpdate::new().name("c4n4ry")), "AccountUpdate { .. }");
}

#[test]
fn a_session_without_a_token_sends_none() {
    let fixture = Fixture::new("Acme-42", "s3cr3t");
    for call in fixture.calls() {
        let request = (call.request)(Session::without_token(&US)).unwrap();
        assert!(!request.headers().contains_key("authorization"), "{}", call.name);
    }
}

#[test]
fn text_that_no_header_can_carry_is_not_an_access_token() {
    for text in ["", " ", "\t", "a\nb", "a\r\nX-Other: b", "a\0b", "a\u{7f}b"] {
        assert!(AccessToken::new(text, None).is_none(), "{text:?}");
    }
    for text in ["+/=", "ABCD12340000000000000=", "JWxm_cYOq0m6PYWcVPWpuSBP-ppqRwhBk", "ü"] {
        assert_eq!(AccessToken::new(text, None).unwrap().expose_secret(), text);
    }
}

#[test]
fn an_account_id_longer_than_any_url_is_an_error() {
    let fixture = Fixture::new(&"x".repeat(100_000), "s3cr3t");
    for call in fixture.calls().iter().filter(|call| call.operation.route().contains("{account}")) {
        let request = (call.request)(Session::without_token(&US));
        if call.name.ends_with("of a user") {
            assert!(request.is_ok(), "{}", call.name);
            continue;
        }
        let error = request.unwrap_err();
        assert!(error.status().is_none() && !error.is_transport() && !error.is_timeout());
        assert!(!crate::calls::all_of(&error).contains("xxx"));
    }
}

#[test]
fn the_api_domain_is_where_the_request_goes() {
    let secret = Secret::from("s3cr3t");
    let call = RequestAccessToken { client_id: "id", client_secret: &secret, account: None };
    for (domain, uri) in [
        ("https://api.eu.cyclr.com/", "https://api.eu.cyclr.com/oauth/token"),
        ("apiintegrations.example.co.uk", "https://apiintegrations.example.co.uk/oauth/token"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/oauth/token"),
    ] {
        let domain: ApiDomain = domain.parse().unwrap();
        assert_eq!(Session::without_token(&domain).request(&call).unwrap().uri(), uri);
    }
    assert!(RequestAccessToken::OPERATION.is_repeatable());
}

/// A custom call with such a path.
struct At(&'static str);

impl Call for At {
    type Output = ();

    const OPERATION: Operation = Operation::new(Method::DELETE, "/v1.0/account/tags/{tag}");

    fn path(&self) -> String {
        format!("/v1.0/account/tags/{}", self.0)
    }

    fn read(&self, _: &ApiResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

#[test]
fn no_path_leads_to_a_parent_folder() {
    let session = Session::without_token(&US);
    for path in [".", "..", "../", "%2E%2e", ".%2e?page=1", "x/%2E/y", "..#x"] {
        let error = session.request(&At(path)).unwrap_err();
        let expected = "DELETE /v1.0/account/tags/{tag}: \
                        the request can't be made: its path has a segment `.` or `..`";
        assert_eq!(error.to_string(), expected, "{path}");
    }
    for path in ["...", "a..", "%2e%2e%2e", "%252e", "x?from=..", "x?from=/../"] {
        assert!(session.request(&At(path)).is_ok(), "{path}");
    }
}
