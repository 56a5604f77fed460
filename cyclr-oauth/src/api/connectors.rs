//! Connectors and their installation: `/v1.0/connectors`.

use http::Method;

use crate::api::account_connectors::AccountConnectorState;
use crate::api::body::Body;
use crate::api::call::{Call, Content};
use crate::api::definition::Connector;
use crate::api::operation::Operation;
use crate::api::page::{List, Page};
use crate::api::response::{ApiResponse, Unreadable};
use crate::api::sent_secrets::visit_sent_secrets;
use crate::connector::{AccountConnector, ConnectorDefinition};
use crate::values::{AccountId, ConnectorId, Secret};

/// Lists the connectors that an account can install
/// ([documented](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Copy, Debug)]
pub struct ListConnectors<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The page to fetch.
    pub page: Page,
}

impl Call for ListConnectors<'_> {
    type Output = List<Connector>;

    const OPERATION: Operation = Operation::new(Method::GET, "/v1.0/connectors");

    fn path(&self) -> String {
        format!("/v1.0/connectors?{}", self.page)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn read(&self, response: &ApiResponse) -> Result<List<Connector>, Unreadable> {
        List::read(response)
    }
}

/// Gets one connector's definition ([documented](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Copy, Debug)]
pub struct GetConnector<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The connector.
    pub id: ConnectorId,
}

impl Call for GetConnector<'_> {
    type Output = Connector;

    const OPERATION: Operation = Operation::new(Method::GET, "/v1.0/connectors/{connector}");

    fn path(&self) -> String {
        format!("/v1.0/connectors/{}", self.id)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn read(&self, response: &ApiResponse) -> Result<Connector, Unreadable> {
        response.json()
    }
}

/// Installs a connector in an account, with the values that you supply
/// ([documented](crate::guide::how_cyclr_behaves)).
///
/// The client doesn't repeat it when the response is lost: the account could have the connector
/// twice.
#[derive(Clone, Debug)]
pub struct InstallConnector<'a> {
    account: &'a AccountId,
    id: ConnectorId,
    payload: Secret,
    defined: Option<ConnectorDefinition>,
}

impl<'a> InstallConnector<'a> {
    /// An installation with the payload of `connector`; `&()` sends an empty one.
    pub fn new<C: AccountConnector>(
        account: &'a AccountId,
        id: impl Into<ConnectorId>,
        connector: &C,
    ) -> Self {
        let payload = connector.payload().to_json();
        Self { account, id: id.into(), payload, defined: C::DEFINITION }
    }

    /// The connector that the payload was checked against by `schema`, if `id` is another one.
    #[must_use]
    pub fn meant_for(&self) -> Option<ConnectorDefinition> {
        self.defined.filter(|defined| defined.id != self.id)
    }
}

impl Call for InstallConnector<'_> {
    type Output = AccountConnectorState;

    const OPERATION: Operation =
        Operation::new(Method::POST, "/v1.0/connectors/{connector}/install");

    fn path(&self) -> String {
        format!("/v1.0/connectors/{}/install", self.id)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn content(&self) -> Content {
        Content::Json(Body::from(self.payload.clone()))
    }

    fn visit_secrets(&self, visit: &mut dyn FnMut(&str)) {
        visit_sent_secrets(&self.payload, visit);
    }

    fn read(&self, response: &ApiResponse) -> Result<AccountConnectorState, Unreadable> {
        response.json()
    }
}
