//! [`PropertyVisitor`]: receives the properties of derived code.

use crate::connector::property_text::PropertyText;

/// A property's name, plain and escaped for a JSON string.
#[derive(Clone, Copy)]
pub(crate) struct PropertyName {
    pub(crate) text: &'static str,
    pub(crate) json: &'static str,
}

/// Receives the properties of derived code, one after another.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct PropertyVisitor<'v, 'a> {
    visit: &'v mut dyn Visit<'a>,
    json: Option<&'static str>,
}

/// Handles a property that has a value.
pub(crate) trait Visit<'a> {
    /// Handles the usual case: borrowed text, and a name that needs no escapes. All arguments fit
    /// in registers.
    fn text(&mut self, name: &'static str, text: &'a str, sensitive: bool);
    /// Handles any other property.
    fn other(&mut self, name: PropertyName, text: PropertyText<'a>);
}

impl<'v, 'a> PropertyVisitor<'v, 'a> {
    pub(crate) fn new(visit: &'v mut dyn Visit<'a>) -> Self {
        Self { visit, json: None }
    }

    /// Adds the escaped form of the name, which the derive computed.
    pub fn in_json(&mut self, json: &'static str) -> PropertyVisitor<'_, 'a> {
        PropertyVisitor { visit: self.visit, json: Some(json) }
    }

    // Inlined, so that the compiler can select the case at the call.
    #[inline]
    pub(super) fn visit(&mut self, name: &'static str, value: Option<PropertyText<'a>>) {
        let Some(value) = value else { return };
        match (value.as_borrowed(), self.json) {
            (Some((value, sensitive)), None) => self.visit.text(name, value, sensitive),
            (_, json) => {
                let json = json.unwrap_or(name);
                self.visit.other(PropertyName { text: name, json }, value);
            }
        }
    }
}
