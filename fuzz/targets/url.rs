//! The URL that is built gives back every value, decoded, and has nothing else in it.
#![no_main]

use cyclr_oauth::{
    AccountConnectorId, CallbackMessage, ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin,
};
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|input: (u64, &str, &str, Option<&str>)| {
    let (id, token, target, message) = input;
    let Ok(target) = TargetOrigin::parse(target) else { return };
    let message = match message.map(CallbackMessage::new) {
        None => None,
        Some(Ok(message)) => Some(message),
        Some(Err(_)) => return,
    };
    let sent = message.as_ref().map(|message| message.as_str().to_owned());
    let expected_target = target.as_str().to_owned();
    let domain = ServiceDomain::from_static("https://app-h.cyclr.com");
    let builder = ConnectorAuthUrl::builder(&domain)
        .id(AccountConnectorId::from(id))
        .token(SignInToken::new(token))
        .target_origin(target);
    let url = match message {
        Some(message) => builder.callback_message(message).build(),
        None => builder.build(),
    };

    let parsed = Url::parse(url.expose_url()).expect("it is a URL");
    assert_eq!(parsed.as_str(), url.expose_url(), "the parser changes nothing");
    assert_eq!(parsed.origin().ascii_serialization(), "https://app-h.cyclr.com");
    assert!(parsed.fragment().is_none());
    let pairs: Vec<(String, String)> = parsed.query_pairs().into_owned().collect();
    let mut expected = vec![
        ("id".to_owned(), id.to_string()),
        ("token".to_owned(), token.to_owned()),
        ("targetOrigin".to_owned(), expected_target),
    ];
    expected.extend(sent.map(|message| ("callbackMessage".to_owned(), message)));
    assert_eq!(pairs, expected);
    assert!(token.len() < 8 || !format!("{url:?}").contains(token));
});
