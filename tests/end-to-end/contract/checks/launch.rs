//! LAUNCH and ORBIT.

use serde_json::json;

use super::hand_off::leads;
use super::present;
use crate::report::Found;
use crate::server::Server;

pub(super) async fn launch(server: &Server) -> Found {
    let answer = server.partner(&server.of_account("launch"), &json!({})).await;
    let names = ["AccountId", "ExpiresAtUtc", "LaunchUrl", "Token"];
    format!("{}, {}", answer.status, present(&answer.json(), &names)).into()
}

pub(super) async fn launch_url(server: &Server) -> Found {
    let answer = server.partner(&server.of_account("launch"), &json!({})).await.json();
    let url = answer["LaunchUrl"].as_str().and_then(|it| url::Url::parse(it).ok());
    let Some(url) = url else { return "no URL".into() };
    // The page's own options may follow in plain text.
    let names: Vec<_> = url.query_pairs().map(|(name, _)| name.into_owned()).take(2).collect();
    let own = url.origin().ascii_serialization() == server.service().to_string();
    match (own, url.path().to_lowercase().as_str(), names.join(" and ")) {
        (true, "/account/signinwithtoken", names) => {
            format!("the service domain's sign-in, with {names}").into()
        }
        (true, path, _) => format!("the service domain's {path}").into(),
        (false, ..) => "another host".into(),
    }
}

pub(super) async fn launch_twice(server: &Server) -> Found {
    let answer = server.partner(&server.of_account("launch"), &json!({})).await.json();
    let url = answer["LaunchUrl"].as_str().unwrap_or_default();
    server.open(url).await;
    leads(&server.open(url).await).into()
}

pub(super) async fn orbit(server: &Server) -> Found {
    let answer = server.partner(&server.of_account("orbit"), &json!({})).await;
    let names = ["AccountId", "ExpiresAtUtc", "OrbitUrl", "Token"];
    format!("{}, {}", answer.status, present(&answer.json(), &names)).into()
}

pub(super) async fn launch_forms(server: &Server) -> Found {
    // An installed connector, so that nothing new is left behind.
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
