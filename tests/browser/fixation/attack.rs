//! One attack, from Mallory's click to what is left of the victim's consent.

use std::collections::HashSet;
use std::fmt;
use std::time::Duration;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use cyclr_oauth::completion::Returned;
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
        let first = install().await;
        let mut id = first;
        let mut in_use = (!self.measure.is_fresh()).then_some(id);
        if self.before == Before::Connected {
            let (url, _) = self.lure(&partner, id, (&site, &evil), Way::Race, first).await;
            self.mallory.open(&url).await;
            consent(self.mallory, "mallory@acme.example").await;
            self.mallory.until_text("The partner: connected as").await;
            in_use = Some(id);
            if self.measure.is_fresh() {
                id = install().await;
            }
        }

        let (url, back) = self.lure(&partner, id, (&site, &evil), self.way, first).await;
        let attacker_completed = self.play(&partner, &url, &back).await;
        if attacker_completed {
            in_use = Some(id);
        }
        let hit = if self.way == Way::DivertedId { first } else { id };
        let holds_victim =
            async || partner.signed_in(hit).await.as_deref() == Some("victim@shop.example");
        if !holds_victim().await {
            return Outcome::UndoneAtOnce;
        }
        for pause in [16, 31] {
            partner.sandbox.clock().advance(pause * MINUTE);
            if self.measure == Measure::Sweep {
                partner.attempts.sweep(&partner.cyclr).await.unwrap();
            }
        }
        if self.measure.is_fresh() {
            let keep = Vec::from_iter(in_use);
            let mut seen = HashSet::new();
            for _ in 0..2 {
                let left = clean_up(&partner.scope(), partner.connector, &keep, &seen).await;
                seen = left.unwrap();
            }
        }
        match holds_victim().await {
            // What was connected before is used, whatever becomes of the attempt.
            true if attacker_completed
                || (self.before == Before::Connected && in_use == Some(hit)) =>
            {
                Outcome::Used
            }
            true => Outcome::Stays,
            false if self.measure.is_fresh() => Outcome::NeverUsed,
            false => Outcome::UndoneLater,
        }
    }

    /// Mallory's click, and what he makes of the URL.
    async fn lure(
        &self,
        partner: &Partner,
        id: AccountConnectorId,
        (site, evil): (&str, &str),
        way: Way,
        first: AccountConnectorId,
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
                | Way::AttackerCompletes
        ) {
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
        victim.until_at(&at_third_party).await;
        if self.way == Way::Cancelled {
            let (request, ()) = http::Request::get(back).body(()).unwrap().into_parts();
            let returned = Returned::by_navigation(&request).unwrap();
            let own = SessionKey::new(MALLORY).unwrap();
            let cancelled = partner.attempts.cancel(&partner.cyclr, returned, &own).await;
            assert!(!cancelled.unwrap().deauthenticated);
        }
        if matches!(self.way, Way::LateConsent | Way::LaterConsent) {
            let pauses = if self.way == Way::LateConsent { &[16][..] } else { &[16, 31, 8] };
            for &pause in pauses {
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
                    Way::Popup
                    | Way::DivertedId
                    | Way::AddedMessage
                    | Way::AttackerCompletesAhead
                    | Way::AttackerCompletes => "You are connected.",
                    Way::ConsentPagePassedOn => "The partner: another session began",
                    Way::Cancelled | Way::LateConsent | Way::LaterConsent | Way::Race => {
                        "The partner: "
                    }
                })
                .await;
        };
        let mallory_completes = async || {
            mallory.open(back).await;
            let text = mallory.text().await;
            assert!(
                text.contains("connected as")
                    || self.measure.asks()
                    || self.way == Way::AttackerCompletesAhead,
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
            Way::AttackerCompletesAhead => {
                // It may still be his own connection that is there.
                let completed = mallory_completes().await;
                victim_consents.await;
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
    session.replace("#user", user).await;
    session.click("button[value=approve]").await;
}
