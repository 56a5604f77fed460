//! `configure`, and the properties that are missing before a hand-off.

use cyclr_oauth::{AccountConnector, AuthValue};

use crate::script::{Outcome, Script, account, class, ok, status};

#[derive(AccountConnector)]
struct Acme {
    domain: &'static str,
    region: &'static str,
    #[cyclr(auth_value)]
    key: Option<AuthValue>,
}

fn acme() -> Acme {
    Acme { domain: "d\"1", region: "", key: Some(AuthValue::api_key("k3y")) }
}

async fn configure(
    script: &Script,
    connector: &impl AccountConnector,
) -> Result<(), cyclr_oauth::Error> {
    script.client().account(&account()).configure(7, connector).await
}

const LIST: &str = "GET /v1.0/account/connectors/7/properties?page=1&pageSize=100";
const CREATE: &str = "POST /v1.0/account/connectors/7/properties";
const UPDATE: &str = "PUT /v1.0/account/connectors/7/properties/9";
const AUTH: &str = "PUT /v1.0/account/connectors/7";

fn domain_is_set() -> Outcome {
    ok(
        r#"[{"Id":8,"Name":"domain","Value":"x"},{"Id":9,"Name":"Domain","Value":"old"},{"Name":"Other"}]"#,
    )
}

#[tokio::test(start_paused = true)]
async fn existing_properties_are_changed_others_added_and_the_auth_value_is_last() {
    let script = Script::new([domain_is_set(), ok(""), ok("{}"), ok("not read")]);
    configure(&script, &acme()).await.unwrap();
    assert_eq!(script.lines(), [LIST, UPDATE, CREATE, AUTH]);
    let bodies: Vec<_> = script.calls().into_iter().map(|sent| sent.body).collect();
    assert_eq!(
        bodies,
        [
            "",
            r#"{"Name":"Domain","Value":"d\"1"}"#,
            r#"{"Name":"Region","Value":""}"#,
            r#"{"AuthValue":"k3y"}"#
        ]
    );

    let script = Script::at_once([domain_is_set(), ok(""), ok("{}"), ok("not read")]);
    script.blocking().account(&account()).configure(7, &acme()).unwrap();
    assert_eq!(script.lines(), [LIST, UPDATE, CREATE, AUTH]);
}

#[tokio::test(start_paused = true)]
async fn after_a_property_that_failed_nothing_else_is_sent() {
    for refusal in [status(400), status(404), status(403)] {
        let script = Script::new([domain_is_set(), refusal.clone()]);
        configure(&script, &acme()).await.unwrap_err();
        assert_eq!(script.lines(), [LIST, UPDATE]);
        let script = Script::new([domain_is_set(), ok(""), refusal.clone()]);
        configure(&script, &acme()).await.unwrap_err();
        assert_eq!(script.lines(), [LIST, UPDATE, CREATE]);
        let script = Script::new([refusal]);
        configure(&script, &acme()).await.unwrap_err();
        assert_eq!(script.lines(), [LIST]);
    }
}

#[tokio::test(start_paused = true)]
async fn after_a_lost_answer_to_a_new_property_the_list_is_read_again() {
    let now_there =
        || ok(r#"[{"Id":9,"Name":"Domain","Value":"d"},{"Id":10,"Name":"Region","Value":""}]"#);
    for lost in [
        Outcome::Broken,
        Outcome::Timeout,
        Outcome::Never,
        status(500),
        status(504),
        status(408),
        Outcome::TooLong,
    ] {
        // Cyclr had carried it out.
        let script =
            Script::new([domain_is_set(), ok(""), lost.clone(), now_there(), ok(""), ok("")]);
        configure(&script, &acme()).await.unwrap();
        let update = "PUT /v1.0/account/connectors/7/properties/10";
        assert_eq!(script.lines(), [LIST, UPDATE, CREATE, LIST, update, AUTH], "{lost:?}");
        // Cyclr had not carried it out.
        let script =
            Script::new([domain_is_set(), ok(""), lost.clone(), domain_is_set(), ok(""), ok("")]);
        configure(&script, &acme()).await.unwrap();
        assert_eq!(script.lines(), [LIST, UPDATE, CREATE, LIST, CREATE, AUTH], "{lost:?}");
        // The response is lost again, which ends the call.
        let script =
            Script::new([domain_is_set(), ok(""), lost.clone(), domain_is_set(), lost.clone()]);
        configure(&script, &acme()).await.unwrap_err();
        assert_eq!(script.lines(), [LIST, UPDATE, CREATE, LIST, CREATE], "{lost:?}");
        // The list can't be read, so the outcome is unknown.
        let script = Script::new([domain_is_set(), ok(""), lost, status(403)]);
        assert_eq!(class(&configure(&script, &acme()).await.unwrap_err()), "403");
    }
}

#[tokio::test(start_paused = true)]
async fn parts_that_are_not_supplied_are_neither_read_nor_set() {
    let script = Script::new([]);
    configure(&script, &()).await.unwrap();
    assert!(script.lines().is_empty());

    let script = Script::new([domain_is_set(), ok(""), ok("")]);
    configure(&script, &Acme { key: None, ..acme() }).await.unwrap();
    assert_eq!(script.lines(), [LIST, UPDATE, CREATE]);

    #[derive(AccountConnector)]
    struct KeyAlone {
        #[cyclr(auth_value)]
        key: AuthValue,
    }
    let script = Script::new([ok("")]);
    configure(&script, &KeyAlone { key: AuthValue::empty() }).await.unwrap();
    assert_eq!(script.calls()[0].body, r#"{"AuthValue":"{}"}"#);
    assert_eq!(script.lines(), [AUTH]);
}

#[tokio::test(start_paused = true)]
async fn a_property_without_an_id_is_added() {
    let script = Script::new([ok(r#"[{"Name":"Domain"}]"#), ok(""), ok(""), ok("")]);
    configure(&script, &acme()).await.unwrap();
    assert_eq!(script.lines(), [LIST, CREATE, CREATE, AUTH]);
}

#[tokio::test(start_paused = true)]
async fn required_properties_without_a_value_are_missing() {
    let parameter = |name: &str, of_account_connector: bool, optional: bool| {
        format!(
            r#"{{"Name":"label","TargetName":"{name}","IsAccountConnectorProperty":{of_account_connector},"IsOptional":{optional}}}"#
        )
    };
    let parameters = [
        parameter("Set", true, false),
        parameter("Empty", true, false),
        parameter("Null", true, false),
        parameter("Absent", true, false),
        parameter("set", true, false),
        parameter("Optional", true, true),
        parameter("OfTheConnector", false, false),
    ];
    let state = format!(
        r#"{{"Id":7,"Authenticated":false,"Connector":{{"Id":1,"Parameters":[{}]}},"Properties":[{{"Name":"Set","Value":"1"}},{{"Name":"Empty","Value":""}},{{"Name":"Null","Value":null}},{{"Name":"label","Value":"1"}}]}}"#,
        parameters.join(",")
    );
    let script = Script::new([ok(&*state)]);
    let missing = script.client().account(&account()).missing_properties(7).await.unwrap();
    let missing: Vec<_> = missing.into_iter().map(|parameter| parameter.target_name).collect();
    assert_eq!(missing, ["Null", "Absent", "set"]);

    let script = Script::at_once([ok(state)]);
    assert_eq!(script.blocking().account(&account()).missing_properties(7).unwrap().len(), 3);
}
