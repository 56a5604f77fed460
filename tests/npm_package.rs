//! The npm package is released with the library whose script it holds. `.ci/page` checks the rest.

use std::path::Path;

use serde_json::Value;

const PACKAGE: &str = include_str!("../packages/cyclr-connect/package.json");

#[test]
fn it_has_the_librarys_version() {
    let package: Value = serde_json::from_str(PACKAGE).unwrap();
    assert_eq!(package["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn it_copies_the_librarys_files_whenever_it_is_packed() {
    let package: Value = serde_json::from_str(PACKAGE).unwrap();
    assert_eq!(package["scripts"]["prepack"], "node build.js");
    let build = include_str!("../packages/cyclr-connect/build.js");
    let ignored = include_str!("../packages/cyclr-connect/.gitignore");
    for file in ["connect.d.ts", "connect.js"] {
        let source = Path::new("../cyclr-oauth/src/completion").join(file);
        assert!(source.exists(), "{file} has moved, but not in build.js");
        assert!(build.contains(&format!("\"{file}\"")), "{file} is not copied");
        assert!(ignored.lines().any(|line| line == format!("/{file}")), "{file} would be kept");
    }
}
