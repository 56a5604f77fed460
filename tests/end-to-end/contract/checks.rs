//! The points, from the access token to LAUNCH.

use http::Method;
use serde_json::{Value, json};

use crate::report::Standing::{Documented, Observed, Undocumented};
use crate::report::{Check, Found};
use crate::server::{Answer, Server, USER};

macro_rules! checks {
    ($($standing:ident $point:literal => $expected:literal, $find:expr;)*) => {
        pub(super) fn all() -> Vec<Check> {
            vec![$(Check {
                point: $point,
                standing: $standing,
                expected: $expected,
                find: |server| Box::pin($find(server)),
            }),*]
        }
    };
}

checks! {
    Documented "an access token" =>
        "access_token: text, token_type: bearer, expires_in: number, clientId: own",
        access_token;
    Documented "an access token's lifetime" => "14 days", lifetime;
    Observed "an access token's other members" => ".issued, .expires, .refresh: False", other_members;
    Documented "two access tokens side by side" => "200, 200", side_by_side;
    Undocumented "wrong client credentials" => "400, error, error_description", wrong_credentials;
    Documented "an access token for one account, used for LAUNCH" => "refused", scoped_launch;
    Undocumented "the status of that" => "403", scoped_launch_status;
    Documented "no access token" => "401", no_token;
    Documented "a wrong access token" => "401, Message: text", wrong_token;

    Documented "a sign-in token" => "200, ExpiresAtUtc, Token", sign_in_token;
    Documented "a sign-in token's lifetime" => "5 minutes", sign_in_lifetime;
    Documented "a sign-in token without a user name" => "400, Message: text", no_user;
    Documented "a sign-in token in an unknown account" => "404, Message: text", unknown_account;

    Documented "connectors" => "an array", connectors;
    Observed "how many pages of connectors there are" => "Total-Pages", total_pages;
    Documented "a connector" => "Id, Name, Version, AuthType, Parameters", connector;
    Documented "words for AuthType" => "", auth_types;
    Documented "an unknown connector" => "404, Message: text", unknown_connector;

    Documented "an installation" =>
        "200, Id: number, Authenticated: false, Connector: object, Properties: array", install;
    Documented "an account connector" => "the same, AuthValue: null", account_connector;
    Documented "an unknown account connector" => "404, Message: text", unknown_account_connector;
    Documented "pages of account connectors" => "1 item, 1 item, another one", pages;
    Documented "a partial update" => "200, the rest stays", partial_update;
    Documented "keys of requests in lower case" => "200, changed", lower_case;
    Documented "an AuthValue" => "shown as it was set", auth_value;
    Undocumented "tokens in an AuthValue" => "authenticated at once", tokens;
    Documented "a new property" => "200, Id: number, Name, Value", new_property;
    Observed "a property's own route" => "read 200, changed 200, removed 200, gone 404", property_routes;
    Undocumented "the same property once more" => "400, one property", same_property;
    Undocumented "an update that names one of two properties" => "two properties", put_properties;
    Observed "deauthentication" => "200, Message: text, not authenticated", deauthenticate;
    Observed "removal" => "200, gone 404", removal;

    Documented "the hand-off" => "on to another host", hand_off;
    Documented "the hand-off's path in another case" => "on to another host", other_case;
    Undocumented "the hand-off with a used token" => "403", used_token;
    Undocumented "the hand-off with a wrong token" => "403", wrong_hand_off;
    Documented "the hand-off without a required property" => "Bad Request", missing_property;
    Documented "a sign-in link with a wrong token" => "403", wrong_sign_in;

    Documented "LAUNCH" => "200, AccountId, ExpiresAtUtc, LaunchUrl, Token", launch;
    Documented "where a LaunchUrl leads" => "the service domain's sign-in, with token and returnUrl", launch_url;
    Documented "a LaunchUrl once more" => "403", launch_twice;
    Documented "ORBIT" => "200, AccountId, ExpiresAtUtc, OrbitUrl, Token", orbit;
    Documented "LAUNCH with an array, an object, the old name" => "200, 200, 200", launch_forms;
}

/// A kind, without the value.
fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(_) => "number".to_owned(),
        Value::String(_) => "text".to_owned(),
        Value::Array(_) => "array".to_owned(),
        Value::Object(_) => "object".to_owned(),
    }
}

fn kinds(value: &Value, names: &[&str]) -> String {
    let kinds = names.iter().map(|name| format!("{name}: {}", kind(&value[*name])));
    kinds.collect::<Vec<_>>().join(", ")
}

/// Those that are there.
fn present(value: &Value, names: &[&str]) -> String {
    let there = names.iter().filter(|name| value.get(**name).is_some());
    there.copied().collect::<Vec<_>>().join(", ")
}

fn refusal(answer: &Answer) -> String {
    match answer.json().get("Message") {
        Some(message) => format!("{}, Message: {}", answer.status, kind(message)),
        None => format!("{}, no Message", answer.status),
    }
}

async fn access_token(server: &Server) -> Found {
    let answer = server.access_token(false, false).await.json();
    let own = if answer["clientId"] == server.client_id() { "own" } else { "another" };
    let word = answer["token_type"].as_str().unwrap_or_default().to_lowercase();
    let (token, expires) = (kind(&answer["access_token"]), kind(&answer["expires_in"]));
    format!("access_token: {token}, token_type: {word}, expires_in: {expires}, clientId: {own}")
        .into()
}

async fn lifetime(server: &Server) -> Found {
    let answer = server.access_token(false, false).await.json();
    let seconds = answer["expires_in"].as_u64().unwrap_or_default();
    // It is a second short of them.
    format!("{} days", (seconds + 43_200) / 86_400).into()
}

async fn other_members(server: &Server) -> Found {
    let answer = server.access_token(false, false).await.json();
    let refresh = answer[".refresh"].as_str().unwrap_or("no text").to_owned();
    format!("{}: {refresh}", present(&answer, &[".issued", ".expires", ".refresh"])).into()
}

async fn side_by_side(server: &Server) -> Found {
    let mut statuses = Vec::new();
    let tokens = [
        server.access_token(false, false).await.json(),
        server.access_token(false, false).await.json(),
    ];
    for token in tokens {
        let request = server
            .bare(Method::GET, "/v1.0/account/connectors")
            .bearer_auth(token["access_token"].as_str().unwrap_or_default())
            .header("x-cyclr-account", server.account().as_str());
        statuses.push(server.send(request).await.status.to_string());
    }
    statuses.join(", ").into()
}

async fn wrong_credentials(server: &Server) -> Found {
    let answer = server.access_token(true, false).await;
    let names = present(&answer.json(), &["Message", "error", "error_description"]);
    let names = if names.is_empty() { "text" } else { &names };
    format!("{}, {names}", answer.status).into()
}

async fn scoped_launch(server: &Server) -> Found {
    let answer = server.scoped(&server.of_account("launch"), &json!({})).await;
    if (400..500).contains(&answer.status) {
        "refused".into()
    } else {
        answer.status.to_string().into()
    }
}

async fn scoped_launch_status(server: &Server) -> Found {
    server.scoped(&server.of_account("launch"), &json!({})).await.status.to_string().into()
}

async fn no_token(server: &Server) -> Found {
    server
        .send(server.bare(Method::GET, "/v1.0/account/connectors"))
        .await
        .status
        .to_string()
        .into()
}

async fn wrong_token(server: &Server) -> Found {
    let request = server
        .bare(Method::GET, "/v1.0/account/connectors")
        .bearer_auth("wrong")
        .header("x-cyclr-account", server.account().as_str());
    refusal(&server.send(request).await).into()
}

async fn sign_in_token(server: &Server) -> Found {
    let answer =
        server.partner(&server.of_account("signintoken"), &json!({"Username": USER})).await;
    format!("{}, {}", answer.status, present(&answer.json(), &["ExpiresAtUtc", "Token"])).into()
}

async fn sign_in_lifetime(server: &Server) -> Found {
    let Some(token) = server.sign_in_token().await else { return "no token".into() };
    let Some(expires) = token.expires_at() else { return "no ExpiresAtUtc".into() };
    let left = expires.saturating_duration_since(cyclr_oauth::UtcTimestamp::now()).as_secs();
    format!("{} minutes", (left + 30) / 60).into()
}

async fn no_user(server: &Server) -> Found {
    refusal(&server.partner(&server.of_account("signintoken"), &json!({})).await).into()
}

async fn unknown_account(server: &Server) -> Found {
    let path = "/v1.0/accounts/cyclr-oauth-no-such-account/signintoken";
    refusal(&server.partner(path, &json!({"Username": USER})).await).into()
}

async fn connectors(server: &Server) -> Found {
    let answer = server.get("/v1.0/connectors?page=1&pageSize=5").await.json();
    if answer.is_array() { "an array".into() } else { kind(&answer).into() }
}

async fn total_pages(server: &Server) -> Found {
    let answer = server.get("/v1.0/connectors?page=1&pageSize=5").await;
    let pages = answer.total_pages.and_then(|it| it.parse::<u32>().ok());
    if pages.is_some() { "Total-Pages".into() } else { "no such header".into() }
}

async fn connector(server: &Server) -> Found {
    let answer = server.get(&format!("/v1.0/connectors/{}", server.connector())).await.json();
    present(&answer, &["Id", "Name", "Version", "AuthType", "Parameters"]).into()
}

/// Those that are not known.
async fn auth_types(server: &Server) -> Found {
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

async fn unknown_connector(server: &Server) -> Found {
    refusal(&server.get("/v1.0/connectors/999999999").await).into()
}

async fn install(server: &Server) -> Found {
    let answer = server.install(server.connector(), &json!({})).await;
    let kinds = kinds(&answer.json(), &["Id", "Authenticated", "Connector", "Properties"]);
    format!("{}, {kinds}", answer.status).into()
}

async fn account_connector(server: &Server) -> Found {
    let installed = server.install(server.connector(), &json!({})).await.json();
    let id = installed["Id"].as_u64().unwrap_or_default();
    let found = server.get(&format!("/v1.0/account/connectors/{id}")).await.json();
    let names = ["Id", "Name", "Authenticated", "Properties"];
    let same = names.iter().all(|name| found[*name] == installed[*name]);
    let same = if same { "the same" } else { "another" };
    format!("{same}, {}", kinds(&found, &["AuthValue"])).into()
}

async fn unknown_account_connector(server: &Server) -> Found {
    refusal(&server.get("/v1.0/account/connectors/999999999").await).into()
}

async fn pages(server: &Server) -> Found {
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

async fn partial_update(server: &Server) -> Found {
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

async fn lower_case(server: &Server) -> Found {
    let path = server.installed(&json!({})).await;
    let change = json!({"description": "lower"});
    let status = server.call(Method::PUT, &path, Some(&change)).await.status;
    let changed = server.get(&path).await.json()["Description"] == "lower";
    format!("{status}, {}", if changed { "changed" } else { "not changed" }).into()
}

/// Of a shape that suits the connector.
const TOKENS: &str = r#"{"AccessToken":"contract"}"#;

async fn auth_value(server: &Server) -> Found {
    let path = server.installed(&json!({"AuthValue": TOKENS})).await;
    match server.get(&path).await.json()["AuthValue"].as_str() {
        Some(TOKENS) => "shown as it was set".into(),
        Some(_) => "shown in another form".into(),
        None => "not shown".into(),
    }
}

async fn tokens(server: &Server) -> Found {
    let path = server.installed(&json!({"AuthValue": TOKENS})).await;
    match server.get(&path).await.json()["Authenticated"] {
        Value::Bool(true) => "authenticated at once".into(),
        _ => "not authenticated at once".into(),
    }
}

async fn new_property(server: &Server) -> Found {
    let path = format!("{}/properties", server.installed(&json!({})).await);
    let body = json!({"Name": "ClientId", "Value": "contract"});
    let answer = server.call(Method::POST, &path, Some(&body)).await;
    let property = answer.json();
    let right = property["Name"] == "ClientId" && property["Value"] == "contract";
    let right = if right { "Name, Value" } else { "another" };
    format!("{}, {}, {right}", answer.status, kinds(&property, &["Id"])).into()
}

async fn property_routes(server: &Server) -> Found {
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

async fn same_property(server: &Server) -> Found {
    let path = format!("{}/properties", server.installed(&json!({})).await);
    let body = json!({"Name": "ClientId", "Value": "contract"});
    server.call(Method::POST, &path, Some(&body)).await;
    let status = server.call(Method::POST, &path, Some(&body)).await.status;
    let count = server.get(&path).await.json().as_array().map_or(0, Vec::len);
    let count = if count == 1 { "one property".to_owned() } else { format!("{count} properties") };
    format!("{status}, {count}").into()
}

async fn put_properties(server: &Server) -> Found {
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

async fn deauthenticate(server: &Server) -> Found {
    let path = server.installed(&json!({"AuthValue": TOKENS})).await;
    let path_of_it = format!("{path}/deauthenticate");
    let answer = server.call(Method::PUT, &path_of_it, None).await;
    let after = server.get(&path).await.json();
    let after = if after["Authenticated"] == false { "not authenticated" } else { "authenticated" };
    format!("{}, {after}", refusal(&answer)).into()
}

async fn removal(server: &Server) -> Found {
    let path = server.installed(&json!({})).await;
    let status = server.call(Method::DELETE, &path, None).await.status;
    let gone = server.get(&path).await.status;
    format!("{status}, gone {gone}").into()
}

/// Installs the connector, and makes the URL that hands a user over.
async fn url(server: &Server) -> Option<String> {
    let id = server.install(server.connector(), &json!({})).await.json()["Id"].as_u64()?;
    let url = server.auth_url(id, server.sign_in_token().await?);
    Some(url.expose_url().to_owned())
}

/// Where a page leads: it was followed to the last of the service domain's.
fn leads(answer: &Answer) -> String {
    match (answer.status, &answer.location) {
        (300..=399, Some(_)) => "on to another host".to_owned(),
        (status, _) => status.to_string(),
    }
}

async fn hand_off(server: &Server) -> Found {
    match url(server).await {
        Some(url) => leads(&server.open(&url).await).into(),
        None => "no URL".into(),
    }
}

async fn other_case(server: &Server) -> Found {
    let (known, other) = (
        "/connectorauth/updateaccountconnectoroauth",
        "/ConnectorAuth/UpdateAccountConnectorOAuth",
    );
    match url(server).await {
        Some(url) => leads(&server.open(&url.replace(known, other)).await).into(),
        None => "no URL".into(),
    }
}

async fn used_token(server: &Server) -> Found {
    let Some(url) = url(server).await else { return "no URL".into() };
    server.open(&url).await;
    leads(&server.open(&url).await).into()
}

async fn wrong_hand_off(server: &Server) -> Found {
    let id = server.install(server.connector(), &json!({})).await.json()["Id"].as_u64();
    let url = server.auth_url(id.unwrap_or_default(), cyclr_oauth::SignInToken::new("wrong"));
    leads(&server.open(url.expose_url()).await).into()
}

/// With any connector that has such a property.
async fn missing_property(server: &Server) -> Found {
    let all = server.get("/v1.0/connectors?page=1&pageSize=100").await.json();
    let required =
        |it: &Value| it["IsAccountConnectorProperty"] == true && it["IsOptional"] == false;
    let suits = |it: &&Value| {
        let parameters = it["Parameters"].as_array().into_iter().flatten();
        it["OAuth2Type"] == "AuthorisationCode" && parameters.into_iter().any(required)
    };
    let Some(connector) = all.as_array().into_iter().flatten().find(suits) else {
        return Found::NotApplicable("no connector with consent has a required property");
    };
    let connector = connector["Id"].as_u64().unwrap_or_default();
    let installed = server.install(connector, &json!({})).await.json();
    let Some(token) = server.sign_in_token().await else { return "no token".into() };
    let url = server.auth_url(installed["Id"].as_u64().unwrap_or_default(), token);
    let answer = server.open(url.expose_url()).await;
    if answer.text.contains("Bad Request") { "Bad Request".into() } else { leads(&answer).into() }
}

async fn wrong_sign_in(server: &Server) -> Found {
    let url = format!("{}/account/signinwithtoken?token=wrong", server.service());
    leads(&server.open(&url).await).into()
}

async fn launch(server: &Server) -> Found {
    let answer = server.partner(&server.of_account("launch"), &json!({})).await;
    let names = ["AccountId", "ExpiresAtUtc", "LaunchUrl", "Token"];
    format!("{}, {}", answer.status, present(&answer.json(), &names)).into()
}

async fn launch_url(server: &Server) -> Found {
    let answer = server.partner(&server.of_account("launch"), &json!({})).await.json();
    let url = answer["LaunchUrl"].as_str().and_then(|it| url::Url::parse(it).ok());
    let Some(url) = url else { return "no URL".into() };
    let names: Vec<_> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    let own = url.origin().ascii_serialization() == server.service().to_string();
    match (own, url.path().to_lowercase().as_str(), names.join(" and ")) {
        (true, "/account/signinwithtoken", names) => {
            format!("the service domain's sign-in, with {names}").into()
        }
        (true, path, _) => format!("the service domain's {path}").into(),
        (false, ..) => "another host".into(),
    }
}

async fn launch_twice(server: &Server) -> Found {
    let answer = server.partner(&server.of_account("launch"), &json!({})).await.json();
    let url = answer["LaunchUrl"].as_str().unwrap_or_default();
    server.open(url).await;
    leads(&server.open(url).await).into()
}

async fn orbit(server: &Server) -> Found {
    let answer = server.partner(&server.of_account("orbit"), &json!({})).await;
    let names = ["AccountId", "ExpiresAtUtc", "OrbitUrl", "Token"];
    format!("{}, {}", answer.status, present(&answer.json(), &names)).into()
}

async fn launch_forms(server: &Server) -> Found {
    // One that is installed already, so that nothing new is left behind.
    let definition = server.get(&format!("/v1.0/connectors/{}", server.connector())).await.json();
    server.install(server.connector(), &json!({})).await;
    let one = json!({"Name": definition["Name"], "Version": definition["Version"]});
    let forms = [
        json!({"ConnectorAuthentications": [one]}),
        json!({"ConnectorAuthentications": one}),
        json!({"PartnerConnector": one}),
    ];
    let mut statuses = Vec::new();
    for form in forms {
        let answer = server.partner(&server.of_account("launch"), &form).await;
        statuses.push(answer.status.to_string());
    }
    statuses.join(", ").into()
}
