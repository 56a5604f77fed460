use cyclr_oauth::AccountConnector;

struct Acme {
    client_id: String,
}

fn send(_: &impl AccountConnector) {}

fn main() {
    let acme = Acme { client_id: "id".to_owned() };
    send(&acme);
    acme.payload();
}
