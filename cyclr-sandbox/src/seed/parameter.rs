//! [`ParameterSeed`]

use cyclr_oauth::api::Parameter;

/// A parameter of a connector's definition, which account connectors have as a property.
///
/// ```
/// use cyclr_sandbox::ParameterSeed;
///
/// let region = ParameterSeed::optional("Region").label("Data region").values(["eu", "us"]);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ParameterSeed(pub(super) Parameter);

impl ParameterSeed {
    /// A property that must be set before authenticating, by its `TargetName`.
    pub fn required(target_name: impl Into<String>) -> Self {
        Self::new(target_name.into(), false)
    }

    /// A property that may be left out, by its `TargetName`.
    pub fn optional(target_name: impl Into<String>) -> Self {
        Self::new(target_name.into(), true)
    }

    fn new(target_name: String, is_optional: bool) -> Self {
        let mut parameter = Parameter::new(&*target_name);
        parameter.name = target_name;
        parameter.target_type = Some("Property".to_owned());
        parameter.is_account_connector_property = true;
        parameter.is_optional = is_optional;
        parameter.data_type = Some("String".to_owned());
        Self(parameter)
    }

    /// `Name`, which people see and no call uses; the `TargetName` otherwise.
    pub fn label(mut self, name: impl Into<String>) -> Self {
        self.0.name = name.into();
        self
    }

    /// `IsSensitive`
    pub const fn sensitive(mut self) -> Self {
        self.0.is_sensitive = true;
        self
    }

    /// `DataType`: `String` otherwise.
    pub fn data_type(mut self, data_type: impl Into<String>) -> Self {
        self.0.data_type = Some(data_type.into());
        self
    }

    /// `Values`: the only ones that the property may have.
    pub fn values<T: Into<String>>(mut self, values: impl IntoIterator<Item = T>) -> Self {
        self.0.values = values.into_iter().map(Into::into).collect();
        self
    }

    /// Not a property of account connectors, but of something else.
    pub const fn not_account_connector_property(mut self) -> Self {
        self.0.is_account_connector_property = false;
        self
    }
}
