//! One attack, from Mallory's click to what is left of the victim's consent.

use std::fmt;
use std::time::Duration;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use cyclr_oauth::{AccountConnectorId, SessionKey, TargetOrigin};
use cyclr_oauth_browser_tests::{Server, Session};
use serde_json::Value;
use url::Url;

use crate::fresh_connector::clean_up;
use crate::partner::{MALLORY, Partner, VICTIM};
use crate::{Before, Measure, Outcome, Way};

const MINUTE: Duration = Duration::from_secs(60);

pub(crate) struct Attack<'a> {
    pub(crate) mallory: &'a Session,
    pub(crate) victim: &'a Session,
    pub(crate) way: Way,
    pub(crate) measure: Measure,
    pub(crate) before: Before,
}

impl fmt::Debug for Attack<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}, {:?}, {:?} before", self.way, self.measure, self.before)
    }
}

impl Attack<'_> {
    pub(crate) async fn outcome(&self) -> Outcome {
        let partner = Partner::start(self.measure).await;
        let server = Server::start(partner.routes()).await;
        let site = server.origin("127.0.0.1");
        let elsewhere = || async { Html("Elsewhere") };
        let other = Server::start(Router::new().route("/", get(elsewhere))).await;
        let evil = other.url("evil.localhost", "/");
        self.mallory.open(&format!("{site}/sign-in/{MALLORY}")).await;
        self.victim.open(&format!("{site}/sign-in/{VICTIM}")).await;

        // The account connector that integrations run on. Without fresh ones, all attempts are for it.
        let install = async || partner.scope().install(partner.connector, &()).await.unwrap().id;
        let mut id = install().await;
        let mut in_use = (self.measure != Measure::FreshConnector).then_some(id);
        if self.before == Before::Connected {
            let (url, _) = self.lure(&partner, id, &site, &evil, Way::Race).await;
            self.mallory.open(&url).await;
            consent(self.mallory, "mallory@acme.example").await;
            self.mallory.until_text("The partner: connected as").await;
            in_use = Some(id);
            if self.measure == Measure::FreshConnector {
                id = install().await;
            }
        }

        let (url, back) = self.lure(&partner, id, &site, &evil, self.way).await;
        let attacker_completed = self.play(&partner, &url, &back).await;
        if attacker_completed {
            in_use = Some(id);
        }
        let holds_victim =
            async || partner.signed_in(id).await.as_deref() == Some("victim@shop.example");
        if !holds_victim().await {
            return Outcome::UndoneAtOnce;
        }
        for pause in [16, 31] {
            partner.sandbox.clock().advance(pause * MINUTE);
            if self.measure == Measure::Sweep {
                partner.attempts.sweep(&partner.cyclr).await.unwrap();
            }
        }
        if self.measure == Measure::FreshConnector {
            clean_up(&partner.scope(), partner.connector, in_use).await.unwrap();
        }
        match holds_victim().await {
            true if attacker_completed => Outcome::Used,
            true => Outcome::Stays,
            false if self.measure == Measure::FreshConnector => Outcome::NeverUsed,
            false => Outcome::UndoneLater,
        }
    }

    /// Mallory's click, and what he makes of the URL.
    async fn lure(
        &self,
        partner: &Partner,
        id: AccountConnectorId,
        site: &str,
        evil: &str,
        way: Way,
    ) -> (String, String) {
        let own = SessionKey::new(MALLORY).unwrap();
        let begun = partner.attempts.begin(&partner.cyclr, &partner.account, id, &own).await;
        if way == Way::Popup {
            let page = TargetOrigin::parse(site).unwrap();
            let response: http::Response<String> =
                begun.unwrap().popup("mallory", &page).await.unwrap();
            let hand_off: Value = serde_json::from_str(response.body()).unwrap();
            let attempt = hand_off["message"].as_str().unwrap();
            let back = format!("{site}/done?cyclr_attempt={attempt}");
            return (hand_off["url"].as_str().unwrap().to_owned(), back);
        }
        let done = TargetOrigin::parse(&format!("{site}/done")).unwrap();
        let response: http::Response<()> = begun.unwrap().redirect("mallory", &done).await.unwrap();
        let mut url = Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let back = pairs.iter().find(|(name, _)| name == "targetOrigin").unwrap().1.clone();
        url.query_pairs_mut().clear().extend_pairs(pairs.iter().map(|(name, value)| {
            let is_target = way == Way::DivertedTarget && name == "targetOrigin";
            (name, if is_target { evil } else { value })
        }));
        if matches!(way, Way::AddedMessage | Way::AttackerCompletes) {
            url.query_pairs_mut().append_pair("callbackMessage", "nobody waits for it");
        }
        (url.into(), back)
    }

    /// The victim consents. Whether Mallory completes with that.
    async fn play(&self, partner: &Partner, url: &str, back: &str) -> bool {
        let (mallory, victim) = (self.mallory, self.victim);
        let at_third_party = partner.sandbox.third_party_origin();
        if self.way == Way::ConsentPagePassedOn {
            // Mallory opens the one-time URL himself, and sends on where it leads to.
            mallory.open(url).await;
            mallory.until_at(&at_third_party).await;
            victim.open(&mallory.address().await).await;
        } else {
            victim.open(url).await;
        }
        if self.way == Way::LateConsent {
            victim.until_at(&at_third_party).await;
            for pause in [16, 31, 8] {
                partner.sandbox.clock().advance(pause * MINUTE);
                if self.measure == Measure::Sweep {
                    partner.attempts.sweep(&partner.cyclr).await.unwrap();
                }
            }
        }
        let victim_consents = async {
            consent(victim, "victim@shop.example").await;
            victim
                .until_text(match self.way {
                    Way::DivertedTarget => "Elsewhere",
                    Way::Popup | Way::AddedMessage | Way::AttackerCompletes => "You are connected.",
                    Way::ConsentPagePassedOn => "The partner: another session began",
                    Way::LateConsent | Way::Race => "The partner: ",
                })
                .await;
        };
        let mallory_completes = async || {
            mallory.open(back).await;
            let text = mallory.text().await;
            assert!(
                text.contains("connected as") || self.measure == Measure::WhoSignedIn,
                "{self:?}: {text}"
            );
            text.contains("connected as")
        };
        match self.way {
            Way::Race => {
                // The victim's request is on its way; Mallory's is faster.
                partner.handled.forget_permits(usize::MAX);
                let ((), completed) = tokio::join!(victim_consents, async {
                    partner.arrived.acquire().await.unwrap().forget();
                    let completed = mallory_completes().await;
                    partner.handled.add_permits(1);
                    completed
                });
                completed
            }
            Way::AttackerCompletes => {
                victim_consents.await;
                mallory_completes().await
            }
            _ => {
                victim_consents.await;
                false
            }
        }
    }
}

async fn consent(session: &Session, user: &str) {
    session.fill("#user", user).await;
    session.click("button[value=approve]").await;
}
