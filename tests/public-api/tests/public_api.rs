//! The public API of each crate as a text. A change of it is a difference that a reviewer reads; types of other
//! crates are in it only where the list below has the crate, since a new major version of theirs is one of ours.
//!
//! `INSTA_UPDATE=always cargo test -p cyclr-oauth-public-api -- --ignored` writes the texts again.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// The standard library's crates, and the primitive types that the library implements traits for.
const STANDARD: [&str; 18] = [
    "alloc", "bool", "char", "core", "i8", "i16", "i32", "i64", "i128", "isize", "std", "str",
    "u8", "u16", "u32", "u64", "u128", "usize",
];

/// The folder with what rustdoc writes about each crate. All at once, as `.ci/lint` documents them, so that what they
/// depend on is there already.
static DOCUMENTED: LazyLock<PathBuf> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
    let status = Command::new(env!("CARGO"))
        .current_dir(&root)
        .env("RUSTDOC", root.join(".ci/rustdoc"))
        .env("RUSTDOCFLAGS", "-Zunstable-options --output-format=json --cap-lints=allow")
        .args(["doc", "--quiet", "--locked", "--workspace", "--all-features", "--no-deps", "--lib"])
        .arg("--target-dir")
        .arg(&target)
        .status()
        .unwrap();
    assert!(status.success());
    target.join("doc")
});

/// The API with all features, without hidden items, in the order of its paths.
fn public_api(package: &str) -> Vec<String> {
    let json = DOCUMENTED.join(package.replace('-', "_")).with_extension("json");
    let api =
        public_api::Builder::from_rustdoc_json(json).omit_blanket_impls(true).build().unwrap();
    api.items().map(ToString::to_string).filter(|item| !is_automatic(item)).collect()
}

/// A type that is `Send`, `Sync` or unwind-safe without conditions. One that is not has a line with `!`.
fn is_automatic(item: &str) -> bool {
    let (of, is_marker) =
        item.split_once(" for ").unwrap_or_default().0.rsplit_once("::").unwrap_or_default();
    matches!(of, "impl core::marker" | "impl core::panic::unwind_safe") && is_marker != "Copy"
}

/// The crates whose items a line names: what begins a path.
fn crates_named(item: &str) -> impl Iterator<Item = &str> {
    item.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | ':'))
        .filter_map(|path| path.split_once("::"))
        .map(|(first, _)| first)
        .filter(|first| first.starts_with(char::is_lowercase))
}

#[track_caller]
fn check(package: &str, others: &[&str]) {
    let own = package.replace('-', "_");
    let api = public_api(package);
    let named: BTreeSet<&str> = api
        .iter()
        .flat_map(|item| crates_named(item))
        .filter(|name| *name != own && !STANDARD.contains(name))
        .collect();
    assert_eq!(
        named,
        others.iter().copied().collect(),
        "the crates whose items are in the API of {package}"
    );
    insta::assert_snapshot!(package, api.join("\n"));
}

#[test]
#[ignore = "documents a crate with all features: .ci/lint"]
fn cyclr_oauth() {
    check(
        "cyclr-oauth",
        &[
            "chrono",
            "http",
            "jiff",
            "reqwest",
            "secrecy",
            "serde_core",
            "serde_json",
            "time",
            "url",
        ],
    );
}

#[test]
#[ignore = "documents a crate with all features: .ci/lint"]
fn cyclr_oauth_derive() {
    check("cyclr-oauth-derive", &[]);
}

#[test]
#[ignore = "documents a crate with all features: .ci/lint"]
fn cyclr_oauth_redis() {
    check("cyclr-oauth-redis", &["cyclr_oauth", "redis"]);
}

#[test]
#[ignore = "documents a crate with all features: .ci/lint"]
fn cyclr_sandbox() {
    check("cyclr-sandbox", &["cyclr_oauth", "schemars", "serde_core", "serde_json", "url"]);
}

#[test]
#[ignore = "documents a crate with all features: .ci/lint"]
fn connector_schema() {
    check("connector-schema", &["cyclr_oauth"]);
}
