//! Request bodies: a small object, written into a buffer of its exact size.

use crate::connector::json::out::{Json, Out};
use crate::connector::json::payload::PayloadJson;
use crate::values::Secret;

/// A member's value.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a, 'c> {
    Null,
    Bool(bool),
    Number(u64),
    Text(&'a str),
    Texts(&'a [String]),
    Connector(&'a PayloadJson<'a, 'c>),
    Connectors(&'a [PayloadJson<'a, 'c>]),
}

/// Writes the members that have a value as a JSON object, in this order.
pub(crate) fn object(members: &[(&'static str, Option<Value<'_, '_>>)]) -> Secret {
    Object(members).to_secret()
}

struct Object<'a, 'c>(&'a [(&'static str, Option<Value<'a, 'c>>)]);

impl Json for Object<'_, '_> {
    fn write(&self, out: &mut impl Out) {
        out.raw("{");
        let members = self.0.iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
        list(out, members, |out, (key, value)| {
            out.raw("\"");
            out.raw(key);
            out.raw("\":");
            write(value, out);
        });
        out.raw("}");
    }
}

fn write<O: Out>(value: &Value<'_, '_>, out: &mut O) {
    match value {
        Value::Null => out.raw("null"),
        Value::Bool(true) => out.raw("true"),
        Value::Bool(false) => out.raw("false"),
        Value::Number(number) => out.raw(&number.to_string()),
        Value::Text(text) => string(out, text),
        Value::Texts(texts) => {
            out.raw("[");
            list(out, texts.iter(), |out, text| string(out, text));
            out.raw("]");
        }
        Value::Connector(connector) => connector.write(out),
        Value::Connectors(connectors) => {
            out.raw("[");
            list(out, connectors.iter(), |out, connector| connector.write(out));
            out.raw("]");
        }
    }
}

fn string(out: &mut impl Out, text: &str) {
    out.raw("\"");
    out.once(text);
    out.raw("\"");
}

fn list<O: Out, T>(out: &mut O, items: impl Iterator<Item = T>, write: impl Fn(&mut O, T)) {
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.raw(",");
        }
        write(out, item);
    }
}
