//! Calls a connector's methods at the third party:
//! `/v1.0/account/connectors/{id}/methods/{method}`.

use std::fmt;
use std::marker::PhantomData;

use http::Method;
use serde::de::DeserializeOwned;

use crate::api::account_connectors::path;
use crate::api::call::Call;
use crate::api::guid::MethodId;
use crate::api::operation::Operation;
use crate::api::response::{ApiResponse, Unreadable};
use crate::values::{AccountConnectorId, AccountId};

/// Calls a connector's method at the third party, and reads the response as `T` (documented).
///
/// Cyclr must have approved the partner's IP address for this (documented).
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
