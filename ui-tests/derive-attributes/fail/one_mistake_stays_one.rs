use cyclr_oauth::{AccountConnector, OAuthTokens};

#[derive(AccountConnector)]
struct Acme {
    client_id: String,
    #[cyclr(scret)]
    password: String,
    #[cyclr(auth_value)]
    tokens: OAuthTokens,
}

fn send(acme: &Acme) -> usize {
    assert!(acme.auth_value().is_some());
    let json = acme.payload().to_json();
    let names: &[&str] = Acme::PROPERTY_NAMES;
    acme.properties().iter().count() + names.len() + json.expose_secret().len()
}

fn main() {
    let tokens = OAuthTokens::new("token");
    let acme = Acme { client_id: "id".to_owned(), password: "secret".to_owned(), tokens };
    send(&acme);
}
