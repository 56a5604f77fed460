//! The methods of connectors: `/v1.0/connectors/{connector}/methods` lists them, and
//! `/v1.0/account/connectors/{id}/methods/{method}` calls one at the third party.

use std::fmt;
use std::marker::PhantomData;

use http::Method;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};

use crate::api::account_connectors::path;
use crate::api::call::Call;
use crate::api::guid::MethodId;
use crate::api::lenient::null_as_default;
use crate::api::operation::Operation;
use crate::api::page::{List, Page};
use crate::api::response::{ApiResponse, Unreadable};
use crate::values::{AccountConnectorId, AccountId, ConnectorId};

/// Lists the methods of a connector ([observed](crate::guide::how_cyclr_behaves)).
///
/// Whether Cyclr pages this list is undocumented. The call requests pages, and also accepts the
/// whole list at once.
#[derive(Clone, Copy, Debug)]
pub struct ListMethods<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The connector.
    pub connector: ConnectorId,
    /// The page to fetch.
    pub page: Page,
}

impl Call for ListMethods<'_> {
    type Output = List<ConnectorMethod>;

    const OPERATION: Operation =
        Operation::new(Method::GET, "/v1.0/connectors/{connector}/methods");

    fn path(&self) -> String {
        format!("/v1.0/connectors/{}/methods?{}", self.connector, self.page)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn read(&self, response: &ApiResponse) -> Result<List<ConnectorMethod>, Unreadable> {
        List::read(response)
    }
}

/// A method of a connector, as Cyclr lists it ([observed](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
#[serde(rename_all = "PascalCase")]
pub struct ConnectorMethod {
    /// `MethodUniqueIdentifier`: what [`CallMethod`] takes.
    #[serde(rename = "MethodUniqueIdentifier", deserialize_with = "method_id")]
    pub id: MethodId,
    /// `Name`, such as `Get Current User`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// `Category`
    #[serde(default)]
    pub category: Option<String>,
}

fn method_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<MethodId, D::Error> {
    MethodId::new(String::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// Calls a connector's method at the third party; reads the response as `T`
/// ([documented](crate::guide::how_cyclr_behaves)).
///
/// Cyclr must have approved the partner's IP address for this
/// ([documented](crate::guide::how_cyclr_behaves)).
pub struct CallMethod<'a, T> {
    account: &'a AccountId,
    id: AccountConnectorId,
    method: &'a MethodId,
    response: PhantomData<fn() -> T>,
}

impl<'a, T> CallMethod<'a, T> {
    /// A call of this method.
    pub fn new(
        account: &'a AccountId,
        id: impl Into<AccountConnectorId>,
        method: &'a MethodId,
    ) -> Self {
        Self { account, id: id.into(), method, response: PhantomData }
    }
}

impl<T: DeserializeOwned> Call for CallMethod<'_, T> {
    type Output = T;

    const OPERATION: Operation =
        Operation::new(Method::GET, "/v1.0/account/connectors/{id}/methods/{method}");

    fn path(&self) -> String {
        format!("{}/methods/{}", path(self.id), self.method)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn read(&self, response: &ApiResponse) -> Result<T, Unreadable> {
        response.json()
    }
}

impl<T> fmt::Debug for CallMethod<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { account, id, method, response: _ } = self;
        f.debug_struct("CallMethod")
            .field("account", account)
            .field("id", id)
            .field("method", method)
            .finish_non_exhaustive()
    }
}
