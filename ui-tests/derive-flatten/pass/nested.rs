use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(property("ApiVersion" = "2"))]
struct Acme {
    client_id: String,
    #[cyclr(flatten)]
    inner: Inner,
    region: String,
}

#[derive(AccountConnector)]
struct Inner {
    subdomain: String,
    #[cyclr(flatten)]
    innermost: Innermost<u8>,
}

#[derive(AccountConnector)]
struct Innermost<T> {
    dc: T,
}

const _: () = assert!(Acme::PROPERTY_NAMES.len() == 5);

fn main() {
    assert_eq!(Acme::PROPERTY_NAMES, ["ClientId", "Subdomain", "Dc", "Region", "ApiVersion"]);
}
