use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    key: [u8; {
        let size = 4;
        size
    }],
    #[cyclr(with = <[u8; { if true { 4 } else { 8 } }]>::len)]
    other: [u8; 4],
}

fn main() {}
