use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Optional<'a> {
    sub_domain: &'a Option<String>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Skipped {
    #[cyclr(skip_if = str::is_empty)]
    sub_domain: String,
}

fn main() {}
