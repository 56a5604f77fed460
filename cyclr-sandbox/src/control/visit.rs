//! Users, who open a URL and decide.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use super::input::Body;
use super::problem::Problem;
use super::state::ControlState;
use crate::user::{Completion, UserError, Visit};

/// What a user does: opens a URL of the sandbox, follows redirects, and decides on the consent page.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct VisitBody {
    /// The URL, such as the connector authentication URL that the code under test made.
    url: String,
    decision: Decision,
    /// Of `approve`: who is signed in at the third party; `user@third-party.example` if it is missing.
    #[serde(default)]
    user: Option<String>,
    /// Of `fail`: the third party's `error`.
    #[serde(default)]
    error: Option<String>,
    /// Of `fail`: the third party's `error_description`.
    #[serde(default)]
    error_description: Option<String>,
}

/// What the user does on the consent page.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
enum Decision {
    /// Approves.
    Approve,
    /// Denies.
    Deny,
    /// Closes the browser.
    Abandon,
    /// Approves, but the third party fails.
    Fail,
}

/// How a visit ended.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct VisitEnd {
    outcome: Outcome,
    /// Of `redirect`: where the browser was sent. It was not opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Of `message`: what was posted to the partner's window.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// Of `message`: the one origin that gets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    target_origin: Option<String>,
    /// Of `refused`: the page's status.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// Of `refused` and `page`: the page's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
enum Outcome {
    /// The browser was sent back to the partner.
    Redirect,
    /// A message was posted to the partner's window.
    Message,
    /// An error page.
    Refused,
    /// A page that leads nowhere.
    Page,
    /// The user has left the consent page without a decision.
    Abandoned,
}

/// Longer than anything but a fault takes.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) async fn visit(
    control: Arc<ControlState>,
    Body(visit): Body<VisitBody>,
) -> Result<VisitEnd, Problem> {
    let VisitBody { url, decision, user, error, error_description } = visit;
    let url = Url::parse(&url).ok().filter(|url| control.shared.addresses.own(url));
    let url = url.ok_or_else(|| Problem::field("url", "write a URL of this sandbox"))?;
    if user.is_some() && !matches!(decision, Decision::Approve) {
        return Err(Problem::field("user", "it goes with `approve`; leave it out"));
    }
    let of_failure = [("error", &error), ("errorDescription", &error_description)];
    if !matches!(decision, Decision::Fail)
        && let Some((name, _)) = of_failure.iter().find(|(_, it)| it.is_some())
    {
        return Err(Problem::field(*name, "it goes with `fail`; leave it out"));
    }
    let work = async {
        let visit = control.user.open(url.as_str()).await?;
        decide(visit, decision, user, error, error_description).await
    };
    let failed = || {
        let message = "no answer came, most likely because of a fault; see `GET /faults`";
        Problem::new(StatusCode::CONFLICT, message)
    };
    let ended = tokio::time::timeout(PATIENCE, work).await.map_err(|_| failed())?;
    ended.map_err(|_| failed())
}

async fn decide(
    visit: Visit,
    decision: Decision,
    user: Option<String>,
    error: Option<String>,
    description: Option<String>,
) -> Result<VisitEnd, UserError> {
    let completion = match decision {
        Decision::Abandon if visit.is_consent_page() => {
            return Ok(VisitEnd::new(Outcome::Abandoned));
        }
        Decision::Abandon | Decision::Approve => match user {
            Some(user) => visit.approve_as(&user).await?,
            None => visit.approve().await?,
        },
        Decision::Deny => visit.deny().await?,
        Decision::Fail => {
            let error = error.as_deref().unwrap_or("server_error");
            visit.fail(error, description.as_deref().unwrap_or("")).await?
        }
    };
    Ok(completion.into())
}

impl VisitEnd {
    const fn new(outcome: Outcome) -> Self {
        Self { outcome, url: None, message: None, target_origin: None, status: None, text: None }
    }
}

impl From<Completion> for VisitEnd {
    fn from(completion: Completion) -> Self {
        match completion {
            Completion::Redirect(url) => {
                Self { url: Some(url.into()), ..Self::new(Outcome::Redirect) }
            }
            Completion::Message { message, target_origin } => Self {
                message: Some(message),
                target_origin: Some(target_origin),
                ..Self::new(Outcome::Message)
            },
            Completion::Page { text } => Self { text: Some(text), ..Self::new(Outcome::Page) },
            Completion::Refused { status, text } => {
                Self { status: Some(status), text: Some(text), ..Self::new(Outcome::Refused) }
            }
        }
    }
}
