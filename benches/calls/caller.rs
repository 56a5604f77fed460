//! The ways to ask for a sign-in token.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use cyclr_oauth::client::{ReqwestTransport, SystemClock};
use cyclr_oauth::{AccountId, ApiDomain, Client, Secret, ServiceDomain};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy)]
pub enum Way {
    Client,
    OverReqwest,
    Reqwest,
}

impl Way {
    pub const ALL: [Self; 3] = [Self::Client, Self::OverReqwest, Self::Reqwest];

    pub fn parse(name: &str) -> Self {
        Self::ALL.into_iter().find(|way| way.argument() == name).expect("one of the ways")
    }

    pub fn argument(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::OverReqwest => "over-reqwest",
            Self::Reqwest => "reqwest",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Client => "**`Client::sign_in_token`**",
            Self::OverReqwest => "the same over `ReqwestTransport`",
            Self::Reqwest => "`reqwest`: `post(url).bearer_auth(..).json(..)`",
        }
    }
}

/// One of them, ready to be called.
enum Caller {
    Client { cyclr: Client, account: AccountId },
    Reqwest { http: reqwest::Client, base: String, token: String, account: String },
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SignIn<'a> {
    username: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SignedIn {
    token: String,
    #[expect(dead_code, reason = "its user would read it")]
    expires_at_utc: String,
}

impl Caller {
    fn new(way: Way, port: u16) -> Self {
        let account = "Acme-42";
        match way {
            Way::Client | Way::OverReqwest => {
                let local = format!("http://127.0.0.1:{port}");
                let builder = if matches!(way, Way::Client) {
                    Client::builder()
                } else {
                    let transport = ReqwestTransport::new(reqwest::Client::new());
                    Client::with_transport(transport, SystemClock)
                };
                let cyclr = builder
                    .api_domain(ApiDomain::parse(&local).unwrap())
                    .client_credentials("id", Secret::from("s3cr3t"))
                    .service_domain(ServiceDomain::parse(&local).unwrap())
                    .build()
                    .unwrap();
                Self::Client { cyclr, account: AccountId::new(account).unwrap() }
            }
            Way::Reqwest => Self::Reqwest {
                http: reqwest::Client::new(),
                base: format!("http://127.0.0.1:{port}"),
                token: "0123456789abcdef".repeat(4),
                account: account.to_owned(),
            },
        }
    }

    async fn call(&self) -> usize {
        match self {
            Self::Client { cyclr, account } => {
                let token = cyclr.sign_in_token(account, "example_user").await.unwrap();
                token.expose_secret().len()
            }
            Self::Reqwest { http, base, token, account } => {
                let answer = http
                    .post(format!("{base}/v1.0/accounts/{account}/signintoken"))
                    .bearer_auth(token)
                    .json(&SignIn { username: "example_user" })
                    .send()
                    .await
                    .unwrap();
                let answer: SignedIn = answer.error_for_status().unwrap().json().await.unwrap();
                answer.token.len()
            }
        }
    }
}

pub fn one_by_one(way: Way, port: u16, count: u32) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let caller = Caller::new(way, port);
        for _ in 0..count {
            assert!(caller.call().await > 40);
        }
    });
}

/// Makes so many calls, 64 at once, and prints what the process holds from time to time.
pub fn memory(way: Way, port: u16, count: u32) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let caller = Arc::new(Caller::new(way, port));
        println!("\n| calls | resident, KiB |\n| ---: | ---: |");
        for tenth in 1..=10 {
            let calls = count / 10 / 64;
            let tasks: Vec<_> = (0..64)
                .map(|_| {
                    let caller = Arc::clone(&caller);
                    tokio::spawn(async move {
                        for _ in 0..calls {
                            caller.call().await;
                        }
                    })
                })
                .collect();
            for task in tasks {
                task.await.unwrap();
            }
            println!("| {} | {} |", tenth * calls * 64, resident());
        }
    });
}

fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").to_owned()
}

/// The processor time of all threads so far, in nanoseconds.
fn processor_time() -> u64 {
    let threads = std::fs::read_dir("/proc/self/task").unwrap();
    let times = threads.map(|thread| {
        let text = std::fs::read_to_string(thread.unwrap().path().join("schedstat")).unwrap();
        text.split(' ').next().unwrap().parse::<u64>().unwrap()
    });
    times.sum()
}

/// Prints what all calls took together, how long each took, in microseconds; and the processor
/// time of one in nanoseconds.
pub fn load(way: Way, port: u16, count: u32) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let caller = Arc::new(Caller::new(way, port));
        caller.call().await;
        let left = Arc::new(AtomicU32::new(count));
        let (start, processor) = (Instant::now(), processor_time());
        let tasks: Vec<_> = (0..64)
            .map(|_| {
                let (caller, left) = (Arc::clone(&caller), Arc::clone(&left));
                tokio::spawn(async move {
                    let mut times = Vec::new();
                    let one_less = || {
                        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| {
                            n.checked_sub(1)
                        })
                    };
                    while one_less().is_ok() {
                        let start = Instant::now();
                        caller.call().await;
                        times.push(start.elapsed().as_micros());
                    }
                    times
                })
            })
            .collect();
        let mut times = Vec::new();
        for task in tasks {
            times.extend(task.await.unwrap());
        }
        println!("{}", start.elapsed().as_micros());
        times.sort_unstable();
        println!("{}\n{}", times[times.len() / 2], times[times.len() * 99 / 100]);
        println!("{}", (processor_time() - processor) / u64::from(count));
    });
}
