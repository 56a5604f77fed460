//! The tests that the pages on security name exist.

use std::fs;
use std::path::Path;

/// The texts in backticks, each with the character before it.
fn spans(page: &str) -> Vec<(&str, &str)> {
    let mut parts = page.split('`');
    let mut spans = Vec::new();
    while let (Some(before), Some(span)) = (parts.next(), parts.next()) {
        spans.push((before, span));
    }
    spans
}

fn is_path(span: &str) -> bool {
    let kind = Path::new(span).extension();
    span.contains('/') && kind.is_some_and(|kind| kind == "rs" || kind == "js")
}

fn is_name(span: &str) -> bool {
    span.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[test]
fn the_tests_that_the_pages_name_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let pages = ["security", "session-fixation", "standards"];
    let pages = pages.map(|page| fs::read_to_string(root.join(format!("docs/{page}.md"))).unwrap());
    let (mut pairs, mut missing) = (0, Vec::new());
    for row in pages.iter().flat_map(|page| page.lines()) {
        let spans = spans(row);
        for (place, (_, path)) in spans.iter().enumerate().filter(|(_, (_, span))| is_path(span)) {
            let Ok(text) = fs::read_to_string(root.join(path)) else {
                missing.push((*path).to_owned());
                continue;
            };
            // The first name follows a space, the others commas.
            let mut separator = " ";
            let mut names = 0;
            for (before, name) in &spans[place + 1..] {
                if *before != separator || !is_name(name) {
                    break;
                }
                if !text.contains(&format!("fn {name}(")) {
                    missing.push(format!("{path} {name}"));
                }
                (separator, names) = (", ", names + 1);
            }
            // Code that must not compile is the test itself.
            let is_whole = path.starts_with("ui-tests/");
            if is_whole != (names == 0) {
                missing.push(format!("{path}: {names} names"));
            }
            pairs += names;
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(pairs >= 120, "{pairs}");
}

#[test]
fn every_row_has_a_test_or_says_that_there_is_none() {
    let tables = include_str!("../docs/standards.md");
    let rows = tables.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| --"));
    let rows: Vec<_> = rows.filter(|line| !line.starts_with("| id ")).collect();
    assert!(rows.len() > 100, "{}", rows.len());
    for row in rows {
        let last = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let has_test = spans(last).iter().any(|(_, span)| is_path(span));
        assert!(has_test || last.starts_with("none") || last.starts_with("as above"), "{row}");
    }
}
