//! The definitions of connectors.

use std::sync::Arc;

use crate::state::cyclr_state::CyclrState;
use crate::state::model::Definition;
use crate::state::refusal::Refusal;

impl CyclrState {
    pub(crate) fn connector(&self, id: u64) -> Result<Arc<Definition>, Refusal> {
        self.connectors.get(&id).cloned().ok_or_else(|| Refusal::not_found("Connector not found."))
    }

    #[expect(clippy::expect_used, reason = "nothing takes a definition away")]
    pub(super) fn known_definition(&self, id: u64) -> Arc<Definition> {
        Arc::clone(self.connectors.get(&id).expect("a definition stays"))
    }

    pub(crate) fn connectors(&self) -> impl Iterator<Item = &Arc<Definition>> {
        self.connectors.values()
    }

    /// By name and version; without a version, the one that was defined last.
    pub(crate) fn connector_named(
        &self,
        name: &str,
        version: Option<&str>,
    ) -> Option<Arc<Definition>> {
        // A missing version shows up as `null` and as the text.
        let version = version.filter(|it| !it.is_empty() && *it != "null");
        let is_it = |it: &&Arc<Definition>| {
            it.name.eq_ignore_ascii_case(name)
                && version.is_none_or(|version| it.version.as_deref() == Some(version))
        };
        self.connectors.values().rev().find(is_it).cloned()
    }

    /// Defines a connector, unless there is one that differs by its id only.
    pub(crate) fn define(&mut self, mut definition: Definition) -> u64 {
        let same = |it: &&Arc<Definition>| {
            (definition.id == 0 || definition.id == it.id) && it.same_but_for_ids(&definition)
        };
        if let Some(known) = self.connectors.values().find(same) {
            return known.id;
        }
        if definition.id == 0 || self.connectors.contains_key(&definition.id) {
            definition.id = self.next_id();
        }
        self.insert_connector(definition)
    }

    /// Under its own id.
    pub(crate) fn insert_connector(&mut self, mut definition: Definition) -> u64 {
        self.next_id = self.next_id.max(definition.id);
        for parameter in definition.parameters.iter_mut().filter(|it| it.id == 0) {
            self.next_id += 1;
            parameter.id = self.next_id;
        }
        let id = definition.id;
        self.connectors.insert(id, Arc::new(definition));
        id
    }
}
