use cyclr_oauth::PropertyValue;

#[derive(PropertyValue)]
enum Region {
    Eu,
    Us { state: String },
    Other(String),
    None(),
    Nothing {},
}

fn main() {}
