//! The JSON of a connector's payload.

#![expect(clippy::inline_always, reason = "constant texts become a few wide stores")]

use crate::connector::any_connector::AnyConnector;
use crate::connector::auth_value::{AuthValueRef, KindRef};
use crate::connector::identity::Identity;
use crate::connector::json::out::{Json, Out};
use crate::connector::json::tokens::write_tokens;
use crate::connector::property_text::PropertyText;
use crate::connector::property_visitor::{PropertyName, PropertyVisitor, Visit};

/// Everything that a connector sends. Each value has been asked for its text once, so that the text
/// whose length is counted is the text that is written.
pub(crate) struct PayloadJson<'a> {
    identity: Identity,
    auth_value: Option<AuthValueRef<'a>>,
    properties: List<'a>,
}

impl<'a> PayloadJson<'a> {
    // Inlined and filled in place, since it is too large to be moved for nothing.
    #[inline(always)]
    pub(crate) fn new(connector: &'a dyn AnyConnector) -> Self {
        let mut payload = Self {
            identity: connector.identity(),
            auth_value: connector.auth_value(),
            properties: List {
                texts: [("", ""); FEW],
                length: 0,
                more: Vec::new(),
                others: [const { None }; FEW_OTHERS],
                more_others: Vec::new(),
                any_others: false,
            },
        };
        connector.visit_properties(&mut PropertyVisitor::new(&mut payload.properties));
        payload
    }
}

/// Properties that have a value: names as they are written between the quotes of a JSON string, and
/// texts. As many as nearly every connector has need no allocation.
struct List<'a> {
    texts: [(&'static str, &'a str); FEW],
    length: usize,
    more: Vec<(&'static str, &'a str)>,
    /// The texts that are not borrowed, with the places of their empty stand-ins among the others.
    others: [Option<(usize, PropertyText<'a>)>; FEW_OTHERS],
    more_others: Vec<(usize, PropertyText<'a>)>,
    any_others: bool,
}

const FEW: usize = 20;
const FEW_OTHERS: usize = 4;

impl<'a> List<'a> {
    #[inline(always)]
    fn push(&mut self, name: &'static str, text: &'a str) {
        match self.texts.get_mut(self.length) {
            Some(place) => *place = (name, text),
            None => self.more.push((name, text)),
        }
        self.length += 1;
    }

    #[inline(never)]
    fn push_other(&mut self, name: &'static str, text: PropertyText<'a>) {
        let other = (self.length, text);
        match self.others.iter_mut().find(|place| place.is_none()) {
            Some(place) => *place = Some(other),
            None => self.more_others.push(other),
        }
        self.any_others = true;
        self.push(name, "");
    }

    #[inline(never)]
    fn other(&self, at: usize) -> Option<&str> {
        let mut others = self.others.iter().flatten().chain(&self.more_others);
        others.find(|(place, _)| *place == at).map(|(_, text)| text.as_str())
    }
}

impl<'a> Visit<'a> for List<'a> {
    fn text(&mut self, name: &'static str, text: &'a str, _: bool) {
        self.push(name, text);
    }

    fn other(&mut self, name: PropertyName, text: PropertyText<'a>) {
        self.push_other(name.json, text);
    }
}

/// Writes `"Properties":[{"Name":…,"Value":…},…`, up to the last quote.
struct WriteProperties<'o, O> {
    out: &'o mut O,
    /// Whether the payload is empty so far.
    first: bool,
    /// Whether there has been a property.
    any: bool,
}

impl<O: Out> WriteProperties<'_, O> {
    #[inline(always)]
    fn write(&mut self, name: &'static str, value: &str) {
        if self.any {
            self.out.raw(r#""},{"Name":""#);
        } else {
            self.any = true;
            begin(self.out, &mut self.first, r#""Properties":[{"Name":""#);
        }
        self.out.raw(name);
        self.out.raw(r#"","Value":""#);
        self.out.once(value);
    }
}

impl Json for PayloadJson<'_> {
    fn write(&self, out: &mut impl Out) {
        let mut first = true;
        let Identity { name, version, authentication_id } = self.identity;
        identity(out, &mut first, r#""Name":""#, name);
        identity(out, &mut first, r#""Version":""#, version);
        identity(out, &mut first, r#""AuthenticationId":""#, authentication_id);
        if let Some(AuthValueRef(auth_value)) = &self.auth_value {
            begin(out, &mut first, r#""AuthValue":""#);
            match auth_value {
                KindRef::Text(text) => out.once(text),
                KindRef::Tokens(tokens) => write_tokens::<true>(tokens, out),
            }
            out.raw("\"");
        }
        let list = &self.properties;
        let mut properties = WriteProperties { out, first, any: false };
        if list.any_others {
            let texts = list.texts.iter().take(list.length).chain(&list.more);
            for (at, (name, text)) in texts.enumerate() {
                properties.write(name, list.other(at).unwrap_or(text));
            }
        } else {
            for (name, text) in list.texts.iter().take(list.length) {
                properties.write(name, text);
            }
            for (name, text) in &list.more {
                properties.write(name, text);
            }
        }
        let WriteProperties { out, first, any } = properties;
        match (any, first) {
            (true, _) => out.raw(r#""}]}"#),
            (false, false) => out.raw("}"),
            (false, true) => out.raw("{}"),
        }
    }
}

fn identity(out: &mut impl Out, first: &mut bool, key: &'static str, text: Option<&str>) {
    if let Some(text) = text {
        begin(out, first, key);
        out.once(text);
        out.raw("\"");
    }
}

/// The brace or the comma before a part, and the part's beginning.
#[inline(always)]
fn begin(out: &mut impl Out, first: &mut bool, part: &'static str) {
    // Two calls with constants, and not one with a choice of two.
    if *first {
        out.raw("{");
    } else {
        out.raw(",");
    }
    out.raw(part);
    *first = false;
}
