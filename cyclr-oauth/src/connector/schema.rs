//! What `#[cyclr(schema = "…")]` has the compiler check of connectors within: the definition has their names.

use crate::connector::account_connector::AccountConnector;
use crate::connector::cycle::endless;
use crate::connector::names::{Group, NameSet};
use crate::connector::rules::{ALLOWED, REQUIRED, Rule, Rules, check_computed};
use crate::connector::value_kind::ValueKind;
use crate::values::ConstMessage;

/// The rules, found by the names of properties.
#[expect(missing_debug_implementations, reason = "derived code makes it, and nothing shows it")]
pub struct RuleTable {
    rules: Rules,
    places: NameSet,
}

impl RuleTable {
    /// A table of the rules.
    #[must_use]
    pub const fn new(rules: Rules) -> Self {
        Self { rules, places: NameSet::new().with(rules.names) }
    }

    /// Checks a value of a connector within.
    #[expect(clippy::indexing_slicing, reason = "at compile time")]
    #[track_caller]
    pub(super) const fn check(&self, name: &str, held: ValueKind, sent: ValueKind) {
        // `check_schema` reports a name that isn't there.
        if let Some(place) = self.places.place(name)
            && self.rules.demands[place] & ALLOWED == 0
        {
            check_computed(held, sent, self.rules, place);
        }
    }
}

/// Refuses names that the schema doesn't have, and required ones that are missing.
///
/// # Panics
///
/// If there is one.
#[track_caller]
pub const fn check_schema<C: AccountConnector>(way: usize, table: &RuleTable) {
    // `check_end` reports the others.
    if endless::<C>().is_none() {
        check_names::<C>(way, table);
    }
}

/// A separate function, since the compiler evaluates all constants of a function first.
#[expect(clippy::indexing_slicing, clippy::panic, reason = "at compile time")]
#[track_caller]
const fn check_names<C: AccountConnector>(way: usize, table: &RuleTable) {
    let mut sent = [false; NameSet::MOST];
    let mut groups = C::NAME_GROUPS[way];
    while let [group, rest @ ..] = groups {
        // The names of one way to authenticate are always there.
        let each_way = group.always.len() == group.names.len();
        let mut names = group.names;
        while let [name, more @ ..] = names {
            match table.places.place(name) {
                Some(place) => sent[place] |= each_way,
                None => panic!("{}", unknown(name, group, table.rules).as_str()),
            }
            names = more;
        }
        let mut always = if each_way { &[] } else { group.always };
        while let [name, more @ ..] = always {
            if let Some(place) = table.places.place(name) {
                sent[place] = true;
            }
            always = more;
        }
        groups = rest;
    }
    let mut place = 0;
    while place < table.rules.defined {
        let required = table.rules.demands[place] & (REQUIRED | ALLOWED) == REQUIRED;
        assert!(!required || sent[place], "{}", missing(table.rules.at(place)).as_str());
        place += 1;
    }
}

const fn unknown(name: &str, group: &Group, rules: Rules) -> ConstMessage {
    let message = ConstMessage::new()
        .with("`")
        .with(rules.connector)
        .with("` has no property `")
        .with(name)
        .with("`, which is sent by ");
    let message = match group.sender(name) {
        Some(sender) => message.with(sender),
        None => message,
    };
    message.with("; it has ").with_list(rules.names.split_at(rules.defined).0)
}

const fn missing(rule: Rule) -> ConstMessage {
    ConstMessage::new()
        .with("`")
        .with(rule.connector)
        .with("` requires the property `")
        .with(rule.name)
        .with("`, which has no field here or within; add one")
}
