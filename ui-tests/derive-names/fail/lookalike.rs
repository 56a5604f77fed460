use cyclr_oauth::{AccountConnector, AuthValue};

#[derive(AccountConnector)]
#[cyclr(property("СlientSecret" = "2"))]
struct Acme {
    #[cyclr(rename = "Сlient_Id")]
    cyrillic: String,
    #[cyclr(rename = "Clientld")]
    letter: String,
    #[cyclr(rename = "AuthVaIue")]
    key: AuthValue,
    #[cyclr(rename = "C1ientId", exact)]
    meant: String,
}

fn main() {}
