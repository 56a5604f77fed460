//! Cross-user session fixation: Mallory begins, and a victim consents in a real browser. Five ways, on a connector that
//! was not connected before, without and with each measure that an application can take, one at a time. The table that
//! comes out is the one in `docs/security.md`.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the functions that tests share end them, too"
)]

use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Html;
use axum::routing::get;
use cyclr_oauth::api::MethodId;
use cyclr_oauth::client::AccountScope;
use cyclr_oauth::completion::{Decision, Returned};
use cyclr_oauth::{
    AccountConnectorId, AccountId, AttemptError, Attempts, Client, ConnectorId, SessionKey,
    TargetOrigin,
};
use cyclr_oauth_browser_tests::{Server, Session};
use cyclr_sandbox::{ConnectorSeed, Sandbox};
use fresh_connector::clean_up;
use http::request::Parts;
use serde_json::Value;
use url::Url;

#[path = "../../../docs/recipes/fresh_connector.rs"]
#[expect(dead_code, unreachable_pub, reason = "a page of the guide; the clean-up alone is used")]
mod fresh_connector;

const MALLORY: &str = "the id of Mallory's session";
const VICTIM: &str = "the id of the victim's session";

/// How the victim gets to consent.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Popup,
    DivertedTarget,
    AddedMessage,
    ConsentPagePassedOn,
    AttackerCompletesFirst,
}

/// What the application does about it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Measure {
    None,
    /// A return with another session's attempt deauthenticates.
    OtherSession,
    /// `complete_if` asks the third party who signed in.
    WhoSignedIn,
    /// `sweep`, 16 minutes later.
    Sweep,
    /// Each attempt has a new account connector, which is used once it is completed, and deleted otherwise.
    FreshConnector,
}

const WAYS: [Way; 5] = [
    Way::Popup,
    Way::DivertedTarget,
    Way::AddedMessage,
    Way::ConsentPagePassedOn,
    Way::AttackerCompletesFirst,
];
const MEASURES: [Measure; 5] = [
    Measure::None,
    Measure::OtherSession,
    Measure::WhoSignedIn,
    Measure::Sweep,
    Measure::FreshConnector,
];

/// What becomes of the victim's consent in Mallory's account.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    /// The connection stays, and the application uses it.
    Used,
    /// It stays, and nobody confirmed it to the application.
    Stays,
    UndoneAtOnce,
    UndoneLater,
    /// Cyclr has it, but the application doesn't use it.
    NeverUsed,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Used => "counts as connected",
            Self::Stays => "stays",
            Self::UndoneAtOnce => "undone at once",
            Self::UndoneLater => "undone by the sweep",
            Self::NeverUsed => "never used",
        })
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Popup => "a popup's URL is passed on",
            Self::DivertedTarget => "`targetOrigin` is replaced",
            Self::AddedMessage => "a `callbackMessage` is added",
            Self::ConsentPagePassedOn => "the consent page's address is passed on",
            Self::AttackerCompletesFirst => "the attacker completes first",
        })
    }
}

/// A partner whose users are Mallory, of one account, and the victim, of another.
struct Partner {
    sandbox: Sandbox,
    cyclr: Client,
    attempts: Attempts,
    account: AccountId,
    connector: ConnectorId,
    current_user: MethodId,
    measure: Measure,
}

impl Partner {
    async fn start(measure: Measure) -> Arc<Self> {
        let sandbox = Sandbox::start().await;
        let cyclr = sandbox.client_builder().build().unwrap();
        let account = AccountId::new("Mallory-1").unwrap();
        sandbox.create_account(&account);
        let connector: ConnectorId = sandbox.define(ConnectorSeed::oauth2("CRM").id(7)).into();
        let methods = cyclr.account(&account).methods(connector).all().await.unwrap();
        let current_user = methods.into_iter().find(|it| it.name == "Get Current User").unwrap().id;
        let attempts = Attempts::in_memory();
        Arc::new(Self { sandbox, cyclr, attempts, account, connector, current_user, measure })
    }

    fn scope(&self) -> AccountScope {
        self.cyclr.account(&self.account)
    }

    /// `GET /done`, in anybody's browser.
    async fn done(
        &self,
        request: &Parts,
        session: &str,
    ) -> Result<AccountConnectorId, AttemptError> {
        let (returned, session) = (Returned::by_navigation(request)?, SessionKey::new(session)?);
        let is_right = async |scope: AccountScope, id| {
            let signed_in: Value = scope.call_method(id, &self.current_user).await?;
            let is_right = signed_in["User"] == "mallory@acme.example";
            Ok(if is_right { Decision::Accept } else { Decision::Refuse })
        };
        let (attempts, cyclr) = (&self.attempts, &self.cyclr);
        let result = if self.measure == Measure::WhoSignedIn {
            attempts.complete_if(cyclr, returned, &session, is_right).await
        } else {
            attempts.complete(cyclr, returned, &session).await
        };
        match result {
            Ok(completed) => Ok(completed.id),
            Err(error) => {
                if let (
                    Measure::OtherSession,
                    AttemptError::OtherSession { account, id, was_authenticated_before: false },
                ) = (self.measure, &error)
                {
                    cyclr.account(account).deauthenticate(*id).await?;
                }
                Err(error)
            }
        }
    }
}

/// What the victim's browser gets at the partner's page.
async fn page(State(partner): State<Arc<Partner>>, request: Request) -> Html<String> {
    let (parts, _) = request.into_parts();
    let result = partner.done(&parts, VICTIM).await;
    Html(format!(
        "The partner: {}",
        result.map_or_else(|error| error.to_string(), |id| id.to_string())
    ))
}

/// Mallory's click, and what he makes of the URL.
async fn lure(
    partner: &Partner,
    way: Way,
    id: AccountConnectorId,
    site: &str,
    evil: &str,
) -> (String, String) {
    let own = SessionKey::new(MALLORY).unwrap();
    let begun = partner.attempts.begin(&partner.cyclr, &partner.account, id, &own).await.unwrap();
    if way == Way::Popup {
        let page = TargetOrigin::parse(site).unwrap();
        let response: http::Response<String> = begun.popup("mallory", &page).await.unwrap();
        let hand_off: Value = serde_json::from_str(response.body()).unwrap();
        let attempt = hand_off["message"].as_str().unwrap();
        return (
            hand_off["url"].as_str().unwrap().to_owned(),
            format!("{site}/done?cyclr_attempt={attempt}"),
        );
    }
    let done = TargetOrigin::parse(&format!("{site}/done")).unwrap();
    let response: http::Response<()> = begun.redirect("mallory", &done).await.unwrap();
    let mut url = Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let back = pairs.iter().find(|(name, _)| name == "targetOrigin").unwrap().1.clone();
    url.query_pairs_mut().clear().extend_pairs(pairs.iter().map(|(name, value)| {
        let is_target = way == Way::DivertedTarget && name == "targetOrigin";
        (name, if is_target { evil } else { value })
    }));
    if matches!(way, Way::AddedMessage | Way::AttackerCompletesFirst) {
        url.query_pairs_mut().append_pair("callbackMessage", "nobody waits for it");
    }
    (url.into(), back)
}

async fn attack(way: Way, measure: Measure, mallory: &Session, victim: &Session) -> Outcome {
    let partner = Partner::start(measure).await;
    let server =
        Server::start(Router::new().route("/done", get(page)).with_state(Arc::clone(&partner)))
            .await;
    let site = server.origin("127.0.0.1");
    let elsewhere = || async { Html("Elsewhere") };
    let other = Server::start(Router::new().route("/", get(elsewhere))).await;
    let evil = other.url("evil.localhost", "/");
    let id = partner.scope().install(partner.connector, &()).await.unwrap().id;

    let (mut url, back) = lure(&partner, way, id, &site, &evil).await;
    if way == Way::ConsentPagePassedOn {
        // Mallory opens the one-time URL himself, and sends on where it leads to.
        mallory.open(&url).await;
        mallory.until_at(&partner.sandbox.third_party_origin()).await;
        url = mallory.address().await;
    }
    victim.open(&url).await;
    victim.fill("#user", "victim@shop.example").await;
    victim.click("button[value=approve]").await;
    victim
        .until_text(match way {
            Way::DivertedTarget => "Elsewhere",
            Way::ConsentPagePassedOn => "The partner: another session began",
            _ => "You are connected.",
        })
        .await;

    let is_authenticated =
        || partner.sandbox.account_connector(id).is_some_and(|it| it.is_authenticated());
    // The one that integrations run on: without fresh connectors, there is one for all attempts.
    let mut in_use = (measure != Measure::FreshConnector).then_some(id);
    if way == Way::AttackerCompletesFirst {
        let (request, ()) = http::Request::get(&back).body(()).unwrap().into_parts();
        match partner.done(&request, MALLORY).await {
            Ok(completed) => {
                assert_eq!(completed, id);
                in_use = Some(id);
            }
            Err(error) => assert!(matches!(error, AttemptError::Refused { .. }), "{error}"),
        }
    }
    if !is_authenticated() {
        return Outcome::UndoneAtOnce;
    }
    partner.sandbox.clock().advance(Duration::from_secs(16 * 60));
    match measure {
        Measure::Sweep => drop(partner.attempts.sweep(&partner.cyclr).await.unwrap()),
        Measure::FreshConnector => {
            clean_up(&partner.scope(), partner.connector, in_use).await.unwrap();
        }
        _ => {}
    }
    match (is_authenticated(), in_use) {
        (false, None) => Outcome::NeverUsed,
        (false, Some(_)) => Outcome::UndoneLater,
        (true, Some(_)) if way == Way::AttackerCompletesFirst => Outcome::Used,
        (true, _) => Outcome::Stays,
    }
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn what_bounds_the_attack_is_what_the_page_says() {
    let (mallory, victim) = (Session::start().await, Session::start().await);
    let mut table = "\
        | | without | other session | who signed in | sweep | fresh connector |\n\
        | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for way in WAYS {
        let mut row = format!("| {way} |");
        for measure in MEASURES {
            let outcome = attack(way, measure, &mallory, &victim).await;
            println!("{way:?}, {measure:?}: {outcome}");
            write!(row, " {outcome} |").unwrap();
        }
        row.push('\n');
        table.push_str(&row);
    }
    println!("{table}");
    let page = include_str!("../../../docs/security.md");
    assert!(page.contains(&table), "`docs/security.md` has another table");
}
