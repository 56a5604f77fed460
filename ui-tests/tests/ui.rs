//! What compiles, and what the compiler says about what doesn't.
//!
//! The folders are themes; the name of a file under `fail` is the mistake. After a change, read
//! what `TRYBUILD=overwrite cargo test -p cyclr-oauth-ui-tests` writes as a newcomer would.

use std::env;
use std::process::Command;

/// Whose words the `.stderr` files are; see `rust-toolchain.toml`.
const COMPILER: &str = "rustc 1.95.0 ";

#[test]
fn pass() {
    trybuild::TestCases::new().pass("*/pass/*.rs");
}

#[test]
fn fail() {
    let compiler = compiler();
    assert!(
        compiler.starts_with(COMPILER),
        "the .stderr files are the words of {COMPILER}and this is {compiler}: \
         run `cargo +1.95.0 test -p cyclr-oauth-ui-tests`, or only the test `pass`",
    );
    trybuild::TestCases::new().compile_fail("*/fail/*.rs");
}

fn compiler() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output();
    output.map_or_else(
        |error| error.to_string(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}
