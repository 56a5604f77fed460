//! What each of the portal's connectors sends.

use cyclr_oauth::AccountConnector as _;
use partner_portal::customer::Customer;
use serde_json::{Value, json};

#[test]
fn every_payload() {
    let customer = Customer::sample().unwrap();
    for (connector, payload) in customer.payloads() {
        // The payload that is sent, with the sample's secrets.
        let name = connector.replace(' ', "_");
        insta::assert_snapshot!(name, serde_json::to_string_pretty(&payload).unwrap());
    }
}

#[test]
fn every_payload_redacted() {
    let customer = Customer::sample().unwrap();
    let redacted = customer.payloads().map(|(_, payload)| payload.redacted());
    insta::assert_snapshot!(serde_json::to_string_pretty(&redacted).unwrap());
}

#[test]
fn an_oauth_payload_read_back_twice() {
    let customer = Customer::sample().unwrap();
    let json = customer.ebay.payload().to_json();
    let payload: Value = serde_json::from_str(json.expose_secret()).unwrap();
    assert_eq!(
        payload["Properties"],
        json!([
            {"Name": "ClientId", "Value": "0oa1b2c3d4"},
            {"Name": "ClientSecret", "Value": "cl13nt+s3cr3t/="},
            {"Name": "AccountIdentifier", "Value": "acme \"shop\""},
            {"Name": "isSandbox", "Value": "true"},
        ])
    );
    let tokens: Value = serde_json::from_str(payload["AuthValue"].as_str().unwrap()).unwrap();
    assert_eq!(
        tokens,
        json!({
            "AccessToken": "v^1.1#i^1#p^3#\"r\\0",
            "RefreshToken": "v^1.1#i^1#I^3",
            "Expires": "2026-10-01T00:00:00Z",
        })
    );
}
