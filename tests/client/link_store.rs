//! Links in a store: what is kept, for how long, and what comes of a store that fails.

use std::time::Duration;

use cyclr_oauth::AccountId;
use cyclr_oauth::completion::{AttemptStore, LinkClick, LinkId, MemoryAttempts, StoreEntry};

use crate::attempt::{SESSION, attempts, connector, kind, last, returned, session};
use crate::attempt_store::Glass;
use crate::completion::{authenticated, poll_and_drop};
use crate::connect_link::{DAY, Issued, PAGE, USER, get, new_link, post};
use crate::script::{account, status};

#[tokio::test(start_paused = true)]
async fn a_link_expires_and_later_it_is_forgotten() {
    for (link, lifetime) in [
        (new_link(), DAY * 7),
        (new_link().with_lifetime(DAY), DAY),
        (new_link().with_lifetime(DAY * 30), DAY * 30),
        (new_link().with_lifetime(DAY * 31), DAY * 30),
        (new_link().with_lifetime(Duration::MAX), DAY * 30),
    ] {
        let issued = Issued::of(MemoryAttempts::default(), link).await;
        tokio::time::advance(lifetime - Duration::from_nanos(1)).await;
        assert!(issued.open().await.is_ok());
        tokio::time::advance(Duration::from_nanos(1)).await;
        issued.is_refused("Acme-42", USER, "link expired").await;
        let error = issued.open().await.unwrap_err();
        assert_eq!(error.status(), 410);
        assert_eq!(error.public_message(), "This link is no longer valid. Ask for another.");
        // After another week a sweep forgets it.
        tokio::time::advance(DAY * 7 - Duration::from_nanos(1)).await;
        assert_eq!(issued.attempts.sweep(&issued.client).await.unwrap().examined, 0);
        assert_eq!(kind(issued.open().await), "link expired");
        tokio::time::advance(Duration::from_nanos(1)).await;
        assert_eq!(issued.attempts.sweep(&issued.client).await.unwrap().examined, 0);
        assert_eq!(kind(issued.open().await), "link unknown");
    }
}

#[tokio::test(start_paused = true)]
async fn a_revoked_link_is_revoked_on_every_machine() {
    let glass = Glass::default();
    let issued = Issued::of(glass.clone(), new_link()).await;
    let there = attempts(glass.clone());
    // From a database.
    let id: LinkId = issued.link.id().to_string().parse().unwrap();
    let other = AccountId::new("Acme-43").unwrap();
    assert!(!there.revoke_link(&issued.client, &other, &id).await.unwrap());
    assert!(issued.open().await.is_ok(), "another account revokes nothing");
    assert!(there.revoke_link(&issued.client, &account(), &id).await.unwrap());
    issued.is_refused("Acme-42", USER, "link revoked").await;
    assert_eq!(issued.open().await.unwrap_err().status(), 410);
    assert!(!issued.revoke().await, "once");
    assert_eq!(issued.script.calls().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_id_of_a_link_reaches_no_other_entry() {
    let glass = Glass::default();
    let issued = Issued::of(glass.clone(), new_link()).await;
    drop(issued.click().await.unwrap());
    let text = last();
    assert!(issued.complete().await.is_ok());
    drop(issued.click_as("Acme-43", USER).await);
    let rows = glass.rows();
    // The link, and the completion on the account connector.
    assert_eq!(rows.len(), 2);
    for [key, ..] in &rows {
        let id: LinkId = key.parse().unwrap();
        assert!(!issued.attempts.revoke_link(&issued.client, &account(), &id).await.unwrap());
    }
    assert_eq!(glass.rows(), rows);
    // Neither an attempt nor a link can be presented as the other.
    let as_link = get(&format!("/invite?cyclr_link={text}"));
    let opened = issued.attempts.open_link(&issued.client, &as_link, &account(), USER).await;
    assert_eq!(kind(opened), "link unknown");
    let (_, link) = issued.link.expose_url().split_once("cyclr_link=").unwrap();
    assert_eq!(kind(issued.complete_that(link).await), "unknown");
    for text in ["", "1234", &"A".repeat(42), &"A".repeat(44), &"+".repeat(43)] {
        assert!(text.parse::<LinkId>().is_err(), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn stored_text_opens_no_link() {
    let glass = Glass::default();
    let issued = Issued::of(glass.clone(), new_link()).await;
    let [[key, value, room]] = glass.rows().try_into().unwrap();
    assert_eq!(key, issued.link.id().as_str());
    assert_eq!(room, "links of\nAcme-42", "no account has this name");
    for text in [&key, &value] {
        assert!(!text.contains(&last()) && !text.contains(USER), "{text}");
    }
    let value: serde_json::Value = serde_json::from_str(&value).unwrap();
    let user = value["user"].as_str().unwrap();
    assert_eq!(user.len(), 43);
    let all = serde_json::json!({
        "kind": "link",
        "account": "Acme-42",
        "id": 1234,
        "user": user,
        "note": "Kim asks you to connect Docusign.",
        "expires": "2021-10-08T00:00:00Z",
        "state": "open",
    });
    assert_eq!(value, all);
    // The same user looks different in each link.
    let glass = Glass::default();
    let _issued = Issued::of(glass.clone(), new_link()).await;
    assert!(!glass.rows()[0][1].contains(user));
    let presented = get(&format!("/invite?cyclr_link={}", &key[..22]));
    let opened = issued.attempts.open_link(&issued.client, &presented, &account(), USER).await;
    assert_eq!(kind(opened), "link unknown");
}

#[tokio::test(start_paused = true)]
async fn cyclr_or_a_store_that_fails_leaves_the_link() {
    let glass = Glass::default();
    let issued = Issued::of(glass.clone(), new_link()).await;
    // Cyclr, at the click.
    for (answer, expected) in [(status(403), 503), (status(404), 404)] {
        let _ = issued.script.clone().then([answer]);
        let error = issued.click_as("Acme-42", USER).await.unwrap_err();
        assert_eq!(error.status(), expected);
    }
    for call in ["get", "insert"] {
        let _glass = glass.clone().failing(call);
        assert_eq!(kind(issued.click().await), "store", "{call}");
        let own = account();
        let revoked = issued.attempts.revoke_link(&issued.client, &own, issued.link.id());
        assert_eq!(kind(revoked.await), "store", "{call}");
        let fresh = issued.attempts.issue_link(&issued.client, new_link(), &PAGE).await;
        assert_eq!(fresh.is_err(), call == "insert");
        glass.works_again();
    }
    let _ = issued.script.clone().otherwise(connector(false));
    assert!(issued.open().await.is_ok());
    drop(issued.click_as("Acme-42", USER).await.unwrap());
    let _ = issued.script.clone().otherwise(connector(true));
    // A completion that is not remembered does not count, and can be repeated.
    for call in ["get", "insert", "take"] {
        let _glass = glass.clone().failing(call);
        assert_eq!(kind(issued.complete().await), "store", "{call}");
        glass.works_again();
    }
    assert!(issued.complete().await.is_ok());
    issued.is_refused("Acme-42", USER, "link used").await;
}

#[tokio::test(start_paused = true)]
async fn links_and_attempts_of_an_account_push_out_only_their_own_kind() {
    let store = MemoryAttempts::with_capacity(1000).per_account(3);
    let issued = Issued::of(store.clone(), new_link()).await;
    drop(issued.click().await.unwrap());
    let text = last();
    // Three attempts, and three links: the fourth of a kind takes the place of its oldest.
    for _ in 0..2 {
        drop(issued.click().await.unwrap());
    }
    let later =
        async || issued.attempts.issue_link(&issued.client, new_link(), &PAGE).await.unwrap();
    let (_second, _third) = (later().await, later().await);
    assert!(issued.open().await.is_ok(), "three attempts push out no link");
    let _fourth = later().await;
    assert_eq!(kind(issued.open().await), "link unknown");
    for _ in 0..3 {
        drop(later().await);
    }
    assert!(issued.complete_that(&text).await.is_ok(), "links push out no attempt");
}

#[tokio::test(start_paused = true)]
async fn a_sweep_takes_no_link_for_an_attempt() {
    let glass = Glass::default();
    let issued = Issued::of(glass.clone(), new_link()).await;
    drop(issued.click().await.unwrap());
    tokio::time::advance(Duration::from_secs(20 * 60)).await;
    let _ = issued.script.clone().then([connector(true), crate::script::ok("{}")]);
    let swept = issued.attempts.sweep(&issued.client).await.unwrap();
    assert_eq!((swept.examined, swept.refused.len()), (1, 1), "the attempt alone");
    assert!(issued.open().await.is_ok());
    assert!(issued.click().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn anything_else_in_the_store_opens_nothing() {
    let issued = Issued::of(MemoryAttempts::default(), new_link()).await;
    let store = MemoryAttempts::default();
    let there = attempts(store.clone());
    let request = get(issued.link.expose_url());
    let now = "2021-10-01T00:00:00Z".parse().unwrap();
    let keep_until = "2022-10-01T00:00:00Z".parse().unwrap();
    let record =
        |fields: &str| format!(r#"{{"kind":"link","account":"Acme-42","id":1234,{fields}}}"#);
    for (value, expected) in [
        ("null".to_owned(), "store"),
        ("[".repeat(100_000), "store"),
        (record(r#""expires":"soon","state":"open""#), "store"),
        (record(r#""expires":"2021-10-08T00:00:00Z""#), "store"),
        (record(r#""expires":"2021-10-08T00:00:00Z","state":"new""#), "store"),
        (
            record(r#""expires":"2021-10-08T00:00:00Z","state":"open","user":"AAAA""#),
            "link of another user",
        ),
        (
            record(r#""expires":"2021-10-08T00:00:00Z","state":"open","user":"""#),
            "link of another user",
        ),
        (r#"{"kind":"completion","at":"2021-10-01T00:00:00Z"}"#.to_owned(), "link unknown"),
    ] {
        let (key, value, account_id) = (issued.link.id().as_str(), &*value, "A");
        let entry =
            StoreEntry { key, value, account: account_id, now, due: keep_until, keep_until };
        store.insert(entry).await.unwrap();
        let opened = there.open_link(&issued.client, &request, &account(), USER).await;
        assert_eq!(kind(opened), expected, "{value:.100}");
    }
}

#[test]
fn a_future_that_is_dropped_at_any_poll_leaves_a_usable_link() {
    let (client, own) = (authenticated(), session(SESSION));
    let mut ended = 0;
    for polls in 0..50 {
        // A store that lets others go first, before each of its calls.
        let attempts = attempts(Glass::default().yielding());
        let link = poll_and_drop(attempts.issue_link(&client, new_link(), &PAGE), 1000);
        let link = link.unwrap().unwrap();
        let request = post(link.expose_url());
        let of = account();
        let click = || {
            let click = LinkClick::by_form(&request).unwrap();
            attempts.begin_link(&client, click, &of, USER, &own)
        };
        drop(poll_and_drop(click(), polls));
        drop(poll_and_drop(click(), 1000).unwrap().unwrap());
        let text = last();
        let complete = || attempts.complete(&client, returned(&text), &own);
        let first = poll_and_drop(complete(), polls);
        ended += usize::from(first.is_some());
        let second = poll_and_drop(complete(), 1000).unwrap();
        let is_once = match first {
            None => second.is_ok(),
            Some(first) => first.is_ok() && kind(second) == "unknown",
        };
        assert!(is_once, "{polls}");
        assert_eq!(kind(poll_and_drop(click(), 1000).unwrap()), "link used", "{polls}");
    }
    assert!((1..49).contains(&ended), "{ended}: some are dropped, some end");
}
