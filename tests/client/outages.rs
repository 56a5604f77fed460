//! A failing token endpoint under load, in virtual time: one test per cell, such as
//! `hang/65s/steady`. `cargo test --test outages hang/` runs a row.
//!
//! The client is new, and the endpoint fails from the start. A hundred calls arrive each second,
//! whatever their outcome.

mod clock;
mod script;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cyclr_oauth::api::Body;
use cyclr_oauth::client::Clock as _;
use cyclr_oauth::{ApiDomain, Client, Error, HttpTransport, Secret, ServiceDomain, TransportError};
use http::{Request, Response};
use libtest_mimic::{Arguments, Trial};
use tokio::time::{Instant, sleep, sleep_until};

use clock::TestClock;
use script::{account, class, token_error};

/// How long the healthy endpoint takes to return a token.
const LATENCY: Duration = Duration::from_millis(200);
/// How long Cyclr takes to respond to a call.
const CALL: Duration = Duration::from_millis(20);
const A_SECOND: u32 = 100;
/// How much longer than requested a tokio sleep may take.
const TICK: Duration = Duration::from_millis(1);
/// How long the load continues after the fault.
const AFTER: Duration = Duration::from_secs(12);

/// The token endpoint's fault.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    Hang,
    /// 8 s for a token: less than the limit of a try.
    Slow,
    Status500,
    /// With `Retry-After: 3`.
    Status429,
    Garbage,
    Reset,
    WrongSecret,
}

const FAULTS: [(Fault, &str, &str); 7] = [
    (Fault::Hang, "hang", "timeout"),
    (Fault::Slow, "slow", ""),
    (Fault::Status500, "500", "500"),
    (Fault::Status429, "429", "429"),
    (Fault::Garbage, "garbage", "decode"),
    (Fault::Reset, "reset", "transport"),
    (Fault::WrongSecret, "wrong_secret", "401"),
];

/// Cyclr, by the paused clock.
#[derive(Clone)]
struct Cyclr {
    clock: TestClock,
    fault: Fault,
    ends: Duration,
    /// When each token was requested, and how many calls were sent.
    asked: Arc<Mutex<(Vec<Duration>, usize)>>,
}

impl HttpTransport for Cyclr {
    async fn send(
        &self,
        request: Request<Body>,
        _: usize,
    ) -> Result<Response<Body>, TransportError> {
        let answer = |status: u16, body: &str| {
            let body = Body::from(body.as_bytes().to_vec());
            Response::builder().status(status).body(body).unwrap()
        };
        if request.uri().path() != "/oauth/token" {
            self.asked.lock().unwrap().1 += 1;
            sleep(CALL).await;
            return Ok(answer(200, "[]"));
        }
        let now = self.clock.monotonic();
        self.asked.lock().unwrap().0.push(now);
        let token = answer(200, r#"{"access_token":"t0k3n","expires_in":1209599}"#);
        if now >= self.ends {
            sleep(LATENCY).await;
            return Ok(token);
        }
        if self.fault == Fault::Hang {
            std::future::pending().await
        }
        if self.fault == Fault::Slow {
            sleep(Duration::from_secs(8)).await;
            return Ok(token);
        }
        sleep(CALL).await;
        match self.fault {
            Fault::Hang | Fault::Slow => unreachable!(),
            Fault::Status500 => Ok(answer(500, "")),
            Fault::Status429 => {
                let mut answer = answer(429, "");
                answer.headers_mut().insert("retry-after", 3.into());
                Ok(answer)
            }
            Fault::Garbage => Ok(answer(200, "<html>")),
            Fault::Reset => Err(TransportError::broken("connection reset by peer")),
            Fault::WrongSecret => Ok(answer(401, r#"{"error":"invalid_client"}"#)),
        }
    }
}

/// One call: its start, its duration and its outcome.
struct Call {
    came: Duration,
    took: Duration,
    error: Option<Error>,
}

impl Call {
    fn ended(&self) -> Duration {
        self.came + self.took
    }
}

/// When the calls start.
fn arrivals(until: Duration, poisson: bool) -> Vec<Duration> {
    let mut random = fastrand::Rng::with_seed(7);
    let mut next = Duration::ZERO;
    let mut arrivals = Vec::new();
    while next < until {
        arrivals.push(next);
        let mean = Duration::from_secs(1) / A_SECOND;
        next += if poisson { mean.mul_f64(-(1.0 - random.f64()).ln()) } else { mean };
    }
    arrivals
}

async fn play(fault: Fault, length: Duration, poisson: bool) -> (Vec<Call>, Vec<Duration>, usize) {
    let clock = TestClock::paused();
    let cyclr = Cyclr { clock: clock.clone(), fault, ends: length, asked: Arc::default() };
    let client = Client::with_transport(cyclr.clone(), clock.clone())
        .api_domain(ApiDomain::US)
        .client_credentials("client-id", Secret::from("client-s3cr3t"))
        .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
        .build()
        .unwrap();
    let start = Instant::now();
    let calls: Vec<_> = arrivals(length + AFTER, poisson)
        .into_iter()
        .map(|came| {
            let scope = client.account(&account());
            tokio::spawn(async move {
                sleep_until(start + came).await;
                let began = Instant::now();
                let error = scope.properties(1).await.err();
                Call { came: began - start, took: began.elapsed(), error }
            })
        })
        .collect();
    let mut done = Vec::with_capacity(calls.len());
    for call in calls {
        done.push(call.await.unwrap());
    }
    let asked = cyclr.asked.lock().unwrap();
    (done, asked.0.clone(), asked.1)
}

fn check(fault: Fault, says: &str, length: Duration, poisson: bool) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().start_paused(true).build().unwrap();
    let (calls, asked, sent) = runtime.block_on(play(fault, length, poisson));

    let successes: Vec<_> = calls.iter().filter(|call| call.error.is_none()).collect();
    let failures: Vec<_> = calls.iter().filter(|call| call.error.is_some()).collect();
    println!("{} succeed, {} fail; tokens asked for at {asked:?}", successes.len(), failures.len());
    // The client recovers for good.
    let first = successes.iter().map(|call| call.ended()).min().expect("a call that succeeds");
    let latest = length + LATENCY + Duration::from_secs(10) + CALL;
    assert!(first <= latest, "the first success is at {first:?}, the fault ends at {length:?}");
    let late = failures.iter().find(|call| call.came > first);
    assert!(late.is_none(), "{:?} fails after {first:?}", late.map(|call| call.came));

    // The client doesn't flood the endpoint.
    for pair in asked.windows(2) {
        assert!(pair[1] - pair[0] >= Duration::from_secs(1), "asked at {pair:?}");
    }
    // Requested tokens are used: only the last may be discarded.
    assert!(asked.iter().filter(|at| **at >= length).count() <= 1 + usize::from(first < length));

    // Each failure names its cause, and a failed call sent nothing.
    assert_eq!(sent, successes.len());
    if fault == Fault::Slow {
        assert!(failures.is_empty());
    }
    for call in &failures {
        let error = call.error.as_ref().unwrap();
        assert_eq!(class(token_error(error)), says, "{error}");
        assert!(error.to_string().contains("nothing was sent"), "{error}");
        assert!(!cyclr_oauth::client::Fault::of(error).may_have_been_done());
    }

    // Once the failure is known, callers fail fast, except the one that asks.
    let known = Duration::from_secs(15);
    let [at_first, then] = [known + CALL + TICK, Duration::from_secs(1) + TICK];
    let slow =
        failures.iter().filter(|call| call.took > if call.came < known { at_first } else { then });
    assert!(slow.count() <= asked.len(), "who waits longer than a second");
}

fn main() {
    let mut trials = Vec::new();
    for (fault, name, says) in FAULTS {
        for seconds in [10, 65, 120] {
            for (poisson, load) in [(false, "steady"), (true, "poisson")] {
                let length = Duration::from_secs(seconds);
                trials.push(Trial::test(format!("{name}/{seconds}s/{load}"), move || {
                    check(fault, says, length, poisson);
                    Ok(())
                }));
            }
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
