//! The structs of 110 real connectors, with names and labels as their guides print them: all compile
//! against their definitions, send what these ask for, and none fits a definition that has changed.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, iter};

use connector_schema::{Definition, rust_struct};
use cyclr_oauth::api::Parameter;
use serde_json::{Value, json};

fn definitions() -> Vec<Definition> {
    Definition::read_all(include_str!("connectors.json")).unwrap()
}

fn properties(definition: &Definition) -> impl Iterator<Item = &Parameter> {
    let parameters = definition.connector().parameters.iter();
    parameters.filter(|parameter| parameter.is_account_connector_property)
}

/// A package of its own, with a file for each definition and the struct for it.
struct Package(PathBuf);

impl Package {
    fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let package = Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name));
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
             cyclr-oauth = {{ path = {:?}, features = [\"api\"] }}\nserde_json = \"1\"\n",
            root.join("cyclr-oauth").to_str().unwrap()
        );
        package.write("Cargo.toml", &manifest);
        fs::copy(root.join("Cargo.lock"), package.0.join("Cargo.lock")).unwrap();
        package
    }

    fn write(&self, file: &str, text: &str) {
        let file = self.0.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn cargo(&self, command: &str) -> Output {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("all-target");
        Command::new(env!("CARGO"))
            .args([command, "--offline", "--quiet", "--manifest-path"])
            .arg(self.0.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", target)
            .output()
            .unwrap()
    }
}

/// What each definition's struct is called, and its text.
fn structs(definitions: &[Definition]) -> Vec<(String, String)> {
    let structs = definitions.iter().map(|definition| {
        let rust = rust_struct(definition, Some(&format!("connectors/{}", definition.file_name())));
        let (_, name) = rust.split_once("pub struct ").unwrap();
        (name.split_once(' ').unwrap().0.to_owned(), rust)
    });
    structs.collect()
}

const HEAD: &str = "#![allow(dead_code)]\n#![deny(warnings)]\n\
    use cyclr_oauth::{AccountConnector, AuthValue, FromAccountConnector, OAuthTokens, PropertyValue, Secret};\n";

/// Reads each struct from what stands in `states.json`, and prints its payload.
const MAIN: &str = r#"
fn payload<C: AccountConnector + FromAccountConnector>(state: &serde_json::Value) {
    let state = serde_json::from_value(state.clone()).unwrap();
    println!("{}", C::from_account_connector(&state).unwrap().payload().to_json().expose_secret());
}
"#;

#[test]
fn all_compile_and_send_what_their_definitions_ask_for() {
    let definitions = definitions();
    let package = Package::new("all-connectors");
    let (mut source, mut main) = (HEAD.to_owned() + MAIN, String::new());
    let (mut states, mut expected) = (Vec::new(), Vec::new());
    for (index, (definition, (name, rust))) in
        iter::zip(&definitions, structs(&definitions)).enumerate()
    {
        package.write(&format!("connectors/{}", definition.file_name()), &definition.to_file());
        source += &rust;
        let _ = writeln!(main, "    payload::<{name}>(&states[{index}]);");
        let (state, payload) = sample(definition, rust.contains("auth_value"));
        states.push(state);
        expected.push(payload);
    }
    let _ = write!(
        source,
        "fn main() {{\n    let states: Vec<serde_json::Value> = serde_json::from_str(include_str!(\"../states.json\")).unwrap();\n{main}}}\n"
    );
    package.write("src/main.rs", &source);
    package.write("states.json", &Value::Array(states).to_string());

    let output = package.cargo("run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let payloads: Vec<Value> = str::from_utf8(&output.stdout)
        .unwrap()
        .lines()
        .map(|line| in_order(serde_json::from_str(line).unwrap()))
        .collect();
    assert_eq!(payloads.len(), 110);
    for (payload, expected) in iter::zip(payloads, expected) {
        assert_eq!(payload, in_order(expected));
    }
}

/// An account connector with a value for each property, and the payload that says the same.
fn sample(definition: &Definition, with_auth_value: bool) -> (Value, Value) {
    let connector = definition.connector();
    let properties: Vec<_> = properties(definition)
        .map(|parameter| {
            let text = format!("{} \"of\"\\ {}\n", parameter.name, connector.name);
            let value = parameter.values.last().unwrap_or(&text);
            json!({"Name": parameter.target_name, "Value": value})
        })
        .collect();
    let mut state = json!({
        "Id": 1, "Authenticated": false, "Connector": {"Id": connector.id}, "Properties": properties,
    });
    let mut payload = json!({
        "Name": connector.name, "Version": connector.version, "Properties": properties,
    });
    if with_auth_value {
        let auth_value = r#"{"AccessToken":"t\"0","RefreshToken":"r"}"#;
        (state["AuthValue"], payload["AuthValue"]) = (auth_value.into(), auth_value.into());
    }
    if properties.is_empty() {
        payload.as_object_mut().unwrap().remove("Properties");
    }
    (state, payload)
}

/// The order of properties says nothing.
fn in_order(mut payload: Value) -> Value {
    if let Some(Value::Array(properties)) = payload.get_mut("Properties") {
        properties.sort_by_key(Value::to_string);
    }
    payload
}

#[test]
fn none_fits_a_definition_that_has_changed() {
    let definitions = definitions();
    let package = Package::new("changed-connectors");
    let mut source = HEAD.to_owned();
    let mut changed = Vec::new();
    for (number, (definition, (name, rust))) in
        iter::zip(&definitions, structs(&definitions)).enumerate()
    {
        // ClientId and ClientSecret are allowed for any connector: a change of them alone is none.
        let only_allowed = properties(definition).all(is_always_allowed);
        let change = if only_allowed { 1 } else { number % 4 };
        let mut json: Value = serde_json::from_str(&definition.to_file()).unwrap();
        let parameters = json["Parameters"].as_array_mut().unwrap();
        // A rename, one more that is required, removal, or no longer what an account connector holds.
        match change {
            0 => {
                for parameter in parameters {
                    let renamed = format!("{} 2", parameter["TargetName"].as_str().unwrap());
                    parameter["TargetName"] = renamed.into();
                }
            }
            1 => {
                parameters.push(json!({"TargetName": "Added", "IsAccountConnectorProperty": true}));
            }
            2 => parameters.retain(|parameter| {
                matches!(parameter["TargetName"].as_str(), Some("ClientId" | "ClientSecret"))
            }),
            _ => {
                for parameter in parameters {
                    parameter["IsAccountConnectorProperty"] = false.into();
                }
            }
        }
        package.write(&format!("connectors/{}", definition.file_name()), &json.to_string());
        source += &rust;
        changed.push(name);
    }
    package.write("src/lib.rs", &source);

    let output = package.cargo("check");
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let fitting: Vec<_> = changed.iter().filter(|name| !is_refused(&source, &said, name)).collect();
    assert!(fitting.is_empty(), "{fitting:?} compiled:\n{said}");
    assert_eq!(changed.len(), 110);
}

fn is_always_allowed(parameter: &Parameter) -> bool {
    matches!(&*parameter.target_name, "ClientId" | "ClientSecret")
}

/// Whether an error stands in the lines of a struct.
fn is_refused(source: &str, said: &str, name: &str) -> bool {
    let lines: Vec<_> = source.lines().collect();
    let start = lines.iter().position(|line| *line == format!("pub struct {name} {{")).unwrap();
    let length = lines[start..].iter().position(|line| *line == "}").unwrap();
    let mut places = said.lines().filter_map(|line| line.trim().strip_prefix("--> src/lib.rs:"));
    places.any(|place| {
        let line: usize = place.split(':').next().unwrap().parse().unwrap();
        (start - 3..=start + length).contains(&(line - 1))
    })
}
