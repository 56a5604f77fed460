//! The module and its types declare the same things. `tsc` checks how both are used.

use std::collections::BTreeSet;

use cyclr_oauth::PopupListener;

/// The quoted words that follow any of these.
fn words<'a>(text: &'a str, after: &[&str]) -> BTreeSet<&'a str> {
    let found = after.iter().flat_map(|it| text.split(it).skip(1));
    let found = found.filter_map(|rest| rest.split('"').next());
    let found = found.filter(|it| !it.is_empty());
    found.filter(|it| it.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')).collect()
}

#[test]
fn the_same_outcomes() {
    let module = words(PopupListener::MODULE, &["outcome: \"", "return \"", "? \"", "\" : \""]);
    let types = words(PopupListener::TYPES, &["outcome: \"", "| \""]);
    assert_eq!(module, types);
    assert_eq!(types.len(), 6);
}

#[test]
fn the_same_names() {
    let members = PopupListener::TYPES.lines().filter_map(|line| {
        let (name, _) = line.strip_prefix("  ")?.split_once(':')?;
        let name = name.trim_start_matches("readonly ").trim_end_matches('?');
        name.bytes().all(|byte| byte.is_ascii_alphabetic()).then_some(name)
    });
    let members: BTreeSet<_> = members.collect();
    assert_eq!(members.len(), 9, "{members:?}");
    for name in members {
        let is_there = PopupListener::MODULE.split(|it: char| !it.is_alphanumeric());
        assert!(is_there.into_iter().any(|it| it == name), "{name} is not in the module");
    }
}
