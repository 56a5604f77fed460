use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(secret, rename = "Acme")]
enum Acme {
    #[cyclr(crate = cyclr_oauth, rename = "Key", secret, schema = "acme.json", flatten)]
    Key {
        #[cyclr(name = "ClientId")]
        client_id: String,
        #[cyclr(crate = cyclr_oauth, rename_all = "camelCase")]
        domain: String,
    },
    #[cyclr(rename_all = "camelCase")]
    Held(#[cyclr(flatten, rename = "Inner")] Inner),
    #[cyclr(rename_all = "camelcase")]
    Other { sub_domain: String },
    #[cyclr(naem = "Acme", version = " ")]
    Blank { sub_domain: String },
    #[cyclr]
    Bare { sub_domain: String },
}

#[derive(AccountConnector)]
struct Inner {
    client_id: String,
}

fn main() {}
