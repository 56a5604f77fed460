//! [`PropertyVisitor`]: what derived code shows its properties to.

use crate::connector::property_text::PropertyText;

/// A property's name, as it is and as it stands between the quotes of a JSON string.
#[derive(Clone, Copy)]
pub(crate) struct PropertyName {
    pub(crate) text: &'static str,
    pub(crate) json: &'static str,
}

/// What derived code shows its properties to, one after the other.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct PropertyVisitor<'v, 'a> {
    visit: &'v mut dyn Visit<'a>,
    json: Option<&'static str>,
}

/// What is done with a property that has a value.
pub(crate) trait Visit<'a> {
    /// With one that is a text already, and whose name stands in JSON as it is: as nearly all are.
    /// It comes in registers.
    fn text(&mut self, name: &'static str, text: &'a str, sensitive: bool);
    /// With any other.
    fn other(&mut self, name: PropertyName, text: PropertyText<'a>);
}

impl<'v, 'a> PropertyVisitor<'v, 'a> {
    pub(crate) fn new(visit: &'v mut dyn Visit<'a>) -> Self {
        Self { visit, json: None }
    }

    /// For a name that needs escaping: how the derive escaped it.
    pub fn in_json(&mut self, json: &'static str) -> PropertyVisitor<'_, 'a> {
        PropertyVisitor { visit: self.visit, json: Some(json) }
    }

    // Inlined, so that the compiler sees at once which of the two it is.
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
