//! LAUNCH, the Marketplace and ORBIT: for an account, or for a user of one.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::Extension;
use cyclr_oauth::ConnectorId;
use serde_json::Value;
use url::Url;

use super::account_connector::change;
use super::answer::{ApiResult, Json};
use super::caller::Caller;
use super::fields::{Fields, Sent};
use super::launch_kind::LaunchKind;
use super::launched::Launched;
use super::members::{CREDENTIALS, Kind, Member, Members};
use super::segments::Segments;
use crate::paths::SIGN_IN;
use crate::shared::Shared;
use crate::state::{Change, CyclrState, LaunchRecord, Refusal, seven_digits};

pub(super) struct ForAccount<K>(PhantomData<K>);

impl<K: LaunchKind> Members for ForAccount<K> {
    const ALL: &'static [&'static [Member]] = &[&[Member::text("Username")], COMMON, K::OPTIONS];
}

pub(super) struct ForUser<K>(PhantomData<K>);

impl<K: LaunchKind> Members for ForUser<K> {
    const ALL: &'static [&'static [Member]] = &[
        &[
            Member::text("AccountId").required(),
            Member::text("Username").required(),
            Member::text("Password"),
        ],
        COMMON,
        K::OPTIONS,
    ];
}

const COMMON: &[Member] = &[
    Member::text("AccountName"),
    Member::text("AccountDescription"),
    Member::new("ConnectorAuthentications", Kind::ObjectOrObjects(CONNECTOR)),
    Member::new("PartnerConnector", Kind::ObjectOrObjects(CONNECTOR)),
];

const CONNECTOR: &[&[Member]] = &[CREDENTIALS, &[Member::text("Version")]];

pub(super) async fn for_account<K: LaunchKind>(
    Extension(shared): Extension<Arc<Shared>>,
    Segments(account): Segments<String>,
    caller: Caller,
    Sent { fields, .. }: Sent<ForAccount<K>>,
) -> ApiResult<Launched> {
    caller.is_partner()?;
    // Without a name, the account has one user, who is named after it.
    let user = fields.text("Username")?.unwrap_or_else(|| account.clone());
    launch::<K>(&mut shared.state(), &shared, &account, &user, &fields)
}

pub(super) async fn for_user<K: LaunchKind>(
    Extension(shared): Extension<Arc<Shared>>,
    caller: Caller,
    Sent { fields, .. }: Sent<ForUser<K>>,
) -> ApiResult<Launched> {
    caller.is_partner()?;
    let (account, user) = (fields.required("AccountId")?, fields.required("Username")?);
    fields.text("Password")?;
    launch::<K>(&mut shared.state(), &shared, &account, &user, &fields)
}

fn launch<K: LaunchKind>(
    state: &mut CyclrState,
    shared: &Shared,
    account: &str,
    user: &str,
    fields: &Fields,
) -> ApiResult<Launched> {
    let options = K::options(fields)?;
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
    let own_id = &state.account(account)?.own_id;
    let result = K::result((own_id, account), state.user(account, user), &options);
    let return_url = K::return_url(&options);
    let record = LaunchRecord { kind: K::PATH, options, installed, result };
    let (token, expires) = state.issue_sign_in_token(account, user, Some(Arc::new(record)))?;
    // Token and options stand in it as they are (observed).
    let query = format!("token={token}&returnUrl={return_url}");
    let url = with_query(format!("{}{SIGN_IN}", shared.addresses.service), &query);
    let mut launched = Launched {
        account_id: account.to_owned(),
        expires_at_utc: seven_digits(expires),
        token,
        launch_url: None,
        marketplace_url: None,
        orbit_url: None,
    };
    *K::url(&mut launched) = Some(url);
    Ok(Json(launched))
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
        let fields = Fields::of(item, CONNECTOR).ok_or_else(wrong)?;
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
