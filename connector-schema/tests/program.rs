//! The program, against the sandbox and against files.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use connector_schema::Definition;
use cyclr_oauth::AccountId;
use cyclr_sandbox::{ConnectorSeed, ParameterSeed, Sandbox};

fn connector_schema(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connector-schema"));
    command.args(arguments);
    for name in ["API_DOMAIN", "CLIENT_ID", "CLIENT_SECRET", "ACCOUNT_ID"] {
        command.env_remove(format!("CYCLR_{name}"));
    }
    command
}

fn stdout(output: &Output) -> &str {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    assert!(!output.status.success());
    str::from_utf8(&output.stderr).unwrap()
}

/// A separate folder for each test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn sandbox() -> (Sandbox, Vec<(&'static str, String)>) {
    let sandbox = Sandbox::start_blocking();
    let account = AccountId::new("Acme-42").unwrap();
    sandbox.create_account(&account);
    let (client_id, client_secret) = sandbox.client_credentials();
    let environment = vec![
        ("CYCLR_API_DOMAIN", sandbox.api_domain().to_string()),
        ("CYCLR_CLIENT_ID", client_id),
        ("CYCLR_CLIENT_SECRET", client_secret.expose_secret().to_owned()),
        ("CYCLR_ACCOUNT_ID", account.to_string()),
    ];
    (sandbox, environment)
}

#[test]
fn definitions_are_fetched_from_cyclr() {
    let (sandbox, environment) = sandbox();
    // More than a page.
    for number in 0..120 {
        sandbox.define(ConnectorSeed::api_key(format!("Connector {number}")));
    }
    sandbox.define(
        ConnectorSeed::oauth2("Microsoft Dynamics CRM")
            .parameter(ParameterSeed::required("Resource").label("Organisation URL")),
    );
    let folder = folder("fetched");
    let out = folder.to_str().unwrap();
    let fetch = |arguments: &[&str]| {
        connector_schema(arguments).envs(environment.iter().cloned()).output().unwrap()
    };

    let list = fetch(&["--list"]);
    let listed: Vec<_> =
        stdout(&list).lines().filter(|line| line.contains("\tConnector ")).collect();
    assert_eq!(listed.len(), 120);

    let written = fetch(&["microsoft dynamics crm", "--out", out]);
    let file = folder.join("microsoft-dynamics-crm.json");
    assert_eq!(stdout(&written), format!("{}\n", file.display()));
    let json = std::fs::read_to_string(file).unwrap();
    assert!(json.contains(r#""TargetName": "Resource""#), "{json}");

    let again = fetch(&["--out", out]);
    assert!(stdout(&again).lines().count() > 120);
    let same = std::fs::read_to_string(folder.join("microsoft-dynamics-crm.json")).unwrap();
    assert_eq!(json, same);
}

#[test]
fn every_problem_is_reported() {
    let (_sandbox, environment) = sandbox();
    let output = connector_schema(&["--list"])
        .envs(environment.iter().cloned())
        .env("CYCLR_CLIENT_SECRET", "wr0ng-s3cr3t")
        .output()
        .unwrap();
    let text = stderr(&output);
    assert!(text.contains("POST /oauth/token: 400"), "{text}");
    assert!(!text.contains("wr0ng-s3cr3t"), "{text}");

    let output = connector_schema(&[]).output().unwrap();
    insta::assert_snapshot!(stderr(&output), @"error: --api-domain is missing; see --help, or read a file with --from");

    let folder = folder("wrong");
    std::fs::write(folder.join("none.json"), r#"{"Name": "no id"}"#).unwrap();
    let output = connector_schema(&["--from", "none.json"]).current_dir(&folder).output().unwrap();
    insta::assert_snapshot!(stderr(&output), @"error: none.json: not a connector's definition: missing field `Id`");

    std::fs::write(folder.join("one.json"), r#"{"Id": 7, "Name": "Seven"}"#).unwrap();
    let output =
        connector_schema(&["--from", "one.json", "Eight"]).current_dir(&folder).output().unwrap();
    insta::assert_snapshot!(stderr(&output), @"error: there is no connector `Eight` among the 1 that were read; see --list");
}

#[test]
fn a_file_stays_the_same_whatever_order_cyclr_answers_in() {
    let one = r#"{"Id":7,"Name":"Seven","Icon":"https://cdn.example/7?v=1","Status":"Draft","Version":null,
        "Parameters":[{"TargetName":"B","IsOptional":true,"Sequence":1},{"TargetName":"A"}]}"#;
    let other = r#"{"Parameters":[{"TargetName":"A"},{"IsOptional":true,"TargetName":"B"}],
        "Status":"Released","Name":"Seven","Icon":null,"Id":7}"#;
    let [one, other] =
        [one, other].map(|json| Definition::read_all(json).unwrap().remove(0).to_file());
    assert_eq!(one, other);
    insta::assert_snapshot!(one, @r#"
    {
      "Id": 7,
      "Name": "Seven",
      "Parameters": [
        {
          "TargetName": "A"
        },
        {
          "IsOptional": true,
          "TargetName": "B"
        }
      ]
    }
    "#);
}

#[test]
fn a_file_has_all_that_defines_a_connector() {
    let json = r#"{
        "AuthDescription": "a text", "AuthScheme": "Bearer", "AuthType": "OAuth2",
        "Authentication": [{"AuthName": "OAuth", "AuthType": "OAuth2",
            "Id": "c9b3a1d4-2f6e-4a51-9d0c-5b8e7f1a2c34", "OAuth2Type": "ClientCredentials"}],
        "Description": "a text", "Id": 7, "Name": "Seven", "OAuth2Type": "AuthorisationCode",
        "Parameters": [{"DataType": "Text", "Description": "a text", "Id": 1,
            "IsAccountConnectorProperty": true, "IsOptional": false, "IsSensitive": true,
            "Name": "Password", "TargetName": "Password", "TargetType": "Url", "Values": ["a"]}],
        "Version": "1.0"
    }"#;
    let file = Definition::read_all(json).unwrap().remove(0).to_file();
    let value = |text| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(value(&file), value(json));
}

#[test]
fn a_struct_names_no_file_outside_the_package() {
    let folder = folder("elsewhere");
    let file = folder.join("seven.json");
    std::fs::write(&file, r#"{"Id": 7, "Name": "Seven", "AuthType": "ApiKey"}"#).unwrap();
    let output =
        connector_schema(&["--struct", "--from", file.to_str().unwrap()]).output().unwrap();
    let text = stdout(&output);
    assert!(text.contains(r#"schema = "connectors/seven.json""#), "{text}");
}

#[test]
fn a_local_server_without_tls_gets_a_hint() {
    let (sandbox, mut environment) = sandbox();
    environment.retain(|(name, _)| *name != "CYCLR_API_DOMAIN");
    let host = sandbox.api_domain().to_string().replace("http://", "");
    let output = connector_schema(&["--list", "--api-domain", &host])
        .envs(environment.clone())
        .output()
        .unwrap();
    let hint = format!("for a local server without TLS, write `http://{host}`");
    assert!(stderr(&output).contains(&hint), "{}", stderr(&output));

    // An address that is already without TLS gets no hint.
    let output = connector_schema(&["--list", "--api-domain", "http://127.0.0.1:1"])
        .envs(environment)
        .output()
        .unwrap();
    assert!(!stderr(&output).contains("without TLS"), "{}", stderr(&output));
}

#[cfg(target_os = "linux")]
#[test]
fn a_closed_pipe_is_not_an_error_but_a_full_disk_is() {
    let folder = folder("printed");
    std::fs::write(folder.join("one.json"), r#"{"Id": 7, "Name": "Seven"}"#).unwrap();
    let list = |stdout: std::process::Stdio| {
        let mut command = connector_schema(&["--from", "one.json", "--list"]);
        command.current_dir(&folder).stdout(stdout).output().unwrap()
    };
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    assert!(list(writer.into()).status.success());
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    assert!(stderr(&list(full.into())).contains("No space left"));
}

#[test]
fn a_file_is_read_whatever_the_environment_has() {
    let (_, environment) = sandbox();
    let folder = folder("environment");
    std::fs::write(folder.join("one.json"), r#"{"Id": 7, "Name": "Seven"}"#).unwrap();
    let mut command = connector_schema(&["--from", "one.json", "--list"]);
    let output = command.envs(environment).current_dir(&folder).output().unwrap();
    assert_eq!(stdout(&output), "7\tSeven\n");
}

/// Two versions of a connector, and one to which there is nothing to send.
const VERSIONS: &str = r#"[
    {"Id": 7, "Name": "Acme", "Version": "1", "AuthType": "ApiKey"},
    {"Id": 8, "Name": "Acme", "Version": "2", "AuthType": "ApiKey"},
    {"Id": 9, "Name": "Nothing", "AuthType": "None"}
]"#;

#[test]
fn connectors_of_one_name_have_files_and_structs_of_their_own() {
    let folder = folder("versions");
    std::fs::write(folder.join("all.json"), VERSIONS).unwrap();
    let run = |arguments: &[&str]| {
        let output = connector_schema(arguments).current_dir(&folder).output().unwrap();
        stdout(&output).to_owned()
    };
    let files = ["connectors/acme-7.json", "connectors/acme-8.json", "connectors/nothing.json"];
    assert_eq!(run(&["--from", "all.json"]).lines().collect::<Vec<_>>(), files);
    for (file, id) in std::iter::zip(files, [7, 8, 9]) {
        let json = std::fs::read_to_string(folder.join(file)).unwrap();
        assert!(json.contains(&format!("\"Id\": {id},")), "{json}");
    }
    insta::assert_snapshot!(run(&["--from", "all.json", "--struct"]), @r#"
    use cyclr_oauth::{AccountConnector, AuthValue, FromAccountConnector};

    /// Acme
    #[derive(AccountConnector, FromAccountConnector, Debug)]
    #[cyclr(name = "Acme", version = "1", schema = "connectors/acme-7.json")]
    pub struct Acme {
        /// The key: `AuthValue::api_key`.
        #[cyclr(auth_value)]
        pub api_key: AuthValue,
    }

    /// Acme
    #[derive(AccountConnector, FromAccountConnector, Debug)]
    #[cyclr(name = "Acme", version = "2", schema = "connectors/acme-8.json")]
    pub struct Acme2 {
        /// The key: `AuthValue::api_key`.
        #[cyclr(auth_value)]
        pub api_key: AuthValue,
    }

    // There is no struct for `Nothing` (9): it takes no properties and no `AuthValue`, so there is nothing to send.
    "#);
    // The path of the file that was read, which `connectors/acme.json` is not.
    let one = run(&["--from", "connectors/acme-8.json", "--struct"]);
    assert!(one.contains(r#"schema = "connectors/acme-8.json""#), "{one}");
}

#[test]
fn a_name_selects_all_connectors_with_that_name() {
    let folder = folder("chosen");
    std::fs::write(folder.join("all.json"), VERSIONS).unwrap();
    let output = connector_schema(&["--from", "all.json", "--list", "acme", "9", "Acme"])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert_eq!(stdout(&output), "7\tAcme\n8\tAcme\n9\tNothing\n");
}

/// Even if a name with an id is another connector's name.
#[test]
fn no_two_connectors_share_a_file() {
    let folder = folder("shared");
    let all = r#"[{"Id": 7, "Name": "Acme"}, {"Id": 8, "Name": "Acme"}, {"Id": 9, "Name": "Acme 7"},
        {"Id": 8, "Name": "Acme"}]"#;
    std::fs::write(folder.join("all.json"), all).unwrap();
    let output = connector_schema(&["--from", "all.json"]).current_dir(&folder).output().unwrap();
    let files = ["acme-7-7.json", "acme-8.json", "acme-7.json", "acme-8-8.json"];
    let files = files.map(|file| format!("connectors/{file}"));
    assert_eq!(stdout(&output).lines().collect::<Vec<_>>(), files);
    let json = std::fs::read_to_string(folder.join("connectors/acme-7.json")).unwrap();
    assert!(json.contains("\"Name\": \"Acme 7\""), "{json}");
}
