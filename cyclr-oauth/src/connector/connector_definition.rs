//! [`ConnectorDefinition`]: the definition that a struct was checked against.

use crate::values::ConnectorId;

/// The connector that a struct with `#[cyclr(schema = "…")]` was checked against.
///
/// See [`AccountConnector::DEFINITION`](crate::AccountConnector::DEFINITION).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ConnectorDefinition {
    /// `Id`
    pub id: ConnectorId,
    /// `Name`
    pub name: &'static str,
    /// `Version`
    pub version: Option<&'static str>,
}

impl ConnectorDefinition {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(id: u64, name: &'static str, version: Option<&'static str>) -> Self {
        Self { id: ConnectorId::new(id), name, version }
    }
}
