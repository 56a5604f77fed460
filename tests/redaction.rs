//! Secrets stay hidden, and the traits that would show them are absent.

use std::fmt::{Debug, Display};

use cyclr_oauth::completion::{Begun, Completed};
use cyclr_oauth::connector::PropertyText;
use cyclr_oauth::{
    AccountConnector, AttemptError, Attempts, AuthValue, CallbackMessage, ConnectorAuthUrl,
    OAuthTokens, PageHeaders, PopupListener, Returned, Secret, ServiceDomain, SessionKey,
    SignInToken, TargetOrigin,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use static_assertions::{assert_impl_all, assert_not_impl_any};

// A client secret is needed often.
assert_impl_all!(Secret: Clone, Debug, DeserializeOwned, Send, Sync);
// A format string or a derive would write it; the timing of `==` would reveal how much of it is
// right.
assert_not_impl_any!(Secret: Display, Serialize, PartialEq<Secret>, PartialEq<str>, AsRef<str>, Copy);

// A copy would be a second use of a single-use value.
assert_impl_all!(SignInToken: Debug, DeserializeOwned, Send, Sync);
assert_not_impl_any!(SignInToken: Clone, Display, Serialize, PartialEq<SignInToken>, AsRef<str>);
assert_impl_all!(ConnectorAuthUrl: Debug, Send, Sync);
assert_not_impl_any!(ConnectorAuthUrl: Clone, Display, Serialize, PartialEq<ConnectorAuthUrl>, AsRef<str>);

// These carry secrets to Cyclr, so they serialize; nothing else shows them.
assert_impl_all!(AuthValue: Clone, Debug, Serialize, Send, Sync);
assert_not_impl_any!(AuthValue: Display, PartialEq<AuthValue>);
assert_impl_all!(OAuthTokens: Clone, Debug, Serialize, DeserializeOwned, Send, Sync);
assert_not_impl_any!(OAuthTokens: Display, PartialEq<OAuthTokens>);

// An attempt is handed off once, and a request completes at most one.
assert_impl_all!(Begun: Debug, Send, Sync);
assert_not_impl_any!(Begun: Clone, Display, Serialize, PartialEq<Begun>);
assert_impl_all!(Returned: Debug, Send, Sync);
assert_not_impl_any!(Returned: Clone, Display, Serialize, PartialEq<Returned>, AsRef<str>);
assert_not_impl_any!(Completed: Clone);
assert_impl_all!(SessionKey: Clone, Debug, Send, Sync);
assert_not_impl_any!(SessionKey: Display, Serialize, PartialEq<SessionKey>, AsRef<[u8]>, AsRef<str>);
assert_not_impl_any!(PopupListener: Clone, Display, Serialize);
assert_impl_all!(Attempts: Clone, Send, Sync);
assert_impl_all!(AttemptError: std::error::Error, Send, Sync);
assert_not_impl_any!(Completed: Display, Serialize);

// They may identify an attempt.
assert_not_impl_any!(CallbackMessage: Display, Serialize, PartialEq<CallbackMessage>);
assert_not_impl_any!(TargetOrigin: Display, Serialize, PartialEq<TargetOrigin>);

const CANARY: &str = "c4n4ry";

#[derive(AccountConnector)]
#[cyclr(name = "Acme", version = "1.0")]
struct Acme {
    client_id: String,
    #[cyclr(secret)]
    client_secret: String,
    api_key: Secret,
    #[cyclr(secret)]
    password: Option<String>,
    #[cyclr(secret)]
    pin: u32,
    subdomain: String,
    #[cyclr(auth_value)]
    tokens: OAuthTokens,
}

fn acme() -> Acme {
    Acme {
        client_id: "id".to_owned(),
        client_secret: CANARY.to_owned(),
        api_key: Secret::from(CANARY),
        password: Some(CANARY.to_owned()),
        pin: 424_242,
        subdomain: "acme".to_owned(),
        tokens: OAuthTokens::new(CANARY).with_refresh_token(CANARY),
    }
}

#[test]
fn a_redacted_payload_has_the_shape_of_the_payload() {
    let acme = acme();
    insta::assert_json_snapshot!(acme.payload().redacted(), @r#"
    {
      "Name": "Acme",
      "Version": "1.0",
      "AuthValue": "[redacted]",
      "Properties": [
        {
          "Name": "ClientId",
          "Value": "id"
        },
        {
          "Name": "ClientSecret",
          "Value": "[redacted]"
        },
        {
          "Name": "ApiKey",
          "Value": "[redacted]"
        },
        {
          "Name": "Password",
          "Value": "[redacted]"
        },
        {
          "Name": "Pin",
          "Value": "[redacted]"
        },
        {
          "Name": "Subdomain",
          "Value": "acme"
        }
      ]
    }
    "#);
    let json = serde_json::to_string(&acme.payload().redacted()).unwrap();
    assert_eq!(acme.payload().redacted().to_string(), json);
}

#[test]
fn a_secret_is_redacted_whatever_its_name_or_source() {
    #[derive(AccountConnector)]
    struct Odd {
        #[cyclr(with = upper_case)]
        pin: Secret,
        #[cyclr(rename = "CLIENT_SECRET", exact)]
        client_secret: String,
        with_password: url::Url,
        without_password: url::Url,
    }

    fn upper_case(pin: &Secret) -> String {
        pin.expose_secret().to_uppercase()
    }

    let odd = Odd {
        pin: Secret::from("pin"),
        client_secret: CANARY.to_owned(),
        with_password: format!("https://u:{CANARY}@a.example").parse().unwrap(),
        without_password: "https://a.example".parse().unwrap(),
    };
    insta::assert_snapshot!(
        odd.payload().redacted(),
        @r#"{"Properties":[{"Name":"Pin","Value":"[redacted]"},{"Name":"CLIENT_SECRET","Value":"[redacted]"},{"Name":"WithPassword","Value":"[redacted]"},{"Name":"WithoutPassword","Value":"https://a.example/"}]}"#
    );
}

#[test]
fn no_debug_shows_a_secret() {
    let acme = acme();
    let service_domain = ServiceDomain::from_static("app-h.cyclr.com");
    let target =
        TargetOrigin::parse(&format!("https://a.example/{CANARY}?{CANARY}#{CANARY}")).unwrap();
    let message = CallbackMessage::new(CANARY).unwrap();
    let builder = || {
        ConnectorAuthUrl::builder(&service_domain)
            .id(1234)
            .token(SignInToken::new(CANARY))
            .target_origin(target.clone())
            .callback_message(message.clone())
    };
    let texts: [&dyn Debug; 15] = [
        &Secret::from(CANARY),
        &Some(Secret::from(CANARY)),
        &SignInToken::new(CANARY),
        &AuthValue::api_key(CANARY),
        &AuthValue::basic(CANARY, CANARY),
        &acme.tokens,
        &acme.auth_value(),
        &acme.properties(),
        &acme.payload(),
        &acme.payload().redacted(),
        &PropertyText::from(CANARY),
        &target,
        &message,
        &builder(),
        &builder().build(),
    ];
    for text in texts {
        for text in [format!("{text:?}"), format!("{text:#?}")] {
            assert!(!text.contains(CANARY) && !text.contains("424242"), "{text}");
        }
    }
}

#[test]
fn no_debug_shows_a_message_or_a_nonce() {
    let service_domain = ServiceDomain::from_static("app-h.cyclr.com");
    let page = PageHeaders::new();
    let message = CallbackMessage::new(CANARY).unwrap();
    let time = std::time::Duration::from_secs(900);
    let listener = PopupListener::new(&service_domain, 1234, message.clone(), time);
    let texts: [&dyn Debug; 4] = [&listener, &message, &page, &Attempts::in_memory()];
    for text in texts {
        for text in [format!("{text:?}"), format!("{text:#?}")] {
            for secret in [CANARY, page.nonce()] {
                assert!(!text.contains(secret), "{text}");
            }
        }
    }
    insta::assert_snapshot!(
        format!("{listener:?}"),
        @"PopupListener { service_domain: ServiceDomain(https://app-h.cyclr.com), id: AccountConnectorId(1234), expires_in: 900s, .. }"
    );
}

#[test]
fn debug_shows_everything_but_secrets() {
    let service_domain = ServiceDomain::from_static("app-h.cyclr.com");
    let token = SignInToken::new(CANARY).with_expiry("2017-12-08T11:02:48Z".parse().unwrap());
    insta::assert_snapshot!(
        format!("{token:?}"),
        @"SignInToken { token: Secret([redacted]), expires_at: Some(UtcTimestamp(2017-12-08T11:02:48Z)) }"
    );
    insta::assert_snapshot!(
        format!("{:?}", ConnectorAuthUrl::builder(&service_domain).id(1234)),
        @"ConnectorAuthUrlBuilder { service_domain: ServiceDomain(https://app-h.cyclr.com), .. }"
    );
    insta::assert_snapshot!(
        format!("{:?}", CallbackMessage::new(CANARY).unwrap()),
        @"CallbackMessage([redacted])"
    );
    let url = ConnectorAuthUrl::builder(&service_domain)
        .id(1234)
        .token(token)
        .target_origin(TargetOrigin::from_static("https://a.example/done"))
        .build();
    insta::assert_snapshot!(
        format!("{url:?}"),
        @"ConnectorAuthUrl { url: https://app-h.cyclr.com/connectorauth/updateaccountconnectoroauth?id=1234&token=[redacted]&targetOrigin=[redacted], expires_at: Some(UtcTimestamp(2017-12-08T11:02:48Z)) }"
    );
    insta::assert_snapshot!(
        format!("{:?}", acme().payload()),
        @r#"Payload({"Name":"Acme","Version":"1.0","AuthValue":"[redacted]","Properties":[{"Name":"ClientId","Value":"id"},{"Name":"ClientSecret","Value":"[redacted]"},{"Name":"ApiKey","Value":"[redacted]"},{"Name":"Password","Value":"[redacted]"},{"Name":"Pin","Value":"[redacted]"},{"Name":"Subdomain","Value":"acme"}]})"#
    );
    insta::assert_snapshot!(
        format!("{:?}", acme().tokens),
        @"OAuthTokens { access_token: Secret([redacted]), refresh_token: Some(Secret([redacted])), expires: None, refresh_expires: None, .. }"
    );
    insta::assert_snapshot!(
        format!("{:?}", TargetOrigin::from_static("https://a.example/done")),
        @"TargetOrigin(https://a.example/[redacted])"
    );
    insta::assert_snapshot!(
        format!("{:?}", TargetOrigin::from_static("https://a.example")),
        @"TargetOrigin(https://a.example)"
    );
    insta::assert_snapshot!(
        format!("{:?}", AuthValue::api_key(CANARY)),
        @"AuthValue([redacted])"
    );
    insta::assert_snapshot!(
        format!("{:?}", acme().auth_value().unwrap()),
        @"AuthValueRef([redacted])"
    );
    insta::assert_snapshot!(
        format!("{:?}", acme().properties()),
        @r#"{"ClientId": "id", "ClientSecret": "[redacted]", "ApiKey": "[redacted]", "Password": "[redacted]", "Pin": "[redacted]", "Subdomain": "acme"}"#
    );
    insta::assert_snapshot!(
        format!("{:?}", PropertyText::from(CANARY)),
        @r#"PropertyText { text: "[redacted]", sensitive: false }"#
    );
    insta::assert_snapshot!(
        format!("{:?}", PageHeaders::new()),
        @"PageHeaders { frames: None, ancestors: [], .. }"
    );
    let payload = acme().payload().redacted().to_string();
    assert_eq!(format!("{:?}", acme().payload().redacted()), format!("RedactedPayload({payload})"));
}
