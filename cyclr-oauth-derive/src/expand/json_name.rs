//! A property's name in JSON.

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
#[expect(clippy::expect_used, reason = "an invariant, see its text")]
fn escaped(name: &str) -> String {
    let json = serde_json::Value::from(name).to_string();
    let within = json.strip_prefix('"').and_then(|json| json.strip_suffix('"'));
    within.expect("a JSON text is in quotes").to_owned()
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
