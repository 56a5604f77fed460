//! Fields that are properties: the functions that derived code calls.

use crate::connector::account_connector::AccountConnector;
use crate::connector::property_text::PropertyText;
use crate::connector::property_value::PropertyValue;
use crate::connector::property_visitor::PropertyVisitor;
use crate::connector::value_kind::PropertyKind;

/// A field. Its type is given by turbofish, so that an error underlines it.
pub fn property<'a, T: PropertyValue + ?Sized>(
    visitor: &mut PropertyVisitor<'_, 'a>,
    name: &'static str,
    value: &'a T,
) {
    visitor.visit(name, value.property_text());
}

/// So many fields at once, which costs the compiler less than one after the other. The names are those
/// of the connector from the `FIRST` on.
macro_rules! fields {
    ($($properties:ident: $($Type:ident $value:ident $place:literal),*;)*) => {$(
        /// Fields one after the other.
        #[expect(clippy::indexing_slicing, clippy::too_many_arguments, reason = "the derive counts them")]
        pub fn $properties<'a, C: AccountConnector, const FIRST: usize, $($Type: PropertyValue + ?Sized),*>(
            visitor: &mut PropertyVisitor<'_, 'a>,
            $($value: &'a $Type,)*
        ) {
            $(visitor.visit(C::PROPERTY_NAMES[FIRST + $place], $value.property_text());)*
        }
    )*};
}

fields! {
    two_properties: A a 0, B b 1;
    four_properties: A a 0, B b 1, D d 2, E e 3;
    eight_properties: A a 0, B b 1, D d 2, E e 3, F f 4, G g 5, H h 6, I i 7;
}

/// A field with `#[cyclr(secret)]`.
pub fn secret<'a, T: PropertyValue + ?Sized>(
    visitor: &mut PropertyVisitor<'_, 'a>,
    name: &'static str,
    value: &'a T,
) {
    visitor.visit(name, value.property_text().map(PropertyText::sensitive));
}

/// What the function of `#[cyclr(with = …)]` returns: any property value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the value of a property",
    label = "this function returns no property value",
    note = "a function of `with` returns text, such as a `String`, a `bool`, an integer, or an `Option` of one"
)]
pub trait ComputedValue: PropertyValue + PropertyKind {}

#[diagnostic::do_not_recommend]
impl<T: PropertyValue + PropertyKind> ComputedValue for T {}

/// What the function of `#[cyclr(with = …)]` made of a field, and whether that is secret.
pub fn computed<T: ComputedValue>(
    visitor: &mut PropertyVisitor<'_, '_>,
    name: &'static str,
    secret: bool,
    value: T,
) {
    let text = value.property_text().map(PropertyText::into_owned);
    visitor.visit(name, text.map(|text| if secret { text.sensitive() } else { text }));
}
