//! [`SentSecrets`]: the secrets in a request body that this library wrote.

use serde::Deserialize;

use crate::values::Secret;

/// The `AuthValue`s, property values and passwords in the body of an installation, LAUNCH and the
/// like. Names, versions and ids aren't secret, so an error may repeat what Cyclr says about them.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct SentSecrets {
    auth_value: Option<Secret>,
    password: Option<Secret>,
    properties: Vec<SentProperty>,
    partner_connector: Option<Box<SentSecrets>>,
    connector_authentications: Vec<SentSecrets>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SentProperty {
    value: Secret,
}

impl SentSecrets {
    #[expect(clippy::expect_used, reason = "an invariant, see its text")]
    pub(super) fn of(body: &Secret) -> Self {
        serde_json::from_str(body.expose_secret()).expect("this library has written the body")
    }

    pub(super) fn visit(&self, visit: &mut dyn FnMut(&str)) {
        let Self { auth_value, password, properties, partner_connector, connector_authentications } =
            self;
        for secret in auth_value.iter().chain(password) {
            visit(secret.expose_secret());
        }
        for property in properties {
            visit(property.value.expose_secret());
        }
        for connector in partner_connector.as_deref().into_iter().chain(connector_authentications) {
            connector.visit(visit);
        }
    }
}
