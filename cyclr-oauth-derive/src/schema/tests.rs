//! The definitions in a file, and the choice of one of them.

use std::path::{Component, Path, PathBuf};
use std::rc::Rc;
use std::{env, fs, process};

use syn::{Attribute, parse_quote};

use super::{Definition, Schema, file, pick, read};
use crate::attr::Attrs;
use crate::ctxt::Ctxt;
use crate::symbol::Place;

impl Schema {
    /// The schema of a file that holds this text.
    pub(crate) fn of(json: &str) -> Self {
        let definitions = Rc::new(read::definitions(json).unwrap());
        Self { path: "acme.json".to_owned(), definitions, picked: 0 }
    }
}

/// The sentence about the text without its end, which is always the same.
fn wrong(json: &str) -> Option<String> {
    let sentence = read::definitions(json).err()?;
    Some(sentence.split("; store there").next().unwrap().to_owned())
}

#[test]
fn a_bracket_too_many_is_refused_with_its_line() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let brackets = "[{".repeat(200);
    // Each is a member of an object, which is the first level.
    for (member, line) in [
        (nested(126), None),
        (nested(127), Some(1)),
        (format!("\n[\n{}\n]", nested(126)), Some(3)),
        (format!("[{}\n{}]", "[],".repeat(200), nested(125)), None),
        (format!("[{}\n{}]", "{},".repeat(200), nested(126)), Some(2)),
        (format!("\"{brackets}\""), None),
        (format!("[\"{brackets}\",\n{}]", nested(126)), Some(2)),
        (format!("\"\\\"{brackets}\""), None),
        (format!("[\"\\\\\",\n{}]", nested(126)), Some(2)),
    ] {
        let json = format!("{{\"Id\": 7, \"Other\": {member}}}");
        let expected =
            line.map(|line| format!("nests lists and objects more than 127 deep in line {line}"));
        assert_eq!(wrong(&json), expected, "{json}");
    }
}

#[test]
fn a_version_that_is_the_word_null_is_none() {
    for (version, expected) in
        [(r#""2.0""#, Some("2.0")), (r#""null""#, None), ("null", None), (r#""""#, Some(""))]
    {
        let json = format!(r#"{{"Id": 7, "AuthType": "None", "Version": {version}}}"#);
        let definitions = read::definitions(&json).unwrap();
        assert_eq!(definitions[0].version.as_deref(), expected, "{json}");
    }
}

#[test]
fn what_is_no_connector_is_refused() {
    let neither =
        Some("isn't a connector's definition: it has neither `Parameters` nor `AuthType`");
    for (json, expected) in [
        (r#"{"Id": 7}"#, None),
        (r#"{"Id": 7, "Connector": {}, "AuthType": "None"}"#, None),
        (r#"{"Id": 7, "Connector": {}, "Parameters": []}"#, None),
        (r#"{"Id": 7, "Connector": {}}"#, neither),
        (r#"{"Connector": {}}"#, neither),
        ("{}", neither),
        (r#"{"AuthType": "None"}"#, Some("isn't a connector's definition: it has no `Id`")),
    ] {
        assert_eq!(wrong(json).as_deref(), expected, "{json}");
    }
}

#[test]
fn numbers_among_the_values_are_written_as_fields_send_them() {
    let values = r#"[1.0, 2.50, 7, -3, 9007199254740993, true, "1.0", {"Value": 4.0}, null, [5]]"#;
    let json = format!(r#"{{"Id": 7, "Parameters": [{{"Values": {values}}}]}}"#);
    let definitions = read::definitions(&json).unwrap();
    assert_eq!(
        definitions[0].parameters[0].values,
        ["1", "2.5", "7", "-3", "9007199254740993", "true", "1.0", "4"]
    );
}

/// The choice between so many connectors, with their place as name and id, and the tokens of its
/// mistakes.
fn picked(count: usize, attribute: &Attribute) -> (Option<usize>, String) {
    let each = |id| format!(r#"{{"Id": {id}, "Name": "{id}"}}"#);
    let all = (0..count).map(each).collect::<Vec<_>>().join(", ");
    let definitions = read::definitions(&format!("[{all}]")).unwrap();
    let mut attrs = Attrs::none();
    // Only the mistakes of the choice are of interest here.
    Ctxt::collect(|ctxt| {
        attrs = Attrs::new(std::slice::from_ref(attribute), Place::Connector, ctxt);
    });
    let path = parse_quote!("all.json");
    let pick = |ctxt: &Ctxt| pick::pick("all.json", &path, &definitions, &attrs, ctxt);
    let (picked, errors) = Ctxt::collect(pick);
    (picked, errors.unwrap_or_default().to_string())
}

#[test]
fn a_connector_is_picked_unless_an_attribute_was_refused() {
    for (count, attribute, expected) in [
        (1, parse_quote!(#[cyclr(schema = "all.json")]), Some(0)),
        (3, parse_quote!(#[cyclr(connector_id = 2)]), Some(2)),
        (3, parse_quote!(#[cyclr(connector = "1")]), Some(1)),
        // There is but one.
        (1, parse_quote!(#[cyclr(connectors = "1")]), Some(0)),
        (3, parse_quote!(#[cyclr(connectors = "1")]), None),
        (3, parse_quote!(#[cyclr(connector = 1)]), None),
        (3, parse_quote!(#[cyclr(connector_id = "1")]), None),
    ] {
        assert_eq!(picked(count, &attribute), (expected, String::new()));
    }
}

#[test]
fn a_choice_between_many_connectors_lists_twelve() {
    for (count, end) in [(12, "`11` (11); pick one"), (13, "`11` (11) and 1 more; pick one")] {
        let (picked, errors) = picked(count, &parse_quote!(#[cyclr(schema = "all.json")]));
        assert_eq!(picked, None);
        assert!(errors.contains(end), "{errors}");
    }
}

/// A file, and its path as seen from the folder of `Cargo.toml`.
fn temporary(name: &str) -> (PathBuf, String) {
    let file = env::temp_dir().join(format!("cyclr-oauth-derive-{}-{name}", process::id()));
    let mut path = PathBuf::new();
    for _ in Path::new(env!("CARGO_MANIFEST_DIR")).components().skip(1) {
        path.push("..");
    }
    path.extend(file.components().filter(|part| matches!(part, Component::Normal(_))));
    (file, path.into_os_string().into_string().unwrap())
}

#[test]
fn a_file_may_take_16_mib() {
    let (file, path) = temporary("large.json");
    for (length, expected) in [
        (16 << 20, "isn't valid JSON in line 1, column 1"),
        ((16 << 20) + 1, "is larger than 16 MiB"),
        ((16 << 20) + 2, "is larger than 16 MiB"),
    ] {
        fs::File::create(&file).unwrap().set_len(length).unwrap();
        let sentence = file::definitions(&path).err().unwrap();
        assert!(sentence.contains(expected), "{sentence}");
    }
    fs::remove_file(file).unwrap();
}

#[test]
fn a_file_is_read_again_only_after_an_edit() {
    let (file, path) = temporary("edited.json");
    let ids = |definitions: &[Definition]| -> Vec<_> {
        definitions.iter().map(|definition| definition.id).collect()
    };
    fs::write(&file, r#"{"Id": 7}"#).unwrap();
    let first = file::definitions(&path).unwrap();
    assert_eq!(ids(&first), [7]);
    assert!(Rc::ptr_eq(&first, &file::definitions(&path).unwrap()));
    fs::write(&file, r#"[{"Id": 7}, {"Id": 8}]"#).unwrap();
    assert_eq!(ids(&file::definitions(&path).unwrap()), [7, 8]);
    fs::remove_file(file).unwrap();
}
