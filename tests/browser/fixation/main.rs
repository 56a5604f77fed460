//! Cross-user session fixation: Mallory begins, and a victim consents, each in a real browser. Seven ways, with nothing
//! connected before and with Mallory's own connection there, without and with each measure that an application can
//! take, one at a time. The tables that come out are those in `docs/security.md`.
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
    AddedMessage,
    ConsentPagePassedOn,
    LateConsent,
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

const WAYS: [Way; 7] = [
    Way::Popup,
    Way::DivertedTarget,
    Way::AddedMessage,
    Way::ConsentPagePassedOn,
    Way::LateConsent,
    Way::AttackerCompletes,
    Way::Race,
];
const MEASURES: [Measure; 5] = [
    Measure::None,
    Measure::OtherSession,
    Measure::WhoSignedIn,
    Measure::Sweep,
    Measure::FreshConnector,
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
            Self::LateConsent => "the victim consents 55 minutes later",
            Self::AttackerCompletes => "the attacker completes; the victim never comes back",
            Self::Race => "the attacker completes just before the victim comes back",
        })
    }
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn what_bounds_the_attack_is_what_the_page_says() {
    let (mallory, victim) = (Session::start().await, Session::start().await);
    let page = include_str!("../../../docs/security.md");
    let mut other = String::new();
    for before in [Before::Nothing, Before::Connected] {
        let mut table = "\
            | | without | other session | who signed in | sweep | fresh connector |\n\
            | --- | --- | --- | --- | --- | --- |\n"
            .to_owned();
        for way in WAYS {
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
        if !page.contains(&table) {
            writeln!(other, "{before:?}:\n{table}").unwrap();
        }
    }
    assert!(other.is_empty(), "`docs/security.md` has other tables than these:\n{other}");
}
