//! [`Account`]

use std::collections::BTreeSet;

#[derive(Clone, Debug, Default)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) connectors: BTreeSet<u64>,
}
