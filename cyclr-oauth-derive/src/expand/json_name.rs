//! A property's name in JSON.

use std::fmt::Write;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The visitor for a property of this name. It gets the escaped name if that differs, so that nothing
/// is escaped at run time.
pub(crate) fn visitor(out: &Ident, name: &str) -> TokenStream {
    let json = escaped(name);
    if json == name { quote!(#out) } else { quote!(&mut #out.in_json(#json)) }
}

/// Whether nothing in the name needs escaping.
pub(crate) fn is_its_own_json(name: &str) -> bool {
    escaped(name) == name
}

/// Escapes a name as the library escapes values.
fn escaped(name: &str) -> String {
    let mut json = String::with_capacity(name.len());
    for char in name.chars() {
        match char {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\u{8}' => json.push_str("\\b"),
            '\t' => json.push_str("\\t"),
            '\n' => json.push_str("\\n"),
            '\u{c}' => json.push_str("\\f"),
            '\r' => json.push_str("\\r"),
            '\0'..='\u{1f}' => {
                let _ = write!(json, "\\u{:04x}", u32::from(char));
            }
            _ => json.push(char),
        }
    }
    json
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn json_escapes_quotes_backslashes_and_controls() {
        assert_eq!(escaped("Is Sandbox? é/☃\u{7f}"), "Is Sandbox? é/☃\u{7f}");
        assert_eq!(escaped("\"\\\u{8}\t\n\u{c}\r\u{1f}"), r#"\"\\\b\t\n\f\r\u001f"#);
    }
}
