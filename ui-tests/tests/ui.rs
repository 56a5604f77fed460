//! What the compiler says about what does not compile.
//!
//! The folders are themes; the name of a file under `fail` is the mistake. After a change, read
//! what `TRYBUILD=overwrite cargo test -p cyclr-oauth-ui-tests` writes as a newcomer would.

use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

/// Whose words the `.stderr` files are; see `rust-toolchain.toml`.
const COMPILER: &str = "rustc 1.95.0 ";

#[test]
fn fail() -> io::Result<()> {
    let compiler = compiler();
    assert!(
        compiler.starts_with(COMPILER),
        "the .stderr files are the words of {COMPILER}and this is {compiler}: \
         run `cargo +1.95.0 test -p cyclr-oauth-ui-tests`",
    );
    connectors()?;
    trybuild::TestCases::new().compile_fail("*/fail/*.rs");
    Ok(())
}

/// Puts the files of `schema` where the package is that `trybuild` makes of the tests.
fn connectors() -> io::Result<()> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or(io::ErrorKind::NotFound)?;
    let package = target.join("tests/trybuild").join(env!("CARGO_PKG_NAME")).join("connectors");
    fs::create_dir_all(&package)?;
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("connectors"))? {
        let file = file?;
        let copy = package.join(file.file_name());
        // Not compiled again where nothing changed.
        if fs::read(&copy).ok() != fs::read(file.path()).ok() {
            fs::copy(file.path(), copy)?;
        }
    }
    // These must be refused before they cost the compiler its stack or memory.
    let deep = format!("{{\"Id\": 7, \"Other\": {}{}}}", "[".repeat(6_000), "]".repeat(6_000));
    fs::write(package.join("deep.json"), deep)?;
    fs::File::create(package.join("large.json"))?.set_len((16 << 20) + 1)
}

fn compiler() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output();
    output.map_or_else(
        |error| error.to_string(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}
