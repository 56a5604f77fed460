//! Connectors, account connectors and their properties.

use cyclr_sandbox::{
    AuthenticationSeed, ConnectorSeed, ErrorBody, OAuth2Type, ParameterSeed, PutProperties,
    RepeatedProperty, Sandbox, Seed, Switches, UnknownProperty,
};
use http::Method;
use serde_json::{Value, json};

use crate::support::Api;

pub(crate) const ALL: &str = "/v1.0/account/connectors";

pub(crate) fn zendesk() -> ConnectorSeed {
    ConnectorSeed::oauth2("Zendesk")
        .oauth2_type(OAuth2Type::ClientCredentials)
        .parameter(ParameterSeed::required("SubDomain").label("Sub Domain"))
        .parameter(ParameterSeed::optional("Region").values(["eu", "us"]))
}

#[tokio::test]
async fn an_account_connector_has_all_its_members() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, zendesk().property("SubDomain", "acme")).get();
    let answer = api.get(&format!("{ALL}/{id}")).await;
    let mut members: Vec<_> = answer.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    let expected = [
        "AuthValue",
        "Authenticated",
        "Connector",
        "CustomFields",
        "Description",
        "Id",
        "IsPartnerIntegrationConnector",
        "Name",
        "Properties",
    ];
    assert_eq!(members, expected);
    assert_eq!(answer["Id"], id);
    assert_eq!(answer["Authenticated"], false);
    assert_eq!(answer["AuthValue"], Value::Null);
    assert_eq!(answer["Properties"][0]["Name"], "SubDomain");
    assert_eq!(answer["Properties"][0]["Value"], "acme");
    assert_eq!(answer["Properties"][0]["AccountConnectorId"], id);
    let connector = &answer["Connector"];
    let of = |name: &str| connector[name].as_str().unwrap();
    assert_eq!(
        [of("Name"), of("AuthType"), of("OAuth2Type")],
        ["Zendesk", "OAuth2", "ClientCredentials"]
    );
    let parameter = &connector["Parameters"][0];
    assert_eq!(parameter["Name"], "Sub Domain");
    assert_eq!(parameter["TargetName"], "SubDomain");
    assert_eq!(parameter["IsAccountConnectorProperty"], true);
    assert_eq!(parameter["IsOptional"], false);
    assert_eq!(connector["Parameters"][1]["Values"], json!(["eu", "us"]));
}

#[tokio::test]
async fn a_snapshot_has_all_its_members() {
    let api = Api::start().await;
    let seed = ConnectorSeed::oauth2("Shop")
        .authentication(AuthenticationSeed::new("one", "Key", "ApiKey"))
        .authentication_id("one")
        .property("SubDomain", "s3cr3t")
        .auth_value("k3y");
    let id = api.cyclr.install(&api.account, seed);
    api.send(Method::PUT, &format!("{ALL}/{id}"), json!({"Description": "of Acme"})).await;
    let snapshot = api.cyclr.account_connector(id).unwrap();
    assert_eq!(snapshot.account(), api.account.as_str());
    assert_eq!(snapshot.description(), Some("of Acme"));
    assert_eq!(snapshot.authentication(), Some("one"));
    let shown = format!("{snapshot:?}");
    assert!(shown.contains("SubDomain") && shown.contains("Shop"), "{shown}");
    assert!(!shown.contains("s3cr3t") && !shown.contains("k3y"), "{shown}");
    let other = api.cyclr.install(&api.account, ConnectorSeed::none("Other"));
    let snapshot = api.cyclr.account_connector(other).unwrap();
    assert_eq!((snapshot.description(), snapshot.authentication()), (None, None));
}

#[tokio::test]
async fn lists_come_in_pages() {
    let api = Api::start().await;
    for _ in 0..5 {
        api.cyclr.install(&api.account, zendesk());
    }
    let path = format!("{ALL}?page=2&pagesize=2");
    let answer = api.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(answer.headers()["total-pages"], "3");
    assert_eq!(answer.json::<Value>().await.unwrap().as_array().unwrap().len(), 2);
    assert_eq!(api.get(&format!("{ALL}?page=9")).await, json!([]));
    assert_eq!(api.refusal(Method::GET, &format!("{ALL}?page=0"), json!({})).await.0, 400);
    assert_eq!(api.get("/v1.0/connectors").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn other_accounts_and_ids_are_unknown() {
    let api = Api::start().await;
    let other = cyclr_oauth::AccountId::new("other").unwrap();
    let foreign = api.cyclr.install(&other, zendesk()).get();
    for id in [foreign.to_string(), "99".to_owned(), "x".to_owned()] {
        let path = format!("{ALL}/{id}");
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            let refusal = api.refusal(method, &path, json!({"Name": "x"})).await;
            assert_eq!(refusal, (404, "Account Connector not found.".to_owned()));
        }
        assert_eq!(
            api.refusal(Method::PUT, &format!("{path}/deauthenticate"), json!({})).await.0,
            404
        );
        assert_eq!(api.refusal(Method::GET, &format!("{path}/properties"), json!({})).await.0, 404);
    }
    assert_eq!(api.get(ALL).await, json!([]));
    assert_eq!(api.refusal(Method::GET, "/v1.0/connectors/99", json!({})).await.0, 404);
    assert_eq!(api.refusal(Method::GET, "/v1.0/nothing", json!({})).await.0, 404);
    assert_eq!(api.refusal(Method::PATCH, ALL, json!({})).await.0, 405);
}

#[tokio::test]
async fn an_update_changes_what_it_names() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, zendesk().property("SubDomain", "acme")).get();
    let path = format!("{ALL}/{id}");
    let answer = api
        .send(
            Method::PUT,
            &path,
            json!({"NAME": "Support", "properties": [{"name": "Port", "value": 443}]}),
        )
        .await;
    assert_eq!(answer["Name"], "Support");
    let values = |answer: &Value| {
        let all = answer["Properties"].as_array().unwrap().iter();
        all.map(|it| format!("{}={}", it["Name"].as_str().unwrap(), it["Value"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(values(&answer), ["SubDomain=acme", "Port=443"]);
    let answer = api
        .send(
            Method::PUT,
            &path,
            json!({"Description": "d", "Properties": [{"Name": "Port", "Value": true}]}),
        )
        .await;
    assert_eq!(answer["Name"], "Support");
    assert_eq!(values(&answer), ["SubDomain=acme", "Port=true"]);
    api.cyclr
        .set_switches(Switches { put_properties: PutProperties::Replace, ..Switches::default() });
    let answer =
        api.send(Method::PUT, &path, json!({"Properties": [{"Name": "Port", "Value": "1"}]})).await;
    assert_eq!(values(&answer), ["Port=1"]);

    // Nothing of a wrong update is kept.
    let wrong = json!({"Name": "x", "Properties": [{"Name": "Region", "Value": "mars"}]});
    assert_eq!(api.refusal(Method::PUT, &path, wrong).await.0, 400);
    assert_eq!(api.get(&path).await["Name"], "Support");

    assert!(api.request(Method::DELETE, &path).send().await.unwrap().status().is_success());
    assert_eq!(api.get(ALL).await, json!([]));
}

#[tokio::test]
async fn properties_have_routes_of_their_own() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, zendesk()).get();
    let all = format!("{ALL}/{id}/properties");
    let property =
        api.send(Method::POST, &all, json!({"Name": "SubDomain", "Value": "acme"})).await;
    let one = format!("{all}/{}", property["Id"]);
    assert_eq!(api.get(&one).await, property);
    assert_eq!(api.get(&all).await, json!([property]));
    assert_eq!(api.send(Method::PUT, &one, json!({"Value": "other"})).await["Value"], "other");
    assert_eq!(
        api.cyclr.account_connector(id.into()).unwrap().property("SubDomain"),
        Some("other")
    );

    let again = json!({"Name": "SubDomain", "Value": "third"});
    let (status, message) = api.refusal(Method::POST, &all, again.clone()).await;
    assert_eq!((status, message.as_str()), (400, "The property SubDomain exists already."));
    let switch = |repeated_property| Switches { repeated_property, ..Switches::default() };
    api.cyclr.set_switches(switch(RepeatedProperty::Update));
    assert_eq!(api.send(Method::POST, &all, again.clone()).await["Id"], property["Id"]);
    api.cyclr.set_switches(switch(RepeatedProperty::Duplicate));
    assert_ne!(api.send(Method::POST, &all, again).await["Id"], property["Id"]);

    for body in
        [json!({"Value": "v"}), json!({"Name": "Region", "Value": "mars"}), json!({"Name": {}})]
    {
        assert_eq!(api.refusal(Method::POST, &all, body).await.0, 400);
    }
    assert!(api.request(Method::DELETE, &one).send().await.unwrap().status().is_success());
    assert_eq!(api.refusal(Method::GET, &one, json!({})).await.0, 404);
    assert_eq!(api.refusal(Method::DELETE, &one, json!({})).await.0, 404);
}

#[tokio::test]
async fn unknown_properties_follow_their_switch() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, zendesk()).get();
    let path = format!("{ALL}/{id}");
    let set = |name: &str| json!({"Properties": [{"Name": name, "Value": "v"}]});
    let switch = |unknown_property| Switches { unknown_property, ..Switches::default() };
    api.cyclr.set_switches(switch(UnknownProperty::Refuse));
    let (status, message) = api.refusal(Method::PUT, &path, set("Subdomain")).await;
    assert_eq!(status, 400);
    assert!(message.contains("it has SubDomain, Region"), "{message}");
    api.send(Method::PUT, &path, set("ClientId")).await;
    api.cyclr.set_switches(switch(UnknownProperty::Ignore));
    api.send(Method::PUT, &path, set("Subdomain")).await;
    api.cyclr.set_switches(switch(UnknownProperty::Accept));
    api.send(Method::PUT, &path, set("Other")).await;
    let connector = api.cyclr.account_connector(id.into()).unwrap();
    assert_eq!(connector.properties().collect::<Vec<_>>(), [("ClientId", "v"), ("Other", "v")]);
}

#[tokio::test]
async fn an_install_needs_one_of_several_authentications() {
    let api = Api::start().await;
    let (key, app) =
        ("6d4e4e5c-0a0e-4d7f-9a59-5f0e8f4e2a10", "0c0f2f2e-3b0e-4a51-8a9b-7d9f9d1c5b20");
    let shop = api.cyclr.define(
        ConnectorSeed::oauth2("Shop")
            .authentication(AuthenticationSeed::new(key, "Key", "ApiKey"))
            .authentication(AuthenticationSeed::new(app, "App", "OAuth2")),
    );
    let path = format!("/v1.0/connectors/{shop}/install");
    assert_eq!(api.refusal(Method::POST, &path, json!({})).await.0, 400);
    assert_eq!(api.refusal(Method::POST, &path, json!({"AuthenticationId": "x"})).await.0, 400);
    let body =
        json!({"AuthenticationId": key.to_uppercase(), "Name": "My shop", "AuthValue": "k3y"});
    let installed = api.send(Method::POST, &path, body).await;
    assert_eq!(
        (&installed["Name"], &installed["Authenticated"]),
        (&json!("My shop"), &json!(true))
    );
    let installed =
        api.send(Method::POST, &path, json!({"AuthenticationId": app, "AuthValue": "k3y"})).await;
    assert_eq!(installed["Authenticated"], false);
    assert_eq!(api.refusal(Method::POST, "/v1.0/connectors/99/install", json!({})).await.0, 404);

    // If there is only one, it needn't be named.
    let only =
        ConnectorSeed::oauth2("Only").authentication(AuthenticationSeed::new(key, "Key", "ApiKey"));
    let only = api.cyclr.define(only);
    let path = format!("/v1.0/connectors/{only}/install");
    let installed = api.send(Method::POST, &path, json!({"AuthValue": "k3y"})).await;
    assert_eq!(installed["Authenticated"], true);

    // A required property may come later.
    let zendesk = api.cyclr.define(zendesk());
    api.send(Method::POST, &format!("/v1.0/connectors/{zendesk}/install"), json!({})).await;
}

#[tokio::test]
async fn errors_come_in_the_body_of_the_switch() {
    let api = Api::start().await;
    let error = async |error_body| {
        api.cyclr.set_switches(Switches { error_body, ..Switches::default() });
        let answer = api.request(Method::GET, &format!("{ALL}/9")).send().await.unwrap();
        assert_eq!(answer.status(), 404);
        answer.text().await.unwrap()
    };
    assert_eq!(error(ErrorBody::Message).await, r#"{"Message":"Account Connector not found."}"#);
    assert_eq!(error(ErrorBody::Html).await, "<h1>404 Not Found</h1>");
    assert_eq!(error(ErrorBody::Nothing).await, "");
}

#[tokio::test]
async fn definitions_may_be_read_without_account_and_version() {
    let api = Api::start().await;
    let id = api.cyclr.define(zendesk().version(None));
    let bare = |path: String| {
        api.bare(Method::GET, &path)
            .bearer_auth(api.cyclr.mint_access_token(None).expose_secret())
            .send()
    };
    let path = format!("/V1.0/Connectors/{id}");
    assert_eq!(bare(path.clone()).await.unwrap().status(), 400);
    assert_eq!(api.get(&path).await["Version"], Value::Null);
    api.cyclr.set_switches(Switches {
        connectors_need_account: false,
        missing_version_as_text: true,
        ..Switches::default()
    });
    assert_eq!(bare(path).await.unwrap().json::<Value>().await.unwrap()["Version"], "null");
}

#[tokio::test]
async fn a_definition_shows_every_member_that_it_lacks() {
    let seed = Seed::parse(
        r#"{"Connectors": [
            {"Id": 7, "Name": "Bare"},
            {"Id": 8, "Name": "Odd", "AuthType": "Kerberos", "OAuth2Type": "DeviceCode",
             "Parameters": [{"Id": 5, "TargetName": "Id"}, {"TargetName": "Zero", "Id": 0}],
             "Authentication": [{"Id": "x"}]}
        ]}"#,
    );
    let cyclr = Sandbox::builder().seed(seed.unwrap()).start().await.unwrap();
    let api = Api::around(cyclr);
    let bare = json!({
        "Id": 7, "Name": "Bare", "Description": null, "Status": null, "Version": null, "Icon": null,
        "AuthDescription": null, "AuthType": null, "OAuth2Type": null, "AuthScheme": null,
        "Parameters": [], "Authentication": [],
    });
    assert_eq!(api.get("/v1.0/connectors/7").await, bare);
    let mut odd = bare;
    let parameter = |id: u64, target_name: &str| {
        json!({
            "Id": id, "Name": "", "TargetName": target_name, "TargetType": null,
            "IsAccountConnectorProperty": false, "IsOptional": false, "IsSensitive": false,
            "DataType": null, "Values": [],
        })
    };
    odd["Id"] = json!(8);
    odd["Name"] = json!("Odd");
    odd["AuthType"] = json!("Kerberos");
    odd["OAuth2Type"] = json!("DeviceCode");
    odd["Parameters"] = json!([parameter(5, "Id"), parameter(1_001, "Zero")]);
    odd["Authentication"] =
        json!([{"Id": "x", "AuthName": null, "AuthType": null, "OAuth2Type": null}]);
    assert_eq!(api.get("/v1.0/connectors/8").await, odd);
    assert_eq!(api.get("/v1.0/connectors").await[1], odd);
}
