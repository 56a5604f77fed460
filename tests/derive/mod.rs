//! The effect of each attribute of the derives.

mod auth_value;
mod fields;
mod flatten;
mod names;
mod property_value;
mod read;
mod read_ways;
mod redaction;
mod spellings;
mod ways;

use cyclr_oauth::AccountConnector;

fn json(connector: &impl AccountConnector) -> String {
    connector.payload().to_json().expose_secret().to_owned()
}

/// The names and values, one per line.
fn sent(connector: &impl AccountConnector) -> String {
    let properties = connector.properties();
    let lines: Vec<_> = properties.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    lines.join("\n")
}
