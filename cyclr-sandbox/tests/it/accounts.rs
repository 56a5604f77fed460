//! Accounts and users, lists of all kinds, and what every answer has.

use cyclr_oauth::AccountId;
use cyclr_sandbox::ConnectorSeed;
use http::Method;
use serde_json::{Value, json};

use crate::support::Api;

const ACCOUNTS: &str = "/v1.0/accounts";
const WEBHOOK: &str =
    "Transaction Error Webhook enabled: Transaction Error Webhook URL must be defined";

#[tokio::test]
async fn an_account_has_all_its_members() {
    let api = Api::start().await;
    let body = json!({
        "id": "snjallgogn.is",
        "NAME": "Acme",
        "Description": 7,
        "Timezone": "Europe/London",
        "AuditInfo": "a",
        "TaskAuditInfo": "t",
        "NextBillDateUtc": "2030-01-02T03:04:05Z",
        "StepDataSuccessRetentionHours": "168",
        "StepDataErroredRetentionHours": 336,
        "TransactionErrorWebhookEnabled": "True",
        "TransactionErrorWebhookUrl": "https://partner.example/hook",
        "TransactionErrorWebhookIncludeWarnings": true,
    });
    let created = api.send(Method::POST, ACCOUNTS, body).await;
    let mut expected = json!({
        "Id": "snjallgogn.is",
        "Name": "Acme",
        "Description": "7",
        "Timezone": "Europe/London",
        "AuditInfo": "a",
        "TaskAuditInfo": "t",
        "NextBillDateUtc": "2030-01-02T03:04:05.0000000Z",
        "StepDataSuccessRetentionHours": 168,
        "StepDataErroredRetentionHours": 336,
        "TransactionErrorWebhookEnabled": true,
        "TransactionErrorWebhookUrl": "https://partner.example/hook",
        "TransactionErrorWebhookIncludeWarnings": true,
    });
    expected["CreatedDate"] = created["CreatedDate"].clone();
    assert_eq!(created, expected);
    assert!(created["CreatedDate"].as_str().unwrap().ends_with('Z'));
    let one = "/v1.0/accounts/snjallgogn.is";
    assert_eq!(api.get(one).await, created);

    // What an update doesn't name stays.
    let changed = api.send(Method::PUT, one, json!({"name": "Acme PLC", "Timezone": null})).await;
    expected["Name"] = json!("Acme PLC");
    assert_eq!(changed, expected);

    assert_eq!(api.get(&format!("{one}/subaccounts")).await, json!([]));
    let usage = api.get(&format!("{one}/usage")).await;
    assert_eq!((&usage["Id"], &usage["TasksUsed"]), (&json!("snjallgogn.is"), &json!(0)));
    assert!(usage["StartTime"].is_string() && usage["EndTime"].is_string());
}

#[tokio::test]
async fn an_account_without_an_id_gets_a_guid() {
    let api = Api::start().await;
    let name = json!({"Name": "Acme"});
    let first = api.send(Method::POST, ACCOUNTS, name.clone()).await;
    let second = api.send(Method::POST, ACCOUNTS, name).await;
    assert_eq!(first["Id"].as_str().unwrap().len(), 36);
    assert_ne!(first["Id"], second["Id"]);
    assert!(first["NextBillDateUtc"].as_str() > first["CreatedDate"].as_str());
    assert_eq!(first["TransactionErrorWebhookEnabled"], false);
    assert_eq!(first["StepDataSuccessRetentionHours"], Value::Null);
}

#[tokio::test]
async fn an_invalid_account_id_is_refused_with_its_reason() {
    let api = Api::start().await;
    let create = async |body: Value| api.refusal(Method::POST, ACCOUNTS, body).await;
    let taken = json!({"Id": api.account.as_str(), "Name": "Acme"});
    assert_eq!(create(taken).await, (400, "ID already in use".to_owned()));
    for body in [json!({}), json!({"Name": ""}), json!({"Name": null})] {
        let (status, message) = create(body).await;
        assert!(status == 400 && message.contains("Name is required"), "{message}");
    }
    for name in ["StepDataSuccessRetentionHours", "StepDataErroredRetentionHours"] {
        let expected = (400, format!("{name} (-10): must be non negative"));
        assert_eq!(create(json!({"Name": "Acme", name: -10})).await, expected);
        assert_eq!(api.refusal(Method::PUT, Api::ACCOUNT, json!({name: "-10"})).await, expected);
    }
    for url in [json!(null), json!("")] {
        let body = json!({"Name": "Acme", "TransactionErrorWebhookEnabled": true, "TransactionErrorWebhookUrl": url});
        assert_eq!(create(body).await, (400, WEBHOOK.to_owned()));
    }
    let without = json!({"Name": "Acme", "TransactionErrorWebhookEnabled": true});
    assert_eq!(create(without).await, (400, WEBHOOK.to_owned()));
    let blank = json!({"Name": "Acme", "TransactionErrorWebhookEnabled": true, "TransactionErrorWebhookUrl": " "});
    assert_eq!(create(blank).await, (400, "https://  is not a valid URL".to_owned()));
    assert_eq!(api.get(ACCOUNTS).await.as_array().unwrap().len(), 1, "nothing was created");
}

#[tokio::test]
async fn retention_hours_are_capped_ignored_and_cleared() {
    let api = Api::start().await;
    let put = async |value: Value| {
        let body = json!({"StepDataSuccessRetentionHours": value});
        api.send(Method::PUT, Api::ACCOUNT, body).await["StepDataSuccessRetentionHours"].clone()
    };
    assert_eq!(put(json!(745)).await, 744);
    assert_eq!(put(json!("soon")).await, 744);
    assert_eq!(put(json!([])).await, 744);
    assert_eq!(put(json!("10")).await, 10);
    assert_eq!(put(json!(null)).await, Value::Null);
    assert_eq!(put(json!(0)).await, 0);
}

#[tokio::test]
async fn a_webhook_needs_its_url_each_time_it_is_enabled() {
    let api = Api::start().await;
    let url = async |body: Value| {
        api.send(Method::PUT, Api::ACCOUNT, body).await["TransactionErrorWebhookUrl"].clone()
    };
    let enabled = |url: &str| json!({"TransactionErrorWebhookEnabled": true, "TransactionErrorWebhookUrl": url});
    assert_eq!(url(enabled("partner.example/hook")).await, "https://partner.example/hook");
    let with_url = "partner.example/x?u=http://y";
    assert_eq!(url(enabled(with_url)).await, format!("https://{with_url}"));
    assert_eq!(url(enabled("partner.example/hook")).await, "https://partner.example/hook");
    let again = json!({"TransactionErrorWebhookEnabled": true});
    let refusal = api.refusal(Method::PUT, Api::ACCOUNT, again).await;
    assert_eq!(refusal, (400, WEBHOOK.to_owned()), "although one is stored");
    assert_eq!(url(json!({"Name": "Acme"})).await, "https://partner.example/hook");
    let off = json!({"TransactionErrorWebhookEnabled": false});
    let account = api.send(Method::PUT, Api::ACCOUNT, off).await;
    assert_eq!(account["TransactionErrorWebhookEnabled"], false);
}

#[tokio::test]
async fn a_deleted_account_is_gone_with_everything_in_it() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Zendesk"));
    let link = api.auth_url(id.get(), None).await;
    assert!(api.request(Method::DELETE, Api::ACCOUNT).send().await.unwrap().status().is_success());
    assert!(api.cyclr.account_connector(id).is_none());
    for (method, path) in [
        (Method::GET, Api::ACCOUNT.to_owned()),
        (Method::PUT, Api::ACCOUNT.to_owned()),
        (Method::DELETE, Api::ACCOUNT.to_owned()),
        (Method::GET, format!("{}/users", Api::ACCOUNT)),
        (Method::PUT, format!("{}/users", Api::ACCOUNT)),
        (Method::DELETE, format!("{}/users", Api::ACCOUNT)),
        (Method::GET, format!("{}/usage", Api::ACCOUNT)),
        (Method::GET, format!("{}/subaccounts", Api::ACCOUNT)),
    ] {
        let body = json!({"UserName": "ann", "Password": "p"});
        let refusal = api.refusal(method, &path, body).await;
        assert_eq!(refusal, (404, "Account not found.".to_owned()), "{path}");
    }

    // Nor does a token of the old account open a new one of the same id.
    api.cyclr.create_account(&api.account);
    let new = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Zendesk"));
    let link = link.replace(&format!("id={id}&"), &format!("id={new}&"));
    assert_eq!(api.client.get(&link).send().await.unwrap().status(), 403);
    assert_eq!(
        api.client.get(api.auth_url(new.get(), None).await).send().await.unwrap().status(),
        302
    );
}

#[tokio::test]
async fn deleting_an_account_leaves_other_accounts_alone() {
    let api = Api::start().await;
    let other = AccountId::new("other").unwrap();
    api.cyclr.create_account(&other);
    let mut cycles = Vec::new();
    let mut pages = Vec::new();
    for (account, path) in [(&api.account, Api::ACCOUNT), (&other, "/v1.0/accounts/other")] {
        let id = api.cyclr.install(account, ConnectorSeed::oauth2("Zendesk"));
        cycles.push(api.cyclr.install_cycle(account, &[id]));
        let launched =
            api.send(Method::POST, &format!("{path}/launch"), json!({"Username": "ann"})).await;
        let answer = api.client.get(launched["LaunchUrl"].as_str().unwrap()).send().await.unwrap();
        pages.push(answer.headers()["location"].to_str().unwrap().to_owned());
    }
    let status = async |account: &str, n: usize| {
        let token = api.cyclr.mint_access_token(None);
        let path = format!("/v1.0/cycles/{}/prerequisites", cycles[n]);
        let request = api.bare(Method::GET, &path).bearer_auth(token.expose_secret());
        let cycle = request.header("x-cyclr-account", account).send().await.unwrap().status();
        let page = api.client.get(&pages[n]).send().await.unwrap().status();
        (cycle.as_u16(), page.as_u16())
    };
    assert_eq!(status(api.account.as_str(), 0).await, (200, 200));
    api.request(Method::DELETE, Api::ACCOUNT).send().await.unwrap();
    api.cyclr.create_account(&api.account);
    assert!(!api.cyclr.has_user(&api.account, "ann"));
    assert_eq!(status(api.account.as_str(), 0).await, (404, 403));
    assert!(api.cyclr.has_user(&other, "ann"));
    assert_eq!(status("other", 1).await, (200, 200));
}

#[tokio::test]
async fn users_are_added_listed_and_removed() {
    let api = Api::start().await;
    let users = format!("{}/users", Api::ACCOUNT);
    assert_eq!(api.get(&users).await, json!([]));
    api.send(Method::PUT, &users, json!({"username": "ann", "password": 7})).await;
    assert!(api.cyclr.has_password("ann", "7"));
    let _token = api.sign_in_token().await;
    api.send(Method::PUT, &users, json!({"UserName": "bob", "Password": "p"})).await;
    assert_eq!(api.get(&users).await, json!(["ann", "bob"]));
    assert_eq!(api.cyclr.users(&api.account), ["ann", "bob"]);

    // A user may belong to several accounts, and has one password.
    let other = AccountId::new("other").unwrap();
    api.cyclr.create_account(&other);
    let of_other = "/v1.0/accounts/other/users";
    api.send(Method::PUT, of_other, json!({"UserName": "ann", "Password": "p"})).await;
    assert_eq!(api.get(of_other).await, json!(["ann"]));
    api.send(Method::PUT, "/v1.0/users", json!({"UserName": "ann", "Password": "new"})).await;
    assert!(api.cyclr.has_password("ann", "new"));

    api.send(Method::DELETE, &users, json!({"UserName": "ann"})).await;
    assert_eq!(api.get(&users).await, json!(["bob"]));
    assert_eq!(api.get(of_other).await, json!(["ann"]));
    let gone = api.refusal(Method::DELETE, &users, json!({"UserName": "ann"})).await;
    assert_eq!(gone, (404, "User not found.".to_owned()));
    let unknown = json!({"UserName": "eve", "Password": "p"});
    assert_eq!(api.refusal(Method::PUT, "/v1.0/users", unknown).await.0, 404);
    for body in [json!({}), json!({"UserName": "ann"}), json!({"Password": "p"})] {
        assert_eq!(api.refusal(Method::PUT, &users, body).await.0, 400);
    }
}

#[tokio::test]
async fn an_access_token_for_one_account_manages_no_accounts() {
    let api = Api::start().await;
    let token = api.cyclr.mint_access_token(Some(&api.account));
    for (method, path) in [
        (Method::GET, ACCOUNTS),
        (Method::POST, ACCOUNTS),
        (Method::DELETE, Api::ACCOUNT),
        (Method::PUT, "/v1.0/users"),
    ] {
        let request = api.bare(method, path).bearer_auth(token.expose_secret());
        assert_eq!(request.send().await.unwrap().status(), 403, "{path}");
    }
}

#[tokio::test]
async fn every_answer_of_the_api_forbids_sniffing() {
    let api = Api::start().await;
    for (path, status) in [("/v1.0/connectors", 200), ("/v1.0/nothing", 404)] {
        let answer = api.request(Method::GET, path).send().await.unwrap();
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    }
    let answer = api.bare(Method::POST, "/oauth/token").send().await.unwrap();
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
}

/// The names in a list, and how many pages there are.
async fn names(api: &Api, path: &str) -> (Vec<String>, String) {
    let answer = api.request(Method::GET, path).send().await.unwrap();
    let pages = answer.headers()["total-pages"].to_str().unwrap().to_owned();
    let list: Vec<Value> = answer.json().await.unwrap();
    let name = |it: &Value| it["Name"].as_str().or_else(|| it.as_str()).unwrap().to_owned();
    (list.iter().map(name).collect(), pages)
}

#[tokio::test]
async fn every_list_is_ordered_filtered_and_in_pages() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("beta").id(1));
    for (number, name) in [(2, "Alpha"), (3, "gamma")] {
        api.cyclr.install(&api.account, ConnectorSeed::oauth2(name).id(number));
    }
    let users = format!("{}/users", Api::ACCOUNT);
    for name in ["beta", "Alpha", "gamma"] {
        api.cyclr.set_property(id, name, "v");
        api.send(Method::PUT, &users, json!({"UserName": name, "Password": "p"})).await;
    }
    let properties = format!("/v1.0/account/connectors/{id}/properties");
    for list in ["/v1.0/account/connectors", "/v1.0/connectors", &properties, &users] {
        let find = async |query: &str| names(&api, &format!("{list}?{query}")).await;
        let owned = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        assert_eq!(find("").await, (owned(&["beta", "Alpha", "gamma"]), "1".to_owned()));
        assert_eq!(find("orderBy=Name").await.0, ["Alpha", "beta", "gamma"]);
        let down = find("orderBy=Name&sortOrderAsc=False&pageSize=2").await;
        assert_eq!(down, (owned(&["gamma", "beta"]), "2".to_owned()));
        assert_eq!(find("query=MMA&includeCustomConnectors=true").await.0, ["gamma"]);
        assert_eq!(find("pageSize=2&page=2").await, (owned(&["gamma"]), "2".to_owned()));
    }
    for (id, name) in [("2", "beta"), ("3", "Alpha")] {
        api.send(Method::POST, ACCOUNTS, json!({"Id": id, "Name": name})).await;
    }
    let up = names(&api, "/v1.0/accounts?orderBy=Name&page=1&pageSize=2").await;
    assert_eq!(up, (vec![api.account.to_string(), "Alpha".to_owned()], "2".to_owned()));
    let (down, _) = names(&api, "/v1.0/accounts?sortOrderAsc=false").await;
    assert_eq!(down, [api.account.as_str(), "Alpha", "beta"]);
}

#[tokio::test]
async fn connectors_are_found_by_name_and_version() {
    let api = Api::start().await;
    for (id, version) in [(1, "1.0"), (2, "2.0")] {
        api.cyclr.define(ConnectorSeed::oauth2("Mail Chimp").id(id).version(version));
    }
    let ids = async |path: &str| {
        let found = api.get(&format!("/v1.0/connectors/{path}")).await;
        let found = found.as_array().unwrap().iter();
        found.map(|it| it["Id"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(ids("Mail%20Chimp").await, [1, 2]);
    assert_eq!(ids("mail%20chimp/2.0").await, [2]);
    assert_eq!(ids("Mail%20Chimp/3.0").await, [0; 0]);
    assert_eq!(ids("Other").await, [0; 0]);
    // Without a version, LAUNCH takes the latest definition.
    let names = [json!(null), json!(""), json!("null"), json!("1.0")];
    for (version, expected) in names.into_iter().zip([2, 2, 2, 1]) {
        let authentication = json!({"Name": "mail chimp", "Version": version});
        let account = format!("new-{}", version.as_str().unwrap_or("none"));
        let path = format!("/v1.0/accounts/{account}/launch");
        api.send(Method::POST, &path, json!({"ConnectorAuthentications": authentication})).await;
        let account = AccountId::new(&account).unwrap();
        assert_eq!(api.cyclr.account_connectors(&account)[0].connector(), expected, "{version}");
    }
    // An equal definition keeps its id.
    let again = ConnectorSeed::oauth2("Mail Chimp").id(2).version("2.0");
    assert_eq!(api.cyclr.define(again), 2);
    let unnumbered = ConnectorSeed::oauth2("Mail Chimp").version("2.0");
    assert_eq!(api.cyclr.define(unnumbered), 2);
    let another = ConnectorSeed::oauth2("Mail Chimp").id(3).version("2.0");
    assert_eq!(api.cyclr.define(another), 3);
    for new in [ConnectorSeed::oauth2("New"), ConnectorSeed::oauth2("Taken").id(2)] {
        assert!(api.cyclr.define(new) > 3);
    }
    assert_eq!(api.get("/v1.0/connectors/2").await["Version"], "2.0");
}
