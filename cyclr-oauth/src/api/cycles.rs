//! What keeps a cycle from running: `/v1.0/cycles/{cycle}/prerequisites`.

use http::Method;
use serde::Deserialize;

use crate::api::call::Call;
use crate::api::guid::CycleId;
use crate::api::lenient::{null_as_default, number_if_any, scalar_if_any};
use crate::api::operation::Operation;
use crate::api::page::List;
use crate::api::response::{ApiResponse, Unreadable};
use crate::values::{AccountConnectorId, AccountId};

/// Lists what keeps a cycle, an installed integration, from running
/// ([documented](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Copy, Debug)]
pub struct GetCyclePrerequisites<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The cycle.
    pub cycle: &'a CycleId,
}

impl Call for GetCyclePrerequisites<'_> {
    type Output = Vec<CyclePrerequisite>;

    const OPERATION: Operation = Operation::new(Method::GET, "/v1.0/cycles/{cycle}/prerequisites");

    fn path(&self) -> String {
        format!("/v1.0/cycles/{}/prerequisites", self.cycle)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn read(&self, response: &ApiResponse) -> Result<Self::Output, Unreadable> {
        List::read(response).map(|list| list.items)
    }
}

/// One reason why a cycle can't run.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "PascalCase")]
pub struct CyclePrerequisite {
    /// `ReasonCode`: 20 for an account connector that isn't authenticated
    /// ([documented](crate::guide::how_cyclr_behaves)).
    #[serde(default, deserialize_with = "number_if_any")]
    pub reason_code: Option<u64>,
    /// `ObjectType`, such as `AccountConnector`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub object_type: String,
    /// `ObjectId`
    #[serde(default, deserialize_with = "scalar_if_any")]
    pub object_id: Option<String>,
}

impl CyclePrerequisite {
    /// The account connector that must be authenticated, if that is the reason.
    #[must_use]
    pub fn unauthenticated(&self) -> Option<AccountConnectorId> {
        let is_it = self.reason_code == Some(20) && self.object_type == "AccountConnector";
        self.object_id.as_ref().filter(|_| is_it)?.parse().ok()
    }
}
