//! Webhooks: any body and any address is read, or is an error that repeats nothing.
#![no_main]

use cyclr_oauth::AccountId;
use cyclr_oauth::api::{MarketplaceNotification, TransactionError, WebhookAddress, WebhookKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&[u8], &str, &str)| {
    let (body, segment, account) = input;
    for error in [
        TransactionError::read(body).map(|read| drop(format!("{read:?}"))).err(),
        MarketplaceNotification::read(body).map(|read| drop(format!("{read:?}"))).err(),
    ]
    .into_iter()
    .flatten()
    {
        assert!(format!("{error} {error:?}").len() < 2048, "{error}");
    }

    let key = WebhookKey::new("a key of thirty-two bytes, or more").expect("a key");
    assert_eq!(WebhookAddress::verify(&key, segment), None);
    if let Ok(account) = AccountId::new(account) {
        let address = WebhookAddress::for_account(&key, &account);
        let segment = address.expose_segment();
        assert_eq!(WebhookAddress::verify(&key, segment), Some(account));
        assert_eq!(WebhookAddress::verify(&key, &segment[1..]), None);
    }
});
