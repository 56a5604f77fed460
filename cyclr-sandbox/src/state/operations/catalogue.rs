//! The definitions of connectors.

use std::sync::Arc;

use cyclr_oauth::ConnectorId;
use cyclr_oauth::api::Connector;

use crate::state::cyclr_state::CyclrState;
use crate::state::refusal::Refusal;

impl CyclrState {
    pub(crate) fn connector(&self, id: ConnectorId) -> Result<Arc<Connector>, Refusal> {
        self.connectors.get(&id).cloned().ok_or_else(|| Refusal::not_found("Connector not found."))
    }

    #[expect(clippy::expect_used, reason = "nothing takes a definition away")]
    pub(super) fn known_definition(&self, id: ConnectorId) -> Arc<Connector> {
        Arc::clone(self.connectors.get(&id).expect("a definition stays"))
    }

    pub(crate) fn connectors(&self) -> impl Iterator<Item = &Arc<Connector>> {
        self.connectors.values()
    }

    /// By name and version; without a version, the one that was defined last.
    pub(crate) fn connector_named(
        &self,
        name: &str,
        version: Option<&str>,
    ) -> Option<Arc<Connector>> {
        // A missing version shows up as `null` and as the text.
        let version = version.filter(|it| !it.is_empty() && *it != "null");
        let is_it = |it: &&Arc<Connector>| {
            it.name.eq_ignore_ascii_case(name)
                && version.is_none_or(|version| it.version.as_deref() == Some(version))
        };
        self.connectors.values().rev().find(is_it).cloned()
    }

    /// Defines a connector, unless there is one that differs by its id only. An id of 0 is replaced.
    pub(crate) fn define(&mut self, mut definition: Connector) -> ConnectorId {
        let same = |it: &&Arc<Connector>| {
            (definition.id.get() == 0 || definition.id == it.id)
                && definition.name == it.name
                && same_but_for_ids(it, &definition)
        };
        if let Some(known) = self.connectors.values().find(same) {
            return known.id;
        }
        if definition.id.get() == 0 || self.connectors.contains_key(&definition.id) {
            definition.id = self.next_id().into();
        }
        self.insert_connector(definition)
    }

    /// Under its own id.
    pub(crate) fn insert_connector(&mut self, mut definition: Connector) -> ConnectorId {
        self.count_id(definition.id.get());
        for parameter in definition.parameters.iter_mut().filter(|it| it.id.unwrap_or(0) == 0) {
            self.next_id += 1;
            parameter.id = Some(self.next_id);
        }
        let id = definition.id;
        self.connectors.insert(id, Arc::new(definition));
        id
    }
}

fn same_but_for_ids(one: &Connector, other: &Connector) -> bool {
    let without_ids = |it: &Connector| {
        let mut it = it.clone();
        it.id = 0.into();
        it.parameters.iter_mut().for_each(|parameter| parameter.id = None);
        it
    };
    without_ids(one) == without_ids(other)
}
