//! From the connector authentication URL to the partner's page.

use cyclr_sandbox::{Completion, ConnectorSeed};

use crate::support::{Api, TARGET};

#[tokio::test]
async fn an_approval_redirects_to_the_target_as_it_was_given() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce"));
    let url = api.auth_url(id.get(), None).await;

    let visit = api.cyclr.user().open(&url).await.unwrap();
    assert!(visit.is_consent_page());
    assert!(!api.cyclr.account_connector(id).unwrap().is_authenticated());
    let completion = visit.approve().await.unwrap();

    assert_eq!(completion, Completion::Redirect(TARGET.parse().unwrap()));
    let connector = api.cyclr.account_connector(id).unwrap();
    assert!(connector.is_authenticated());
    assert!(connector.auth_value().unwrap().starts_with(r#"{"AccessToken":""#));
}

#[tokio::test]
async fn a_callback_message_goes_to_the_origin_of_the_target() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce"));
    let message = r#"</script><script>alert(1)//&"'"#;
    let url = api.auth_url(id.get(), Some(message)).await;

    let completion = api.cyclr.user().open(&url).await.unwrap().approve().await.unwrap();

    let (message, target_origin) = (message.to_owned(), "https://partner.example".to_owned());
    assert_eq!(completion, Completion::Message { message, target_origin });
}
