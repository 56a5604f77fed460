use cyclr_oauth::PropertyValue;

#[derive(PropertyValue)]
enum Region {}

fn main() {}
