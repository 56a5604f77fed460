//! Three processes have 64 returns of each attempt at once, and complete it once: for every store on a server.

use std::collections::HashSet;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use cyclr_oauth::{AttemptError, Client, Returned, SessionKey, TargetOrigin};
use tokio::sync::Barrier;

use crate::server::attempts_at;
use crate::service::Service;

const ATTEMPTS: usize = 100;
const DONE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/done");
/// The settings of a child: where the store is, where Cyclr is, the credentials, and how many returns it has.
const SETTINGS: &str = "CYCLR_TEST_RETURNS";
/// The attempts, with commas between.
const PRESENTED: &str = "CYCLR_TEST_PRESENTED";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the store's server"]
async fn of_64_returns_in_three_processes_one_completes_each_of_100_attempts() {
    let service = Service::start().await;
    let mut presented = Vec::new();
    for _ in 0..ATTEMPTS {
        presented.push(begin(&service).await);
    }
    service.sandbox.set_authenticated(service.id, true);
    service.sandbox.clear_requests();

    let mut completed = HashSet::new();
    for child in [21, 21, 22].map(|returns| child_with(&service, &presented, returns)) {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            let Some(number) = line.strip_prefix("completed ") else { continue };
            assert!(completed.insert(number.to_owned()), "{number} was completed twice");
        }
    }
    assert_eq!(completed.len(), ATTEMPTS);
    // Who asks Cyclr has seen the attempt in the store, and for all but one it was gone after that. The sandbox
    // remembers only the last 1000 requests.
    let asked = service.sandbox.request_count("GET", "/v1.0/account/connectors/*");
    assert!(asked >= 3 * ATTEMPTS, "there was no race: {asked}");
}

async fn begin(service: &Service) -> String {
    let begun = service.here.begin(&service.cyclr, &service.account, service.id, &session()).await;
    let redirect = begun.unwrap().redirect::<()>("example_user", &DONE).await.unwrap();
    let url = redirect.headers()["location"].to_str().unwrap();
    // An attempt has no character that is encoded.
    let (_, after) = url.rsplit_once(Returned::PARAMETER).unwrap();
    after.trim_start_matches("%3D").chars().take(22).collect()
}

fn child_with(service: &Service, presented: &[String], returns: usize) -> Child {
    let (client_id, secret) = service.sandbox.client_credentials();
    let (api, pages) = (service.sandbox.api_domain(), service.sandbox.service_domain());
    let secret = secret.expose_secret();
    let url = service.url();
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "returns::child"])
        .env(SETTINGS, format!("{url}\n{api}\n{pages}\n{client_id}\n{secret}\n{returns}"))
        .env(PRESENTED, presented.join(","))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What each of the processes does: it presents every attempt many times at once.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "is started by the test above"]
async fn child() {
    let Ok(settings) = std::env::var(SETTINGS) else { return };
    let settings: Vec<&str> = settings.lines().collect();
    let [url, api, pages, client_id, secret, returns] = settings[..] else { panic!("settings") };
    let returns: usize = returns.parse().unwrap();
    let client = Client::builder()
        .api_domain(api.parse().unwrap())
        .service_domain(pages.parse().unwrap())
        .client_credentials(client_id, secret);
    let (cyclr, attempts) = (client.build().unwrap(), attempts_at(url).await);
    let barrier = Arc::new(Barrier::new(returns));
    let presented: Arc<[String]> =
        std::env::var(PRESENTED).unwrap().split(',').map(str::to_owned).collect();
    let tasks = (0..returns).map(|_| {
        let (cyclr, attempts) = (cyclr.clone(), attempts.clone());
        let (barrier, presented) = (Arc::clone(&barrier), Arc::clone(&presented));
        tokio::spawn(async move {
            let mut completed = Vec::new();
            for (number, presented) in presented.iter().enumerate() {
                barrier.wait().await;
                match attempts.complete(&cyclr, returned(presented), &session()).await {
                    Ok(_) => completed.push(number),
                    Err(AttemptError::Unknown) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            completed
        })
    });
    println!();
    for task in tasks.collect::<Vec<_>>() {
        for number in task.await.unwrap() {
            println!("completed {number}");
        }
    }
}

fn returned(presented: &str) -> Returned {
    let request = http::Request::get(format!("/done?{}={presented}", Returned::PARAMETER));
    Returned::by_navigation(&request.body(()).unwrap().into_parts().0).unwrap()
}

fn session() -> SessionKey {
    SessionKey::new("the id of the session on the server").unwrap()
}
