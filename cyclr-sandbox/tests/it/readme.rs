//! What the README says about routes and tests.

use std::path::Path;

/// The cells of the rows of the conformance table.
fn rows() -> Vec<Vec<&'static str>> {
    let readme = include_str!("../../README.md");
    let (_, section) = readme.split_once("## How it follows Cyclr").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let is_row = |it: &&str| it.starts_with("| ") && !it.starts_with("| ---");
    let rows = section.lines().filter(is_row).filter(|it| !it.contains("| documented |"));
    rows.map(|it| it.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

fn source(folder: &Path) -> String {
    let read = |path: std::path::PathBuf| {
        if path.is_dir() { source(&path) } else { std::fs::read_to_string(path).unwrap() }
    };
    std::fs::read_dir(folder).unwrap().map(|it| read(it.unwrap().path())).collect()
}

#[test]
fn the_tests_that_the_readme_names_exist() {
    let tests = source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it"));
    for row in rows() {
        let names: Vec<_> = quoted(row[4]).collect();
        assert!(!names.is_empty(), "{row:?} names no test");
        for name in names {
            assert!(tests.contains(&format!("fn {name}(")), "there is no test `{name}`");
        }
    }
}

/// The routes of the API and of the service domain, each in exactly one row.
#[cfg(feature = "control")]
#[test]
fn every_route_has_a_row() {
    use std::collections::BTreeSet;

    let document = cyclr_sandbox::api_openapi();
    let mut routes = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let methods = operations.as_object().unwrap().keys();
        routes.extend(methods.map(|it| format!("{} {path}", it.to_ascii_uppercase())));
    }
    let mut described = BTreeSet::new();
    for row in rows() {
        for route in quoted(row[0]).filter(|it| it.contains(" /")) {
            assert!(described.insert(route.to_owned()), "{route} has two rows");
        }
    }
    let (api, service): (BTreeSet<_>, BTreeSet<_>) =
        described.into_iter().partition(|it| it.contains("/v1.0/") || it.contains("/oauth/"));
    assert_eq!(api, routes);
    let service: Vec<_> = service.iter().map(|it| it.trim_start_matches("GET ")).collect();
    assert_eq!(service, SERVICE);
}

/// Those that Cyclr has; the sandbox's other pages are where these lead to.
#[cfg(feature = "control")]
const SERVICE: [&str; 3] = [
    "/account/signinwithtoken",
    "/connector/callback",
    "/connectorauth/updateaccountconnectoroauth",
];
