use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/near.json")]
struct Near {
    #[cyclr(rename = "ClientID")]
    client_id: Option<String>,
    #[cyclr(rename = " Region")]
    region: Option<String>,
}

const _: () = assert!(Near::DEFINITION.unwrap().version.is_some());

fn main() {}
