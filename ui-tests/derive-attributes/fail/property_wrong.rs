use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(property)]
#[cyclr(property = "ApiVersion")]
#[cyclr(property("ApiVersion"))]
#[cyclr(property("ApiVersion" = 2))]
#[cyclr(property(ApiVersion = "2"))]
struct Acme {
    client_id: String,
}

fn main() {}
