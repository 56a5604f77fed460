//! What a connector's definition has of a name or an id.

use cyclr_oauth::api::{Authentication, Connector, Parameter};

pub(crate) fn authentication<'a>(connector: &'a Connector, id: &str) -> Option<&'a Authentication> {
    // GUIDs are written in both cases.
    connector.authentication.iter().find(|known| known.id.eq_ignore_ascii_case(id))
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
