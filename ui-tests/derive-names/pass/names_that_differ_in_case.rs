use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(rename = "isSandbox")]
    sandbox: bool,
    #[cyclr(rename = "IsSandbox")]
    other: bool,
    #[cyclr(rename = "Is Sandbox?")]
    third: bool,
    client_id_2: String,
}

fn main() {}
