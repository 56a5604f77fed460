use cyclr_oauth::{AccountConnector, FromAccountConnector, PropertyValue};

#[derive(PropertyValue)]
enum Region {
    Eu,
}

#[derive(PropertyValue)]
enum Colour {
    Red,
}

#[derive(PropertyValue)]
enum Size {
    Large,
}

#[derive(AccountConnector, FromAccountConnector)]
struct Acme {
    rate: f64,
    region: Region,
    colour: Colour,
    size: Size,
}

fn main() {}
