//! The structs of 110 real connectors, with names and labels as their guides print them, and of odd ones:
//! all compile against their definitions, send what these ask for, and none fits a definition that has
//! changed.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

mod odd;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, iter};

use connector_schema::{Definition, rust_file, rust_struct};
use cyclr_oauth::api::Parameter;
use serde_json::{Value, json};

fn definitions() -> Vec<Definition> {
    Definition::read_all(include_str!("../connectors.json")).unwrap()
}

fn properties(definition: &Definition) -> impl Iterator<Item = &Parameter> {
    let parameters = definition.connector().parameters.iter();
    parameters.filter(|parameter| parameter.is_account_connector_property)
}

/// A separate package, with a file for each definition and the struct for it.
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
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
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

/// Reads each struct from `states.json`, and prints its payload.
const MAIN: &str = r#"#![allow(dead_code)]
#![deny(warnings)]
mod together;
fn payload<C: cyclr_oauth::AccountConnector + cyclr_oauth::FromAccountConnector>(state: &serde_json::Value) {
    let state = serde_json::from_value(state.clone()).unwrap();
    println!("{}", C::from_account_connector(&state).unwrap().payload().to_json().expose_secret());
}
"#;

/// Whatever a definition has, its struct compiles against it alone and among all others, without a
/// warning, and sends what it asks for.
#[test]
fn all_compile_and_send_what_their_definitions_ask_for() {
    let real = definitions();
    let odd = odd::compiling();
    assert!(real.len() == 110 && odd.len() >= 40, "{}", odd.len());
    let package = Package::new("all-connectors");
    let (mut source, mut main) = (MAIN.to_owned(), String::new());
    let (mut states, mut expected) = (Vec::new(), Vec::new());
    let all: Vec<_> = iter::chain(&real, &odd).collect();
    let paths: Vec<_> = (0..all.len()).map(|index| format!("connectors/{index}.json")).collect();
    for (index, (definition, path)) in iter::zip(&all, &paths).enumerate() {
        package.write(path, &definition.to_file());
        let rust = rust_file(&[(*definition, Some(path))]);
        package.write(&format!("src/c{index}.rs"), &rust);
        let _ = writeln!(source, "mod c{index};");
        // An enum can't be read back.
        if let Some((_, name)) = rust.split_once("pub struct ") {
            let (name, _) = name.split_once(' ').unwrap();
            let _ = writeln!(main, "    payload::<c{index}::{name}>(&states[{}]);", states.len());
            let (state, payload) = sample(definition, rust.contains("#[cyclr(auth_value)]"));
            states.push(state);
            expected.push(payload);
        }
    }
    let together: Vec<_> =
        iter::zip(&all, &paths).map(|(definition, path)| (*definition, Some(&**path))).collect();
    package.write("src/together.rs", &rust_file(&together));
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
    assert_eq!(payloads.len(), expected.len());
    for (payload, expected) in iter::zip(payloads, expected) {
        assert_eq!(payload, in_order(expected));
    }
}

/// An account connector with a value for each property, and the payload that says the same.
fn sample(definition: &Definition, with_auth_value: bool) -> (Value, Value) {
    let connector = definition.connector();
    let mut names = BTreeSet::new();
    let properties: Vec<_> = properties(definition)
        .filter(|parameter| !parameter.target_name.trim().is_empty())
        .filter(|parameter| names.insert(&parameter.target_name))
        .map(|parameter| {
            let text = format!("{} \"of\"\\ {}\n", parameter.name, connector.name);
            let value = parameter.values.last().unwrap_or(&text);
            json!({"Name": parameter.target_name, "Value": value})
        })
        .collect();
    let mut state = json!({
        "Id": 1, "Authenticated": false, "Connector": {"Id": connector.id}, "Properties": properties,
    });
    let only = connector.authentication.first().map(|way| &way.id);
    let mut payload = json!({
        "Name": connector.name, "Version": connector.version, "AuthenticationId": only,
        "Properties": properties,
    });
    if with_auth_value {
        let auth_value = r#"{"AccessToken":"t\"0","RefreshToken":"r"}"#;
        (state["AuthValue"], payload["AuthValue"]) = (auth_value.into(), auth_value.into());
    }
    payload.as_object_mut().unwrap().retain(|_, value| match value {
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(properties) => !properties.is_empty(),
        value => !value.is_null(),
    });
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
fn a_connector_without_a_struct_has_a_sentence() {
    for (definition, sentence) in odd::refused() {
        let rust = rust_struct(&definition, Some("connectors/acme.json"));
        assert_eq!(rust, sentence);
        assert_eq!(rust_file(&[(&definition, None)]), rust);
    }
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

    let output = package.cargo("build");
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let fitting: Vec<_> = changed.iter().filter(|name| !is_refused(&source, &said, name)).collect();
    assert!(fitting.is_empty(), "{fitting:?} compiled:\n{said}");
    assert_eq!(changed.len(), 110);
}

fn is_always_allowed(parameter: &Parameter) -> bool {
    matches!(&*parameter.target_name, "ClientId" | "ClientSecret")
}

/// Whether an error is in the lines of a struct.
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
