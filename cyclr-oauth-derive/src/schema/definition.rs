//! A connector's definition.

use std::collections::HashMap;

use syn::LitStr;

/// The properties that every connector takes, even if its definition doesn't list them.
pub(crate) const ALWAYS: [&str; 2] = ["ClientId", "ClientSecret"];

/// The kinds of authentication without OAuth 2 tokens.
pub(crate) const WITHOUT_TOKENS: [&str; 5] = ["None", "AuthFields", "ApiKey", "Basic", "OAuth1"];

/// The part of a connector's definition that the rules use.
pub(crate) struct Definition {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) version: Option<String>,
    pub(crate) auth_type: Option<String>,
    pub(crate) authentications: Vec<Authentication>,
    pub(crate) parameters: Vec<Parameter>,
    /// Where the properties are among the parameters.
    places: HashMap<String, usize>,
}

/// One way to authenticate.
pub(crate) struct Authentication {
    pub(crate) id: String,
    pub(crate) auth_type: Option<String>,
}

pub(crate) struct Parameter {
    /// The name of the property: `TargetName`.
    pub(crate) name: String,
    /// The name that people see: `Name`.
    pub(crate) label: String,
    pub(crate) is_property: bool,
    pub(crate) is_optional: bool,
    pub(crate) is_sensitive: bool,
    /// The only texts that Cyclr takes; empty if it takes any.
    pub(crate) values: Vec<String>,
}

impl Parameter {
    /// Whether an account connector sets it. Without a name, there is nothing to send.
    fn is_sent(&self) -> bool {
        self.is_property && !self.name.trim().is_empty()
    }
}

impl Definition {
    pub(crate) fn new(
        (id, name): (u64, String),
        version: Option<String>,
        auth_type: Option<String>,
        authentications: Vec<Authentication>,
        parameters: Vec<Parameter>,
    ) -> Self {
        let mut places = HashMap::new();
        for (place, parameter) in parameters.iter().enumerate() {
            if parameter.is_sent() {
                places.entry(parameter.name.clone()).or_insert(place);
            }
        }
        Self { id, name, version, auth_type, authentications, parameters, places }
    }

    /// The parameters that an account connector sets.
    pub(crate) fn properties(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|parameter| parameter.is_sent())
    }

    pub(crate) fn required(&self) -> impl Iterator<Item = &Parameter> {
        self.properties().filter(|parameter| !parameter.is_optional)
    }

    pub(crate) fn property(&self, name: &str) -> Option<&Parameter> {
        self.parameters.get(*self.places.get(name)?)
    }

    /// The kinds of authentication: of the way with this id, or of all ways.
    pub(crate) fn auth_types(&self, id: Option<&LitStr>) -> Vec<&str> {
        let id = id.map(LitStr::value);
        let ways = self.authentications.iter();
        let ways: Vec<_> = ways.filter(|way| id.as_ref().is_none_or(|id| way.id == *id)).collect();
        if ways.is_empty() {
            return self.auth_type.as_deref().into_iter().collect();
        }
        // A way without a type has the connector's.
        let auth_types = ways.into_iter().map(|way| way.auth_type.as_deref());
        auth_types.filter_map(|of_way| of_way.or(self.auth_type.as_deref())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Authentication, Definition};

    #[test]
    fn a_way_without_a_type_has_the_connector_s() {
        let way = |id: &str, auth_type: Option<&str>| Authentication {
            id: id.to_owned(),
            auth_type: auth_type.map(str::to_owned),
        };
        let ways = vec![way("1", None), way("2", Some("Basic"))];
        let of = |ways| {
            let name = (1, "Acme".to_owned());
            Definition::new(name, None, Some("ApiKey".to_owned()), ways, Vec::new())
        };
        assert_eq!(of(ways).auth_types(None), ["ApiKey", "Basic"]);
        assert_eq!(of(Vec::new()).auth_types(None), ["ApiKey"]);
    }
}
