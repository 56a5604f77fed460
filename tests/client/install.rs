//! Installs a payload that was checked against a connector's definition.

use cyclr_oauth::AccountConnector;

use crate::script::{Script, account, ok};

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Acme {
    sub_domain: String,
}

#[tokio::test(start_paused = true)]
async fn another_connector_is_refused_before_anything_is_sent() {
    let script = Script::new([]);
    let acme = Acme { sub_domain: "acme".to_owned() };
    let error = script.client().account(&account()).install(78, &acme).await.unwrap_err();
    assert!(
        error.to_string().ends_with("the payload is for connector 77 (`Acme CRM`), not for 78"),
        "{error}"
    );
    assert!(script.calls().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_connector_of_the_definition_is_installed() {
    let definition = Acme::DEFINITION.unwrap();
    assert_eq!((definition.name, definition.version), ("Acme CRM", None));
    let script = Script::new([ok(r#"{"Id": 1, "Authenticated": false, "Connector": {"Id": 77}}"#)]);
    let acme = Acme { sub_domain: "acme".to_owned() };
    let state = script.client().account(&account()).install(definition.id, &acme).await.unwrap();
    assert_eq!(state.connector.id, definition.id);
    assert_eq!(script.lines(), ["POST /v1.0/connectors/77/install"]);
}
