//! Definitions from Cyclr.

use cyclr_oauth::api::{ApiResponse, Call, Method, Operation, Page, Unreadable};
use cyclr_oauth::{AccountId, Client, Error};
use serde_json::Value;

use crate::Definition;

/// Fetches the definitions of all connectors that an account can install.
///
/// # Errors
///
/// [`Error`], as all calls.
pub async fn fetch_all(cyclr: &Client, account: &AccountId) -> Result<Vec<Definition>, Error> {
    let (mut all, mut page) = (Vec::new(), Page::first(100));
    loop {
        let (mut definitions, total_pages) = cyclr.call(&List { account, page }).await?;
        let full = u32::try_from(definitions.len()).is_ok_and(|length| length == page.size);
        let more = !definitions.is_empty() && total_pages.map_or(full, |total| page.number < total);
        all.append(&mut definitions);
        if !more {
            return Ok(all);
        }
        page = page.next();
    }
}

/// `GET /v1.0/connectors`, with all members of the answer.
struct List<'a> {
    account: &'a AccountId,
    page: Page,
}

impl Call for List<'_> {
    type Answer = (Vec<Definition>, Option<u32>);

    const OPERATION: Operation = Operation::new(Method::GET, "/v1.0/connectors");

    fn path(&self) -> String {
        format!("/v1.0/connectors?{}", self.page)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn read(&self, answer: &Answer) -> Result<Self::Answer, Unreadable> {
        let total_pages = answer.header("total-pages").and_then(|text| text.trim().parse().ok());
        let definitions = answer.json::<Vec<Value>>()?.into_iter().map(definition);
        Ok((definitions.collect::<Result<_, _>>()?, total_pages))
    }
}

fn definition(json: Value) -> Result<Definition, Unreadable> {
    Definition::new(json).map_err(|error| Unreadable::new(error.to_string()))
}
