//! Rust's names for what Cyclr calls as it likes.

use std::collections::{HashMap, HashSet};

use heck::{ToSnakeCase, ToUpperCamelCase};

/// The names of one scope, each of which is there once.
#[derive(Default)]
pub(crate) struct Names {
    taken: HashSet<String>,
    /// The number that the next of the same name gets.
    next: HashMap<String, u32>,
}

impl Names {
    /// The types of a file, which don't shadow those that the structs use.
    pub(crate) fn of_types() -> Self {
        Self { taken: RESERVED.iter().map(ToString::to_string).collect(), ..Self::default() }
    }

    /// Takes the name, with a number behind it if it is taken.
    pub(crate) fn unique(&mut self, name: String, joint: &str) -> String {
        if self.taken.insert(name.clone()) {
            return name;
        }
        // Two underscores in a row draw a warning.
        let joint = if name.ends_with(joint) { "" } else { joint };
        let next = self.next.entry(name.clone()).or_insert(2);
        loop {
            let numbered = format!("{name}{joint}{next}");
            *next += 1;
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// The name of a variant, and the words of a type's. `kind` comes in front of what can't begin one.
pub(crate) fn upper(text: &str, kind: &str) -> String {
    let name = ascii(text).to_upper_camel_case();
    match name.as_str() {
        // This can't be raw.
        "Self" => format!("Self{kind}"),
        _ if name.starts_with(|c: char| c.is_ascii_alphabetic()) => name,
        _ => format!("{kind}{name}"),
    }
}

/// The name of a type: `kind` comes behind what means something else.
pub(crate) fn type_name(text: &str, kind: &str) -> String {
    let name = upper(text, kind);
    if RESERVED.contains(&&*name) { format!("{name}{kind}") } else { name }
}

/// The name of a field, before [`raw`].
pub(crate) fn lower(text: &str) -> String {
    let name = ascii(text).to_snake_case();
    match name.as_str() {
        "" => "value".to_owned(),
        // These can't be raw.
        "crate" | "self" | "super" => format!("{name}_"),
        _ if name.starts_with(|c: char| c.is_ascii_digit()) => format!("value_{name}"),
        _ => name,
    }
}

pub(crate) fn raw(name: &str) -> String {
    if KEYWORDS.contains(&name) { format!("r#{name}") } else { name.to_owned() }
}

/// As the derive makes a property's name of a field's.
pub(crate) fn pascal_case(field: &str) -> String {
    let words = field.split('_').map(|word| {
        let mut chars = word.chars();
        let first = chars.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(chars).collect::<String>()
    });
    words.collect()
}

/// Text for a comment: in one line, and without what the compiler refuses there.
pub(crate) fn one_line(text: &str) -> String {
    // They make a line read differently from what it says.
    let reorders = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").chars().filter(|c| !c.is_control() && !reorders(*c)).collect()
}

/// Text for a comment, as code.
pub(crate) fn code(text: &str) -> String {
    let text = one_line(text);
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// What a name is made of. Other letters draw warnings where they look like these, and some are none in Rust.
fn ascii(text: &str) -> String {
    text.chars().filter(char::is_ascii).take(LONGEST).collect()
}

/// How much of a text goes into a name.
pub(crate) const LONGEST: usize = 60;

/// What the structs use, and what every Rust file may use.
const RESERVED: &[&str] = &[
    "AccountConnector",
    "AuthValue",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Err",
    "Fn",
    "From",
    "FromAccountConnector",
    "Into",
    "Iterator",
    "None",
    "OAuthTokens",
    "Ok",
    "Option",
    "PropertyValue",
    "Result",
    "Secret",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToString",
    "Unpin",
    "Vec",
];

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];
