//! What a connector's definition has of a name or an id.

use cyclr_oauth::api::{Authentication, Connector, Parameter};

pub(crate) fn authentication<'a>(connector: &'a Connector, id: &str) -> Option<&'a Authentication> {
    // GUIDs are written in both cases.
    connector.authentication.iter().find(|known| known.id.eq_ignore_ascii_case(id))
}

/// Why an `AuthenticationId` is wrong.
pub(crate) enum WrongChoice<'a> {
    /// The connector has several ways to authenticate, so one must be named.
    Missing,
    Unknown(&'a str),
}

pub(crate) fn check_choice<'a>(
    connector: &Connector,
    chosen: Option<&'a str>,
) -> Result<(), WrongChoice<'a>> {
    match chosen {
        Some(id) if authentication(connector, id).is_none() => Err(WrongChoice::Unknown(id)),
        None if connector.authentication.len() > 1 => Err(WrongChoice::Missing),
        _ => Ok(()),
    }
}

pub(crate) fn parameter<'a>(
    connector: &'a Connector,
    name: &str,
    ignore_case: bool,
) -> Option<&'a Parameter> {
    connector.parameters.iter().find(|it| same_name(&it.target_name, name, ignore_case))
}

pub(crate) fn same_name(one: &str, other: &str, ignore_case: bool) -> bool {
    one == other || (ignore_case && one.eq_ignore_ascii_case(other))
}
