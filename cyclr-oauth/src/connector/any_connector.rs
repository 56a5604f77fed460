//! [`AnyConnector`]: a connector of any type.

use crate::connector::auth_value::AuthValueRef;
use crate::connector::identity::Identity;
use crate::connector::property_visitor::PropertyVisitor;

/// `AccountConnector` without its constants, which a trait object can't have. With it, payload code
/// is compiled once instead of once per connector.
pub(crate) trait AnyConnector {
    fn identity(&self) -> Identity;
    fn auth_value(&self) -> Option<AuthValueRef<'_>>;
    fn property_count(&self) -> usize;
    fn visit_properties<'a>(&'a self, visitor: &mut PropertyVisitor<'_, 'a>);
}
