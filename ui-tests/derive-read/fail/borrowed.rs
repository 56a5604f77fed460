use cyclr_oauth::FromAccountConnector;

#[derive(FromAccountConnector)]
struct Acme<'a> {
    client_id: &'a str,
    #[cyclr(access_token)]
    access: &'a str,
}

fn main() {}
