//! Property fields: the functions that derived code calls.

use crate::connector::account_connector::AccountConnector;
use crate::connector::property_text::PropertyText;
use crate::connector::property_value::PropertyValue;
use crate::connector::property_visitor::PropertyVisitor;
use crate::connector::value_kind::PropertyKind;

/// Visits one field. The turbofish makes compiler errors underline its type.
pub fn property<'a, T: PropertyValue + ?Sized>(
    visitor: &mut PropertyVisitor<'_, 'a>,
    name: &'static str,
    value: &'a T,
) {
    visitor.visit(name, value.property_text());
}

// One call for several fields costs the compiler less than several calls. The names start at
// `FIRST` in the connector's list. Written without a macro, because compiler errors show the
// bounds.

/// Two fields.
#[expect(clippy::indexing_slicing, reason = "the derive counts them")]
pub fn two_properties<'a, X: AccountConnector + ?Sized, const FIRST: usize, A, B>(
    visitor: &mut PropertyVisitor<'_, 'a>,
    a: &'a A,
    b: &'a B,
) where
    A: PropertyValue,
    B: PropertyValue + ?Sized,
{
    visitor.visit(X::PROPERTY_NAMES[FIRST], a.property_text());
    visitor.visit(X::PROPERTY_NAMES[FIRST + 1], b.property_text());
}

/// Four fields.
#[expect(clippy::indexing_slicing, reason = "the derive counts them")]
pub fn four_properties<'a, X: AccountConnector + ?Sized, const FIRST: usize, A, B, C, D>(
    visitor: &mut PropertyVisitor<'_, 'a>,
    a: &'a A,
    b: &'a B,
    c: &'a C,
    d: &'a D,
) where
    A: PropertyValue,
    B: PropertyValue,
    C: PropertyValue,
    D: PropertyValue + ?Sized,
{
    visitor.visit(X::PROPERTY_NAMES[FIRST], a.property_text());
    visitor.visit(X::PROPERTY_NAMES[FIRST + 1], b.property_text());
    visitor.visit(X::PROPERTY_NAMES[FIRST + 2], c.property_text());
    visitor.visit(X::PROPERTY_NAMES[FIRST + 3], d.property_text());
}

/// Eight fields.
#[expect(
    clippy::indexing_slicing,
    clippy::many_single_char_names,
    clippy::too_many_arguments,
    reason = "the derive counts them"
)]
pub fn eight_properties<
    'a,
    X: AccountConnector + ?Sized,
    const FIRST: usize,
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
>(
    visitor: &mut PropertyVisitor<'_, 'a>,
    a: &'a A,
    b: &'a B,
    c: &'a C,
    d: &'a D,
    e: &'a E,
    f: &'a F,
    g: &'a G,
    h: &'a H,
) where
    A: PropertyValue,
    B: PropertyValue,
    C: PropertyValue,
    D: PropertyValue,
    E: PropertyValue,
    F: PropertyValue,
    G: PropertyValue,
    H: PropertyValue + ?Sized,
{
    visitor.visit(X::PROPERTY_NAMES[FIRST], a.property_text());
    visitor.visit(X::PROPERTY_NAMES[FIRST + 1], b.property_text());
    visitor.visit(X::PROPERTY_NAMES[FIRST + 2], c.property_text());
    visitor.visit(X::PROPERTY_NAMES[FIRST + 3], d.property_text());
    visitor.visit(X::PROPERTY_NAMES[FIRST + 4], e.property_text());
    visitor.visit(X::PROPERTY_NAMES[FIRST + 5], f.property_text());
    visitor.visit(X::PROPERTY_NAMES[FIRST + 6], g.property_text());
    visitor.visit(X::PROPERTY_NAMES[FIRST + 7], h.property_text());
}

/// Visits a field with `#[cyclr(secret)]`.
pub fn secret<'a, T: PropertyValue + ?Sized>(
    visitor: &mut PropertyVisitor<'_, 'a>,
    name: &'static str,
    value: &'a T,
) {
    visitor.visit(name, value.property_text().map(PropertyText::sensitive));
}

/// The result of a `#[cyclr(with = …)]` function: any property value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the value of a property",
    label = "this function must return a property value",
    note = "a function of `with` returns text, such as a `String`, a `bool`, an integer, or an `Option` of one"
)]
pub trait ComputedValue: PropertyValue + PropertyKind {}

#[diagnostic::do_not_recommend]
impl<T: PropertyValue + PropertyKind> ComputedValue for T {}

/// What the function of `#[cyclr(with = …)]` made of a field.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Computed<T>(pub T);

impl<T: ComputedValue> Computed<T> {
    /// Sends it, as a secret or not.
    pub fn visit(self, visitor: &mut PropertyVisitor<'_, '_>, name: &'static str, secret: bool) {
        let text = self.0.property_text().map(PropertyText::into_owned);
        visitor.visit(name, text.map(|text| if secret { text.sensitive() } else { text }));
    }
}

/// Is found for anything else, which `kind_made` reports: twice would be once too often.
pub trait NotComputed {
    /// Sends nothing.
    fn visit(&self, _: &mut PropertyVisitor<'_, '_>, _: &'static str, _: bool) {}
}

impl<T> NotComputed for Computed<T> {}
