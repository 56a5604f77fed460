//! Walks through what the vendor's server does, and prints what would go over the wire.

use std::error::Error;

use partner_portal::customer::Customer;
use partner_portal::hand_off::connector_auth_url;

/// As Cyclr's documentation shows it, years after its expiry.
const DOCUMENTED_ANSWER: &str =
    r#"{"Token": "ABCD12340000000000000=", "ExpiresAtUtc": "2017-12-08T11:02:48.7436471Z"}"#;

fn main() -> Result<(), Box<dyn Error>> {
    println!(
        "1. What the partner supplies itself: one payload a connector, secrets left out here\n"
    );
    let customer = Customer::sample()?;
    for (connector, payload) in customer.payloads() {
        println!("{connector} ({} bytes of JSON)", payload.to_json().expose_secret().len());
        println!("{}\n", serde_json::to_string_pretty(&payload.redacted())?);
    }

    println!("2. The hand-off: the user's browser goes to Cyclr, and authenticates\n");
    println!("Cyclr's answer, as documented:\n{DOCUMENTED_ANSWER}\n");
    let url = connector_auth_url(1234.into(), DOCUMENTED_ANSWER)?;
    println!(
        "The URL (in full, since its token is the documentation's own):\n{}\n",
        url.expose_url()
    );
    println!("The same in a log:\n{url:?}\n");

    let in_time = "2017-12-08T11:00:00Z".parse()?;
    let redirect = url.into_redirect_at::<()>(in_time)?;
    println!("The redirect, had it been asked for in time:\n{:?}", redirect.status());
    for (name, value) in redirect.headers() {
        println!("{name}: {value:?}");
    }

    let url = connector_auth_url(1234.into(), DOCUMENTED_ANSWER)?;
    if let Err(expired) = url.into_redirect::<()>() {
        println!("\nThe redirect today: none, {expired}");
    }
    Ok(())
}
