//! An edit of a schema's file recompiles what is checked against it.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::Path;
use std::process::Command;

const SOURCE: &str = r#"
#[derive(cyclr_oauth::AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
pub struct Acme {
    pub sub_domain: String,
}
"#;

fn definition(is_optional: bool) -> String {
    format!(
        r#"{{"Id": 7, "Name": "Acme", "AuthType": "None", "Parameters": [
            {{"TargetName": "SubDomain", "IsAccountConnectorProperty": true}},
            {{"TargetName": "Region", "IsAccountConnectorProperty": true, "IsOptional": {is_optional}}}
        ]}}"#
    )
}

#[test]
fn an_edit_recompiles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schema-edit");
    let file = package.join("connectors/acme.json");
    let manifest = format!(
        "[package]\nname = \"schema-edit\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         cyclr-oauth = {{ path = {:?} }}\n",
        root.join("cyclr-oauth")
    );
    fs::create_dir_all(package.join("connectors")).unwrap();
    fs::create_dir_all(package.join("src")).unwrap();
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    fs::write(package.join("src/lib.rs"), SOURCE).unwrap();

    // What the second of these two says must show without a change of the source.
    for is_optional in [true, false] {
        fs::write(&file, definition(is_optional)).unwrap();
        let output = Command::new(env!("CARGO"))
            .args(["check", "--offline", "--quiet", "--target", &host(), "--manifest-path"])
            .arg(package.join("Cargo.toml"))
            // Where trybuild has checked the library's dependencies already.
            .env("CARGO_TARGET_DIR", package.join("../../tests/trybuild"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.success(), is_optional, "{said}");
        assert_eq!(said.contains("`Acme` requires the property `Region`"), !is_optional, "{said}");
    }
}

/// What trybuild names with `--target`, so that both find what the other has built.
fn host() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}
