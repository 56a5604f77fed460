//! What a user enters, and what is seen of it.

use std::time::Duration;

use crate::support::World;

type Form<'a> = &'a [(&'a str, &'a str)];

const CANARY: &str = "c4n4ry-s3cr3t";

#[tokio::test]
async fn each_kind_of_auth_value_is_supplied_by_its_form() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let cases: [(&str, Form<'_>, &str); 5] = [
        ("ActiveCampaign", &[("key", "k3y")], "k3y"),
        ("Velocify", &[("user", "me"), ("password", "+/@:p")], "bWU6Ky9AOnA="),
        ("Velocify", &[("user", "me"), ("password", "")], "bWU6"),
        (
            "Salesforce",
            &[
                ("access_token", "t0k3n"),
                ("refresh_token", ""),
                ("expires", " 2027-01-01T00:00:00Z "),
            ],
            r#"{"AccessToken":"t0k3n","Expires":"2027-01-01T00:00:00Z"}"#,
        ),
        (
            "HubSpot",
            &[("access_token", "t0k3n"), ("refresh_token", "r3fr3sh"), ("expires", "")],
            r#"{"AccessToken":"t0k3n","RefreshToken":"r3fr3sh"}"#,
        ),
    ];
    for (name, form, auth_value) in cases {
        let id = world.id(name);
        let answer = ada.submit(&format!("/connectors/{id}/auth-value"), form).await;
        assert_eq!(answer.status, 303, "{name}: {}", answer.text);
        let connector = world.sandbox.account_connector(id).unwrap();
        assert_eq!(connector.auth_value(), Some(auth_value));
        assert!(connector.is_authenticated(), "{name}");
        let page = ada.get(&format!("/connectors/{id}")).await;
        assert!(page.text.contains("Connected"), "{name}");
        let stored = match name {
            "ActiveCampaign" => "Your API key is stored in Cyclr and is never shown again.",
            "Velocify" => {
                "Your user name and password are stored in Cyclr and are never shown again."
            }
            _ => "",
        };
        assert!(page.text.contains(stored), "{name}");
    }
    let id = world.id("SugarCRM");
    ada.submit(&format!("/connectors/{id}/auth-value"), &[("empty", "yes")]).await;
    assert!(world.is_authenticated(id));
}

#[tokio::test]
async fn a_hint_belongs_to_its_field() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let page = ada.get(&format!("/connectors/{}/auth-value", world.id("Salesforce"))).await.text;
    assert!(page.contains(r#"aria-describedby="expires.hint""#), "{page}");
    assert!(page.contains(r#"id="expires.hint">Such as 2026-12-31T23:59:59Z.</p>"#), "{page}");
}

#[tokio::test]
async fn an_invalid_value_is_reported_and_changes_nothing() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let cases: [(&str, Form<'_>, &str); 8] = [
        ("Velocify", &[("user", "me:you"), ("password", CANARY)], "colon"),
        ("ActiveCampaign", &[("key", "")], "Nothing was saved"),
        ("ActiveCampaign", &[], "Nothing was saved"),
        ("Salesforce", &[("access_token", "")], "Nothing was saved"),
        // Of another kind than the connector's.
        ("Velocify", &[("key", CANARY)], "Nothing was saved"),
        ("Salesforce", &[("key", CANARY), ("user", CANARY)], "Nothing was saved"),
        ("ActiveCampaign", &[("empty", "yes"), ("user", CANARY)], "Nothing was saved"),
        (
            "Salesforce",
            &[("access_token", CANARY), ("expires", "tomorrow")],
            "Enter a time such as 2026-12-31T23:59:59Z.",
        ),
    ];
    for (name, form, sentence) in cases {
        let id = world.id(name);
        let answer = ada.submit(&format!("/connectors/{id}/auth-value"), form).await;
        assert_eq!(answer.status, 422, "{name}");
        assert!(
            answer.text.contains(r#"role="alert""#) && answer.text.contains(sentence),
            "{name}"
        );
        assert!(!answer.text.contains(CANARY), "{name}");
        assert_eq!(world.sandbox.account_connector(id).unwrap().auth_value(), None, "{name}");
    }
}

#[tokio::test]
async fn credentials_entered_instead_of_a_hand_off_stay() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let (entered, abandoned) = (world.id("Salesforce"), world.id("HubSpot"));
    // Entered long ago, which says nothing of what is there now.
    for id in [entered, abandoned] {
        ada.submit(&format!("/connectors/{id}/auth-value"), &[("access_token", "t0k3n")]).await;
        world.sandbox.set_authenticated(id, false);
    }
    world.sandbox.clock().advance(Duration::from_secs(60));
    for id in [entered, abandoned] {
        ada.connect(id).await;
    }
    ada.submit(&format!("/connectors/{entered}/auth-value"), &[("access_token", "n3w")]).await;
    world.sandbox.set_authenticated(abandoned, true);

    world.sandbox.clock().advance(Duration::from_secs(15 * 60 + 1));
    world.portal.sweep().await;
    assert!(world.is_authenticated(entered));
    assert!(!world.is_authenticated(abandoned));
}

#[tokio::test]
async fn details_come_before_the_connection() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Docusign");
    let page = ada.get(&format!("/connectors/{id}")).await;
    assert!(page.text.contains("Add details") && !page.text.contains("data-connect"));
    let properties = format!("/connectors/{id}/properties");

    let answer = ada.submit(&properties, &[("property.Domain", "elsewhere.example")]).await;
    assert_eq!(answer.status, 422, "one that is not on the list");
    let form =
        [("property.Domain", "account.docusign.com"), ("property.Other", "no such property")];
    assert_eq!(ada.submit(&properties, &form).await.status, 303);
    let connector = world.sandbox.account_connector(id).unwrap();
    assert_eq!(connector.properties().collect::<Vec<_>>(), [("Domain", "account.docusign.com")]);
    let page = ada.get(&format!("/connectors/{id}")).await;
    assert!(page.text.contains("data-connect"));
}

#[tokio::test]
async fn disconnecting_asks_once_and_is_confirmed() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.sandbox.set_authenticated(id, true);
    let disconnect = format!("/connectors/{id}/disconnect");
    let page = ada.get(&format!("/connectors/{id}")).await;
    assert!(!page.text.contains(&format!(r#"method="post" action="{disconnect}""#)));
    let question = ada.get(&disconnect).await;
    assert!(question.text.contains("Disconnect Salesforce?"), "{}", question.text);
    assert!(question.text.contains("Integrations that use Salesforce stop"));
    assert!(world.is_authenticated(id));
    let answer = ada.submit(&disconnect, &[]).await;
    assert_eq!(answer.location(), format!("/connectors/{id}"));
    assert!(!world.is_authenticated(id));
    let page = ada.get(&format!("/connectors/{id}")).await;
    assert!(page.text.contains("Salesforce is disconnected."));
}

#[tokio::test]
async fn a_connection_disconnected_here_does_not_ask_to_be_reconnected() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");
    let url = ada.connect(id).await;
    let done = world.approve_redirect(&url).await;
    ada.get(&done).await;
    ada.submit(&format!("/connectors/{id}/disconnect"), &[]).await;
    let page = ada.get(&format!("/connectors/{id}")).await.text;
    assert!(page.contains("Not connected") && !page.contains("Reconnect needed"), "{page}");
}

#[tokio::test]
async fn no_page_shows_what_was_entered() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("ActiveCampaign");
    ada.submit(&format!("/connectors/{id}/auth-value"), &[("key", CANARY)]).await;
    let velocify = world.id("Velocify");
    let form = [("user", "me"), ("password", CANARY)];
    ada.submit(&format!("/connectors/{velocify}/auth-value"), &form).await;
    let url = ada.connect(world.id("Salesforce")).await;
    let token = crate::support::parameter(&url, "token").unwrap();
    let attempt = url.rsplit("cyclr_attempt%3D").next().unwrap().to_owned();
    world.approve_redirect(&url).await;

    for page in ["/".to_owned(), format!("/connectors/{id}"), format!("/connectors/{velocify}")] {
        let page = ada.get(&page).await;
        assert!(page.text.contains("What went over the wire"));
        assert!(page.text.contains("[redacted]"));
        let (_, secret) = world.sandbox.client_credentials();
        for secret in [CANARY, &token, &attempt, secret.expose_secret(), "bWU6YzRuNHJ5"] {
            assert!(!page.text.contains(secret), "{secret}");
        }
    }
}
