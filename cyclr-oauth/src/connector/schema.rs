//! What `#[cyclr(schema = "…")]` has the compiler work out: the texts of a field's type, and the names
//! of connectors within.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use crate::connector::account_connector::AccountConnector;
use crate::connector::names::Names;
use crate::values::{ConstMessage, contains};

/// A type of which all texts are known.
pub trait KnownTexts {
    /// All of them.
    const TEXTS: Names;
}

impl KnownTexts for bool {
    const TEXTS: Names = &["true", "false"];
}

impl<T: KnownTexts> KnownTexts for Option<T> {
    const TEXTS: Names = T::TEXTS;
}

impl<T: KnownTexts + ToOwned + ?Sized> KnownTexts for Cow<'_, T> {
    const TEXTS: Names = T::TEXTS;
}

macro_rules! through_a_pointer {
    ($($Pointer:ty),*) => {$(
        impl<T: KnownTexts + ?Sized> KnownTexts for $Pointer {
            const TEXTS: Names = T::TEXTS;
        }
    )*};
}

through_a_pointer!(&T, &mut T, Arc<T>, Box<T>, Rc<T>);

/// Asks a type for its texts, whether they are known or not: its own constant stands before that of
/// [`AnyTexts`].
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Texts<T: ?Sized>(PhantomData<T>);

impl<T: KnownTexts + ?Sized> Texts<T> {
    /// All texts.
    pub const TEXTS: Option<Names> = Some(T::TEXTS);
}

/// For a type whose texts aren't known.
pub trait AnyTexts {
    /// None.
    const TEXTS: Option<Names> = None;
}

impl<T: ?Sized> AnyTexts for Texts<T> {}

/// Refuses texts that a property can't have.
///
/// # Panics
///
/// If there is one.
#[track_caller]
pub const fn check_texts(texts: Option<Names>, connector: &str, property: &str, values: &[&str]) {
    let Some(mut texts) = texts else { return };
    while let [text, rest @ ..] = texts {
        let fits = contains(values, text);
        assert!(fits, "{}", outside(text, connector, property, values).as_str());
        texts = rest;
    }
}

/// Refuses what stands within a connector and that the schema has not, and what it requires and
/// doesn't stand there.
///
/// # Panics
///
/// If there is one.
#[expect(clippy::indexing_slicing, reason = "at compile time")]
#[track_caller]
pub const fn check_schema<C: AccountConnector>(
    way: usize,
    connector: &str,
    known: &[&str],
    mut required: &[&str],
    allowed: &[&str],
) {
    let mut groups = C::NAME_GROUPS[way];
    while let [(names, senders), rest @ ..] = groups {
        let mut names = *names;
        while let [name, more @ ..] = names {
            let fits = contains(known, name) || contains(allowed, name);
            // What is the item's own is known: the names of this group have one sender.
            assert!(fits, "{}", unknown(name, senders[0], connector, known).as_str());
            names = more;
        }
        groups = rest;
    }
    while let [name, rest @ ..] = required {
        assert!(is_sent::<C>(way, name), "{}", missing(name, connector).as_str());
        required = rest;
    }
}

#[expect(clippy::indexing_slicing, reason = "at compile time")]
const fn is_sent<C: AccountConnector>(way: usize, name: &str) -> bool {
    let mut groups = C::NAME_GROUPS[way];
    while let [(names, _), rest @ ..] = groups {
        if contains(names, name) {
            return true;
        }
        groups = rest;
    }
    false
}

const fn outside(text: &str, connector: &str, property: &str, values: &[&str]) -> ConstMessage {
    ConstMessage::new()
        .with("`")
        .with(text)
        .with("` is none of the values of the property `")
        .with(property)
        .with("` of `")
        .with(connector)
        .with("`, ")
        .with_list(values)
        .with("; correct the text, or hold the property in another type")
}

const fn unknown(name: &str, sender: &str, connector: &str, known: &[&str]) -> ConstMessage {
    ConstMessage::new()
        .with("`")
        .with(connector)
        .with("` has no property `")
        .with(name)
        .with("`, which is sent by ")
        .with(sender)
        .with("; it has ")
        .with_list(known)
}

const fn missing(name: &str, connector: &str) -> ConstMessage {
    ConstMessage::new()
        .with("`")
        .with(connector)
        .with("` requires the property `")
        .with(name)
        .with("`, which has no field here or within; add one")
}
