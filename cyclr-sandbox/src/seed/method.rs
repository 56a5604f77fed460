//! [`MethodSeed`]: a method of a connector.

use serde_json::Value;

use crate::state::{Method, MethodAnswer};

/// A method of a connector, which calls the third party.
///
/// A connector of [`ConnectorSeed::oauth2`](crate::ConnectorSeed::oauth2) has `Get Current User` already, which
/// answers `{"User": …}` with whom the third party has signed in.
///
/// ```
/// use cyclr_sandbox::{ConnectorSeed, MethodSeed};
///
/// let list = MethodSeed::new("List Contacts", r#"[{"Name": "Ann"}]"#.parse()?).category("Contacts");
/// let crm = ConnectorSeed::oauth2("CRM").method(list);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct MethodSeed(pub(super) Method);

impl MethodSeed {
    /// A method that always answers this.
    pub fn new(name: impl Into<String>, answer: Value) -> Self {
        let answer = MethodAnswer::Json(answer);
        Self(Method { id: String::new(), name: name.into(), category: None, answer })
    }

    /// `MethodUniqueIdentifier`, a GUID; a random one otherwise.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.0.id = id.into();
        self
    }

    /// `Category`
    pub fn category(mut self, category: impl Into<String>) -> Self {
        self.0.category = Some(category.into());
        self
    }
}
