//! The properties of account connectors.

use cyclr_oauth::api::Connector;

use crate::state::cyclr_state::CyclrState;
use crate::state::model::{AccountConnector, Property, parameter, same_name};
use crate::state::refusal::Refusal;
use crate::switches::{RepeatedProperty, UnknownProperty};

/// Nobody has so many; a loop in a test might.
const MOST_PROPERTIES: usize = 1_000;

impl CyclrState {
    /// Sets a property, whether it is there or not.
    pub(super) fn set_property(
        &mut self,
        connector: &mut AccountConnector,
        definition: &Connector,
        name: &str,
        value: String,
    ) -> Result<(), Refusal> {
        self.check_property(definition, name, &value)?;
        let ignore_case = self.switches.property_names_ignore_case;
        let there =
            connector.properties.iter_mut().find(|it| same_name(&it.name, name, ignore_case));
        if let Some(property) = there {
            property.value = value;
            return Ok(());
        }
        self.add_checked_property(connector, definition, name, value).map(drop)
    }

    /// Adds a property, or returns `None` if the switch says to ignore it.
    fn add_checked_property(
        &mut self,
        connector: &mut AccountConnector,
        definition: &Connector,
        name: &str,
        value: String,
    ) -> Result<Option<Property>, Refusal> {
        if self.switches.unknown_property == UnknownProperty::Ignore
            && !self.knows(definition, name)
        {
            return Ok(None);
        }
        if connector.properties.len() >= MOST_PROPERTIES {
            return Err(Refusal::bad_request("The sandbox's limit of properties is reached."));
        }
        Ok(Some(self.add_property(connector, name.to_owned(), value)))
    }

    pub(super) fn add_property(
        &mut self,
        connector: &mut AccountConnector,
        name: String,
        value: String,
    ) -> Property {
        let id = self.next_id();
        let property = Property { name, value, id, account_connector_id: connector.id };
        connector.properties.push(property.clone());
        property
    }

    fn knows(&self, definition: &Connector, name: &str) -> bool {
        let ignore_case = self.switches.property_names_ignore_case;
        let always = ["ClientId", "ClientSecret"].iter().any(|it| same_name(it, name, ignore_case));
        always || parameter(definition, name, ignore_case).is_some()
    }

    pub(super) fn check_property(
        &self,
        definition: &Connector,
        name: &str,
        value: &str,
    ) -> Result<(), Refusal> {
        if name.trim().is_empty() {
            return Err(Refusal::bad_request("The Name of the property is required."));
        }
        if self.switches.unknown_property == UnknownProperty::Refuse
            && !self.knows(definition, name)
        {
            let names: Vec<_> = definition.parameters.iter().map(|it| &*it.target_name).collect();
            return Err(Refusal::bad_request(format!(
                "The connector has no property {name}; it has {}.",
                names.join(", ")
            )));
        }
        let ignore_case = self.switches.property_names_ignore_case;
        let Some(parameter) = parameter(definition, name, ignore_case) else { return Ok(()) };
        let allowed = parameter.values.is_empty() || parameter.values.iter().any(|it| it == value);
        // The value itself may be a secret.
        if self.switches.check_values && !allowed {
            return Err(Refusal::bad_request(format!(
                "The value of the property {name} must be one of {}.",
                parameter.values.join(", ")
            )));
        }
        Ok(())
    }

    /// `POST …/properties`
    pub(crate) fn create_property(
        &mut self,
        account: &str,
        id: u64,
        name: &str,
        value: String,
    ) -> Result<Property, Refusal> {
        self.edit(account, id, |state, connector| {
            let definition = state.definition_of(connector);
            state.check_property(&definition, name, &value)?;
            let ignore_case = state.switches.property_names_ignore_case;
            let there =
                connector.properties.iter_mut().find(|it| same_name(&it.name, name, ignore_case));
            let property = match (there, state.switches.repeated_property) {
                (Some(_), RepeatedProperty::Refuse) => {
                    return Err(Refusal::bad_request(format!(
                        "The property {name} exists already."
                    )));
                }
                (Some(property), RepeatedProperty::Update) => {
                    property.value = value;
                    property.clone()
                }
                _ => state
                    .add_checked_property(connector, &definition, name, value.clone())?
                    .unwrap_or_else(|| Property {
                        name: name.to_owned(),
                        value,
                        id: 0,
                        account_connector_id: id,
                    }),
            };
            state.settle(connector, &definition, false);
            Ok(property)
        })
    }

    /// `PUT …/properties/{property id}`
    pub(crate) fn update_property(
        &mut self,
        account: &str,
        id: u64,
        property: u64,
        name: Option<String>,
        value: Option<String>,
    ) -> Result<Property, Refusal> {
        self.edit(account, id, |state, connector| {
            let definition = state.definition_of(connector);
            let found = connector.properties.iter_mut().find(|it| it.id == property);
            let found = found.ok_or_else(no_property)?;
            if let Some(name) = name {
                found.name = name;
            }
            if let Some(value) = value {
                found.value = value;
            }
            state.check_property(&definition, &found.name, &found.value)?;
            let property = found.clone();
            state.settle(connector, &definition, false);
            Ok(property)
        })
    }

    /// `DELETE …/properties/{property id}`
    pub(crate) fn delete_property(
        &mut self,
        account: &str,
        id: u64,
        property: u64,
    ) -> Result<(), Refusal> {
        self.edit(account, id, |state, connector| {
            let before = connector.properties.len();
            connector.properties.retain(|it| it.id != property);
            if connector.properties.len() == before {
                return Err(no_property());
            }
            let definition = state.definition_of(connector);
            state.settle(connector, &definition, false);
            Ok(())
        })
    }
}

pub(crate) fn no_property() -> Refusal {
    Refusal::not_found("Account Connector Property not found.")
}
