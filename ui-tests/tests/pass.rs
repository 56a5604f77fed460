//! What compiles. Each file is a separate program; here they are modules of one, which builds faster.

use std::fs;
use std::path::Path;

macro_rules! pass {
    ($($theme:literal: $($name:ident),+;)*) => {
        $($(
            mod $name {
                #![allow(
                    dead_code,
                    unused_braces,
                    unreachable_pub,
                    clippy::all,
                    clippy::pedantic,
                    clippy::unwrap_used,
                    clippy::expect_used,
                    clippy::indexing_slicing,
                    clippy::panic,
                    reason = "programs that a partner might write, not ours"
                )]

                include!(concat!("../", $theme, "/pass/", stringify!($name), ".rs"));

                #[test]
                fn compiles_and_runs() {
                    main();
                }
            }
        )+)*

        const FILES: &[&str] = &[$($(concat!($theme, "/pass/", stringify!($name), ".rs")),+),*];
    };
}

pass! {
    "client": setters_in_any_order;
    "completion": own_store;
    "derive-attributes": empty_parentheses_and_trailing_commas, every_attribute;
    "derive-auth-value": auth_value, borrowed;
    "derive-enums": every_attribute_of_an_enum;
    "derive-flatten": nested;
    "derive-generics": all_kinds;
    "derive-items": auth_value_only, constants_only;
    "derive-names": names_that_differ_in_case, odd_names_that_are_meant;
    "derive-read": every_attribute_for_reading;
    "derive-types": computed_lengths, every_property_value, function_paths;
    "property-value": unit_variants;
    "schema": every_check, odd_names_of_the_definition, out_of_a_list, values_of_any_kind;
    "secret": what_is_there;
    "spellings": enum_within_values, key_for_a_key, secret_for_a_sensitive_property, secret_for_client_secret, text_for_a_required_property;
    "url": any_order;
}

#[test]
fn every_file_is_listed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for theme in fs::read_dir(root).unwrap() {
        let theme = theme.unwrap();
        let Ok(files) = fs::read_dir(theme.path().join("pass")) else { continue };
        for file in files {
            let name = file.unwrap().file_name();
            found.push(format!("{}/pass/{}", theme.file_name().display(), name.display()));
        }
    }
    found.sort();
    let mut listed = FILES.to_vec();
    listed.sort_unstable();
    assert_eq!(found, listed);
}
