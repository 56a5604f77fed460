use cyclr_oauth::{
    AccountConnectorId, CallbackMessage, ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin,
};
use http::StatusCode;
use http::header::{CACHE_CONTROL, LOCATION, REFERRER_POLICY};
use proptest::prelude::*;
use url::Url;

static CYCLR: ServiceDomain = ServiceDomain::from_static("app-h.cyclr.com");

fn build(token: &str, target: &TargetOrigin, message: Option<CallbackMessage>) -> ConnectorAuthUrl {
    ConnectorAuthUrl::builder(&CYCLR)
        .id(1234)
        .token(SignInToken::new(token))
        .target_origin(target.clone())
        .callback_message(message)
        .build()
}

/// Names and values as `url::Url` reads them.
fn query(url: &str) -> Vec<(String, String)> {
    Url::parse(url).unwrap().query_pairs().into_owned().collect()
}

#[test]
fn the_documented_example_with_its_token_encoded_as_well() {
    let target = TargetOrigin::from_static("https://yourapplication.com/complete-page");
    insta::assert_snapshot!(
        build("ABCD12340000000000000=", &target, None).expose_url(),
        @"https://app-h.cyclr.com/connectorauth/updateaccountconnectoroauth?id=1234&token=ABCD12340000000000000%3D&targetOrigin=https%3A%2F%2Fyourapplication.com%2Fcomplete-page"
    );
}

#[test]
fn setters_come_in_any_order() {
    let target = || TargetOrigin::from_static("https://a.example");
    let token = || SignInToken::new("t");
    let builder = || ConnectorAuthUrl::builder(&CYCLR);
    let id = AccountConnectorId::from(7);
    let urls = [
        builder().id(id).token(token()).target_origin(target()).build(),
        builder().id(id).target_origin(target()).token(token()).build(),
        builder().token(token()).id(id).target_origin(target()).build(),
        builder().token(token()).target_origin(target()).id(id).build(),
        builder().target_origin(target()).id(id).token(token()).build(),
        builder().callback_message(None).target_origin(target()).token(token()).id(id).build(),
    ];
    for url in &urls {
        assert_eq!(
            url.expose_url(),
            "https://app-h.cyclr.com/connectorauth/updateaccountconnectoroauth?id=7&token=t&targetOrigin=https%3A%2F%2Fa.example"
        );
    }
}

#[test]
fn a_plus_a_slash_and_an_equals_sign_arrive() {
    let token = "+7fCuHJ1LUq1bGasmHGVvnVw/UfsVe1DlYHXDrFuaBo=";
    let target = TargetOrigin::from_static("https://a.example");
    let url = build(token, &target, None);
    assert!(
        url.expose_url().contains("&token=%2B7fCuHJ1LUq1bGasmHGVvnVw%2FUfsVe1DlYHXDrFuaBo%3D&")
    );
    assert_eq!(query(url.expose_url())[1], ("token".to_owned(), token.to_owned()));
}

#[test]
fn a_target_keeps_its_own_query_and_fragment() {
    for text in [
        "https://a.example/done?session=42&next=%2Fhome#top",
        "https://a.example/done?a=b&targetOrigin=https://evil.example&token=x",
        "https://a.example/with space/ünïcödé?q=a b+c%2Bd#f r",
        "https://a.example/?",
        "https://a.example/#",
        "https://a.example:8443",
        "http://localhost:3000/done",
        "https://[2001:db8::1]:8443/x;y=z",
    ] {
        let target = TargetOrigin::parse(text).unwrap();
        let url = build("t", &target, None);
        let expected = [("id", "1234"), ("token", "t"), ("targetOrigin", target.as_str())];
        assert_eq!(query(url.expose_url()), expected.map(|(k, v)| (k.to_owned(), v.to_owned())));
    }
}

#[test]
fn the_id_is_written_whole() {
    for id in [0, 1, 9, 10, 99, 100, u64::from(u32::MAX), u64::MAX] {
        let url = ConnectorAuthUrl::builder(&CYCLR)
            .id(id)
            .token(SignInToken::new("t"))
            .target_origin(TargetOrigin::from_static("https://a.example"))
            .build();
        assert_eq!(query(url.expose_url())[0], ("id".to_owned(), id.to_string()));
    }
}

#[test]
fn the_service_domain_keeps_scheme_and_port() {
    let service_domain = ServiceDomain::parse("http://127.0.0.1:4010").unwrap();
    let url = ConnectorAuthUrl::builder(&service_domain)
        .id(1)
        .token(SignInToken::new("t"))
        .target_origin(TargetOrigin::from_static("http://localhost:3000"))
        .build();
    assert!(url.expose_url().starts_with("http://127.0.0.1:4010/connectorauth/update"));
}

#[test]
fn the_redirect_is_not_cached_and_not_replayed() {
    let target = TargetOrigin::from_static("https://a.example");
    let redirect = build("t+", &target, None).into_redirect::<String>().unwrap();
    assert_eq!(redirect.status(), StatusCode::SEE_OTHER);
    assert_eq!(redirect.headers()[CACHE_CONTROL], "no-store");
    assert_eq!(redirect.headers()[REFERRER_POLICY], "no-referrer");
    assert_eq!(redirect.headers()[LOCATION], build("t+", &target, None).expose_url());
    assert!(redirect.headers()[LOCATION].is_sensitive());
    assert_eq!(redirect.body(), "");
}

#[test]
fn a_blank_message_is_refused() {
    for text in ["", " ", "\t\r\n", "\u{A0}", "\u{3000} \u{2028}"] {
        let error = CallbackMessage::new(text).unwrap_err();
        assert!(error.to_string().starts_with("the callback message is blank: "), "{error}");
        assert!(serde_json::from_value::<CallbackMessage>(text.into()).is_err());
    }
    assert_eq!(CallbackMessage::new(" a ").unwrap().as_str(), " a ");
}

#[test]
fn an_expired_token_is_an_error_and_no_redirect() {
    let expiry = "2017-12-08T11:02:48.7436471Z".parse().unwrap();
    let url = || {
        ConnectorAuthUrl::builder(&CYCLR)
            .id(1)
            .token(SignInToken::new("t").with_expiry(expiry))
            .target_origin(TargetOrigin::from_static("https://a.example"))
            .build()
    };
    assert_eq!(url().expires_at(), Some(expiry));
    let error = url().into_redirect::<()>().unwrap_err();
    assert_eq!(error.expired_at(), expiry);
    let text = format!("the sign-in token expired at {expiry}; ask Cyclr for a new one");
    assert_eq!(error.to_string(), text);
    assert_eq!(url().into_redirect_at::<()>(expiry).unwrap_err().expired_at(), expiry);
    let before = "2017-12-08T11:02:48.743647Z".parse().unwrap();
    assert!(url().into_redirect_at::<()>(before).is_ok());
}

/// Any text, in which the bytes that queries reserve are frequent.
fn awkward_text() -> impl Strategy<Value = String> {
    let char = prop_oneof![
        proptest::char::any(),
        proptest::sample::select(
            "+/=&?#%;,:@ \"'<>\\^`{|}~-._\0\t\n\u{7f}".chars().collect::<Vec<_>>()
        ),
        proptest::char::range('0', 'z'),
    ];
    // Up to sizes that no small buffer holds.
    prop_oneof![
        proptest::collection::vec(char.clone(), 0..60),
        proptest::collection::vec(char, 200..1500),
    ]
    .prop_map(String::from_iter)
}

/// RFC 3986, implemented again without optimization.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

proptest! {
    /// Both the URL parser and a header accept a URL on any domain.
    #[test]
    fn any_service_domain_makes_a_url(host in r"\PC{1,8}(\.\PC{1,8}){0,2}|[a-z0-9._-]{1,12}(:[0-9]{1,5})?|\[[0-9a-f:.]{2,12}\]") {
        if let Ok(service_domain) = ServiceDomain::parse(&host) {
            let build = || ConnectorAuthUrl::builder(&service_domain)
                .id(1)
                .token(SignInToken::new("+"))
                .target_origin(TargetOrigin::from_static("https://a.example"))
                .build();
            let url = build();
            prop_assert_eq!(String::from(build().into_url()), url.expose_url());
            let redirect = build().into_redirect::<()>().unwrap();
            prop_assert_eq!(&redirect.headers()[LOCATION], url.expose_url());
        }
    }

    #[test]
    fn every_value_comes_back(
        id: u64,
        token in awkward_text(),
        path in awkward_text(),
        message in proptest::option::of(awkward_text().prop_filter("blank", |m| !m.trim().is_empty())),
    ) {
        let mut target = Url::parse("https://a.example").unwrap();
        target.set_path(&path);
        target.set_query(Some(&path));
        target.set_fragment(Some(&path));
        let target = TargetOrigin::try_from(target).unwrap();
        let url = ConnectorAuthUrl::builder(&CYCLR)
            .id(id)
            .token(SignInToken::new(token.as_str()))
            .target_origin(target.clone())
            .callback_message(message.clone().map(|m| CallbackMessage::new(m).unwrap()))
            .build();

        let mut expected = format!(
            "https://app-h.cyclr.com/connectorauth/updateaccountconnectoroauth?id={id}&token={}&targetOrigin={}",
            encoded(&token),
            encoded(target.as_str()),
        );
        let mut pairs = vec![
            ("id".to_owned(), id.to_string()),
            ("token".to_owned(), token),
            ("targetOrigin".to_owned(), target.as_str().to_owned()),
        ];
        if let Some(message) = message {
            expected.push_str("&callbackMessage=");
            expected.push_str(&encoded(&message));
            pairs.push(("callbackMessage".to_owned(), message));
        }
        prop_assert_eq!(url.expose_url(), &expected);
        prop_assert_eq!(query(url.expose_url()), pairs);
        prop_assert_eq!(String::from(url.into_url()), expected);
    }
}
