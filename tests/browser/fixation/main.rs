//! Cross-user session fixation: Mallory begins, and a victim consents, each in a real browser, in several ways, with
//! nothing connected before and with Mallory's own connection there, without and with the measures that an application
//! can take. The tables that come out are those in `docs/session-fixation.md`.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the functions that tests share end them, too"
)]

mod attack;
#[path = "../../../docs/recipes/fresh_connector.rs"]
#[expect(dead_code, unreachable_pub, reason = "a page of the guide; the clean-up alone is used")]
mod fresh_connector;
mod partner;

use std::fmt::{self, Write as _};

use cyclr_oauth_browser_tests::Session;

use crate::attack::Attack;

/// How the victim gets to consent.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Popup,
    DivertedTarget,
    /// Mallory begins with one account connector, and has the victim consent for the one in use.
    DivertedId,
    AddedMessage,
    ConsentPagePassedOn,
    /// Mallory has cancelled the attempt by then.
    Cancelled,
    /// Between the two looks of the sweep.
    LateConsent,
    /// After both.
    LaterConsent,
    /// Before the victim consents.
    AttackerCompletesAhead,
    AttackerCompletes,
    Race,
}

/// What the application does about it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Measure {
    None,
    /// A return with another session's attempt deauthenticates.
    OtherSession,
    /// `complete_if` asks the third party who signed in.
    WhoSignedIn,
    /// `sweep`, 16 and 47 minutes later.
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

/// What Mallory's account had connected before.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Before {
    Nothing,
    Connected,
}

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

/// With nothing connected before.
const WAYS: [Way; 9] = [
    Way::Popup,
    Way::DivertedTarget,
    Way::AddedMessage,
    Way::ConsentPagePassedOn,
    Way::Cancelled,
    Way::LateConsent,
    Way::LaterConsent,
    Way::AttackerCompletes,
    Way::Race,
];
/// With Mallory's own connection there.
const WAYS_TO_RECONNECT: [Way; 7] = [
    Way::Popup,
    Way::DivertedId,
    Way::ConsentPagePassedOn,
    Way::LateConsent,
    Way::AttackerCompletesAhead,
    Way::AttackerCompletes,
    Way::Race,
];
const MEASURES: [Measure; 6] = [
    Measure::None,
    Measure::OtherSession,
    Measure::WhoSignedIn,
    Measure::Sweep,
    Measure::FreshConnector,
    Measure::FreshAndWho,
];

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
            Self::DivertedId => "`id` is replaced by that of the connection in use",
            Self::Cancelled => "the victim consents after the attacker cancelled",
            Self::LateConsent => "the victim consents 16 minutes later",
            Self::LaterConsent => "the victim consents 55 minutes later",
            Self::AttackerCompletesAhead => "the attacker completes before the victim consents",
            Self::AttackerCompletes => "the attacker completes; the victim never comes back",
            Self::Race => "the attacker completes just before the victim comes back",
        })
    }
}

async fn table(ways: &[Way], before: Before) -> String {
    let (mallory, victim) = (Session::start().await, Session::start().await);
    let mut table = "\
        | | without | other session | who signed in | sweep | fresh connector | fresh, and who |\n\
        | --- | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for &way in ways {
        write!(table, "| {way} |").unwrap();
        for measure in MEASURES {
            let (mallory, victim) = (&mallory, &victim);
            let attack = Attack { mallory, victim, way, measure, before };
            let outcome = attack.outcome().await;
            println!("{attack:?}: {outcome}");
            write!(table, " {outcome} |").unwrap();
        }
        table.push('\n');
    }
    table
}

/// A blank line ends it, so that the page has no row more.
fn is_in_the_page(table: &str) {
    println!("{table}");
    let page = include_str!("../../../docs/session-fixation.md");
    assert!(
        page.contains(&format!("\n\n{table}\n")),
        "`docs/session-fixation.md` has another table"
    );
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_page_says_what_bounds_the_attack() {
    is_in_the_page(&table(&WAYS, Before::Nothing).await);
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_page_says_what_bounds_the_attack_on_a_working_connection() {
    is_in_the_page(&table(&WAYS_TO_RECONNECT, Before::Connected).await);
}
