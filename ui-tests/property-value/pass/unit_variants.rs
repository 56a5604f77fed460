use cyclr_oauth::PropertyValue;

#[derive(PropertyValue)]
#[cyclr(rename_all = "kebab-case", crate = cyclr_oauth)]
enum Region {
    EuWest,
    #[cyclr(rename = "us \"east\"")]
    UsEast = 3,
    r#Self_,
}

fn main() {
    assert_eq!(Region::EuWest.property_text().unwrap().as_str(), "eu-west");
    assert_eq!(Region::UsEast.property_text().unwrap().as_str(), "us \"east\"");
    assert_eq!(Region::Self_.property_text().unwrap().as_str(), "self-");
}
