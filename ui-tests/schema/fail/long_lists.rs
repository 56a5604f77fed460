use cyclr_oauth::{AccountConnector, PropertyValue};

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/many.json", property("TimeZone" = "zone-12"))]
struct Acme {
    domain: String,
    colour: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/many.json", property("TimeZone" = "Europe/Berlin"))]
#[cyclr(allow("Timezones" = "a reason"), allow("Colour" = "a reason"))]
struct Other {
    #[cyclr(flatten)]
    inner: Inner,
}

#[derive(AccountConnector)]
struct Inner {
    domain: String,
    time_zone: TimeZone,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/many.json")]
#[cyclr(allow("Colour" = "a reason"))]
enum Way {
    Zone { time_zone: TimeZone },
}

#[derive(PropertyValue)]
enum TimeZone {
    Berlin,
}

fn main() {}
