//! Connectors, account connectors and their properties.

use http::Method;
use serde_json::{Value, json};

use super::{kind, kinds, present, refusal};
use crate::report::Found;
use crate::server::Server;

pub(super) async fn connectors(server: &Server) -> Found {
    let answer = server.get("/v1.0/connectors?page=1&pageSize=5").await.json();
    if answer.is_array() { "an array".into() } else { kind(&answer).into() }
}

pub(super) async fn total_pages(server: &Server) -> Found {
    let answer = server.get("/v1.0/connectors?page=1&pageSize=5").await;
    let pages = answer.total_pages.and_then(|it| it.parse::<u32>().ok());
    if pages.is_some() { "Total-Pages".into() } else { "no such header".into() }
}

pub(super) async fn connector(server: &Server) -> Found {
    let answer = server.get(&format!("/v1.0/connectors/{}", server.connector())).await.json();
    present(&answer, &["Id", "Name", "Version", "AuthType", "Parameters"]).into()
}

/// The unknown members.
pub(super) async fn auth_types(server: &Server) -> Found {
    const KNOWN: [&str; 6] = ["ApiKey", "AuthFields", "Basic", "None", "OAuth1", "OAuth2"];
    let answer = server.get("/v1.0/connectors?page=1&pageSize=100").await.json();
    let all = answer.as_array().into_iter().flatten();
    let mut unknown: Vec<_> = all
        .filter_map(|it| it["AuthType"].as_str())
        .filter(|it| !KNOWN.contains(it))
        .map(str::to_owned)
        .collect();
    unknown.sort();
    unknown.dedup();
    unknown.join(", ").into()
}

pub(super) async fn unknown_connector(server: &Server) -> Found {
    refusal(&server.get("/v1.0/connectors/999999999").await).into()
}

pub(super) async fn install(server: &Server) -> Found {
    let answer = server.install(server.connector(), &json!({})).await;
    let kinds = kinds(&answer.json(), &["Id", "Authenticated", "Connector", "Properties"]);
    format!("{}, {kinds}", answer.status).into()
}

pub(super) async fn account_connector(server: &Server) -> Found {
    let installed = server.install(server.connector(), &json!({})).await.json();
    let id = installed["Id"].as_u64().unwrap_or_default();
    let found = server.get(&format!("/v1.0/account/connectors/{id}")).await.json();
    let names = ["Id", "Name", "Authenticated", "Properties"];
    let same = names.iter().all(|name| found[*name] == installed[*name]);
    let same = if same { "the same" } else { "another" };
    format!("{same}, {}", kinds(&found, &["AuthValue"])).into()
}

pub(super) async fn unknown_account_connector(server: &Server) -> Found {
    refusal(&server.get("/v1.0/account/connectors/999999999").await).into()
}

pub(super) async fn pages(server: &Server) -> Found {
    for _ in 0..2 {
        server.install(server.connector(), &json!({})).await;
    }
    let mut pages = Vec::new();
    for page in [1, 2] {
        let path = format!("/v1.0/account/connectors?page={page}&pageSize=1");
        pages.push(server.get(&path).await.json());
    }
    let items = |page: &Value| page.as_array().map_or(0, Vec::len);
    let another = if pages[0][0]["Id"] == pages[1][0]["Id"] { "the same" } else { "another one" };
    format!("{} item, {} item, {another}", items(&pages[0]), items(&pages[1])).into()
}

pub(super) async fn partial_update(server: &Server) -> Found {
    let body = json!({"Properties": [{"Name": "Region", "Value": "eu"}]});
    let path = server.installed(&body).await;
    let before = server.get(&path).await.json();
    let change = json!({"Description": "changed"});
    let status = server.call(Method::PUT, &path, Some(&change)).await.status;
    let after = server.get(&path).await.json();
    let stays = ["Name", "AuthValue", "Properties"].iter().all(|it| before[*it] == after[*it]);
    let changed = after["Description"] == "changed";
    let rest =
        if stays && changed { "the rest stays" } else { "something else changed, or nothing" };
    format!("{status}, {rest}").into()
}

pub(super) async fn lower_case(server: &Server) -> Found {
    let path = server.installed(&json!({})).await;
    let change = json!({"description": "lower"});
    let status = server.call(Method::PUT, &path, Some(&change)).await.status;
    let changed = server.get(&path).await.json()["Description"] == "lower";
    format!("{status}, {}", if changed { "changed" } else { "not changed" }).into()
}

/// A value whose form suits the connector.
const TOKENS: &str = r#"{"AccessToken":"contract"}"#;

pub(super) async fn auth_value(server: &Server) -> Found {
    let path = server.installed(&json!({"AuthValue": TOKENS})).await;
    match server.get(&path).await.json()["AuthValue"].as_str() {
        Some(TOKENS) => "shown as it was set".into(),
        Some(_) => "shown in another form".into(),
        None => "not shown".into(),
    }
}

pub(super) async fn tokens(server: &Server) -> Found {
    let path = server.installed(&json!({"AuthValue": TOKENS})).await;
    match server.get(&path).await.json()["Authenticated"] {
        Value::Bool(true) => "authenticated at once".into(),
        _ => "not authenticated at once".into(),
    }
}

pub(super) async fn new_property(server: &Server) -> Found {
    let path = format!("{}/properties", server.installed(&json!({})).await);
    let body = json!({"Name": "ClientId", "Value": "contract"});
    let answer = server.call(Method::POST, &path, Some(&body)).await;
    let property = answer.json();
    let right = property["Name"] == "ClientId" && property["Value"] == "contract";
    let right = if right { "Name, Value" } else { "another" };
    format!("{}, {}, {right}", answer.status, kinds(&property, &["Id"])).into()
}

pub(super) async fn property_routes(server: &Server) -> Found {
    let path = format!("{}/properties", server.installed(&json!({})).await);
    let body = json!({"Name": "ClientId", "Value": "contract"});
    server.call(Method::POST, &path, Some(&body)).await;
    let all = server.get(&path).await.json();
    let path = format!("{path}/{}", all[0]["Id"].as_u64().unwrap_or_default());
    let read = server.get(&path).await.status;
    let body = json!({"Name": "ClientId", "Value": "changed"});
    let changed = server.call(Method::PUT, &path, Some(&body)).await.status;
    let removed = server.call(Method::DELETE, &path, None).await.status;
    let gone = server.get(&path).await.status;
    format!("read {read}, changed {changed}, removed {removed}, gone {gone}").into()
}

pub(super) async fn same_property(server: &Server) -> Found {
    let path = format!("{}/properties", server.installed(&json!({})).await);
    let body = json!({"Name": "ClientId", "Value": "contract"});
    server.call(Method::POST, &path, Some(&body)).await;
    let status = server.call(Method::POST, &path, Some(&body)).await.status;
    let count = server.get(&path).await.json().as_array().map_or(0, Vec::len);
    let count = if count == 1 { "one property".to_owned() } else { format!("{count} properties") };
    format!("{status}, {count}").into()
}

pub(super) async fn put_properties(server: &Server) -> Found {
    let two = [("ClientId", "contract"), ("ClientSecret", "contract")];
    let two = two.map(|(name, value)| json!({"Name": name, "Value": value}));
    let path = server.installed(&json!({"Properties": two})).await;
    let one = json!({"Properties": [{"Name": "ClientId", "Value": "changed"}]});
    server.call(Method::PUT, &path, Some(&one)).await;
    let count = server.get(&path).await.json()["Properties"].as_array().map_or(0, Vec::len);
    match count {
        2 => "two properties".into(),
        count => count.to_string().into(),
    }
}

pub(super) async fn deauthenticate(server: &Server) -> Found {
    let path = server.installed(&json!({"AuthValue": TOKENS})).await;
    let path_of_it = format!("{path}/deauthenticate");
    let answer = server.call(Method::PUT, &path_of_it, None).await;
    let after = server.get(&path).await.json();
    let after = if after["Authenticated"] == false { "not authenticated" } else { "authenticated" };
    format!("{}, {after}", refusal(&answer)).into()
}

pub(super) async fn removal(server: &Server) -> Found {
    let path = server.installed(&json!({})).await;
    let status = server.call(Method::DELETE, &path, None).await.status;
    let gone = server.get(&path).await.status;
    format!("{status}, gone {gone}").into()
}
