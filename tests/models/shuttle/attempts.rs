//! Attempts in memory: each is completed at most once, and what was completed stays.

use std::cell::Cell;

use cyclr_oauth::completion::{Begun, Cancelled, Completed, MemoryAttempts, Returned, Swept};
use cyclr_oauth::{AttemptError, Attempts, Client, SessionKey, TargetOrigin};
use http::Request;
use shuttle::future::block_on;
use shuttle::thread::{self, JoinHandle};

use crate::cyclr::{Cyclr, account};
use crate::play::{play, polled};

pub const PAGE: TargetOrigin = TargetOrigin::from_static("https://partner.example/done");

thread_local! {
    static COUNT: Cell<u8> = const { Cell::new(0) };
}

/// Different bits each time, the same in each schedule.
fn bits() -> [u8; 16] {
    COUNT.set(COUNT.get() + 1);
    [COUNT.get(); 16]
}

pub fn session() -> SessionKey {
    SessionKey::new("the id of the session on the server").unwrap()
}

/// A service, whose attempts are in memory.
#[derive(Clone)]
pub struct Service {
    pub cyclr: Cyclr,
    pub client: Client,
    pub attempts: Attempts,
}

impl Service {
    pub fn new() -> Self {
        COUNT.set(0);
        let cyclr = Cyclr::default();
        let (client, store) = (cyclr.client(), MemoryAttempts::default());
        Self { cyclr, client, attempts: Attempts::with_random(store, bits) }
    }

    fn begin(&self) -> Begun {
        let session = session();
        block_on(self.attempts.begin(&self.client, &account(), 1234, &session)).unwrap()
    }

    /// An attempt whose user has consented: its text.
    fn consented(&self) -> String {
        let text = self.hand_off(self.begin());
        self.cyclr.state().authenticated = true;
        text
    }

    /// Redirects the user, and returns the attempt in the URL.
    pub fn hand_off(&self, begun: Begun) -> String {
        let response = block_on(begun.redirect::<()>("ann", &PAGE)).unwrap();
        presented(response.headers()["location"].to_str().unwrap())
    }

    /// Runs in a separate thread.
    pub fn thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(Self) -> T + Send + 'static,
    ) -> JoinHandle<T> {
        let service = self.clone();
        thread::spawn(move || work(service))
    }

    pub fn complete(&self, text: &str) -> Result<Completed, AttemptError> {
        block_on(self.attempts.complete(&self.client, returned(text), &session()))
    }

    fn cancel(&self, text: &str) -> Result<Cancelled, AttemptError> {
        block_on(self.attempts.cancel(&self.client, returned(text), &session()))
    }

    fn sweep(&self) -> Swept {
        block_on(self.attempts.sweep(&self.client)).unwrap()
    }

    fn undone(&self) -> usize {
        self.cyclr.count("PUT /v1.0/account/connectors/1234/deauthenticate")
    }

    fn is_connected(&self) -> bool {
        self.cyclr.state().authenticated
    }

    /// Passes time until the attempts have expired.
    fn expire(&self) {
        self.cyclr.pass(15 * 60);
    }
}

fn presented(location: &str) -> String {
    let (_, rest) = location.split_once("cyclr_attempt%3D").unwrap();
    rest[..22].to_owned()
}

fn returned(text: &str) -> Returned {
    let request = Request::get(format!("/done?cyclr_attempt={text}")).body(()).unwrap();
    Returned::by_navigation(&request.into_parts().0).unwrap()
}

fn is_unknown<T>(result: &Result<T, AttemptError>) -> bool {
    matches!(result, Err(AttemptError::Unknown))
}

#[test]
fn one_of_three_requests_completes_an_attempt() {
    play("three requests complete", || {
        let service = Service::new();
        let text = service.consented();
        let other = || {
            let text = text.clone();
            service.thread(move |service| service.complete(&text))
        };
        let others = [other(), other()];
        let own = service.complete(&text);
        let [first, second] = others.map(|other| other.join().unwrap());
        let all = [own, first, second];
        assert_eq!(all.iter().filter(|result| result.is_ok()).count(), 1);
        assert_eq!(all.iter().filter(|result| is_unknown(result)).count(), 2);
    });
}

#[test]
fn an_attempt_is_completed_or_cancelled() {
    play("one completes, one cancels", || {
        let service = Service::new();
        let text = service.consented();
        let cancelling = service.thread({
            let text = text.clone();
            move |service| service.cancel(&text)
        });
        let completed = service.complete(&text);
        match (&completed, cancelling.join().unwrap()) {
            (Ok(_), Err(AttemptError::Unknown)) => {
                assert!(service.is_connected(), "what was completed stays");
                assert_eq!(service.undone(), 0);
            }
            (Err(AttemptError::Unknown | AttemptError::NotAuthenticated), Ok(_)) => {}
            (completed, cancelled) => panic!("{completed:?} and {cancelled:?}"),
        }
    });
}

#[test]
fn an_attempt_completed_in_time_is_not_swept() {
    play("one completes at the end of its time, one sweeps", || {
        let service = Service::new();
        let text = service.consented();
        let sweeping = service.thread(|service| {
            service.expire();
            service.sweep()
        });
        let completed = service.complete(&text);
        let swept = sweeping.join().unwrap();
        if completed.is_ok() {
            assert!(service.is_connected(), "completed, and undone: {swept:?}");
        } else {
            service.cyclr.pass(20 * 60);
            service.sweep();
            assert!(!service.is_connected(), "neither completed nor undone: {completed:?}");
        }
    });
}

#[test]
fn two_sweeps_undo_what_is_left_once() {
    play("two sweeps", || {
        let service = Service::new();
        let _text = service.consented();
        let _text = service.consented();
        service.expire();
        let other = service.thread(|service| service.sweep().examined);
        let own = service.sweep().examined;
        assert!(own + other.join().unwrap() <= 2, "each is looked at once");
        assert!(!service.is_connected());
    });
}

#[test]
fn an_attempt_that_a_sweep_leaves_half_way_is_swept_later() {
    fn model(polls: usize) {
        let service = Service::new();
        let _text = service.consented();
        service.expire();
        let leaving = service.thread(move |service| {
            let sweep = service.attempts.sweep(&service.client);
            drop(block_on(polled(polls, sweep)));
        });
        let other = service.thread(|service| service.sweep());
        leaving.join().unwrap();
        other.join().unwrap();
        service.cyclr.pass(11 * 60);
        service.sweep();
        assert!(!service.is_connected());
    }
    play("two sweeps, one ends after a poll", || model(1));
    play("two sweeps, one ends after two polls", || model(2));
    play("two sweeps, one ends after three polls", || model(3));
}

#[test]
fn each_attempt_is_handed_off_by_itself() {
    play("two users begin and are handed off", || {
        let service = Service::new();
        let other = service.thread(|service| service.hand_off(service.begin()));
        let own = service.hand_off(service.begin());
        let other = other.join().unwrap();
        assert_ne!(own, other);
        assert_eq!(service.cyclr.count("POST /v1.0/accounts/Acme-42/signintoken"), 2);
        service.cyclr.state().authenticated = true;
        let completing = service.thread(move |service| service.complete(&other).is_ok());
        assert!(service.complete(&own).is_ok());
        assert!(completing.join().unwrap());
    });
}

#[test]
fn an_attempt_whose_hand_off_ends_half_way_expires_alone() {
    play("one hand-off ends half-way, another completes", || {
        let service = Service::new();
        let begun = service.begin();
        let leaving = service.thread(move |_| {
            drop(block_on(polled(1, begun.redirect::<()>("ann", &PAGE))));
        });
        let text = service.hand_off(service.begin());
        service.cyclr.state().authenticated = true;
        assert!(service.complete(&text).is_ok());
        leaving.join().unwrap();
        service.expire();
        assert_eq!(service.sweep().examined, 1);
        assert!(service.is_connected(), "another attempt was completed");
    });
}
