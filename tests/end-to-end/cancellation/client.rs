//! Calls that are dropped half-way: the next call works, and no other call that waits for the same token hangs.

use std::time::Duration;

use cyclr_oauth::{AccountConnector, AccountId, NewAccount};
use cyclr_sandbox::{ConnectorSeed, ParameterSeed};

use crate::calls::Fixture;
use crate::world::{Cuts, World, cut, in_time};

crate::with_both_transports! {
    a_call_without_a_token
    a_check_of_the_credentials
    a_renewal_of_the_token
    every_call
    an_account_that_is_ensured
    a_connector_that_is_ensured
    a_connector_that_is_configured
}

async fn a_call_without_a_token(world: World) {
    let (id, mut cuts) =
        (world.connector(), Cuts::of("a call, with two that wait for the same token"));
    loop {
        let (client, issued) = (world.client(), world.sandbox.access_tokens_issued());
        let scope = client.account(&world.account);
        let others = async { tokio::join!(scope.connector(id), scope.connector(id)) };
        let (ended, (first, second)) =
            in_time(async { tokio::join!(cut(cuts.next(), scope.connector(id)), others) }).await;
        assert_eq!((first.unwrap().id, second.unwrap().id), (id, id));
        assert_eq!(in_time(scope.connector(id)).await.unwrap().id, id);
        assert_eq!(world.sandbox.access_tokens_issued() - issued, 1);

        // And with nobody else who could finish its request.
        let (client, issued) = (world.client(), world.sandbox.access_tokens_issued());
        let scope = client.account(&world.account);
        let alone = cut(cuts.count(), scope.connector(id)).await;
        assert_eq!(in_time(scope.connector(id)).await.unwrap().id, id);
        assert_eq!(world.sandbox.access_tokens_issued() - issued, 1);
        if ended.is_some() && alone.is_some() {
            return cuts.end(3);
        }
    }
}

async fn a_check_of_the_credentials(world: World) {
    let mut cuts = Cuts::of("check");
    loop {
        let client = world.client();
        let ended = cut(cuts.next(), client.check()).await;
        in_time(client.check()).await.unwrap();
        in_time(client.accounts().list().all()).await.unwrap();
        if ended.is_some() {
            return cuts.end(1);
        }
    }
}

async fn a_renewal_of_the_token(world: World) {
    let (id, mut cuts) = (world.connector(), Cuts::of("a call whose token must be renewed"));
    loop {
        let client = world.client();
        let scope = client.account(&world.account);
        in_time(scope.connector(id)).await.unwrap();
        // Fourteen days but for a minute.
        world.sandbox.clock().advance(Duration::from_secs(14 * 24 * 3600 - 60));
        let issued = world.sandbox.access_tokens_issued();
        let ended = cut(cuts.next(), scope.connector(id)).await;
        in_time(scope.connector(id)).await.unwrap();
        world.sandbox.clock().advance(Duration::from_secs(1));
        in_time(scope.connector(id)).await.unwrap();
        assert!(world.sandbox.access_tokens_issued() - issued <= 1, "asked for twice");
        if ended.is_some() {
            return cuts.end(1);
        }
    }
}

async fn every_call(world: World) {
    let id = world.connector();
    let fixture = Fixture::new("Acme-42", "s3cr3t");
    let (mut calls, mut all) = (0, 0);
    for call in fixture.calls() {
        let mut cuts = Cuts::of(call.name);
        calls += 1;
        loop {
            let client = world.client();
            if cut(cuts.next(), (call.send)(&client)).await.is_some() {
                break;
            }
            all += 1;
            // The fixture's calls may remove the account.
            world.sandbox.create_account(&world.account);
            let next = in_time(client.account(&world.account).connector(id)).await;
            assert!(
                next.is_ok_and(|it| it.id == id) || world.sandbox.account_connector(id).is_none()
            );
        }
        cuts.end(2);
    }
    println!("{calls} calls: {all} cuts");
}

async fn an_account_that_is_ensured(world: World) {
    let mut cuts = Cuts::of("ensure");
    loop {
        let polls = cuts.next();
        let id = AccountId::new(format!("Account-{polls}")).unwrap();
        let (client, new) = (world.client(), NewAccount::new("Acme").id(&id));
        let ended = cut(polls, client.accounts().ensure(&new)).await;
        assert_eq!(in_time(client.accounts().ensure(&new)).await.unwrap().id, id);
        assert!(world.sandbox.has_account(&id));
        if ended.is_some() {
            return cuts.end(3);
        }
    }
}

#[derive(AccountConnector)]
struct Mail {
    dc: &'static str,
}

const MAIL: Mail = Mail { dc: "us6" };

fn mail(world: &World) -> u64 {
    let mail = ConnectorSeed::oauth2("Mail").parameter(ParameterSeed::required("Dc"));
    world.sandbox.define(mail)
}

async fn a_connector_that_is_ensured(world: World) {
    let (connector, mut cuts) = (mail(&world), Cuts::of("ensure_installed"));
    loop {
        let polls = cuts.next();
        let account = AccountId::new(format!("Account-{polls}")).unwrap();
        world.sandbox.create_account(&account);
        let client = world.client();
        let scope = client.account(&account);
        let ended = cut(polls, scope.ensure_installed(connector, &MAIL)).await;
        world.settle().await;
        let installed = in_time(scope.ensure_installed(connector, &MAIL)).await.unwrap();
        assert!(installed.others.is_empty(), "it was installed twice");
        let there = world.sandbox.account_connectors(&account);
        assert_eq!(there.len(), 1, "it was installed twice");
        let properties: Vec<_> = there[0].properties().collect();
        assert_eq!(properties, [("Dc", "us6")]);
        if ended.is_some() {
            return cuts.end(4);
        }
    }
}

async fn a_connector_that_is_configured(world: World) {
    let (connector, mut cuts) = (mail(&world), Cuts::of("configure"));
    loop {
        let client = world.client();
        let scope = client.account(&world.account);
        let id = in_time(scope.install(connector, &())).await.unwrap().id;
        let ended = cut(cuts.next(), scope.configure(id, &MAIL)).await;
        world.settle().await;
        in_time(scope.configure(id, &MAIL)).await.unwrap();
        let snapshot = world.sandbox.account_connector(id).unwrap();
        assert_eq!(snapshot.properties().collect::<Vec<_>>(), [("Dc", "us6")]);
        if ended.is_some() {
            return cuts.end(2);
        }
    }
}
