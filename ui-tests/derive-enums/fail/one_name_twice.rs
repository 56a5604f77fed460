use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(property("ApiVersion" = "2"))]
enum Acme {
    Key {
        client_id: String,
        #[cyclr(rename = "ClientId")]
        id: String,
    },
    Fine { client_id: String },
    #[cyclr(property("ClientId" = "id"))]
    Constant { client_id: String },
    Shared { api_version: String },
    #[cyclr(property("ApiVersion" = "3"), property("ApiVersion" = "4"))]
    Overridden,
}

fn main() {}
