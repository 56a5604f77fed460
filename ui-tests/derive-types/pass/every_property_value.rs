use cyclr_oauth::{AccountConnector, PropertyValue, Secret};

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

#[derive(AccountConnector)]
struct Acme<'a> {
    text: &'a str,
    string: String,
    cow: Cow<'a, str>,
    boxed: Box<str>,
    arc: Arc<str>,
    rc: Rc<String>,
    yes: bool,
    number: i128,
    size: usize,
    letter: char,
    secret: Secret,
    optional: Option<u8>,
    dynamic: Box<dyn PropertyValue>,
    nested: Option<&'a Option<Secret>>,
}

fn main() {}
