//! What `#[cyclr(schema = "…")]` has the compiler check of types: a field's suits what the connector's definition
//! demands of the property.

use std::cmp::Ordering;

use crate::connector::names::{Names, same};
use crate::connector::value_kind::{Texts, ValueKind};
use crate::values::{ConstMessage, compare};

/// What a connector's definition demands of properties.
///
/// One list for each, since the compiler takes longer over a list of structs.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "derived code makes it, and nothing shows it")]
pub struct Rules {
    /// The connector's name.
    pub connector: &'static str,
    /// The properties, and then those that `allow` adds.
    pub names: Names,
    /// How many of them the definition has.
    pub defined: usize,
    /// A digit for each: the sum of 1 if it is required, 2 if it is sensitive, and 4 if `allow` excepts it.
    pub demands: &'static [u8],
    /// All texts that each can have, sorted; none for any. Empty if each can have any.
    pub values: &'static [Names],
}

// The digits' bits.
pub(super) const REQUIRED: u8 = 1;
const SENSITIVE: u8 = 2;
pub(super) const ALLOWED: u8 = 4;

impl Rules {
    #[expect(clippy::indexing_slicing, reason = "at compile time")]
    pub(super) const fn at(self, place: usize) -> Rule {
        let demands = self.demands[place];
        Rule {
            connector: self.connector,
            name: self.names[place],
            required: demands & REQUIRED != 0,
            sensitive: demands & SENSITIVE != 0,
            values: if self.values.is_empty() { &[] } else { self.values[place] },
        }
    }
}

/// What the definition demands of one property.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    pub(super) connector: &'static str,
    pub(super) name: &'static str,
    required: bool,
    sensitive: bool,
    values: Names,
}

/// Checks the type of a field.
///
/// # Panics
///
/// If it doesn't suit the property.
#[track_caller]
pub const fn check_value(kind: ValueKind, rules: Rules, place: usize) {
    check_computed(kind, kind, rules, place);
}

/// Checks the type of a field, and what a function of `with` makes of it.
///
/// # Panics
///
/// If one of them doesn't suit the property.
#[expect(clippy::indexing_slicing, reason = "at compile time")]
#[track_caller]
pub const fn check_computed(held: ValueKind, sent: ValueKind, rules: Rules, place: usize) {
    let demands = rules.demands[place];
    // Most types do, and a call takes the compiler longer than this.
    if (demands & REQUIRED == 0 || !sent.optional)
        && (demands & SENSITIVE == 0 || !held.shown)
        && (matches!(sent.texts, Texts::Any) || matches!(rules.values, []))
    {
        return;
    }
    let rule = rules.at(place);
    assert!(!(rule.required && sent.optional), "{}", left_out(rule).as_str());
    assert!(!(rule.sensitive && held.shown), "{}", shown(rule).as_str());
    let outside = Outside::of(sent, rule.values);
    assert!(matches!(outside, Outside::None), "{}", wrong_texts(&outside, rule).as_str());
}

/// Refuses an `allow` for a property whose type suits it.
///
/// # Panics
///
/// If the type suits the property.
#[track_caller]
pub const fn check_allow(held: ValueKind, sent: ValueKind, rules: Rules, place: usize) {
    let rule = rules.at(place);
    let needed = (rule.required && sent.optional)
        || (rule.sensitive && held.shown)
        || !matches!(Outside::of(sent, rule.values), Outside::None);
    assert!(needed, "{}", needless(rule).as_str());
}

/// Refuses OAuth tokens for a connector that authenticates in other ways.
///
/// # Panics
///
/// If the field holds OAuth tokens.
#[track_caller]
pub const fn check_auth_value(tokens: bool, connector: &str, ways: &str) {
    assert!(!tokens, "{}", no_tokens(connector, ways).as_str());
}

const fn no_tokens(connector: &str, ways: &str) -> ConstMessage {
    ConstMessage::new()
        .with("`")
        .with(connector)
        .with("` takes no OAuth tokens: it authenticates by ")
        .with(ways)
        .with("; hold an `AuthValue` in their place")
}

/// Refuses a type for `ClientSecret` that shows it.
///
/// # Panics
///
/// If `Debug` shows the type.
#[track_caller]
pub const fn check_client_secret(kind: ValueKind) {
    assert!(
        !kind.shown,
        "`ClientSecret` is secret, and `Debug` shows what this type holds; hold it in a `Secret`, \
         or add `secret`"
    );
}

const fn any_integer(mut values: Names) -> bool {
    while let [value, rest @ ..] = values {
        let bytes = value.as_bytes();
        let digits = if let [b'-', digits @ ..] = bytes { digits } else { bytes };
        if all_digits(digits) {
            return true;
        }
        values = rest;
    }
    false
}

const fn all_digits(mut digits: &[u8]) -> bool {
    let any = !digits.is_empty();
    while let [digit, rest @ ..] = digits {
        if !digit.is_ascii_digit() {
            return false;
        }
        digits = rest;
    }
    any
}

const fn any_character(mut values: Names) -> bool {
    while let [value, rest @ ..] = values {
        let mut bytes = value.as_bytes();
        let mut characters = 0;
        while let [byte, more @ ..] = bytes {
            // Every byte of a character but the first begins with the bits 10.
            characters += (*byte & 0xC0 != 0x80) as usize;
            bytes = more;
        }
        if characters == 1 {
            return true;
        }
        values = rest;
    }
    false
}

/// The texts of a type that are not among a property's values.
enum Outside {
    None,
    /// So many, of which these are the first.
    Some {
        count: usize,
        texts: [&'static str; ConstMessage::LISTED],
    },
    All,
}

impl Outside {
    const fn of(kind: ValueKind, values: Names) -> Self {
        let any_fits = match kind.texts {
            _ if values.is_empty() => true,
            Texts::Any => true,
            Texts::Integers => any_integer(values),
            Texts::Characters => any_character(values),
            Texts::Known(texts) => return Self::among(texts, values),
        };
        if any_fits { Self::None } else { Self::All }
    }

    /// Both lists are sorted, so that one pass finds them; no text is there twice.
    #[expect(clippy::indexing_slicing, reason = "at compile time")]
    const fn among(mut texts: Names, mut values: Names) -> Self {
        let (mut outside, mut count) = ([""; ConstMessage::LISTED], 0);
        while let [text, more_texts @ ..] = texts {
            if let [value, more_values @ ..] = values
                && same!(text, value)
            {
                (texts, values) = (more_texts, more_values);
                continue;
            }
            let order = match values {
                [] => Ordering::Less,
                [value, ..] => compare(text, value),
            };
            match (order, values) {
                (Ordering::Greater, [_, more_values @ ..]) => values = more_values,
                _ => {
                    if count < ConstMessage::LISTED {
                        outside[count] = text;
                    }
                    count += 1;
                    texts = more_texts;
                }
            }
        }
        if count == 0 { Self::None } else { Self::Some { count, texts: outside } }
    }
}

const fn property(rule: Rule) -> ConstMessage {
    ConstMessage::new()
        .with("the property `")
        .with(rule.name)
        .with("` of `")
        .with(rule.connector)
        .with("` ")
}

const fn left_out(rule: Rule) -> ConstMessage {
    property(rule).with("is required, so it can't be left out; hold it without the `Option`")
}

const fn shown(rule: Rule) -> ConstMessage {
    property(rule).with(
        "is sensitive, and `Debug` shows what this type holds; hold it in a `Secret`, or add `secret`",
    )
}

const fn wrong_texts(outside: &Outside, rule: Rule) -> ConstMessage {
    let Outside::Some { count, texts } = outside else {
        return property(rule)
            .with("is one of ")
            .with_list(rule.values)
            .with("; hold it in a type that has such texts");
    };
    let listed = if *count < texts.len() { *count } else { texts.len() };
    let message = property(rule).with("can't be ").with_list(texts.split_at(listed).0);
    let message = if *count > listed { message.with(" and others") } else { message };
    message.with("; it is one of ").with_list(rule.values)
}

const fn needless(rule: Rule) -> ConstMessage {
    ConstMessage::new()
        .with("`allow` is needless: nothing is wrong about `")
        .with(rule.name)
        .with("`; remove it")
}
