//! The rules of `rename_all`, which work as serde's do.

use syn::LitStr;

use crate::ctxt::Ctxt;
use crate::suggest;

/// Makes a name from the name of a field or variant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Rule {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

const RULES: [(&str, Rule); 8] = [
    ("lowercase", Rule::Lower),
    ("UPPERCASE", Rule::Upper),
    ("PascalCase", Rule::Pascal),
    ("camelCase", Rule::Camel),
    ("snake_case", Rule::Snake),
    ("SCREAMING_SNAKE_CASE", Rule::ScreamingSnake),
    ("kebab-case", Rule::Kebab),
    ("SCREAMING-KEBAB-CASE", Rule::ScreamingKebab),
];

impl Rule {
    /// The rule that `rename_all` names.
    pub(crate) fn new(literal: &LitStr, ctxt: &Ctxt) -> Option<Self> {
        let text = literal.value();
        let rule = RULES.iter().find(|(name, _)| *name == text).map(|(_, rule)| *rule);
        if rule.is_none() {
            let names = || RULES.iter().map(|(name, _)| *name);
            let rules = suggest::list(names());
            let suggestion = suggest::nearest(&text, names())
                .map_or_else(String::new, |name| format!("did you mean `{name}`? "));
            let sentence = format!("unknown rule `{text}`; {suggestion}the rules are {rules}");
            ctxt.error(literal, sentence);
        }
        rule
    }

    pub(crate) fn apply_to_field(self, field: &str) -> String {
        match self {
            Self::Lower | Self::Snake => field.to_owned(),
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Pascal => {
                let mut pascal = String::with_capacity(field.len());
                let mut upper = true;
                for char in field.chars() {
                    if char != '_' {
                        pascal.push(if upper { char.to_ascii_uppercase() } else { char });
                    }
                    upper = char == '_';
                }
                pascal
            }
            Self::Camel => lower_first(&Self::Pascal.apply_to_field(field)),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
        }
    }

    pub(crate) fn apply_to_variant(self, variant: &str) -> String {
        match self {
            Self::Pascal => variant.to_owned(),
            Self::Lower => variant.to_ascii_lowercase(),
            Self::Upper => variant.to_ascii_uppercase(),
            Self::Camel => lower_first(variant),
            Self::Snake => {
                let mut snake = String::with_capacity(variant.len() + 2);
                for char in variant.chars() {
                    if char.is_uppercase() && !snake.is_empty() {
                        snake.push('_');
                    }
                    snake.push(char.to_ascii_lowercase());
                }
                snake
            }
            Self::ScreamingSnake => Self::Snake.apply_to_variant(variant).to_ascii_uppercase(),
            Self::Kebab => Self::Snake.apply_to_variant(variant).replace('_', "-"),
            Self::ScreamingKebab => {
                Self::ScreamingSnake.apply_to_variant(variant).replace('_', "-")
            }
        }
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect()
}
