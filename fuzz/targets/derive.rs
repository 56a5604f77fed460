//! The derives expand any item to Rust that parses, or to sentences; no panic.
#![no_main]

extern crate proc_macro;

use libfuzzer_sys::fuzz_target;
use proc_macro2::TokenStream;
use syn::DeriveInput;

#[path = "../../cyclr-oauth-derive/src/ast/mod.rs"]
mod ast;
#[path = "../../cyclr-oauth-derive/src/attr/mod.rs"]
mod attr;
#[path = "../../cyclr-oauth-derive/src/case.rs"]
mod case;
#[path = "../../cyclr-oauth-derive/src/ctxt.rs"]
mod ctxt;
#[path = "../../cyclr-oauth-derive/src/derives.rs"]
mod derives;
#[path = "../../cyclr-oauth-derive/src/expand/mod.rs"]
mod expand;
#[path = "../../cyclr-oauth-derive/src/fallback.rs"]
mod fallback;
#[path = "../../cyclr-oauth-derive/src/lengths.rs"]
mod lengths;
#[path = "../../cyclr-oauth-derive/src/mention.rs"]
mod mention;
#[path = "../../cyclr-oauth-derive/src/parts.rs"]
mod parts;
#[path = "../../cyclr-oauth-derive/src/schema/mod.rs"]
mod schema;
#[path = "../../cyclr-oauth-derive/src/suggest.rs"]
mod suggest;
#[path = "../../cyclr-oauth-derive/src/symbol.rs"]
mod symbol;
#[path = "../../cyclr-oauth-derive/src/type_name.rs"]
mod type_name;
#[path = "../../cyclr-oauth-derive/src/valid/mod.rs"]
mod valid;

/// What items are made of. A number chooses one, so that most inputs parse.
const ATTRIBUTES: [&str; 40] = [
    "rename = \"ClientId\"", "rename = \"clientid\"", "rename = \"\"", "rename = \" x \"", "rename = 7",
    "rename == \"x\"", "rename", "rename(\"x\")", "exact", "skip", "skip_if = str::is_empty", "flatten",
    "with = f", "with = f()", "with = f::<u8>", "with = g<u8>", "with = |x| x", "parse_with = f", "secret",
    "not_secret", "auth_value", "access_token", "refresh_token", "expires", "refresh_expires",
    "name = \"Acme\"", "version = \"1\"", "authentication_id = \"x\"", "rename_all = \"camelCase\"",
    "rename_all = \"Oops\"", "property(\"A\" = \"b\")", "property(\"A\")", "schema = \"none.json\"",
    "connector = \"X\"", "connector_id = 7", "allow(\"A\" = \"b\")", "deny_unknown", "crate = a::b", "x y; z",
    "scret",
];
const TYPES: [&str; 22] = [
    "String", "Secret", "&'a str", "Option<String>", "Option<Secret>", "bool", "u16", "char", "T", "Vec<T>",
    "Option<T>", "&'a T", "Box<dyn Fn(u8) -> u8>", "[u8; N]", "[u8; { 1 + 1 }]", "(u8, T)", "fn(&str)", "AuthValue",
    "OAuthTokens", "m!()", "T::Item", "<T as Iterator>::Item",
];
const NAMES: [&str; 12] = [
    "client_id", "client_secret", "clientid", "auth_value", "domain", "r#type", "é", "self_", "a", "b", "Domain", "x1",
];

struct Numbers<'a>(std::slice::Iter<'a, u8>);

impl Numbers<'_> {
    fn next(&mut self) -> usize {
        self.0.next().copied().unwrap_or_default().into()
    }

    fn one(&mut self, of: &[&'static str]) -> &'static str {
        of[self.next() % of.len()]
    }

    fn attributes(&mut self) -> String {
        let list = (0..self.next() % 4).map(|_| self.one(&ATTRIBUTES)).collect::<Vec<_>>();
        if list.is_empty() { String::new() } else { format!("#[cyclr({})]", list.join(", ")) }
    }

    fn fields(&mut self, is_named: bool) -> String {
        let field = |numbers: &mut Self| {
            let attributes = numbers.attributes();
            let name = if is_named { format!("{}: ", numbers.one(&NAMES)) } else { String::new() };
            format!("{attributes} {name}{}", numbers.one(&TYPES))
        };
        (0..self.next() % 6).map(|_| field(self)).collect::<Vec<_>>().join(", ")
    }

    fn item(&mut self) -> String {
        let attributes = self.attributes();
        let generics = self.one(&["", "<'a, T>", "<'a, T: Clone, const N: usize>", "<T = u8>"]);
        match self.next() % 5 {
            0 => format!("{attributes} struct A{generics};"),
            1 => format!("{attributes} struct A{generics}({});", self.fields(false)),
            2 => {
                let variant = |numbers: &mut Self| {
                    let (attributes, name) = (numbers.attributes(), numbers.one(&["X", "Y", "Z", "Xx"]));
                    match numbers.next() % 3 {
                        0 => format!("{attributes} {name}"),
                        1 => format!("{attributes} {name}({})", numbers.fields(false)),
                        _ => format!("{attributes} {name} {{ {} }}", numbers.fields(true)),
                    }
                };
                let variants = (0..self.next() % 5).map(|_| variant(self)).collect::<Vec<_>>();
                format!("{attributes} enum A{generics} {{ {} }}", variants.join(", "))
            }
            _ => format!("{attributes} struct A{generics} {{ {} }}", self.fields(true)),
        }
    }
}

fn expands(item: &TokenStream, expand: fn(&DeriveInput) -> TokenStream) {
    let code = lengths::with_any_length(item.clone(), expand);
    // What a name of the user's has in it is theirs.
    if let Err(error) = syn::parse2::<syn::File>(code.clone()) {
        panic!("{error}: {code}");
    }
}

fuzz_target!(|input: (bool, &[u8])| {
    let (raw, bytes) = input;
    let text = match std::str::from_utf8(bytes) {
        Ok(text) if raw => format!("#[cyclr({text})] struct A {{ #[cyclr({text})] a: String }}"),
        _ => Numbers(bytes.iter()).item(),
    };
    let Ok(item) = text.parse::<TokenStream>() else { return };
    expands(&item, derives::send);
    expands(&item, derives::read);
    expands(&item, derives::value);
});
