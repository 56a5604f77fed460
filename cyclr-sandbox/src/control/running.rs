//! Where the sandbox is, and the partner's credentials.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::problem::Problem;
use super::state::ControlState;
use crate::api::api_openapi;

/// What a client needs.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SandboxInfo {
    /// Where `/oauth/token` and `/v1.0/…` are.
    api_domain: String,
    /// What users' browsers see.
    service_domain: String,
    /// Where the consent page is.
    third_party: String,
    /// The partner's client id.
    client_id: String,
    /// The partner's client secret.
    client_secret: String,
}

pub(super) async fn read(control: Arc<ControlState>, (): ()) -> Result<SandboxInfo, Problem> {
    let addresses = &control.shared.addresses;
    let state = control.shared.state();
    Ok(SandboxInfo {
        api_domain: addresses.api.to_string(),
        service_domain: addresses.service.to_string(),
        third_party: addresses.third_party.clone(),
        client_id: state.client_id.clone(),
        client_secret: state.client_secret.expose_secret().to_owned(),
    })
}

pub(super) async fn revoke_access_tokens(
    control: Arc<ControlState>,
    (): (),
) -> Result<(), Problem> {
    control.shared.state().revoke_access_tokens();
    Ok(())
}

/// An OpenAPI document.
#[derive(Serialize, JsonSchema)]
#[schemars(with = "Map<String, Value>")]
#[serde(transparent)]
pub(super) struct Document(Value);

pub(super) async fn document(control: Arc<ControlState>, (): ()) -> Result<Document, Problem> {
    Ok(Document((control.document)()))
}

pub(super) async fn api_document(_: Arc<ControlState>, (): ()) -> Result<Document, Problem> {
    Ok(Document(api_openapi()))
}
