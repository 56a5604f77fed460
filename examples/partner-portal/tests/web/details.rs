//! Properties are shown, edited and cleared.

use cyclr_oauth::AccountId;
use cyclr_sandbox::{ConnectorSeed, ParameterSeed};

use crate::support::World;

const CANARY: &str = "c4n4ry-s3cr3t";

#[tokio::test]
async fn details_are_shown_edited_and_cleared() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Docusign");
    let (page, edit) = (format!("/connectors/{id}"), format!("/connectors/{id}/properties"));
    let property =
        |name: &str| world.sandbox.account_connector(id).unwrap().property(name).map(str::to_owned);
    // Nothing is chosen in advance.
    assert!(ada.get(&edit).await.text.contains(r#"<option value="">Choose…</option>"#));
    for (domain, scopes) in [
        ("account-d.docusign.com", "signature"),
        ("account.docusign.com", "signature impersonation"),
        ("account.docusign.com", ""),
    ] {
        let form = [("property.Domain", domain), ("property.Scopes", scopes)];
        assert_eq!(ada.submit(&edit, &form).await.location(), page);
        assert_eq!(property("Domain").as_deref(), Some(domain));
        assert_eq!(property("Scopes").as_deref(), Some(scopes).filter(|it| !it.is_empty()));
        let shown = ada.get(&page).await.text;
        let fact = format!("<dd>{domain}</dd>");
        assert!(shown.contains(&fact) && shown.contains("Saved."), "{shown}");
        let again = ada.get(&edit).await.text;
        assert!(again.contains(&format!("<option selected>{domain}</option>")), "{again}");
    }
}

#[tokio::test]
async fn a_mistake_is_next_to_its_field_and_nothing_typed_is_lost() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let edit = format!("/connectors/{}/properties", world.id("Docusign"));
    let answer =
        ada.submit(&edit, &[("property.Domain", ""), ("property.Scopes", "my scopes")]).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.text.contains(r#"aria-invalid="true" aria-describedby="property.Domain.mistake""#)
    );
    assert!(answer.text.contains(r#"id="property.Domain.mistake">Choose Environment."#));
    assert!(answer.text.contains(r#"value="my scopes""#), "{}", answer.text);
    let velocify = format!("/connectors/{}/auth-value", world.id("Velocify"));
    let answer = ada.submit(&velocify, &[("user", "me:you"), ("password", CANARY)]).await;
    assert!(answer.text.contains(r#"value="me:you""#) && !answer.text.contains(CANARY));
    assert!(answer.text.contains(r#"id="user.mistake""#));
}

#[tokio::test]
async fn secrets_are_replaced_and_never_shown_and_keys_keep_their_lines() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let seed = ConnectorSeed::oauth2("SAP")
        .parameter(ParameterSeed::required("PrivateKey").sensitive())
        .parameter(ParameterSeed::optional("Passphrase").sensitive())
        // The form's own fields don't get in the way.
        .parameter(ParameterSeed::optional("csrf"));
    let id = world.sandbox.install(&AccountId::new("Acme-42").unwrap(), seed);
    let edit = format!("/connectors/{id}/properties");
    assert!(ada.get(&edit).await.text.contains(r#"<textarea id="property.PrivateKey""#));
    let key = format!("-----BEGIN-----\r\n{CANARY}\r\n-----END-----\r\n");
    let form = [
        ("property.PrivateKey", &*key),
        ("property.Passphrase", CANARY),
        ("property.csrf", "mine"),
    ];
    assert_eq!(ada.submit(&edit, &form).await.status, 303);
    let property =
        |name: &str| world.sandbox.account_connector(id).unwrap().property(name).map(str::to_owned);
    assert_eq!(property("PrivateKey").unwrap(), key.replace("\r\n", "\n"));
    assert_eq!(property("csrf").as_deref(), Some("mine"));
    for page in [&edit, &format!("/connectors/{id}"), "/"] {
        assert!(!ada.get(page).await.text.contains(CANARY), "{page}");
    }
    // Left empty, they stay; cleared, they go; the other is replaced.
    let form = [("property.PrivateKey", ""), ("property.Passphrase", "")];
    assert_eq!(ada.submit(&edit, &form).await.status, 303, "what is stored is enough");
    assert!(property("PrivateKey").is_some() && property("Passphrase").is_some());
    let form = [
        ("property.PrivateKey", "new"),
        ("property.Passphrase", ""),
        ("property.Passphrase.clear", "yes"),
    ];
    ada.submit(&edit, &form).await;
    assert_eq!((property("PrivateKey").as_deref(), property("Passphrase")), (Some("new"), None));
}
