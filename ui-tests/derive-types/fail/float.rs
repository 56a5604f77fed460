use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    client_id: String,
    rate: f64,
    discount: Option<f32>,
}

fn main() {}
