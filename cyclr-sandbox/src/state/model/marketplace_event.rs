//! [`MarketplaceEvent`]: what a marketplace notification reports.

/// What happened to an integration package of a marketplace.
///
/// For [`Sandbox::notify_marketplace`](crate::Sandbox::notify_marketplace).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "control",
    derive(serde::Deserialize, schemars::JsonSchema),
    serde(rename_all = "camelCase")
)]
pub enum MarketplaceEvent {
    /// It was installed.
    Installed,
    /// It was uninstalled.
    Uninstalled,
    /// Its cycles were started.
    Started,
    /// Its cycles were stopped.
    Stopped,
}

impl MarketplaceEvent {
    /// As `Status` has it.
    pub(crate) const fn status(self) -> &'static str {
        match self {
            Self::Installed => "installed",
            Self::Uninstalled => "uninstalled",
            Self::Started => "started",
            Self::Stopped => "stopped",
        }
    }
}
