//! Connections that break: what is shown, which webhook is posted, and what stops a cycle.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use cyclr_oauth::api::{MarketplaceNotification, MarketplaceStatus};
use cyclr_oauth::{AccountConnectorId, AccountId};
use cyclr_sandbox::{
    BrokenConnection, Completion, ConnectorSeed, MarketplaceEvent, MethodSeed, Sandbox, Seed,
    SentWebhook, Switches,
};
use http::{Method, Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};

use crate::connectors::ALL;
use crate::support::{Api, eventually};

const METHODS: &str = "methods?query=current";

/// A partner's server, which answers by a list of statuses.
struct Partner {
    url: String,
    received: Arc<Mutex<Vec<(String, String, Value)>>>,
}

impl Partner {
    async fn start(statuses: impl IntoIterator<Item = u16>) -> Self {
        let statuses = Mutex::new(statuses.into_iter().collect::<VecDeque<_>>());
        let statuses = Arc::new(statuses);
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&received);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook/s3cr3t?a=b", listener.local_addr().unwrap());
        let take = service_fn(move |request: Request<Incoming>| {
            let (statuses, kept) = (Arc::clone(&statuses), Arc::clone(&kept));
            async move {
                let (parts, body) = request.into_parts();
                let body = axum::body::to_bytes(Body::new(body), 1 << 20).await.unwrap();
                let content_type = parts.headers["content-type"].to_str().unwrap().to_owned();
                let body = serde_json::from_slice(&body).unwrap();
                kept.lock().unwrap().push((parts.uri.to_string(), content_type, body));
                let status = statuses.lock().unwrap().pop_front().unwrap_or(200);
                Response::builder().status(status).body(Body::empty())
            }
        });
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let serving =
                    http1::Builder::new().serve_connection(TokioIo::new(stream), take.clone());
                tokio::spawn(serving);
            }
        });
        Self { url, received }
    }

    fn received(&self) -> Vec<(String, String, Value)> {
        self.received.lock().unwrap().clone()
    }
}

async fn set_webhook(api: &Api, url: &str) {
    let body = json!({"TransactionErrorWebhookEnabled": true, "TransactionErrorWebhookUrl": url});
    api.send(Method::PUT, Api::ACCOUNT, body).await;
}

async fn settled(api: &Api) -> SentWebhook {
    eventually(|| api.cyclr.webhooks().last().is_some_and(SentWebhook::is_settled)).await;
    api.cyclr.webhooks().pop().unwrap()
}

fn mail(api: &Api) -> AccountConnectorId {
    api.cyclr.install(&api.account, ConnectorSeed::api_key("Mail").auth_value("k3y"))
}

#[tokio::test]
async fn a_broken_connection_is_shown_and_posted() {
    let (api, partner) = (Api::start().await, Partner::start([204]).await);
    set_webhook(&api, &partner.url).await;
    let id = mail(&api);
    assert!(api.cyclr.break_connection(id));
    assert_eq!(api.get(&format!("{ALL}/{id}")).await["Authenticated"], false);

    let webhook = settled(&api).await;
    assert_eq!((webhook.tries(), webhook.status(), webhook.error()), (1, Some(204), None));
    assert_eq!((webhook.account(), webhook.url()), (api.account.as_str(), &*partner.url));
    let [(uri, content_type, body)] = &partner.received()[..] else { panic!("one request") };
    assert_eq!(uri, "/hook/s3cr3t?a=b");
    assert!(content_type.starts_with("application/json"), "{content_type}");
    assert_eq!(body, webhook.body());
    let mut members: Vec<_> = body.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    let expected = [
        "AccountExternalId",
        "AccountId",
        "AccountName",
        "CycleId",
        "CycleName",
        "Detail",
        "IncidentLevel",
        "Message",
        "StepId",
        "StepName",
        "StepType",
        "Timestamp",
        "TransactionId",
    ];
    assert_eq!(members, expected);
    assert_eq!(body["Message"], "Failed to authenticate the connector");
    assert_eq!(body["AccountExternalId"], api.account.as_str());
    assert_eq!(body["AccountId"].as_str().unwrap().len(), 36, "Cyclr's own id");
    let shown = format!("{webhook:?}");
    assert!(shown.contains("tries: 1"), "{shown}");
    assert!(!shown.contains("s3cr3t") && !shown.contains("invalid_grant"), "{shown}");

    // The cycle waits for the connection, and no longer once it is there again.
    let cycle = body["CycleId"].as_str().unwrap();
    let prerequisites = format!("/v1.0/cycles/{cycle}/prerequisites");
    let found = api.get(&prerequisites).await;
    let [missing] = &found.as_array().unwrap()[..] else { panic!("{found}") };
    assert_eq!(missing["ReasonCode"], 20);
    assert_eq!(missing["ObjectType"], "AccountConnector");
    assert_eq!(missing["ObjectId"], id.to_string());
    api.send(Method::PUT, &format!("{ALL}/{id}"), json!({"AuthValue": "n3w"})).await;
    assert_eq!(api.get(&prerequisites).await, json!([]));
    assert_eq!(api.refusal(Method::GET, "/v1.0/cycles/x/prerequisites", json!({})).await.0, 404);

    assert!(!api.cyclr.break_connection(AccountConnectorId::from(99)));

    // Neither another account's cycle nor one of an account that was deleted.
    let other = AccountId::new("other").unwrap();
    api.cyclr.create_account(&other);
    let cycle = api.cyclr.install_cycle(&other, &[]);
    let of_other = format!("/v1.0/cycles/{cycle}/prerequisites");
    assert_eq!(api.refusal(Method::GET, &of_other, json!({})).await.0, 404);
    api.send(Method::DELETE, Api::ACCOUNT, json!({})).await;
    api.cyclr.create_account(&api.account);
    assert_eq!(api.refusal(Method::GET, &prerequisites, json!({})).await.0, 404);
}

#[tokio::test]
async fn a_webhook_is_posted_up_to_three_times_and_never_to_another_machine() {
    for (statuses, tries, last) in [
        (vec![500, 503, 200], 3, 200),
        (vec![500, 500, 500, 200], 3, 500),
        (vec![502, 400, 200], 2, 400),
        (vec![404, 200], 1, 404),
    ] {
        let (api, partner) = (Api::start().await, Partner::start(statuses).await);
        set_webhook(&api, &partner.url).await;
        api.cyclr.break_connection(mail(&api));
        let webhook = settled(&api).await;
        assert_eq!((webhook.tries(), webhook.status()), (tries, Some(last)));
        assert_eq!(partner.received().len(), tries as usize);
    }
    let api = Api::start().await;
    for (url, reason) in [
        ("partner.example/hook", "not http, and the sandbox has no TLS"),
        ("http://partner.example/hook", "not a loopback host"),
        ("http://localhost.partner.example/", "not a loopback host"),
        ("http://192.0.2.1/", "not a loopback host"),
        ("https://127.0.0.1/", "not http, and the sandbox has no TLS"),
    ] {
        set_webhook(&api, url).await;
        api.cyclr.break_connection(mail(&api));
        let webhook = settled(&api).await;
        assert_eq!((webhook.tries(), webhook.error()), (0, Some(reason)), "{url}");
    }
    // Nobody listens.
    set_webhook(&api, "http://127.0.0.1:1/").await;
    api.cyclr.break_connection(mail(&api));
    let webhook = settled(&api).await;
    assert_eq!((webhook.tries(), webhook.status()), (3, None));
    assert!(webhook.error().is_some());

    let count = api.cyclr.webhooks().len();
    api.send(Method::PUT, Api::ACCOUNT, json!({"TransactionErrorWebhookEnabled": false})).await;
    api.cyclr.break_connection(mail(&api));
    assert_eq!(api.cyclr.webhooks().len(), count, "it is turned off");
}

#[tokio::test]
async fn a_marketplace_notification_is_posted() {
    let (api, partner) = (Api::start().await, Partner::start([]).await);
    let cycle = api.cyclr.install_cycle(&api.account, &[mail(&api)]);
    let before = api.cyclr.snapshot();
    for (event, status) in [
        (MarketplaceEvent::Installed, MarketplaceStatus::Installed),
        (MarketplaceEvent::Started, MarketplaceStatus::Started),
        (MarketplaceEvent::Stopped, MarketplaceStatus::Stopped),
        (MarketplaceEvent::Uninstalled, MarketplaceStatus::Uninstalled),
    ] {
        assert!(api.cyclr.notify_marketplace(&api.account, event, 1234, &partner.url));
        assert_eq!(settled(&api).await.status(), Some(200));
        let (_, _, body) = partner.received().pop().unwrap();
        let read = MarketplaceNotification::read(body.to_string().as_bytes()).unwrap();
        assert_eq!(read.status, status);
        assert_eq!(read.account_api_id.as_deref(), Some(api.account.as_str()));
        assert_eq!(read.account_id.unwrap().len(), 36, "Cyclr's own id");
        assert_eq!(read.marketplace_integration_package_id, Some(1234));
        let [installed] = &read.marketplace_install_details[..] else { panic!("one cycle") };
        assert_eq!(installed.cycle_id.as_deref(), Some(&*cycle));
    }
    let nobody = AccountId::new("nobody").unwrap();
    assert!(!api.cyclr.notify_marketplace(&nobody, MarketplaceEvent::Started, 1, &partner.url));
    let other = "http://partner.example/";
    assert!(api.cyclr.notify_marketplace(&api.account, MarketplaceEvent::Started, 1, other));
    assert_eq!(settled(&api).await.error(), Some("not a loopback host"));
    assert_eq!(partner.received().len(), 4);
    api.cyclr.restore(&before);
    assert!(api.cyclr.webhooks().is_empty(), "there were none then");
}

#[tokio::test]
async fn a_switch_says_when_a_broken_connection_is_shown() {
    for (switch, at_once, after_use) in [
        (BrokenConnection::AtOnce, false, false),
        (BrokenConnection::OnUse, true, false),
        (BrokenConnection::Never, true, true),
    ] {
        let api = Api::start().await;
        api.cyclr.set_switches(Switches { broken_connection: switch, ..Switches::default() });
        let id = mail(&api);
        let shown = || api.cyclr.account_connector(id).unwrap().is_authenticated();
        assert!(api.cyclr.use_connector(id) && shown());
        api.cyclr.break_connection(id);
        assert_eq!(shown(), at_once, "{switch}");
        assert!(!api.cyclr.use_connector(id), "{switch}");
        assert_eq!(shown(), after_use, "{switch}");
        api.cyclr.set_authenticated(id, true);
        assert!(api.cyclr.use_connector(id) && shown(), "{switch}");
        api.cyclr.set_authenticated(id, false);
        assert!(!api.cyclr.use_connector(id), "{switch}");
        api.cyclr.break_connection(id);
        api.send(Method::PUT, &format!("{ALL}/{id}"), json!({"AuthValue": "n3w"})).await;
        assert!(api.cyclr.use_connector(id) && shown());
    }
}

#[tokio::test]
async fn new_properties_repair_a_connection_and_a_new_name_does_not() {
    let api = Api::start().await;
    let seed = ConnectorSeed::new("Fields", "AuthFields").property("Key", "k3y");
    let id = api.cyclr.install(&api.account, seed);
    assert!(api.cyclr.use_connector(id));
    api.cyclr.break_connection(id);
    let path = format!("{ALL}/{id}");
    let renamed = api.send(Method::PUT, &path, json!({"Name": "x"})).await;
    assert_eq!(renamed["Authenticated"], false);
    assert!(!api.cyclr.use_connector(id));
    let properties = json!({"Properties": [{"Name": "Key", "Value": "n3w"}]});
    assert_eq!(api.send(Method::PUT, &path, properties).await["Authenticated"], true);
    assert!(api.cyclr.use_connector(id));
}

#[tokio::test]
async fn a_method_says_who_consented() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("CRM").id(7));
    let methods = api.get(&format!("/v1.0/connectors/7/{METHODS}")).await;
    assert_eq!(methods[0]["Name"], "Get Current User");
    assert_eq!(api.get(&format!("/v1.0/connectors/crm/1.0/{METHODS}")).await, methods);
    let method = methods[0]["MethodUniqueIdentifier"].as_str().unwrap();
    let call = format!("{ALL}/{id}/methods/{method}");
    let body = json!({"Parameters": {}, "Fields": {}});
    assert_eq!(
        api.refusal(Method::POST, &call, body.clone()).await,
        (400, "Failed to authenticate the connector".to_owned())
    );
    for user in [None, Some("mallory@evil.example")] {
        let visit = api.cyclr.user().open(&api.auth_url(id.get(), None).await).await.unwrap();
        let completion = match user {
            None => visit.approve().await,
            Some(user) => visit.approve_as(user).await,
        };
        assert!(matches!(completion.unwrap(), Completion::Redirect(_)));
        let expected = user.unwrap_or("user@third-party.example");
        assert_eq!(api.get(&call).await, json!({"User": expected}));
        assert_eq!(api.send(Method::POST, &call, body.clone()).await["User"], expected);
        let snapshot = api.cyclr.account_connector(id).unwrap();
        assert_eq!(snapshot.consented_by(), Some(expected));
    }
    let unknown = format!("{ALL}/{id}/methods/6f9619ff-8b86-d011-b42d-00cf4fc964ff");
    assert_eq!(api.refusal(Method::GET, &unknown, json!({})).await.0, 404);
    assert_eq!(api.refusal(Method::GET, &format!("{ALL}/{id}/methods/me"), json!({})).await.0, 400);
    assert_eq!(
        api.refusal(Method::GET, &format!("{ALL}/9/methods/{method}"), json!({})).await.0,
        404
    );
    assert_eq!(api.refusal(Method::GET, "/v1.0/connectors/9/methods", json!({})).await.0, 404);
}

#[tokio::test]
async fn methods_and_categories_are_those_of_the_seed() {
    let guid = "6F9619FF-8B86-D011-B42D-00CF4FC964FF";
    let seed = Seed::parse(&format!(
        r#"{{"Accounts": [{{"Id": "Acme/42 ü"}}],
            "Connectors": [{{"Id": 7, "Name": "CRM", "AuthType": "ApiKey", "Category": "Sales",
             "Methods": [{{"MethodUniqueIdentifier": "{guid}", "Name": "List Contacts",
                           "Category": "Contacts", "Answer": [{{"Name": "Ann"}}]}},
                         {{"Name": "Nothing"}}]}}],
            "AccountConnectors": [{{"Id": 1, "AccountId": "Acme/42 ü", "ConnectorId": 7, "AuthValue": "k3y"}}]}}"#
    ));
    let api = Api::around(Sandbox::builder().seed(seed.unwrap()).start().await.unwrap());
    assert_eq!(api.get(&format!("{ALL}/1/methods/{guid}")).await, json!([{"Name": "Ann"}]));
    let count = async |path: &str| api.get(path).await.as_array().unwrap().len();
    assert_eq!(count("/v1.0/connectors/7/methods").await, 2);
    assert_eq!(count("/v1.0/connectors/7/methods?category=contacts").await, 1);
    assert_eq!(count("/v1.0/connectors/7/methods?query=noth").await, 1);
    for list in ["/v1.0/connectors", ALL] {
        assert_eq!(count(&format!("{list}?category=sales")).await, 1);
        assert_eq!(count(&format!("{list}?category=Mail")).await, 0);
    }
    // The first methods of a connector stay.
    let shop = |method| ConnectorSeed::api_key("Shop").method(MethodSeed::new(method, json!(1)));
    let id = api.cyclr.define(shop("First"));
    assert_eq!(api.cyclr.define(shop("Second")), id);
    assert_eq!(count(&format!("/v1.0/connectors/{id}/methods?query=first")).await, 1);
    assert_eq!(count(&format!("/v1.0/connectors/{id}/methods")).await, 1);
    let list = MethodSeed::new("List", json!([1])).id(guid).category("c");
    let id = api.cyclr.install(
        &api.account,
        ConnectorSeed::api_key("Own").category("Mail").method(list).auth_value("k3y"),
    );
    assert_eq!(api.get(&format!("{ALL}/{id}/methods/{guid}")).await, json!([1]));
    assert_eq!(count(&format!("{ALL}?category=Mail")).await, 1);
}
