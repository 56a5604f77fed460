use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
enum Region {
    Eu,
    Us,
}

fn main() {}
