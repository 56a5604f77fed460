//! `GET /connectorauth/updateaccountconnectoroauth`: where a partner hands a user over.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use super::CALLBACK;
use super::complete::complete;
use super::page::{Page, redirect};
use crate::api::Query;
use crate::server::Shared;
use crate::state::{Opened, Visit};
use crate::third_party;

pub(super) async fn open(State(shared): State<Arc<Shared>>, query: Query) -> Response {
    let opened = Opened {
        id: query.get("id"),
        token: query.get("token"),
        target_origin: query.get("targetOrigin"),
        callback_message: query.get("callbackMessage"),
    };
    let visit = shared.state().begin_hand_off(&opened);
    match visit {
        Ok(Visit::Consent { state, client_id, scope, connector }) => {
            let callback = format!("{}{CALLBACK}", shared.addresses.service);
            let mut query = form_urlencoded::Serializer::new(String::new());
            query
                .append_pair("response_type", "code")
                .append_pair("client_id", &client_id)
                .append_pair("redirect_uri", &callback)
                .append_pair("state", &state)
                .append_pair("application", &connector);
            if let Some(scope) = scope {
                query.append_pair("scope", &scope);
            }
            let third_party = &shared.addresses.third_party;
            redirect(&format!("{third_party}{}?{}", third_party::CONSENT, query.finish()))
        }
        Ok(Visit::Done(hand_off)) => complete(&shared, &hand_off),
        Err(refusal) => Page::from(refusal).into_response(),
    }
}
