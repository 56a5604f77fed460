use cyclr_oauth::AccountConnector;

// Not part of a cycle, and the first in the file.
#[derive(AccountConnector)]
struct Outer {
    #[cyclr(flatten)]
    acme: europe::Acme,
}

// Two types of one name.
mod europe {
    #[derive(cyclr_oauth::AccountConnector)]
    pub struct Acme {
        #[cyclr(flatten)]
        other: &'static super::america::Acme,
    }
}

mod america {
    #[derive(cyclr_oauth::AccountConnector)]
    pub struct Acme {
        #[cyclr(flatten)]
        other: &'static super::europe::Acme,
    }
}

// And in one line.
#[rustfmt::skip]
mod north { #[derive(cyclr_oauth::AccountConnector)] pub struct Acme { #[cyclr(flatten)] other: &'static super::south::Acme } } mod south { #[derive(cyclr_oauth::AccountConnector)] pub struct Acme { #[cyclr(flatten)] other: &'static super::north::Acme } }

fn main() {}
