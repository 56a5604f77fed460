use cyclr_oauth::{AccountConnector, Secret};

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Acme {
    sub_domain: String,
    #[cyclr(with = last_four, not_secret)]
    password: Secret,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/vault.json")]
struct Vault {
    #[cyclr(with = last_four, not_secret)]
    pin: Secret,
}

fn last_four(password: &Secret) -> String {
    password.expose_secret().chars().rev().take(4).collect()
}

fn main() {}
