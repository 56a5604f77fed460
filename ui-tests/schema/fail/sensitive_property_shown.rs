use std::borrow::Cow;
use std::sync::Arc;

use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Text {
    sub_domain: String,
    password: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
enum Other<'a> {
    Str { sub_domain: String, password: &'a str },
    Cow { sub_domain: String, password: Cow<'a, str> },
    Boxed { sub_domain: String, password: Option<Box<str>> },
    Shared { sub_domain: String, password: Arc<str> },
    Pin { sub_domain: String, password: Option<u32> },
    Redacted {
        sub_domain: String,
        #[cyclr(secret)]
        password: std::string::String,
    },
}

fn main() {}
