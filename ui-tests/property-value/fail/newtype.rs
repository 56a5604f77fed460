use cyclr_oauth::PropertyValue;

#[derive(PropertyValue)]
struct Region(String);

fn main() {}
