use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/broken.json")]
struct Broken {
    sub_domain: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/installed.json")]
struct Installed {
    sub_domain: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/odd.json")]
struct Odd {
    sub_domain: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/latin1.json")]
struct Latin1 {
    sub_domain: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/empty.json")]
struct Empty {
    sub_domain: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/deep.json")]
struct Deep {
    sub_domain: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/large.json")]
struct Large {
    sub_domain: String,
}

fn main() {}
