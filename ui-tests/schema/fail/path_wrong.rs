use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(schema = "/connectors/acme.json")]
struct Absolute {
    sub_domain: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = " ")]
struct Blank {
    sub_domain: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors")]
struct Folder {
    sub_domain: String,
}

fn main() {}
