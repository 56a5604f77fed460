//! `GET /connectorauth/updateaccountconnectoroauth`: where a partner hands a user over.

use std::sync::Arc;

use axum::Extension;
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use super::completion::complete;
use crate::page::{Page, redirect};
use crate::paths::{CALLBACK, CONSENT};
use crate::query::Query;
use crate::shared::Shared;
use crate::state::{HandOffRequest, NextStep};

pub(super) async fn open(Extension(shared): Extension<Arc<Shared>>, query: Query) -> Response {
    let request = HandOffRequest {
        id: query.get("id"),
        token: query.get("token"),
        target_origin: query.get("targetOrigin"),
        callback_message: query.get("callbackMessage"),
    };
    let step = shared.state().begin_hand_off(&request);
    match step {
        Ok(NextStep::Consent(consent)) => {
            let callback = format!("{}{CALLBACK}", shared.addresses.service);
            let mut query = form_urlencoded::Serializer::new(String::new());
            query
                .append_pair("response_type", "code")
                .append_pair("client_id", &consent.client_id)
                .append_pair("redirect_uri", &callback)
                .append_pair("state", &consent.state)
                .append_pair("application", &consent.connector);
            if let Some(scope) = consent.scope {
                query.append_pair("scope", &scope);
            }
            let third_party = &shared.addresses.third_party;
            redirect(&format!("{third_party}{CONSENT}?{}", query.finish()))
        }
        Ok(NextStep::Done(hand_off)) => complete(&shared, &hand_off),
        Err(refusal) => Page::from(refusal).into_response(),
    }
}
