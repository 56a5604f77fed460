//! The JSON of a connector's payload.

#![expect(clippy::inline_always, reason = "constant texts become a few wide stores")]

use smallvec::SmallVec;

use crate::connector::any_connector::AnyConnector;
use crate::connector::auth_value::{AuthValueRef, KindRef};
use crate::connector::identity::Identity;
use crate::connector::json::out::{Count, Json, Out};
use crate::connector::json::tokens::write_tokens;
use crate::connector::property_text::PropertyText;
use crate::connector::property_visitor::{PropertyName, PropertyVisitor, Visit};

/// Everything that a connector sends.
pub(crate) struct PayloadJson<'l, 'a> {
    identity: Identity,
    auth_value: Option<AuthValueRef<'a>>,
    properties: &'l PropertyTexts<'a>,
}

impl<'l, 'a> PayloadJson<'l, 'a> {
    /// Reads each value's text once, and keeps the texts in an empty list.
    pub(crate) fn new(connector: &'a dyn AnyConnector, list: &'l mut PropertyTexts<'a>) -> Self {
        connector.visit_properties(&mut PropertyVisitor::new(list));
        Self {
            identity: connector.identity(),
            auth_value: connector.auth_value(),
            properties: list,
        }
    }
}

/// The properties that have a value, counted as they arrive. Nearly every connector has few enough
/// to need no allocation.
#[derive(Default)]
pub(crate) struct PropertyTexts<'a> {
    /// Names, already escaped, and texts.
    texts: SmallVec<[(&'static str, &'a str); 20]>,
    /// Owned texts with their indices in `texts`, in order.
    others: SmallVec<[(usize, PropertyText<'a>); 4]>,
    /// The number of bytes that `write_property` writes for them.
    size: Count,
}

impl<'a> Visit<'a> for PropertyTexts<'a> {
    fn text(&mut self, name: &'static str, text: &'a str, _: bool) {
        let any = self.size.length > 0;
        write_property(&mut self.size, any, name, text);
        self.texts.push((name, text));
    }

    fn other(&mut self, name: PropertyName, text: PropertyText<'a>) {
        let any = self.size.length > 0;
        write_property(&mut self.size, any, name.json, text.as_str());
        self.others.push((self.texts.len(), text));
        self.texts.push((name.json, ""));
    }
}

/// Writes one element of `"Properties":[{"Name":…,"Value":…},…`, up to the value's last quote.
#[inline(always)]
fn write_property(out: &mut impl Out, any: bool, name: &'static str, text: &str) {
    if any {
        out.raw(r#""},{"Name":""#);
    } else {
        out.raw(r#""Properties":[{"Name":""#);
    }
    out.raw(name);
    out.raw(r#"","Value":""#);
    out.once(text);
}

impl Json for PayloadJson<'_, '_> {
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
        let PropertyTexts { texts, others, size } = self.properties;
        if !texts.is_empty() {
            begin(out, &mut first, "");
            out.counted(size, |out| {
                let mut others = others.as_slice();
                for (index, &(name, mut text)) in texts.iter().enumerate() {
                    if let [(place, other), rest @ ..] = others
                        && *place == index
                    {
                        (text, others) = (other.as_str(), rest);
                    }
                    write_property(out, index > 0, name, text);
                }
            });
            out.raw(r#""}]}"#);
        } else if first {
            out.raw("{}");
        } else {
            out.raw("}");
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

/// Writes the brace or comma before a part, and the part's beginning.
#[inline(always)]
fn begin(out: &mut impl Out, first: &mut bool, part: &'static str) {
    // Two calls with constants compile to fewer instructions than one call with a choice.
    if *first {
        out.raw("{");
    } else {
        out.raw(",");
    }
    out.raw(part);
    *first = false;
}
