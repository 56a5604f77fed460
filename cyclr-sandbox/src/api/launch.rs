//! LAUNCH, the Marketplace and ORBIT: for an account, or for a user of one.

use std::sync::Arc;

use axum::extract::{Path, State};
use cyclr_oauth::ConnectorId;
use serde_json::{Map, Value};
use url::Url;

use super::account_connector::change;
use super::answer::{ApiResult, Json};
use super::caller::Caller;
use super::fields::Fields;
use super::launch_kind::LaunchKind;
use crate::paths::SIGN_IN;
use crate::shared::Shared;
use crate::state::{Change, CyclrState, LaunchRecord, Refusal, seven_digits};

pub(super) async fn for_account(
    kind: &'static LaunchKind,
    State(shared): State<Arc<Shared>>,
    Path(account): Path<String>,
    caller: Caller,
    fields: Fields,
) -> ApiResult {
    caller.is_partner()?;
    // Without a name, the account has one user, who is named after it.
    let user = fields.text("Username")?.unwrap_or_else(|| account.clone());
    launch(kind, &mut shared.state(), &shared, &account, &user, &fields)
}

pub(super) async fn for_user(
    kind: &'static LaunchKind,
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    fields: Fields,
) -> ApiResult {
    caller.is_partner()?;
    let (account, user) = (fields.required("AccountId")?, fields.required("Username")?);
    fields.text("Password")?;
    launch(kind, &mut shared.state(), &shared, &account, &user, &fields)
}

fn launch(
    kind: &'static LaunchKind,
    state: &mut CyclrState,
    shared: &Shared,
    account: &str,
    user: &str,
    fields: &Fields,
) -> ApiResult {
    let options = kind.options(fields)?;
    let connectors = read_connectors(state, fields)?;
    let (name, description) = (fields.text("AccountName")?, fields.text("AccountDescription")?);
    state.ensure_account(account, name, description)?;
    let mut installed = Vec::new();
    for (connector, change) in connectors {
        // A second launch brings new credentials to what the first one installed.
        let known = state
            .account_connectors(account)?
            .iter()
            .find(|it| it.connector == connector)
            .map(|it| it.id);
        installed.push(match known {
            Some(id) => {
                state.update(account, id, change)?;
                id
            }
            None => state.install(account, connector, change)?,
        });
    }

    state.ensure_user(account, user);
    let result = kind.result(account, state.user(account, user), &options);
    let return_url = kind.return_url(&options);
    let record = LaunchRecord { kind: kind.path, options, installed, result };
    let (token, expires) = state.issue_sign_in_token(account, user, Some(Arc::new(record)))?;
    // Token and options stand in it as they are (observed).
    let query = format!("token={token}&returnUrl={return_url}");
    let url = with_query(format!("{}{SIGN_IN}", shared.addresses.service), &query);
    let mut answer = Map::new();
    answer.insert("AccountId".to_owned(), account.into());
    answer.insert("ExpiresAtUtc".to_owned(), seven_digits(expires).into());
    answer.insert("Token".to_owned(), token.into());
    answer.insert(kind.url_member.to_owned(), url.into());
    Ok(Json(Value::Object(answer)))
}

/// Encodes only what no URL can hold.
fn with_query(url: String, query: &str) -> String {
    match Url::parse(&url) {
        Ok(mut parsed) => {
            parsed.set_query(Some(query));
            parsed.into()
        }
        Err(_) => url,
    }
}

/// An array, one object, or one object under the old name.
fn read_connectors(
    state: &CyclrState,
    fields: &Fields,
) -> Result<Vec<(ConnectorId, Change)>, Refusal> {
    let wrong = || {
        Refusal::bad_request("ConnectorAuthentications must be an array of objects with a Name.")
    };
    let given = fields.get("ConnectorAuthentications").or_else(|| fields.get("PartnerConnector"));
    let items = match given {
        None => return Ok(Vec::new()),
        Some(Value::Array(items)) => items.iter().collect(),
        Some(object) => vec![object],
    };
    let read = |item: &Value| {
        let fields = Fields(item.as_object().ok_or_else(wrong)?.clone());
        let (name, version) = (fields.required("Name")?, fields.text("Version")?);
        let definition = state.connector_named(&name, version.as_deref()).ok_or_else(|| {
            Refusal::bad_request(format!("There is no connector {name} of this version."))
        })?;
        let change = Change { name: None, ..change(&fields)? };
        // Now, so that a mistake in the last one leaves nothing behind of the first.
        state.check_install(&definition, &change)?;
        Ok((definition.id, change))
    };
    items.into_iter().map(read).collect()
}
