//! What the list and a connection's page say.

use cyclr_oauth::AccountId;
use cyclr_sandbox::{ConnectorSeed, Fault};

use crate::support::World;

#[tokio::test]
async fn a_connection_says_since_when_by_whom_and_whose_it_is() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let mut alan = world.signed_in_as("alan").await;
    let id = world.id("Salesforce");
    let url = ada.connect(id).await;
    let done = world.approve_redirect(&url).await;
    ada.get(&done).await;
    let day =
        |page: &str| page.split("Since ").nth(1).unwrap().split(" by").next().unwrap().to_owned();
    for page in ["/".to_owned(), format!("/connectors/{id}")] {
        let page = alan.get(&page).await.text;
        assert!(page.contains("user@third-party.example · Since "), "{page}");
        assert!(page.contains(" by Ada"), "{page}");
        let year = &world.portal.cyclr.now().to_string()[..4];
        assert!(day(&page).ends_with(year), "{}", day(&page));
    }
    assert!(alan.get(&format!("/connectors/{id}")).await.text.contains("Last checked"));
    // A credential that was entered, too.
    let key = world.id("ActiveCampaign");
    alan.submit(&format!("/connectors/{key}/auth-value"), &[("key", "k3y")]).await;
    assert!(ada.get(&format!("/connectors/{key}")).await.text.contains(" by Alan"));
}

#[tokio::test]
async fn connections_that_need_attention_come_first() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("HubSpot");
    let url = ada.connect(id).await;
    let done = world.approve_redirect(&url).await;
    ada.get(&done).await;
    world.sandbox.set_authenticated(id, false);
    world.sandbox.set_authenticated(world.id("Velocify"), true);
    let list = ada.get("/").await.text;
    let names: Vec<_> =
        list.split("data-name=\"").skip(1).map(|it| it.split('"').next().unwrap()).collect();
    assert_eq!(names[..3], ["HubSpot", "Docusign", "Velocify"], "broken, incomplete, connected");
    assert!(list.contains("Reconnect needed"));
}

#[tokio::test]
async fn an_empty_list_has_an_action() {
    let world = World::start().await;
    let mut grace = world.signed_in_as("grace").await;
    for name in ["Salesforce", "ActiveCampaign"] {
        let (account, id) = (AccountId::new("Globex-7").unwrap(), world.id_of("Globex-7", name));
        world.portal.cyclr.account(&account).delete(id).await.unwrap();
    }
    let list = grace.get("/").await.text;
    assert!(list.contains("No connectors yet") && list.contains("Check again"), "{list}");
}

#[tokio::test]
async fn a_long_list_can_be_searched() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    assert!(!ada.get("/").await.text.contains(r#"role="search""#));
    for name in ["Zuora", "Zendesk"] {
        world.sandbox.install(&AccountId::new("Acme-42").unwrap(), ConnectorSeed::oauth2(name));
    }
    assert!(ada.get("/").await.text.contains(r#"role="search""#));
    let found = ada.get("/?q=zEN").await.text;
    assert!(
        found.contains("Zendesk")
            && !found.contains("Zuora")
            && found.contains("1 connection found")
    );
    let none = ada.get("/?q=%3Cb%3E").await.text;
    assert!(none.contains("No connections found") && none.contains("Show all"), "{none}");
    assert!(!none.contains("<b>"));
}

#[tokio::test]
async fn every_kind_of_sign_in_works_or_says_why_not() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let acme = AccountId::new("Acme-42").unwrap();
    for kind in ["OAuth1", "AuthFields", "Kerberos"] {
        let id = world.sandbox.install(&acme, ConnectorSeed::new("Old", kind));
        let page = ada.get(&format!("/connectors/{id}")).await.text;
        let why = format!("signs in with {kind}, which this portal doesn't support.");
        assert!(page.contains(&why), "{page}");
        assert!(!page.contains("data-connect"), "{kind}");
    }
    let id = world.sandbox.install(&acme, ConnectorSeed::none("Clock"));
    assert!(ada.get(&format!("/connectors/{id}")).await.text.contains("No sign-in needed"));
}

#[tokio::test]
async fn a_connector_without_a_name_has_a_link() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.sandbox.install(&AccountId::new("Acme-42").unwrap(), ConnectorSeed::oauth2(""));
    let list = ada.get("/").await.text;
    assert!(
        list.contains(&format!(r#"<a href="/connectors/{id}">Unnamed connector</a>"#)),
        "{list}"
    );
}

#[tokio::test]
async fn the_wire_panel_groups_by_action_and_shows_the_own_account_only() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let mut grace = world.signed_in_as("grace").await;
    // What others do then is under none of her actions.
    ada.get("/").await;
    let foreign = world.id_of("Globex-7", "Salesforce");
    let url = grace.connect(foreign).await;
    world.approve_redirect(&url).await;
    let id = world.id("Salesforce");
    let url = ada.connect(id).await;
    let done = world.approve_redirect(&url).await;
    ada.get(&done).await;
    let page = ada.get("/").await.text;
    let (_, wire) = page.split_once("What went over the wire").unwrap();
    let place = |text: &str| wire.find(text).unwrap_or_else(|| panic!("{text}: {wire}"));
    assert!(place("Return from Cyclr") < place("<h2>Connect "), "the latest first");
    assert!(place("<h2>Connect ") < place("Open the list"), "the hand-off first");
    assert!(wire.contains("/v1.0/accounts/Acme-42/signintoken"));
    assert!(wire.contains(&format!("?id={id}&amp;token=[redacted]")), "{wire}");
    assert!(!wire.contains("Globex-7") && !wire.contains(&foreign.to_string()), "{wire}");
}

#[tokio::test]
async fn a_connectors_own_icon_is_shown_from_its_origin_alone() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");
    for (icon, origin) in [
        ("https://icons.example/a.svg", Some("https://icons.example")),
        ("http://icons.example/a.svg", None),
        ("javascript:alert(1)", None),
        ("https://icons.example; script-src *", None),
    ] {
        let body = format!(
            r#"{{"Id":{id},"Name":"CRM","Authenticated":false,"Properties":[],
                "Connector":{{"Id":1,"Name":"CRM","AuthType":"OAuth2","Parameters":[],"Icon":"{icon}"}}}}"#
        );
        let answer = Fault::status(200).body(body).content_type("application/json");
        world.sandbox.faults().next("GET", "/v1.0/account/connectors/*", answer);
        let page = ada.get(&format!("/connectors/{id}")).await;
        let policy = page.header("content-security-policy").unwrap();
        let images = format!(
            "img-src 'self' data:{};",
            origin.map(|it| format!(" {it}")).unwrap_or_default()
        );
        assert!(policy.contains(&images), "{icon}: {policy}");
        assert_eq!(page.text.contains("<img"), origin.is_some(), "{icon}: {}", page.text);
        assert_eq!(page.text.contains("<svg"), origin.is_none(), "{icon}");
    }
    // Without one, initials that differ.
    let list = ada.get("/").await.text;
    let letters: Vec<_> =
        list.split("fill=\"#fff\">").skip(1).map(|it| it.split('<').next().unwrap()).collect();
    assert_eq!(letters, ["Do", "Sa", "HS", "SC", "AC", "Ve"]);
}
