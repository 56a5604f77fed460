use cyclr_oauth::{AccountConnector, PropertyValue, Secret};

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct LeftOut<'a> {
    #[cyclr(flatten)]
    inner: Optional<'a>,
}

#[derive(AccountConnector)]
struct Optional<'a> {
    sub_domain: Option<&'a str>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct SkippedWithin {
    #[cyclr(flatten)]
    inner: Skipped,
}

#[derive(AccountConnector)]
struct Skipped {
    #[cyclr(skip_if = str::is_empty)]
    sub_domain: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct ShownWithin {
    sub_domain: String,
    #[cyclr(flatten)]
    outer: Outer,
}

#[derive(AccountConnector)]
struct Outer {
    #[cyclr(flatten)]
    inner: Inner,
    #[cyclr(rename = "isSandbox")]
    sandbox: bool,
}

#[derive(AccountConnector)]
struct Inner {
    password: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct OneWay {
    #[cyclr(flatten)]
    ways: Ways,
}

#[derive(AccountConnector)]
enum Ways {
    Right {
        sub_domain: String,
        password: Secret,
    },
    Wrong {
        sub_domain: String,
        #[cyclr(secret)]
        password: String,
        region: Region,
    },
}

#[derive(PropertyValue)]
#[cyclr(rename_all = "lowercase")]
enum Region {
    Eu,
    Asia,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct SentByOneWayOnly {
    #[cyclr(flatten)]
    ways: Some,
}

#[derive(AccountConnector)]
enum Some {
    With { sub_domain: String },
    Without { region: Option<String> },
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct BehindAnother {
    #[cyclr(flatten)]
    middle: Middle,
}

#[derive(AccountConnector)]
struct Middle {
    sub_domain: String,
    #[cyclr(rename = "isSandbox")]
    sandbox: bool,
    #[cyclr(flatten)]
    inner: Hidden,
    region: Region,
}

#[derive(AccountConnector)]
struct Hidden {
    password: Secret,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Unknown {
    #[cyclr(flatten)]
    inner: Own,
}

#[derive(AccountConnector)]
struct Own {
    sub_domain: Host,
}

struct Host;

impl PropertyValue for Host {
    fn property_text(&self) -> Option<cyclr_oauth::connector::PropertyText<'_>> {
        None
    }
}

fn main() {}
