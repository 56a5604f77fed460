//! Every type has the scope's methods, some with the names of the library's.

use cyclr_oauth::{AccountConnector, Secret};

trait Everything {
    fn argument(&self) -> u8 {
        0
    }

    fn is_secret(&self) -> bool {
        false
    }
}

impl<T: ?Sized> Everything for T {}

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(with = shown)]
    rate: f64,
    #[cyclr(with = exposed)]
    pair: (u8, [Secret; 1]),
}

fn shown(rate: &f64) -> String {
    rate.to_string()
}

fn exposed((_, [secret]): &(u8, [Secret; 1])) -> &str {
    secret.expose_secret()
}

#[test]
fn methods_of_every_type() {
    let acme = Acme { rate: 1.5, pair: (1, [Secret::from("HIDDEN")]) };
    assert!(acme.argument() == 0 && !acme.is_secret());
    insta::assert_snapshot!(
        acme.payload().redacted(),
        @r#"{"Properties":[{"Name":"Rate","Value":"1.5"},{"Name":"Pair","Value":"[redacted]"}]}"#
    );
}
