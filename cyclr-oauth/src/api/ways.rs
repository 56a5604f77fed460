//! Reads an enum: finds the variant for an account connector's way to authenticate.

use crate::api::property_problem::{PropertyProblem, VariantProblems};
use crate::api::property_reader::Reader;

/// A variant of a derived enum.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Way<T> {
    /// The variant's name.
    pub variant: &'static str,
    /// Whether this id is the variant's; `None` if the variant has none.
    pub has_authentication: fn(&str) -> Option<bool>,
    /// Reads the variant.
    pub read: fn(&mut Reader<'_>) -> Option<T>,
}

/// Reads the variant that fits. The derive's page states the rule.
pub fn read_way<T>(reader: &mut Reader<'_>, ways: &[Way<T>]) -> Option<T> {
    let candidates = candidates(reader, ways);
    if candidates.is_empty() {
        let variants = ways.iter().map(|way| way.variant).collect();
        reader.problem(PropertyProblem::UnknownAuthentication { variants });
        return None;
    }

    let mut fitting = Vec::new();
    let mut others = Vec::new();
    for Way { variant, read, .. } in candidates {
        let mut attempt = reader.attempt();
        match read(&mut attempt) {
            Some(value) if attempt.problems().is_empty() => {
                fitting.push((*variant, value, attempt));
            }
            _ => others.push((*variant, attempt)),
        }
    }

    let most = fitting.iter().map(|(.., attempt)| attempt.used()).max();
    fitting.retain(|(.., attempt)| Some(attempt.used()) == most);
    if fitting.len() > 1 {
        let give_up = |(variant, _, attempt)| {
            reader.give_up(attempt);
            variant
        };
        let variants = fitting.into_iter().map(give_up).collect();
        reader.problem(PropertyProblem::Ambiguous { variants });
        return None;
    }
    if let Some((_, value, attempt)) = fitting.pop() {
        reader.accept(attempt);
        return Some(value);
    }
    let give_up =
        |(variant, attempt)| VariantProblems { variant, problems: reader.give_up(attempt) };
    let variants = others.into_iter().map(give_up).collect();
    reader.problem(PropertyProblem::NoVariant { variants });
    None
}

/// The variants that fit the account connector's `AuthenticationId`.
fn candidates<'w, T>(reader: &Reader<'_>, ways: &'w [Way<T>]) -> Vec<&'w Way<T>> {
    let Some(id) = reader.authentication_id() else { return ways.iter().collect() };
    let with = |answer| {
        let has = move |way: &&Way<T>| (way.has_authentication)(id) == answer;
        ways.iter().filter(has).collect::<Vec<_>>()
    };
    let of_this_id = with(Some(true));
    if !of_this_id.is_empty() {
        of_this_id
    } else if reader.is_flattened() {
        // The id belongs to the connector around the enum.
        ways.iter().collect()
    } else {
        with(None)
    }
}

/// Whether two texts are the same GUID, ignoring case.
#[must_use]
pub fn same_authentication(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

/// Whether an id belongs to any variant, given each variant's result.
#[must_use]
pub fn any_authentication(answers: &[Option<bool>]) -> Option<bool> {
    let has = |answer| answers.contains(&answer);
    match (has(Some(true)), has(None)) {
        (true, _) => Some(true),
        (false, true) => None,
        (false, false) => Some(false),
    }
}
