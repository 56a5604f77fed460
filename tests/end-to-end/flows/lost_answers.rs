//! A response is lost at any call from a new account to a completed attempt; the service does it all again until
//! it succeeds, and there is one of everything.

use std::time::Duration;

use cyclr_oauth::client::Retry;
use cyclr_oauth::{
    AccountConnector, AccountConnectorId, AccountId, AttemptError, Error, NewAccount, Secret,
    TargetOrigin,
};
use cyclr_oauth_end_to_end::{AnyAttempts, AnyClient, Kind, Settings, World, connectors};
use cyclr_sandbox::Fault;

use crate::completion::presented;

super::with_both_clients! {
    whatever_is_lost_the_user_is_connected_once
}

const SESSION: &str = "the id of the session on the server";
const PAGE: TargetOrigin = TargetOrigin::from_static("https://partner.example/done");

#[derive(AccountConnector)]
struct Mail {
    #[cyclr(rename = "Dc")]
    data_center: &'static str,
}

/// All that a service does for a new customer, again and again until it succeeds.
async fn set_up(
    client: &AnyClient,
    id: &AccountId,
    connector: u64,
) -> Result<AccountConnectorId, Error> {
    let account = client.accounts().ensure(&NewAccount::new("Acme").id(id)).await?.id;
    client.accounts().add_user(&account, "ann", &Secret::from("p")).await?;
    let scope = client.account(&account);
    let mail = Mail { data_center: "us1" };
    let installed = scope.ensure_installed(connector.into(), &mail).await?;
    scope.configure(installed.connector.id, &Mail { data_center: "us2" }).await?;
    Ok(installed.connector.id)
}

/// Every call of the above.
const CALLS: [(&str, &str); 8] = [
    ("GET", "/v1.0/accounts/*"),
    ("POST", "/v1.0/accounts"),
    ("PUT", "/v1.0/accounts/*/users"),
    ("GET", "/v1.0/account/connectors"),
    ("POST", "/v1.0/connectors/*/install"),
    ("GET", "/v1.0/account/connectors/*/properties"),
    ("PUT", "/v1.0/account/connectors/*/properties/*"),
    ("POST", "/oauth/token"),
];

/// What the service is about to do when the fault comes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    SetUp,
    Begin,
    HandOff,
    Complete,
}

struct Loss {
    stage: Stage,
    method: &'static str,
    path: &'static str,
    fault: fn() -> Fault,
    times: u64,
}

/// A service with one new customer, and one fault.
struct Service {
    world: World,
    client: AnyClient,
    attempts: AnyAttempts,
    account: AccountId,
    connector: u64,
    loss: Loss,
    is_lost: bool,
    failures: usize,
}

impl Service {
    fn new(kind: Kind, loss: Loss) -> Self {
        let world = World::start(kind);
        let retry = Retry::default().base(Duration::ZERO);
        let client = AnyClient::new(kind, Settings { retry, ..Settings::of(&world.sandbox) });
        let connector = world.sandbox.define(connectors::mail_chimp());
        let account = AccountId::new("new / one").unwrap();
        let attempts = AnyAttempts::default();
        Self { world, client, attempts, account, connector, loss, is_lost: false, failures: 0 }
    }

    /// From here on the fault comes, once in all.
    fn at(&mut self, stage: Stage) {
        if stage == self.loss.stage && !self.is_lost {
            let Loss { method, path, fault, times, .. } = self.loss;
            self.world.sandbox.faults().next_n(times, method, path, fault());
            self.is_lost = true;
        }
    }

    /// All of it, up to the page that the user comes back to.
    async fn come_back(&mut self) -> Result<(AccountConnectorId, String), AttemptError> {
        self.at(Stage::SetUp);
        let id = set_up(&self.client, &self.account, self.connector).await?;
        self.at(Stage::Begin);
        let begun = self.attempts.begin(&self.client, &self.account, id, SESSION).await?;
        self.at(Stage::HandOff);
        let redirect = begun.redirect("ann", &PAGE).await?;
        let location = redirect.headers()["location"].to_str().unwrap();
        let visit = self.world.sandbox.user().open(location).await.unwrap();
        Ok((id, presented(visit.approve().await.unwrap()).unwrap()))
    }

    fn failed(&mut self, error: &AttemptError) {
        self.failures += 1;
        assert!(self.failures < 10, "{:?}: {error:?}", self.loss.stage);
        assert!(matches!(error, AttemptError::Cyclr(_)), "{error:?}");
    }
}

async fn whatever_is_lost_the_user_is_connected_once(kind: Kind) {
    const LOST: [fn() -> Fault; 4] = [
        // It was done, and nothing of the response arrives.
        || Fault::truncate_after(0),
        || Fault::truncate_after(20),
        // It was not done.
        Fault::reset,
        || Fault::status(500),
    ];
    let state = ("GET", "/v1.0/account/connectors/*");
    let calls = CALLS.map(|call| (Stage::SetUp, call)).into_iter().chain([
        (Stage::Begin, state),
        (Stage::HandOff, ("POST", "/v1.0/accounts/*/signintoken")),
        (Stage::Complete, state),
    ]);
    for (stage, (method, path)) in calls {
        for fault in LOST {
            // After a failure, the next access token is asked for a second later.
            let often: &[_] = if path == "/oauth/token" { &[1] } else { &[1, 5] };
            for &times in often {
                let mut service = Service::new(kind, Loss { stage, method, path, fault, times });
                let (id, text) = loop {
                    match service.come_back().await {
                        Ok(back) => break back,
                        Err(error) => service.failed(&error),
                    }
                };
                service.at(Stage::Complete);
                // The user reloads the page.
                let completed = loop {
                    match service.attempts.complete(&service.client, &text, SESSION).await {
                        Ok(completed) => break completed,
                        Err(error) => service.failed(&error),
                    }
                };
                let case = format!("{stage:?} {method} {path} {times}");
                assert!(service.is_lost, "{case}");
                if stage != Stage::SetUp && times == 5 {
                    assert!(service.failures > 0, "{case}: the client has given up once");
                }
                assert_eq!((completed.id, completed.state.authenticated), (id, true), "{case}");
                assert!(!completed.was_authenticated_before, "{case}");

                let accounts = service.client.accounts().list().await.unwrap();
                assert_eq!(accounts.len(), 2, "{case}: with the world's own");
                let sandbox = &service.world.sandbox;
                assert_eq!(sandbox.users(&service.account), ["ann"], "{case}");
                let [only] = sandbox.account_connectors(&service.account).try_into().unwrap();
                assert_eq!(only.properties().collect::<Vec<_>>(), [("Dc", "us2")], "{case}");
                assert!(only.id() == id && only.is_authenticated(), "{case}");
                let again = service.attempts.complete(&service.client, &text, SESSION).await;
                assert!(matches!(again, Err(AttemptError::Unknown)), "{case}: {again:?}");
            }
        }
    }
}
