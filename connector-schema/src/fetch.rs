//! Definitions from Cyclr.

use cyclr_oauth::api::{ApiResponse, Call, List, Method, Operation, Page, Unreadable};
use cyclr_oauth::{AccountId, Client, Error};
use serde_json::value::RawValue;

use crate::definition::{Definition, InvalidDefinitions};

/// Fetches the definitions of all connectors that an account can install.
///
/// # Errors
///
/// [`Error`], as all calls; a definition that can't be read is among them.
pub async fn fetch_all(cyclr: &Client, account: &AccountId) -> Result<Vec<Definition>, Error> {
    let account = account.clone();
    let all = cyclr.pages(move |page| ListDefinitions { account: account.clone(), page }).await?;
    Ok(all.into_iter().map(|WholeDefinition(definition)| definition).collect())
}

/// `GET /v1.0/connectors`, with all members of the response.
struct ListDefinitions {
    account: AccountId,
    page: Page,
}

impl Call for ListDefinitions {
    type Output = List<WholeDefinition>;

    const OPERATION: Operation = Operation::new(Method::GET, "/v1.0/connectors");

    fn path(&self) -> String {
        format!("/v1.0/connectors?{}", self.page)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(&self.account)
    }

    fn read(&self, response: &ApiResponse) -> Result<Self::Output, Unreadable> {
        List::read(response)
    }
}

#[derive(serde::Deserialize)]
#[serde(try_from = "Box<RawValue>")]
struct WholeDefinition(Definition);

impl TryFrom<Box<RawValue>> for WholeDefinition {
    type Error = InvalidDefinitions;

    fn try_from(json: Box<RawValue>) -> Result<Self, InvalidDefinitions> {
        Definition::new(&json).map(Self)
    }
}
