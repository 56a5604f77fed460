use cyclr_oauth::PropertyValue;

#[derive(PropertyValue)]
#[cyclr(rename = "region", rename_all = "snake-case", name = "Region")]
enum Region {
    #[cyclr(skip)]
    Eu,
    #[cyclr(rename_all = "lowercase")]
    Us,
    #[cyclr(renme = "ap")]
    Ap,
    #[cyclr(rename = 1)]
    Sa,
}

fn main() {}
