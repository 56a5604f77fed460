//! LAUNCH, the Marketplace and ORBIT: for an account, or for a user of one.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::ApiResult;
use super::caller::Caller;
use super::error::Json;
use super::fields::Fields;
use crate::server::Shared;
use crate::state::{Change, LaunchRecord, NewAccount, Refusal, State as Cyclr, seven_digits};

/// One of the three.
#[derive(Debug)]
pub(super) struct Kind {
    /// The end of the path, and the page that the user gets to.
    pub(super) path: &'static str,
    /// The member of the answer that holds the URL.
    url_member: &'static str,
    /// What the request may say, besides accounts and connectors.
    options: &'static [(&'static str, OptionType)],
}

#[derive(Clone, Copy, Debug)]
enum OptionType {
    Boolean(Option<bool>),
    RequiredNumber,
    Text,
}

pub(super) static KINDS: [Kind; 3] = [
    Kind { path: "launch", url_member: "LaunchUrl", options: LAUNCH },
    Kind {
        path: "marketplace",
        url_member: "MarketplaceUrl",
        options: &[
            ("MarketplaceId", OptionType::RequiredNumber),
            ("InlineOAuth", OptionType::Boolean(None)),
            ("CompleteParameter", OptionType::Text),
        ],
    },
    Kind { path: "orbit", url_member: "OrbitUrl", options: LAUNCH },
];

const LAUNCH: &[(&str, OptionType)] = &[
    ("Start", OptionType::Boolean(Some(true))),
    ("RunOnce", OptionType::Boolean(Some(false))),
    ("Tags", OptionType::Text),
    ("InlineOAuth", OptionType::Boolean(None)),
    ("AutoInstall", OptionType::Boolean(Some(true))),
    ("SingleInstall", OptionType::Boolean(Some(false))),
    ("CompleteParameter", OptionType::Text),
    ("Wizard", OptionType::Boolean(None)),
    ("DisplayDescriptions", OptionType::Boolean(None)),
];

pub(super) async fn for_account(
    kind: &'static Kind,
    State(shared): State<Arc<Shared>>,
    Path(account): Path<String>,
    caller: Caller,
    fields: Fields,
) -> ApiResult {
    caller.is_partner()?;
    // The account's own user, as it were.
    let user = fields.text("Username")?.unwrap_or_else(|| account.clone());
    launch(kind, &mut shared.state(), &shared, &account, &user, &fields)
}

pub(super) async fn for_user(
    kind: &'static Kind,
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
    kind: &'static Kind,
    state: &mut Cyclr,
    shared: &Shared,
    account: &str,
    user: &str,
    fields: &Fields,
) -> ApiResult {
    let options = read_options(kind, fields)?;
    let connectors = read_connectors(state, fields)?;
    state.ensure_account(NewAccount {
        id: account.to_owned(),
        name: fields.text("AccountName")?,
        description: fields.text("AccountDescription")?,
    })?;
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
    let result = result(kind, account, state.user(account, user), &options);
    let return_url = {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&options);
        format!("/{}?{}", kind.path, query.finish())
    };
    let record = LaunchRecord { kind: kind.path, options, installed, result };
    let (token, expires) = state.issue_sign_in_token(account, user, Some(Arc::new(record)))?;
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("token", &token)
        .append_pair("returnUrl", &return_url)
        .finish();
    let url = format!("{}/account/signinwithtoken?{query}", shared.addresses.service);
    let mut answer = Map::new();
    answer.insert("AccountId".to_owned(), account.into());
    answer.insert("ExpiresAtUtc".to_owned(), seven_digits(expires).into());
    answer.insert("Token".to_owned(), token.into());
    answer.insert(kind.url_member.to_owned(), url.into());
    Ok(Json(Value::Object(answer)))
}

fn read_options(kind: &Kind, fields: &Fields) -> Result<Vec<(String, String)>, Refusal> {
    let mut options = Vec::new();
    for (name, option_type) in kind.options {
        let value = match option_type {
            OptionType::Boolean(default) => {
                fields.boolean(name)?.or(*default).map(|it| it.to_string())
            }
            OptionType::RequiredNumber => {
                fields.required(name)?;
                fields.number(name)?.map(|it| it.to_string())
            }
            OptionType::Text => match fields.get(name) {
                Some(Value::Array(items)) => {
                    let items = items.iter().filter_map(Value::as_str);
                    Some(items.collect::<Vec<_>>().join(","))
                }
                _ => fields.text(name)?,
            },
        };
        options.extend(value.map(|value| ((*name).to_owned(), value)));
    }
    Ok(options)
}

/// An array, one object, or one object under the old name.
fn read_connectors(state: &Cyclr, fields: &Fields) -> Result<Vec<(u64, Change)>, Refusal> {
    let wrong = || {
        Refusal::bad_request("ConnectorAuthentications has to be an array of objects with a Name.")
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
        let change = Change { name: None, ..super::account_connectors::change(&fields)? };
        // Now, so that a mistake in the last one leaves nothing behind of the first.
        state.check_install(&definition, &change)?;
        Ok((definition.id, change))
    };
    items.into_iter().map(read).collect()
}

/// What the final page hands to the partner's.
fn result(kind: &Kind, account: &str, user: Option<u64>, options: &[(String, String)]) -> Value {
    let option = |name: &str| options.iter().find(|(it, _)| it == name).map(|(_, value)| value);
    let mut result = json!({
        "accountId": account,
        "accountApiId": account,
        "status": "Complete",
        "userId": user,
        "webhooks": [],
        "errors": [],
        "completeParameter": option("CompleteParameter"),
    });
    let more = if kind.path == "marketplace" {
        let package = option("MarketplaceId").and_then(|it| it.parse::<u64>().ok());
        json!({"installCompleteMessage": "Installed.", "marketplacePackageId": package, "cycles": []})
    } else {
        let tags: Vec<_> = option("Tags").map(|it| it.split(',').collect()).unwrap_or_default();
        json!({"cycleId": null, "templateId": null, "templateReleaseId": null, "templateTags": tags})
    };
    if let (Some(result), Value::Object(more)) = (result.as_object_mut(), more) {
        result.extend(more);
    }
    result
}
