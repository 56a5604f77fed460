use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(nmae = "Acme")]
enum Acme<'a, T> {
    Key {
        #[cyclr(rename = "ClientID")]
        client_id: &'a T,
        #[cyclr(scret)]
        password: String,
    },
    Unit,
    Pair(String, String),
    Other {
        #[cyclr(expires)]
        expires: String,
    },
}

fn main() {
    let acme = Acme::Key { client_id: &1, password: String::new() };
    let _ = acme.payload().to_json();
}
