//! From the click to "Connected", and all that must not lead there.

use std::time::Duration;

use cyclr_sandbox::{Completion, Fault};

use crate::support::{World, parameter};

#[tokio::test]
async fn a_click_leads_to_cyclr_and_back_to_a_page_that_says_connected_once() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");

    let url = ada.connect(id).await;
    let cyclr = world.sandbox.service_domain().to_string();
    assert!(
        url.starts_with(&format!("{cyclr}/connectorauth/updateaccountconnectoroauth?id={id}&"))
    );
    let target = parameter(&url, "targetOrigin").unwrap();
    assert!(
        target.starts_with(&format!("{}/done?connector={id}&cyclr_attempt=", world.address)),
        "{target}"
    );
    assert_eq!(parameter(&url, "callbackMessage"), None);

    let done = world.approve_redirect(&url).await;
    let answer = ada.get(&done).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, &*format!("/connectors/{id}")));
    let page = ada.get(&format!("/connectors/{id}")).await;
    assert!(page.text.contains(r#"role="status">Salesforce is connected.</p>"#), "{}", page.text);
    // And not again.
    let page = ada.get(&format!("/connectors/{id}")).await;
    assert!(!page.text.contains("Salesforce is connected."));

    // The page that Cyclr led to serves once.
    let again = ada.get(&done).await;
    assert_eq!(again.status, 403);
    assert!(again.text.contains("can&#39;t be used") || again.text.contains("can't be used"));
}

#[tokio::test]
async fn a_renewed_connection_is_told_from_a_new_one() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.sandbox.set_authenticated(id, true);
    let url = ada.connect(id).await;
    let done = world.approve_redirect(&url).await;
    ada.get(&done).await;
    let page = ada.get(&format!("/connectors/{id}")).await;
    assert!(page.text.contains("Salesforce is connected, as it was before."), "{}", page.text);
}

#[tokio::test]
async fn tokens_are_asked_for_at_the_click_and_not_before() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");
    for page in ["/", &format!("/connectors/{id}")] {
        assert_eq!(ada.get(page).await.status, 200);
    }
    assert_eq!(world.sign_in_tokens(), 0);
    let connect = format!("/connectors/{id}/connect");
    assert_eq!(ada.get(&connect).await.location(), format!("/connectors/{id}"));
    assert_eq!(world.sign_in_tokens(), 0);
    ada.connect(id).await;
    assert_eq!(world.sign_in_tokens(), 1);
    ada.connect_in_window(id).await;
    assert_eq!(world.sign_in_tokens(), 2);
}

#[tokio::test]
async fn a_window_gets_the_message_of_its_attempt_and_the_server_knows_when() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");
    let answer = ada.connect_in_window(id).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let member = |name: &str| {
        let start = format!(r#""{name}":""#);
        let rest = answer.text.split_once(&start).unwrap().1;
        rest.split('"').next().unwrap().to_owned()
    };
    let (url, message) = (member("url"), member("message"));
    assert_eq!(member("origin"), world.sandbox.service_domain().to_string());

    let csrf = ada.csrf().await;
    let form = [("csrf", &*csrf), ("cyclr_attempt", &*message)];
    let check = ada.post("/attempts/check", &form).await;
    assert_eq!((check.status.as_u16(), &*check.text), (200, r#"{"ready":false}"#));

    let completion = world.approve(&url).await;
    let (target_origin, sent) = (world.address.clone(), message.clone());
    assert_eq!(completion, Completion::Message { message: sent, target_origin });
    let check = ada.post("/attempts/check", &form).await;
    assert_eq!((check.status.as_u16(), &*check.text), (200, r#"{"ready":true}"#));

    let forged = ada.post("/done", &[("cyclr_attempt", &*message)]).await;
    assert_eq!(forged.status, 403, "without the form's token");
    let done = ada.post("/done", &form).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, &*format!("/connectors/{id}")));
    let check = ada.post("/attempts/check", &form).await;
    assert_eq!((check.status.as_u16(), &*check.text), (200, r#"{"ready":false}"#));
}

#[tokio::test]
async fn a_stranger_cannot_distinguish_an_attempt_from_none() {
    let world = World::start().await;
    let (mut ada, mut grace) = (world.signed_in_as("ada").await, world.signed_in_as("grace").await);
    let target = parameter(&ada.connect(world.id("Salesforce")).await, "targetOrigin").unwrap();
    let (_, own) = target.split_once("cyclr_attempt=").unwrap();
    let csrf = grace.csrf().await;
    let mut answers = Vec::new();
    for attempt in [own, "AAAAAAAAAAAAAAAAAAAAAA"] {
        let form = [("csrf", &*csrf), ("cyclr_attempt", attempt)];
        for path in ["/attempts/check", "/attempts/cancel", "/done"] {
            let answer = grace.by_script(path, &form).await;
            answers.push((path, answer.status, answer.text));
        }
    }
    assert_eq!(answers[..3], answers[3..]);
}

#[tokio::test]
async fn a_user_who_stops_waiting_is_not_connected() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");
    let answer = ada.connect_in_window(id).await;
    let member = |name: &str| {
        let (_, rest) = answer.text.split_once(&format!(r#""{name}":""#)).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let csrf = ada.csrf().await;
    let message = member("message");
    let form = [("csrf", &*csrf), ("cyclr_attempt", &*message)];
    // She has consented already, and did not see it.
    world.approve(&member("url")).await;
    assert!(world.is_authenticated(id));
    let cancelled = ada.by_script("/attempts/cancel", &form).await;
    assert_eq!(
        (cancelled.status.as_u16(), &*cancelled.text),
        (
            200,
            r#"{"text":"Cancelled. Salesforce had just been connected. It is disconnected again."}"#
        )
    );
    assert!(!world.is_authenticated(id));
    assert_eq!(ada.by_script("/done", &form).await.status, 403);
}

#[tokio::test]
async fn after_cancelling_the_page_says_what_cyclr_reports() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");
    for (before, text) in [
        (false, "Cancelled. Salesforce is not connected."),
        (true, "Cancelled. Salesforce is still connected."),
    ] {
        world.sandbox.set_authenticated(id, before);
        let message = ada.connect_in_window(id).await.member("message");
        let csrf = ada.csrf().await;
        let form = [("csrf", &*csrf), ("cyclr_attempt", &*message)];
        assert_eq!(ada.by_script("/attempts/cancel", &form).await.member("text"), text);
    }
}

#[tokio::test]
async fn a_forged_return_connects_nothing() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    for (forged, status) in [
        ("/done", 400),
        ("/done?cyclr_attempt=", 400),
        ("/done?cyclr_attempt=AAAAAAAAAAAAAAAAAAAAAA", 403),
        ("/done?cyclr_attempt=%00", 400),
        ("/done?cyclr_attempt=%FF", 400),
        (&format!("/done?cyclr_attempt={}", "A".repeat(10_000)), 400),
        // Two of them are a mistake, whichever is right.
        ("/done?cyclr_attempt=A&cyclr_attempt=B", 400),
    ] {
        let answer = ada.get(forged).await;
        assert_eq!(answer.status, status, "{forged:.60}");
        assert!(answer.text.contains("Not connected"), "{forged:.60}");
    }
    let asked = world.sandbox.request_count("GET", "/v1.0/account/connectors/*");
    assert_eq!(asked, 0, "Cyclr was not asked");
}

#[tokio::test]
async fn a_return_before_the_user_has_consented_connects_nothing_and_can_be_repeated() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");
    let url = ada.connect(id).await;
    let target = parameter(&url, "targetOrigin").unwrap();
    let forged = target.strip_prefix(&world.address).unwrap();

    let early = ada.get(forged).await;
    assert_eq!(early.status, 409);
    assert!(early.text.contains("Not connected"));
    assert!(!world.is_authenticated(id));

    assert_eq!(world.approve_redirect(&url).await, forged);
    assert_eq!(ada.get(forged).await.status, 303);
}

#[tokio::test]
async fn a_denial_connects_nothing() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");
    let url = ada.connect(id).await;
    let denied = world.sandbox.user().open(&url).await.unwrap().deny().await.unwrap();
    assert!(matches!(denied, Completion::Refused { .. }), "{denied:?}");
    let target = parameter(&url, "targetOrigin").unwrap();
    let done = ada.get(target.strip_prefix(&world.address).unwrap()).await;
    assert_eq!(done.status, 409);
    assert!(done.text.contains("You are not connected."));
}

#[tokio::test]
async fn an_attempt_of_somebody_else_is_not_completed_by_a_colleague() {
    let world = World::start().await;
    let (mut ada, mut alan) = (world.signed_in_as("ada").await, world.signed_in_as("alan").await);
    let id = world.id("Salesforce");
    let url = ada.connect(id).await;
    let done = world.approve_redirect(&url).await;
    let answer = alan.get(&done).await;
    assert_eq!(answer.status, 403);
    // It is still hers.
    assert!(world.is_authenticated(id));
    assert_eq!(ada.get(&done).await.status, 303);
}

#[tokio::test]
async fn a_connection_that_another_customers_user_was_lured_into_is_undone() {
    let world = World::start().await;
    let (mut ada, mut grace) = (world.signed_in_as("ada").await, world.signed_in_as("grace").await);
    let id = world.id("Salesforce");
    // Ada begins, and has Grace open the URL: Grace's data end up in Ada's account.
    let url = ada.connect(id).await;
    let done = world.approve_redirect(&url).await;
    assert!(world.is_authenticated(id));
    assert_eq!(grace.get(&done).await.status, 403);
    assert!(!world.is_authenticated(id), "it is undone as soon as Grace is back");
    assert_eq!(ada.get(&done).await.status, 409);
}

#[tokio::test]
async fn a_connection_that_stood_before_is_not_cut_by_an_attempt_that_leaked() {
    let world = World::start().await;
    let (mut ada, mut grace) = (world.signed_in_as("ada").await, world.signed_in_as("grace").await);
    let id = world.id("Salesforce");
    world.sandbox.set_authenticated(id, true);
    let target = parameter(&ada.connect(id).await, "targetOrigin").unwrap();
    let leaked = target.strip_prefix(&world.address).unwrap();
    assert_eq!(grace.get(leaked).await.status, 403);
    assert!(world.is_authenticated(id));
}

/// What `docs/session-fixation.md` says of older attempts that were given up: the price of undoing.
#[tokio::test]
async fn an_older_attempt_that_leaked_cuts_what_a_later_one_made_within_its_time() {
    let world = World::start().await;
    let (mut ada, mut grace) = (world.signed_in_as("ada").await, world.signed_in_as("grace").await);
    let id = world.id("Salesforce");
    let given_up = parameter(&ada.connect(id).await, "targetOrigin").unwrap();
    let url = ada.connect(id).await;
    let done = world.approve_redirect(&url).await;
    assert_eq!(ada.get(&done).await.status, 303);
    let leaked = given_up.strip_prefix(&world.address).unwrap();
    assert_eq!(grace.get(leaked).await.status, 403);
    assert!(!world.is_authenticated(id));
}

#[tokio::test]
async fn an_older_attempt_that_leaked_cuts_nothing_once_its_time_is_over() {
    let world = World::start().await;
    let (mut ada, mut grace) = (world.signed_in_as("ada").await, world.signed_in_as("grace").await);
    let id = world.id("Salesforce");
    let given_up = parameter(&ada.connect(id).await, "targetOrigin").unwrap();
    let leaked = given_up.strip_prefix(&world.address).unwrap();
    world.sandbox.clock().advance(Duration::from_secs(10 * 60));
    let url = ada.connect(id).await;
    let done = world.approve_redirect(&url).await;
    assert_eq!(ada.get(&done).await.status, 303);

    world.sandbox.clock().advance(Duration::from_secs(5 * 60));
    assert_eq!(grace.get(leaked).await.status, 403);
    assert!(world.is_authenticated(id), "its time was over");

    let given_up = parameter(&ada.connect(id).await, "targetOrigin").unwrap();
    let leaked = given_up.strip_prefix(&world.address).unwrap();
    assert_eq!(grace.get(leaked).await.status, 403);
    assert!(world.is_authenticated(id), "it was begun when the connection stood");
}

/// What no check of the partner's can prevent: the one-time URL belongs to whoever has it.
#[tokio::test]
async fn an_attacker_can_send_the_victim_elsewhere() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");
    let url = ada.connect(id).await;
    let own = parameter(&url, "targetOrigin").unwrap();
    let mut elsewhere = url::Url::parse(&url).unwrap();
    let pairs: Vec<_> = elsewhere.query_pairs().into_owned().collect();
    elsewhere.query_pairs_mut().clear().extend_pairs(pairs.into_iter().map(|(name, value)| {
        let value = if name == "targetOrigin" { "https://evil.example/".to_owned() } else { value };
        (name, value)
    }));
    // The victim consents, and never comes to the portal.
    let completion = world.approve(elsewhere.as_str()).await;
    assert_eq!(completion, Completion::Redirect("https://evil.example/".parse().unwrap()));
    let done = ada.get(own.strip_prefix(&world.address).unwrap()).await;
    assert_eq!(done.status, 303, "docs/session-fixation.md says so");
    assert!(world.is_authenticated(id));
}

#[tokio::test]
async fn only_a_navigation_completes() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let url = ada.connect(world.id("Salesforce")).await;
    let done = world.approve_redirect(&url).await;
    for (name, value) in [
        ("sec-fetch-mode", "no-cors"),
        ("sec-fetch-dest", "image"),
        ("sec-fetch-dest", "iframe"),
        ("sec-purpose", "prefetch"),
    ] {
        let mut other = ada.clone();
        other.headers.push((name, value.to_owned()));
        assert_eq!(other.get(&done).await.status, 403, "{name}: {value}");
    }
    assert_eq!(ada.send(reqwest::Method::HEAD, &done, None).await.status, 405);
    ada.headers =
        vec![("sec-fetch-mode", "navigate".to_owned()), ("sec-fetch-dest", "document".to_owned())];
    assert_eq!(ada.get(&done).await.status, 303);
}

#[tokio::test]
async fn an_attempt_is_not_completed_after_signing_out_or_in_again() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let url = ada.connect(world.id("Salesforce")).await;
    let done = world.approve_redirect(&url).await;
    ada.submit("/sign-out", &[]).await;
    let answer = ada.get(&done).await;
    assert_eq!(answer.status, 401);
    assert!(answer.text.contains("You are signed out"));
    let mut again = world.signed_in_as("ada").await;
    assert_eq!(again.get(&done).await.status, 403);
}

#[tokio::test]
async fn another_tenants_connector_does_not_begin() {
    let world = World::start().await;
    let ada = world.signed_in_as("ada").await;
    let foreign = world.id_of("Globex-7", "Salesforce");
    let submit = async |path: &str, form: &[(&str, &str)]| {
        let mut ada = ada.clone();
        let answer = ada.submit(&format!("/connectors/{foreign}/{path}"), form).await;
        let page = answer.location().to_owned();
        assert_eq!(page, format!("/connectors/{foreign}?problem=not-found"));
        assert_eq!(ada.get(&page).await.status, 404);
    };
    submit("connect", &[]).await;
    assert_eq!(ada.clone().connect_in_window(foreign).await.status, 404);
    assert_eq!(ada.clone().get(&format!("/connectors/{foreign}")).await.status, 404);
    submit("auth-value", &[("key", "k3y")]).await;
    submit("properties", &[("property.Domain", "x")]).await;
    submit("disconnect", &[]).await;
    assert_eq!(world.sign_in_tokens(), 0);
}

#[tokio::test]
async fn an_attempt_expires_and_the_page_says_so() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let url = ada.connect(world.id("Salesforce")).await;
    let done = world.approve_redirect(&url).await;
    world.sandbox.clock().advance(Duration::from_secs(15 * 60 + 1));
    let answer = ada.get(&done).await;
    assert_eq!(answer.status, 410);
    assert!(answer.text.contains("That took too long"));
    // It names the connector, offers the next step, and does not deny what Cyclr reports.
    assert!(answer.text.contains("<h1>Salesforce: sign-in not confirmed</h1>"));
    assert!(answer.text.contains("Cyclr reports that Salesforce is connected"));
    assert!(answer.text.contains("data-connect"));
}

#[tokio::test]
async fn a_late_return_in_a_window_says_what_cyclr_reports() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");
    for (approved, text) in [
        (false, "That took too long. Connect again."),
        (
            true,
            "That took too long. Cyclr reports that Salesforce is connected. \
             Reconnect to keep it connected.",
        ),
    ] {
        let begun = ada.connect_in_window(id).await;
        if approved {
            world.approve(&begun.member("url")).await;
        }
        world.sandbox.clock().advance(Duration::from_secs(15 * 60 + 1));
        let csrf = ada.csrf().await;
        let form = [("csrf", &*csrf), ("cyclr_attempt", &*begun.member("message"))];
        let done = ada.by_script(&format!("/done?connector={id}"), &form).await;
        assert_eq!((done.status.as_u16(), &*done.member("text")), (410, text));
    }
}

#[tokio::test]
async fn while_cyclr_cannot_be_asked_nothing_is_lost() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let url = ada.connect(world.id("Salesforce")).await;
    let done = world.approve_redirect(&url).await;
    let connector = "/v1.0/account/connectors/*";
    world.sandbox.faults().always("GET", connector, Fault::status(403));
    let answer = ada.get(&done).await;
    assert_eq!(answer.status, 503);
    assert!(answer.text.contains("Try again in a minute."));
    world.sandbox.faults().clear();
    assert_eq!(ada.get(&done).await.status, 303);
}

#[tokio::test]
async fn two_tabs_complete_each_its_own() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let (one, other) = (world.id("Salesforce"), world.id("HubSpot"));
    let (url_one, url_other) = (ada.connect(one).await, ada.connect(other).await);
    let done_other = world.approve_redirect(&url_other).await;
    let done_one = world.approve_redirect(&url_one).await;
    assert_eq!(ada.get(&done_one).await.location(), format!("/connectors/{one}"));
    assert_eq!(ada.get(&done_other).await.location(), format!("/connectors/{other}"));
}

#[tokio::test]
async fn of_many_at_once_one_completes() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let url = ada.connect(world.id("Salesforce")).await;
    let done = world.approve_redirect(&url).await;
    let tabs: Vec<_> = (0..16)
        .map(|_| {
            let (mut tab, done) = (ada.clone(), done.clone());
            tokio::spawn(async move { tab.get(&done).await.status.as_u16() })
        })
        .collect();
    let mut statuses = Vec::new();
    for tab in tabs {
        statuses.push(tab.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses[0], 303);
    assert!(statuses[1..].iter().all(|status| *status == 403), "{statuses:?}");
}
