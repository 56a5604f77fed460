use cyclr_oauth::PropertyValue;

#[derive(PropertyValue)]
struct Region {
    name: String,
}

fn main() {}
