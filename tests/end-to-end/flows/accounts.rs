//! From a new account to a connection that breaks.

use cyclr_oauth::api::{
    AccountUpdate, MethodId, TransactionError, WebhookAddress, WebhookKey, WebhookUrl,
};
use cyclr_oauth::{AccountId, NewAccount, Secret};
use cyclr_oauth_end_to_end::{AnyClient, Kind, World, connectors};
use cyclr_sandbox::{ConnectorSeed, Fault, MethodSeed};
use serde_json::{Value, json};

cyclr_oauth_end_to_end::with_both_clients! {
    accounts_are_created_changed_listed_and_deleted
    users_are_added_and_removed
    of_sixteen_at_once_all_get_the_same_account_and_account_connector
    a_broken_connection_is_found_by_its_webhook
    no_error_prints_a_password
    the_third_party_says_who_consented
}

async fn accounts_are_created_changed_listed_and_deleted(kind: Kind) {
    let world = World::start(kind);
    let accounts = world.client.accounts();
    let id = AccountId::new("snjallgogn.is").unwrap();
    let hook = WebhookUrl::parse("https://partner.example/hook/s3cr3t").unwrap();
    let new = NewAccount::new("Acme").id(&id).timezone("Europe/London").description("d");
    let new = new.success_retention_hours(1_000).transaction_error_webhook(&hook);
    let account = accounts.ensure(&new).await.unwrap();
    assert_eq!((&account.id, &*account.name), (&id, "Acme"));
    assert_eq!(account.success_retention_hours, Some(744));
    assert!(account.created_at.is_some() && account.next_bill_date > account.created_at);
    assert!(
        account.transaction_error_webhook_enabled && !format!("{account:?}").contains("s3cr3t")
    );

    let update = AccountUpdate::new().name("Acme PLC").success_retention_hours(None);
    let account = accounts.update(&id, &update.no_transaction_error_webhook()).await.unwrap();
    assert_eq!((&*account.name, account.success_retention_hours), ("Acme PLC", None));
    assert_eq!(account.timezone.as_deref(), Some("Europe/London"));
    assert!(!account.transaction_error_webhook_enabled);
    // An existing account keeps its settings.
    assert_eq!(accounts.ensure(&new).await.unwrap().name, "Acme PLC");

    let guid = accounts.create(&NewAccount::new("Another")).await.unwrap().id;
    let all: Vec<_> = accounts.list().await.unwrap().into_iter().map(|it| it.id).collect();
    assert_eq!(all.len(), 3);
    assert!(all.contains(&id) && all.contains(&guid) && all.contains(&world.account));
    let error = accounts.update(&id, &AccountUpdate::new().name("")).await.unwrap_err();
    assert!(error.message().unwrap().contains("Name is required"), "{error}");
    accounts.delete(&id).await.unwrap();
    assert!(accounts.get(&id).await.unwrap_err().is_not_found());
}

async fn users_are_added_and_removed(kind: Kind) {
    let world = World::start(kind);
    let accounts = world.client.accounts();
    for (name, password) in [("ann", "p1"), ("bob", "p2")] {
        accounts.add_user(&world.account, name, &Secret::from(password)).await.unwrap();
    }
    assert_eq!(accounts.users(&world.account).await.unwrap(), ["ann", "bob"]);
    accounts.set_password("ann", &Secret::from("new")).await.unwrap();
    assert!(world.sandbox.has_password("ann", "new"));
    accounts.remove_user(&world.account, "ann").await.unwrap();
    assert_eq!(accounts.users(&world.account).await.unwrap(), ["bob"]);
    assert!(accounts.remove_user(&world.account, "ann").await.unwrap_err().is_not_found());
}

async fn of_sixteen_at_once_all_get_the_same_account_and_account_connector(kind: Kind) {
    for _ in 0..5 {
        let world = World::start(kind);
        let connector = world.sandbox.define(connectors::mail_chimp());
        let once = move |client: AnyClient| async move {
            let id = AccountId::new("new").unwrap();
            let account = client.accounts().ensure(&NewAccount::new("Acme").id(&id)).await.unwrap();
            let scope = client.account(&account.id);
            scope.ensure_installed(connector.into(), &()).await.unwrap().connector.id
        };
        let clients = (0..16).map(|_| AnyClient::of(kind, &world.sandbox));
        let ids: Vec<_> = match kind {
            Kind::Async => {
                let tasks: Vec<_> = clients.map(|client| tokio::spawn(once(client))).collect();
                let mut ids = Vec::new();
                for task in tasks {
                    ids.push(task.await.unwrap());
                }
                ids
            }
            Kind::Blocking => {
                let wait = |client| std::thread::spawn(move || pollster::block_on(once(client)));
                let threads: Vec<_> = clients.map(wait).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            }
        };
        let installed = world.sandbox.account_connectors(&AccountId::new("new").unwrap());
        let [only] = &*installed else { panic!("{installed:?}") };
        assert!(ids.iter().all(|id| *id == only.id()), "{ids:?}, and {}", only.id());
        assert_eq!(world.client.accounts().list().await.unwrap().len(), 2);
    }
}

async fn a_broken_connection_is_found_by_its_webhook(kind: Kind) {
    let world = World::start(kind);
    let key = WebhookKey::new("a key of at least thirty-two bytes").unwrap();
    let address = WebhookAddress::for_account(&key, &world.account);
    let url = address.url(&WebhookUrl::parse("http://127.0.0.1:1/hooks").unwrap());
    let update = AccountUpdate::new().transaction_error_webhook(&url);
    world.client.accounts().update(&world.account, &update).await.unwrap();
    let mail = connectors::active_campaign();
    let [broken, other, _fine] =
        [(); 3].map(|()| world.sandbox.install(&world.account, mail.clone().auth_value("k3y")));
    assert!(world.scope.needs_attention().await.unwrap().is_empty());
    world.sandbox.set_authenticated(other, false);
    assert!(world.sandbox.break_connection(broken));

    let webhook = world.sandbox.webhooks().pop().unwrap();
    let (_, segment) = webhook.url().rsplit_once('/').unwrap();
    assert_eq!(WebhookAddress::verify(&key, segment), Some(world.account.clone()));
    let error = TransactionError::read(webhook.body().to_string().as_bytes()).unwrap();
    assert!(error.is_authentication());
    assert_eq!(error.account_external_id.as_deref(), Some(world.account.as_str()));
    let ids = |all: Vec<cyclr_oauth::api::AccountConnectorState>| {
        all.into_iter().map(|it| it.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(world.scope.needs_attention_after(&error).await.unwrap()), [broken]);
    assert_eq!(ids(world.scope.needs_attention().await.unwrap()), [broken, other]);
    // A forged webhook names no cycle of this account.
    let forged = TransactionError::read(br#"{"CycleId":"c0ffee"}"#).unwrap();
    assert_eq!(ids(world.scope.needs_attention_after(&forged).await.unwrap()), [broken, other]);
}

async fn no_error_prints_a_password(kind: Kind) {
    let world = World::start(kind);
    let accounts = world.client.accounts();
    let password = Secret::from("c4n4ry-passw0rd");
    let echo = r#"{"Message":"the password c4n4ry-passw0rd is too short"}"#;
    for path in ["/v1.0/accounts/*/users", "/v1.0/users"] {
        world.sandbox.faults().always("PUT", path, Fault::status(400).body(echo));
    }
    for error in [
        accounts.add_user(&world.account, "ann", &password).await.unwrap_err(),
        accounts.set_password("ann", &password).await.unwrap_err(),
    ] {
        let text = format!("{error} {error:?} {:?}", error.message());
        assert!(!text.contains("c4n4ry"), "{text}");
        assert!(text.contains("withheld"), "{text}");
        assert!(error.expose_body().unwrap().contains("c4n4ry"));
    }
    let shown = format!("{:?} {:?}", world.sandbox.requests(), world.sandbox);
    assert!(!shown.contains("c4n4ry"), "{shown}");
}

async fn the_third_party_says_who_consented(kind: Kind) {
    let world = World::start(kind);
    let crm = ConnectorSeed::oauth2("CRM").id(7).method(MethodSeed::new("x", json!({"a": 1})));
    let id = world.sandbox.install(&world.account, crm);
    let methods = world.scope.methods(7.into()).await.unwrap();
    let method = |name: &str| methods.iter().find(|it| it.name == name).unwrap().id.clone();
    let visit = world.hand_off(id, "https://partner.example/done", None).await;
    visit.approve_as("mallory@evil.example").await.unwrap();
    let current_user: Value =
        world.scope.call_method(id, &method("Get Current User")).await.unwrap();
    assert_eq!(current_user, json!({"User": "mallory@evil.example"}));
    let other: Value = world.scope.call_method(id, &method("x")).await.unwrap();
    assert_eq!(other, json!({"a": 1}));
    let unknown = MethodId::new("6f9619ff-8b86-d011-b42d-00cf4fc964ff").unwrap();
    let error = world.scope.call_method::<Value>(id, &unknown).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
}
