use cyclr_oauth::{AccountConnector, AuthValue, Secret};

#[derive(AccountConnector)]
#[cyclr(name = "Acme CRM", version = "1.0", authentication_id = "7")]
#[cyclr(rename_all = "PascalCase", property("ApiVersion" = "2"), crate = cyclr_oauth)]
enum Acme<'a, T> {
    #[cyclr(name = "Acme", version = "2.0", authentication_id = "8")]
    #[cyclr(rename_all = "camelCase", property("Mode" = "key"))]
    Key {
        sub_domain: &'a str,
        #[cyclr(rename = "Password", secret)]
        password: T,
        #[cyclr(auth_value)]
        key: AuthValue,
    },
    #[cyclr(name = "Held", property("Mode" = "held"))]
    Held(Inner),
    Unit,
}

#[derive(AccountConnector)]
struct Inner {
    #[cyclr(access_token)]
    access: Secret,
}

fn main() {
    let _ = Acme::<u8>::Unit.payload();
}
