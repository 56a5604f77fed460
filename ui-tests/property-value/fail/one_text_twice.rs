use cyclr_oauth::PropertyValue;

#[derive(PropertyValue)]
#[cyclr(rename_all = "lowercase")]
enum Region {
    Eu,
    #[allow(clippy::upper_case_acronyms)]
    EU,
    #[cyclr(rename = "eu")]
    Other,
}

fn main() {}
