//! Seed files, and what is wrong with them.

use cyclr_oauth::AccountId;
use cyclr_sandbox::{ConnectorSeed, Sandbox, Seed, Switches};
use http::Method;
use serde_json::json;

use crate::support::Api;

#[tokio::test]
async fn the_example_is_all_there() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/seed.example.json");
    let cyclr = Sandbox::builder().seed(Seed::read(path).unwrap()).start().await.unwrap();
    let (id, secret) = cyclr.client_credentials();
    assert_eq!((id.as_str(), secret.expose_secret()), ("sandbox-client", "sandbox-secret"));
    let acme = AccountId::new("Acme-42").unwrap();
    assert_eq!(cyclr.account_name(&acme).as_deref(), Some("Acme"));
    assert!(cyclr.has_user(&acme, "ann@acme.example"));
    let state = |id: u64| {
        let it = cyclr.account_connector(id.into()).unwrap();
        (it.name().to_owned(), it.connector(), it.is_authenticated())
    };
    assert_eq!(state(1234), ("Box".to_owned(), 1, false));
    assert_eq!(state(1235), ("Newsletter".to_owned(), 2, true));
    assert_eq!(state(1236), ("Web shop".to_owned(), 5, false));

    // Ids go on after those of the seed.
    let api = Api::around(cyclr);
    let installed = api.send(Method::POST, "/v1.0/connectors/3/install", json!({})).await;
    assert!(installed["Id"].as_u64().unwrap() > 1236);
}

#[test]
fn a_real_answer_can_be_pasted() {
    let seed = Seed::parse(
        r#"{"Connectors": [{"Id": 7, "Name": "N", "Version": null, "Unheard": {"Of": 1}, "Parameters": [], "Authentication": []}]}"#,
    );
    assert!(seed.is_ok());
}

#[test]
fn the_builder_overrules_the_seed() {
    let seed = Seed::parse(
        r#"{"Switches": {"page_size": 7, "check_values": "false"}, "Credentials": {"ClientId": "a", "ClientSecret": "b"}}"#,
    );
    let seed = seed.unwrap();
    let cyclr = Sandbox::builder().seed(seed.clone()).start_blocking().unwrap();
    assert_eq!(
        cyclr.switches(),
        Switches { page_size: 7, check_values: false, ..Switches::default() }
    );
    let builder = Sandbox::builder().seed(seed).switches(Switches::default());
    let cyclr = builder.client_credentials("c", "d").start_blocking().unwrap();
    assert_eq!(cyclr.switches(), Switches::default());
    assert_eq!(cyclr.client_credentials().0, "c");
}

/// Line and column, and how the sentence begins.
fn assert_mistake(json: &str, line: usize, column: usize, sentence: &str) {
    let error = Seed::parse(json).unwrap_err();
    let shown = error.to_string();
    assert_eq!((error.line(), error.column()), (line, column), "{shown} in {json}");
    assert!(shown.starts_with(&format!("line {line}, column {column}: {sentence}")), "{shown}");
    assert!(!shown.contains(" at line "), "{shown}");
}

#[test]
fn mistakes_have_a_place() {
    for (json, line, column, sentence) in [
        ("{", 1, 1, "EOF while parsing an object"),
        ("{\n \"Acounts\": []}", 2, 10, "unknown field `Acounts`"),
        ("{\"Accounts\": [\n {\"Id\": \"a\"},\n {\"ID\": \"b\"}]}", 3, 6, "unknown field `ID`"),
        (
            "{\"Accounts\": [\n {\"Id\":\n \" \"}]}",
            3,
            4,
            "not a valid account id: an account id must not",
        ),
        ("{\"Switches\": {\n\"page_sise\": 3}}", 2, 15, "there is no switch `page_sise`"),
        (
            "{\"Switches\": {\n\"page_size\": true}}",
            2,
            18,
            "the switch `page_size` can't be `true`",
        ),
    ] {
        assert_mistake(json, line, column, sentence);
    }
}

#[test]
fn contradictions_have_a_place_and_a_remedy() {
    const ID_AND_NAME: &str = "a connector needs an `Id` from 1 to 9007199254740991 and a `Name`";
    let accounts = "{\"Accounts\": [{\"Id\": \"a\"},\n {\"Id\": \"a\"}]}";
    let sentence = "there is an account `a` already; give this one another `Id`";
    assert_mistake(accounts, 2, 2, sentence);
    for (connectors, column, sentence) in [
        (r#"{"Name": "N"}"#, 17, ID_AND_NAME),
        (r#"{"Id": 7}"#, 17, ID_AND_NAME),
        (r#"{"Id": 9007199254740992, "Name": "N"}"#, 17, ID_AND_NAME),
        (
            r#"{"Id": 7, "Name": "N", "Parameters": [{"Name": "x"}]}"#,
            17,
            "each of the `Parameters` needs a `TargetName`",
        ),
        (
            r#"{"Id": 7, "Name": "N"}, {"Id": 7, "Name": "M"}"#,
            41,
            "there is a connector 7 already; give this one another `Id`",
        ),
    ] {
        assert_mistake(&format!(r#"{{"Connectors": [{connectors}]}}"#), 1, column, sentence);
    }
    let one = r#"{"Id": 1, "AccountId": "a", "ConnectorId": 7}"#;
    for (account_connectors, column, sentence) in [
        (
            r#"{"Id": 1, "AccountId": "b", "ConnectorId": 7}"#,
            1,
            "there is no account `b`; add it to `Accounts`, or correct",
        ),
        (
            r#"{"Id": 1, "AccountId": "a", "ConnectorId": 9}"#,
            1,
            "there is no connector 9; add it to `Connectors`, or correct",
        ),
        (&format!("{one}, {one}"), 48, "there is an account connector 1 already"),
        (
            r#"{"Id": 1, "AccountId": "a", "ConnectorId": 8}"#,
            1,
            "the connector 8 has several authentications; name one by",
        ),
        (
            r#"{"Id": 1, "AccountId": "a", "ConnectorId": 8, "AuthenticationId": "c"}"#,
            1,
            "the connector 8 has no authentication `c`; write the `Id`",
        ),
        (r#"{"Id": 1, "AuthValue": {}}"#, 25, "invalid type: map, expected text"),
    ] {
        let connectors = r#"{"Id": 7, "Name": "N"}, {"Id": 8, "Name": "M", "Authentication": [{"Id": "x"}, {"Id": "y"}]}"#;
        let json = format!(
            "{{\"Accounts\": [{{\"Id\": \"a\"}}], \"Connectors\": [{connectors}], \"AccountConnectors\": [\n{account_connectors}]}}"
        );
        assert_mistake(&json, 2, column, sentence);
    }
    let error = Seed::read("/nowhere/seed.json").unwrap_err();
    assert_eq!(error.to_string(), "the file /nowhere/seed.json can't be read");
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn a_mistake_repeats_no_secret() {
    let json = r#"{"Credentials": {"ClientId": "a", "ClientSecret": 4711}}"#;
    assert!(!Seed::parse(json).unwrap_err().to_string().contains("4711"));
}

#[test]
fn a_value_of_the_wrong_type_is_named_by_its_type() {
    for (json, expected) in [
        (r#"{"TokenLifetime": "c4n4ry, expected"}"#, "invalid type: string, expected u64"),
        (r#"{"TokenLifetime": -4711}"#, "invalid value: integer, expected u64"),
        (r#"{"Credentials": "c4n4ry"}"#, "invalid type: string, expected struct CredentialsSeed"),
    ] {
        let shown = Seed::parse(json).unwrap_err().to_string();
        assert!(shown.ends_with(expected), "{shown}");
    }
}

#[test]
fn ids_are_limited_to_what_javascript_can_hold() {
    for id in [0_u64, 9_007_199_254_740_992, u64::MAX] {
        let seed = format!(
            r#"{{"Accounts": [{{"Id": "a"}}], "Connectors": [{{"Id": 7, "Name": "N"}}],
                "AccountConnectors": [{{"Id": {id}, "AccountId": "a", "ConnectorId": 7}}]}}"#
        );
        let error = Seed::parse(&seed).unwrap_err().to_string();
        assert!(error.contains("an account connector needs an `Id` from 1"), "{error}");
    }
    // An id at the end of the range doesn't stop the numbering.
    let cyclr = Sandbox::start_blocking();
    let account = AccountId::new("a").unwrap();
    let last = ConnectorSeed::oauth2("Last").id(u64::MAX).account_connector_id(u64::MAX);
    assert_eq!(cyclr.install(&account, last).get(), u64::MAX);
    let next = cyclr.install(&account, ConnectorSeed::oauth2("Next"));
    assert!((1..u64::MAX).contains(&next.get()));
}

#[test]
fn the_only_authentication_needs_no_choice() {
    let seed = Seed::parse(
        r#"{"Accounts": [{"Id": "a"}], "Connectors": [{"Id": 7, "Name": "N", "Authentication": [{"Id": "x"}]}],
            "AccountConnectors": [{"Id": 1, "AccountId": "a", "ConnectorId": 7}]}"#,
    );
    seed.unwrap();
    let error = Seed::parse(r#"{"Switches": []}"#).unwrap_err().to_string();
    assert!(error.contains("expected an object of switches"), "{error}");
}

#[test]
fn all_switches_can_be_set_by_their_names() {
    let mut switches = Switches::default();
    for (name, value) in Switches::default().all() {
        switches.set(name, &value).unwrap();
        assert!(switches.set(name, "nonsense").unwrap_err().to_string().contains(name));
    }
    assert_eq!(switches, Switches::default());
    let error = switches.set("error_body", "xml").unwrap_err().to_string();
    assert_eq!(
        error,
        "the switch `error_body` can't be `xml`; write `message` or `html` or `nothing`"
    );
}
