use cyclr_oauth::{AccountConnector, PropertyValue};

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/many.json")]
enum Way {
    Zone {
        #[cyclr(flatten)]
        all: All,
        time_zone: TimeZone,
    },
}

#[derive(AccountConnector)]
struct All {
    domain: String,
    colour: String,
}

#[derive(PropertyValue)]
enum TimeZone {
    Berlin,
}

fn main() {}
