//! Attempts whose steps are dropped half-way: none is lost, none is completed twice, and a sweep finds what is left.

use std::time::Duration;

use cyclr_oauth::client::AccountScope;
use cyclr_oauth::completion::{AttemptStore, Decision, MemoryAttempts, Returned};
use cyclr_oauth::{AccountConnectorId, AttemptError, Attempts, Client, SessionKey, TargetOrigin};
use http::Request;

use crate::slow::Slow;
use crate::world::{Cuts, World, cut, in_time};

crate::with_both_transports! {
    a_beginning_and_its_hand_off
    a_beginning_and_its_popup
    a_check
    a_completion
    a_completion_whose_store_responds_late
    a_refused_completion
    a_cancellation
    a_sweep
}

pub const PAGE: TargetOrigin = TargetOrigin::from_static("https://partner.example/done");
const MINUTE: Duration = Duration::from_secs(60);

pub fn session() -> SessionKey {
    SessionKey::new("the id of the session on the server").unwrap()
}

/// The attempt in a redirect to Cyclr.
pub fn presented<B>(redirect: &http::Response<B>) -> Returned {
    let location = redirect.headers()["location"].to_str().unwrap();
    let (_, rest) = location.split_once("cyclr_attempt%3D").unwrap();
    returned(&rest[..22])
}

fn returned(text: &str) -> Returned {
    let request = Request::get(format!("/done?cyclr_attempt={text}")).body(()).unwrap();
    Returned::by_navigation(&request.into_parts().0).unwrap()
}

/// One attempt, alone in its world but for the sandbox.
struct Service<'a> {
    world: &'a World,
    client: Client,
    attempts: Attempts,
    id: AccountConnectorId,
}

impl<'a> Service<'a> {
    fn new(world: &'a World, store: impl AttemptStore + 'static) -> Self {
        let (client, id) = (world.client(), world.connector());
        Self { world, client, attempts: Attempts::new(store), id }
    }

    async fn hand_off(&self) -> Result<String, AttemptError> {
        let (account, session) = (&self.world.account, session());
        let begun = self.attempts.begin(&self.client, account, self.id, &session).await?;
        let redirect = begun.redirect::<()>("ann", &PAGE).await?;
        let location = redirect.headers()["location"].to_str().unwrap();
        let (_, rest) = location.split_once("cyclr_attempt%3D").unwrap();
        Ok(rest[..22].to_owned())
    }

    /// An attempt whose user has consented.
    async fn consented(&self) -> String {
        let text = in_time(self.hand_off()).await.unwrap();
        self.world.sandbox.set_authenticated(self.id, true);
        text
    }

    async fn complete(&self, text: &str) -> Result<bool, AttemptError> {
        let completed = self.attempts.complete(&self.client, returned(text), &session()).await?;
        Ok(completed.state.authenticated)
    }

    /// A user who begins again is connected, and a sweep leaves that alone.
    async fn connects(&self) {
        let text = self.consented().await;
        assert!(in_time(self.complete(&text)).await.unwrap());
        self.sweep_all().await;
        assert!(self.world.is_connected(self.id), "a sweep has undone it");
    }

    /// Everything that a sweep would do from now on.
    async fn sweep_all(&self) {
        for minutes in [16, 11, 31, 31] {
            self.world.sandbox.clock().advance(minutes * MINUTE);
            let swept = in_time(self.attempts.sweep(&self.client)).await.unwrap();
            assert!(swept.unfinished.is_none(), "{swept:?}");
        }
    }
}

async fn a_beginning_and_its_hand_off(world: World) {
    let mut cuts = Cuts::of("begin and redirect");
    loop {
        let service = Service::new(&world, Slow::default());
        let ended = cut(cuts.next(), service.hand_off()).await;
        service.connects().await;
        if ended.is_some() {
            return cuts.end(6);
        }
    }
}

async fn a_beginning_and_its_popup(world: World) {
    let mut cuts = Cuts::of("begin and popup");
    loop {
        let service = Service::new(&world, Slow::default());
        let own = session();
        let popup = async {
            let begin = service.attempts.begin(&service.client, &world.account, service.id, &own);
            begin.await.unwrap().popup::<String>("ann", &PAGE).await.unwrap()
        };
        let ended = cut(cuts.next(), popup).await;
        service.connects().await;
        if ended.is_some() {
            return cuts.end(6);
        }
    }
}

async fn a_check(world: World) {
    let mut cuts = Cuts::of("check of an attempt");
    loop {
        let service = Service::new(&world, Slow::default());
        let (text, own) = (service.consented().await, session());
        let check = || service.attempts.check(&service.client, returned(&text), &own);
        let ended = cut(cuts.next(), check()).await;
        assert!(in_time(check()).await.unwrap());
        assert!(in_time(service.complete(&text)).await.unwrap());
        if ended.is_some() {
            return cuts.end(3);
        }
    }
}

/// Its store takes an attempt and responds at once, so that no cut comes between.
async fn a_completion(world: World) {
    let mut cuts = Cuts::of("complete");
    loop {
        let service = Service::new(&world, MemoryAttempts::default());
        let text = service.consented().await;
        let ended = cut(cuts.next(), service.complete(&text)).await.map(Result::unwrap);
        let again = in_time(service.complete(&text)).await;
        match ended {
            Some(_) => assert!(matches!(again, Err(AttemptError::Unknown)), "twice: {again:?}"),
            None => assert!(again.is_ok(), "lost: {again:?}"),
        }
        service.sweep_all().await;
        assert!(world.is_connected(service.id));
        if ended.is_some() {
            return cuts.end(1);
        }
    }
}

async fn a_completion_whose_store_responds_late(world: World) {
    let (mut cuts, mut lost) = (Cuts::of("complete, with a slow store"), 0);
    loop {
        let service = Service::new(&world, Slow::default());
        let text = service.consented().await;
        let ended = cut(cuts.next(), service.complete(&text)).await.map(Result::unwrap);
        let again = in_time(service.complete(&text)).await;
        match (ended, again) {
            // The store's response was on its way; as the documentation says, the connector is authenticated.
            (None, Err(AttemptError::Unknown)) => lost += 1,
            (None, again) => assert!(again.is_ok(), "{again:?}"),
            (Some(_), again) => assert!(matches!(again, Err(AttemptError::Unknown)), "{again:?}"),
        }
        service.sweep_all().await;
        assert!(world.is_connected(service.id), "completed or not, a sweep leaves it alone");
        if ended.is_some() {
            assert_eq!(lost, 1, "cuts between the taking and its response");
            return cuts.end(6);
        }
    }
}

async fn a_refused_completion(world: World) {
    let mut cuts = Cuts::of("complete_if that refuses");
    let refuse = async |_: AccountScope, _: AccountConnectorId| Ok(Decision::Refuse);
    loop {
        let service = Service::new(&world, Slow::default());
        let (text, own) = (service.consented().await, session());
        let complete = service.attempts.complete_if(&service.client, returned(&text), &own, refuse);
        let ended = cut(cuts.next(), complete).await;
        world.settle().await;
        let again = service.attempts.complete_if(&service.client, returned(&text), &own, refuse);
        let again = in_time(again).await.unwrap_err();
        let is_over = matches!(
            again,
            AttemptError::Refused { .. } | AttemptError::Unknown | AttemptError::NotAuthenticated
        );
        assert!(is_over, "{again:?}");
        assert!(!world.is_connected(service.id), "refused, and connected");
        if ended.is_some() {
            return cuts.end(6);
        }
    }
}

async fn a_cancellation(world: World) {
    let mut cuts = Cuts::of("cancel");
    loop {
        let service = Service::new(&world, Slow::default());
        let (text, own) = (service.consented().await, session());
        let cancel = || service.attempts.cancel(&service.client, returned(&text), &own);
        let ended = cut(cuts.next(), cancel()).await;
        let again = in_time(cancel()).await;
        assert!(matches!(again, Ok(_) | Err(AttemptError::Unknown)), "{again:?}");
        let completed = in_time(service.complete(&text)).await;
        assert!(matches!(completed, Err(AttemptError::Unknown)), "{completed:?}");
        service.sweep_all().await;
        assert!(!world.is_connected(service.id), "cancelled, and connected");
        if ended.is_some() {
            return cuts.end(8);
        }
    }
}

async fn a_sweep(world: World) {
    let mut cuts = Cuts::of("sweep of two attempts");
    loop {
        let service = Service::new(&world, Slow::default());
        let id = world.connector();
        let (client, attempts) = (service.client.clone(), service.attempts.clone());
        let other = Service { world: &world, client, attempts, id };
        service.consented().await;
        other.consented().await;
        world.sandbox.clock().advance(16 * MINUTE);
        let ended = cut(cuts.next(), service.attempts.sweep(&service.client)).await;
        world.settle().await;
        service.sweep_all().await;
        assert!(!world.is_connected(service.id) && !world.is_connected(other.id), "forgotten");
        let left = in_time(service.attempts.sweep(&service.client)).await.unwrap();
        assert_eq!(left.examined, 0);
        // The client is as good as new.
        service.connects().await;
        if ended.is_some() {
            return cuts.end(10);
        }
    }
}
