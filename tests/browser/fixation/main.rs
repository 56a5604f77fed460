//! Cross-user session fixation: Mallory begins, and a victim consents in a real browser, in several ways, without and
//! with the measures that an application can take. The tables that come out are those in
//! `docs/security.md`: for a connector that was not connected before, and for one that was.
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
use axum::response::Html;
use axum::routing::get;
use cyclr_oauth::completion::Returned;
use cyclr_oauth::{AccountConnectorId, AttemptError, SessionKey, TargetOrigin};
use cyclr_oauth_browser_tests::{Server, Session};
use http::request::Parts;
use serde_json::Value;
use tokio::time::sleep;
use url::Url;

use crate::partner::{Partner, page};

mod partner;

#[path = "../../../docs/recipes/fresh_connector.rs"]
#[expect(dead_code, unreachable_pub, reason = "a page of the guide; the clean-up alone is used")]
mod fresh_connector;

const MALLORY: &str = "the id of Mallory's session";
const VICTIM: &str = "the id of the victim's session";
/// What they are called at the third party.
const MALLORYS_USER: &str = "mallory@acme.example";
const VICTIMS_USER: &str = "victim@shop.example";

/// How the victim gets to consent.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Popup,
    DivertedTarget,
    /// Mallory begins with one account connector, and has the victim consent for the one in use.
    DivertedId,
    AddedMessage,
    ConsentPagePassedOn,
    /// Before the victim has consented.
    AttackerCompletesAhead,
    /// And the victim is kept from coming back.
    AttackerCompletesFirst,
    /// By a plain redirect: the victim comes back, too.
    AttackerIsFaster,
    /// The attempt is over when the victim consents.
    Cancelled,
    /// The same, with one look of the sweep ahead.
    Late,
    /// With none.
    Later,
}

/// What the application does about it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Measure {
    None,
    /// A return with another session's attempt deauthenticates.
    OtherSession,
    /// `complete_if` asks the third party who signed in.
    WhoSignedIn,
    /// `sweep`, after 16 minutes and after 46.
    Sweep,
    /// Each attempt has a new account connector, which is used once it is completed, and deleted otherwise.
    FreshConnector,
    /// And asks who signed in.
    FreshAndWho,
}

impl Measure {
    fn asks(self) -> bool {
        matches!(self, Self::WhoSignedIn | Self::FreshAndWho)
    }

    fn is_fresh(self) -> bool {
        matches!(self, Self::FreshConnector | Self::FreshAndWho)
    }
}

const WAYS: [Way; 9] = [
    Way::Popup,
    Way::DivertedTarget,
    Way::AddedMessage,
    Way::ConsentPagePassedOn,
    Way::AttackerCompletesFirst,
    Way::AttackerIsFaster,
    Way::Cancelled,
    Way::Late,
    Way::Later,
];
/// On a connector that was connected before.
const WAYS_TO_RECONNECT: [Way; 6] = [
    Way::Popup,
    Way::DivertedId,
    Way::ConsentPagePassedOn,
    Way::AttackerCompletesAhead,
    Way::AttackerIsFaster,
    Way::Late,
];
const MEASURES: [Measure; 6] = [
    Measure::None,
    Measure::OtherSession,
    Measure::WhoSignedIn,
    Measure::Sweep,
    Measure::FreshConnector,
    Measure::FreshAndWho,
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
            Self::DivertedId => "`id` is replaced by that of the connection in use",
            Self::AddedMessage => "a `callbackMessage` is added",
            Self::ConsentPagePassedOn => "the consent page's address is passed on",
            Self::AttackerCompletesAhead => "the attacker completes before the victim consents",
            Self::AttackerCompletesFirst => "the attacker completes, the victim never comes back",
            Self::AttackerIsFaster => "the attacker completes, then the victim comes back",
            Self::Cancelled => "the victim consents after the attacker cancelled",
            Self::Late => "the victim consents after 16 minutes",
            Self::Later => "the victim consents after 46 minutes",
        })
    }
}

/// Mallory's click, and what he makes of the URL.
async fn lure(
    partner: &Partner,
    way: Way,
    id: AccountConnectorId,
    (site, evil): (&str, &str),
    first: AccountConnectorId,
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
        let value = match (way, &**name) {
            (Way::DivertedTarget, "targetOrigin") => evil.to_owned(),
            (Way::DivertedId, "id") => first.to_string(),
            _ => value.clone(),
        };
        (name, value)
    }));
    if matches!(
        way,
        Way::DivertedId
            | Way::AddedMessage
            | Way::AttackerCompletesAhead
            | Way::AttackerCompletesFirst
    ) {
        url.query_pairs_mut().append_pair("callbackMessage", "nobody waits for it");
    }
    (url.into(), back)
}

/// At the third party's consent page.
async fn be(user: &str, session: &Session) {
    let field = session.element("#user").await;
    field.clear().await.unwrap();
    field.send_keys(user).await.unwrap();
}

/// Mallory connects his own application, so that the attack is on a connection that works.
async fn connect_own(partner: &Partner, id: AccountConnectorId, site: &str, mallory: &Session) {
    let (url, back) = lure(partner, Way::Popup, id, (site, ""), id).await;
    mallory.open(&url).await;
    be(MALLORYS_USER, mallory).await;
    mallory.click("button[value=approve]").await;
    mallory.until_text("You are connected.").await;
    assert_eq!(partner.done(&returning_to(&back), MALLORY).await.unwrap(), id);
    assert!(partner.holds(id, MALLORYS_USER));
}

async fn attack(
    way: Way,
    measure: Measure,
    was_connected: bool,
    mallory: &Session,
    victim: &Session,
) -> Outcome {
    let partner = Partner::start(way, measure).await;
    let server =
        Server::start(Router::new().route("/done", get(page)).with_state(Arc::clone(&partner)))
            .await;
    let site = server.origin("127.0.0.1");
    let elsewhere = || async { Html("Elsewhere") };
    let other = Server::start(Router::new().route("/", get(elsewhere))).await;
    let evil = other.url("evil.localhost", "/");
    let install = async || partner.scope().install(partner.connector, &()).await.unwrap().id;

    // The one that integrations run on: without fresh connectors, there is one for all attempts.
    let first = install().await;
    if was_connected {
        connect_own(&partner, first, &site, mallory).await;
    }
    let (id, mut in_use) = match (measure.is_fresh(), was_connected) {
        (true, true) => (install().await, Some(first)),
        (true, false) => (first, None),
        (false, _) => (first, Some(first)),
    };

    let (mut url, back) = lure(&partner, way, id, (&site, &evil), first).await;
    if way == Way::ConsentPagePassedOn {
        // Mallory opens the one-time URL himself, and sends on where it leads to.
        mallory.open(&url).await;
        mallory.until_at(&partner.sandbox.third_party_origin()).await;
        url = mallory.address().await;
    }
    victim.open(&url).await;
    be(VICTIMS_USER, victim).await;
    match way {
        Way::Cancelled => {
            let returned = Returned::by_navigation(&returning_to(&back)).unwrap();
            let own = SessionKey::new(MALLORY).unwrap();
            let cancelled = partner.attempts.cancel(&partner.cyclr, returned, &own).await;
            assert!(!cancelled.unwrap().deauthenticated);
        }
        Way::Late => partner.after(16, in_use).await,
        Way::Later => {
            partner.after(16, in_use).await;
            partner.after(30, in_use).await;
        }
        _ => {}
    }
    let consents = async {
        victim.click("button[value=approve]").await;
        // Where the account connector is gone, Cyclr leads nowhere.
        let is_gone = partner.sandbox.account_connector(id).is_none();
        let text = match way {
            _ if is_gone => "Not Found",
            Way::DivertedTarget => "Elsewhere",
            Way::ConsentPagePassedOn => "The partner: another session began",
            Way::AttackerIsFaster | Way::Cancelled | Way::Late | Way::Later => {
                "The partner: there is no such attempt"
            }
            _ => "You are connected.",
        };
        victim.until_text(text).await;
    };
    let is_completed = match way {
        Way::AttackerCompletesAhead => {
            // It may still be his own connection that is there.
            let result = partner.done(&returning_to(&back), MALLORY).await;
            consents.await;
            result.is_ok()
        }
        Way::AttackerCompletesFirst => {
            consents.await;
            is_completed(partner.done_first(&back).await)
        }
        Way::AttackerIsFaster => {
            let completes = async {
                while was_connected && !partner.holds(id, VICTIMS_USER) {
                    sleep(Duration::from_millis(5)).await;
                }
                partner.done_first(&back).await
            };
            is_completed(tokio::join!(consents, completes).1)
        }
        _ => {
            consents.await;
            false
        }
    };
    if is_completed {
        in_use = Some(id);
    }
    // Where the victim's tokens went.
    let hit = if way == Way::DivertedId { first } else { id };
    match (partner.sandbox.account_connector(hit), partner.holds(hit, VICTIMS_USER)) {
        (_, true) => {}
        (Some(_), false) => return Outcome::UndoneAtOnce,
        (None, false) => return Outcome::NeverUsed,
    }
    partner.after(16, in_use).await;
    partner.after(30, in_use).await;
    match (partner.holds(hit, VICTIMS_USER), measure.is_fresh()) {
        (true, _) if in_use == Some(hit) && (is_completed || was_connected) => Outcome::Used,
        (true, _) => Outcome::Stays,
        (false, true) => {
            assert_eq!(partner.holds(first, MALLORYS_USER), was_connected, "what was there before");
            Outcome::NeverUsed
        }
        (false, false) => Outcome::UndoneLater,
    }
}

fn returning_to(back: &str) -> Parts {
    http::Request::get(back).body(()).unwrap().into_parts().0
}

fn is_completed(result: Result<AccountConnectorId, AttemptError>) -> bool {
    match result {
        Ok(_) => true,
        Err(AttemptError::Refused { .. }) => false,
        Err(error) => panic!("{error}"),
    }
}

async fn table(ways: &[Way], was_connected: bool) -> String {
    let (mallory, victim) = (Session::start().await, Session::start().await);
    let mut table = "\
        | | without | other session | who signed in | sweep | fresh connector | fresh, and who |\n\
        | --- | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for &way in ways {
        write!(table, "| {way} |").unwrap();
        for measure in MEASURES {
            println!("{way:?}, {measure:?}, was connected: {was_connected}");
            let outcome = attack(way, measure, was_connected, &mallory, &victim).await;
            write!(table, " {outcome} |").unwrap();
        }
        table.push('\n');
    }
    table
}

/// A blank line ends it, so that the page has no row more.
fn is_in_the_page(table: &str) {
    println!("{table}");
    let page = include_str!("../../../docs/security.md");
    assert!(page.contains(&format!("\n\n{table}\n")), "`docs/security.md` has another table");
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn what_bounds_the_attack_is_what_the_page_says() {
    is_in_the_page(&table(&WAYS, false).await);
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn what_bounds_it_on_a_connection_that_works_is_what_the_page_says() {
    is_in_the_page(&table(&WAYS_TO_RECONNECT, true).await);
}
