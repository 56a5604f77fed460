//! What `#[cyclr(schema = "…")]` has the compiler check: the types of fields, and the names of
//! connectors within.

use std::cmp::Ordering;

use crate::connector::account_connector::AccountConnector;
use crate::connector::cycle::endless;
use crate::connector::flatten::sent_always;
use crate::connector::names::{Group, NameSet, Names};
use crate::connector::value_kind::{Texts, ValueKind};
use crate::values::{ConstMessage, compare};

/// A property as the connector's definition has it.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "derived code makes it, and nothing shows it")]
pub struct Rule {
    /// The connector's name.
    pub connector: &'static str,
    /// The property's.
    pub name: &'static str,
    /// Whether it can't be left out.
    pub required: bool,
    /// Whether it is secret.
    pub sensitive: bool,
    /// All texts that it can have, sorted; none for any.
    pub values: Names,
}

/// Checks the type that a field holds, and the type that it sends, which differ with `with`.
///
/// # Panics
///
/// If a type doesn't suit the property.
#[track_caller]
pub const fn check_value(held: ValueKind, sent: ValueKind, rule: Rule) {
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
pub const fn check_allow(held: ValueKind, sent: ValueKind, rule: Rule) {
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
            let order = match values {
                [] => Ordering::Less,
                [value, ..] => compare(text, value),
            };
            match (order, values) {
                (Ordering::Greater, [_, more_values @ ..]) => values = more_values,
                (Ordering::Equal, [_, more_values @ ..]) => {
                    (texts, values) = (more_texts, more_values);
                }
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

/// Refuses what stands within a connector and that the schema has not, and what it requires and
/// doesn't stand there.
///
/// # Panics
///
/// If there is one.
#[track_caller]
pub const fn check_schema<C: AccountConnector>(
    way: usize,
    connector: &str,
    known: Names,
    required: Names,
    allowed: Names,
) {
    // `check_end` reports the others.
    if endless::<C>().is_none() {
        check_names::<C>(way, connector, known, required, allowed);
    }
}

/// A function of its own, since the compiler evaluates all constants of a function first.
#[expect(clippy::indexing_slicing, reason = "at compile time")]
#[track_caller]
const fn check_names<C: AccountConnector>(
    way: usize,
    connector: &str,
    known: Names,
    mut required: Names,
    allowed: Names,
) {
    let all = C::NAME_GROUPS[way];
    let fitting = NameSet::new().with(known).with(allowed);
    let mut groups = all;
    while let [group, rest @ ..] = groups {
        let mut names = group.names;
        while let [name, more @ ..] = names {
            assert!(fitting.contains(name), "{}", unknown(name, group, connector, known).as_str());
            names = more;
        }
        groups = rest;
    }
    let sent = sent_always::<C>(way);
    while let [name, rest @ ..] = required {
        assert!(sent.contains(name), "{}", missing(name, connector).as_str());
        required = rest;
    }
}

const fn unknown(name: &str, group: &Group, connector: &str, known: Names) -> ConstMessage {
    let message = ConstMessage::new()
        .with("`")
        .with(connector)
        .with("` has no property `")
        .with(name)
        .with("`, which is sent by ");
    let message = match group.sender(name) {
        Some(sender) => message.with(sender),
        None => message,
    };
    message.with("; it has ").with_list(known)
}

const fn missing(name: &str, connector: &str) -> ConstMessage {
    ConstMessage::new()
        .with("`")
        .with(connector)
        .with("` requires the property `")
        .with(name)
        .with("`, which has no field here or within; add one")
}
