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
    pub(crate) fn new(connector: &'a dyn AnyConnector) -> Self {
        let mut properties = List { few: [const { None }; FEW], length: 0, more: Vec::new() };
        connector.visit_properties(&mut PropertyVisitor::new(&mut properties));
        Self { identity: connector.identity(), auth_value: connector.auth_value(), properties }
    }
}

/// Properties that have a value; few of them need no allocation.
struct List<'a> {
    few: [Option<Property<'a>>; FEW],
    length: usize,
    more: Vec<Property<'a>>,
}

/// Nine of ten real connectors have fewer properties.
const FEW: usize = 8;

struct Property<'a> {
    /// The name as it is written between the quotes of a JSON string.
    name: &'static str,
    text: PropertyText<'a>,
}

impl<'a> List<'a> {
    #[inline(always)]
    fn push(&mut self, name: &'static str, text: PropertyText<'a>) {
        let property = Property { name, text };
        match self.few.get_mut(self.length) {
            Some(place) => *place = Some(property),
            None => self.more.push(property),
        }
        self.length += 1;
    }

    #[inline(always)]
    fn iter(&self) -> impl Iterator<Item = &Property<'a>> {
        self.few.iter().take(self.length).flatten().chain(&self.more)
    }
}

impl<'a> Visit<'a> for List<'a> {
    fn text(&mut self, name: &'static str, text: &'a str, _: bool) {
        self.push(name, PropertyText::from(text));
    }

    fn other(&mut self, name: PropertyName, text: PropertyText<'a>) {
        self.push(name.json, text);
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
        let mut any = false;
        for property in self.properties.iter() {
            if any {
                out.raw(r#""},{"Name":""#);
            } else {
                any = true;
                begin(out, &mut first, r#""Properties":[{"Name":""#);
            }
            out.raw(property.name);
            out.raw(r#"","Value":""#);
            out.once(property.text.as_str());
        }
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
