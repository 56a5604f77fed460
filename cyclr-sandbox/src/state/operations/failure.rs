//! Connections that break, the cycles that stop with them, marketplace notifications, and methods of connectors.

use cyclr_oauth::ConnectorId;
use http::StatusCode;
use serde_json::{Value, json};

use crate::state::cyclr_state::CyclrState;
use crate::state::model::{Cycle, MarketplaceEvent, Method, MethodAnswer, Prerequisite, Webhook};
use crate::state::refusal::Refusal;
use crate::state::timestamp::seven_digits;
use crate::switches::BrokenConnection;

impl CyclrState {
    /// What a connector has, unless that is known.
    pub(crate) fn describe_connector(
        &mut self,
        connector: ConnectorId,
        category: Option<String>,
        methods: Vec<Method>,
    ) {
        if let Some(category) = category {
            self.categories.entry(connector).or_insert(category);
        }
        if methods.is_empty() || self.methods.contains_key(&connector) {
            return;
        }
        let with_id = |mut method: Method| {
            if method.id.is_empty() {
                method.id = self.random.guid();
            }
            method
        };
        let methods = methods.into_iter().map(with_id).collect();
        self.methods.insert(connector, methods);
    }

    /// Whether a connector is of the category that is asked for, if any.
    pub(crate) fn is_of_category(&self, connector: ConnectorId, asked: Option<&str>) -> bool {
        let category = self.categories.get(&connector);
        asked.map(str::trim).filter(|it| !it.is_empty()).is_none_or(|asked| {
            category.is_some_and(|category| category.eq_ignore_ascii_case(asked))
        })
    }

    pub(crate) fn methods(&self, connector: ConnectorId) -> &[Method] {
        self.methods.get(&connector).map_or(&[], Vec::as_slice)
    }

    /// Calls a method at the third party, which is the connector's next use.
    pub(crate) fn call_method(
        &mut self,
        account: &str,
        id: u64,
        method: &str,
    ) -> Result<Value, Refusal> {
        let connector = self.account_connector(account, id)?.connector;
        let known = self.methods(connector).iter().find(|it| it.id.eq_ignore_ascii_case(method));
        let answer = known.map(|it| it.answer.clone());
        let answer = answer.ok_or_else(|| Refusal::not_found("Method not found."))?;
        if self.use_connector(id) != Some(true) {
            return Err(Refusal::new(StatusCode::BAD_REQUEST, NOT_AUTHENTICATED));
        }
        Ok(match answer {
            MethodAnswer::Json(answer) => answer,
            MethodAnswer::CurrentUser => {
                json!({"User": self.account_connector(account, id)?.consented_by})
            }
        })
    }

    /// A cycle that runs with these account connectors, all of one account that is there.
    pub(crate) fn install_cycle(&mut self, account: &str, connectors: Vec<u64>) -> String {
        let id = self.random.guid();
        let cycle = Cycle { account: account.to_owned(), connectors };
        self.cycles.insert(id.clone(), cycle);
        id
    }

    /// What keeps a cycle from running.
    pub(crate) fn cycle_prerequisites(
        &self,
        account: &str,
        cycle: &str,
    ) -> Result<Vec<Prerequisite>, Refusal> {
        let found = self.cycles.get(cycle).filter(|it| it.account == account);
        let found = found.ok_or_else(|| Refusal::not_found("Cycle not found."))?;
        let all = found.connectors.iter().filter_map(|id| self.account_connectors.get(id));
        let missing = all.filter(|it| !it.authenticated);
        Ok(missing.map(|it| Prerequisite::unauthenticated(it.id)).collect())
    }

    /// The third party no longer accepts the tokens, and a transaction fails with it: gives the webhook
    /// that the account asks for, if it does.
    pub(crate) fn break_connection(&mut self, id: u64) -> Option<Webhook> {
        let connector = self.account_connectors.get_mut(&id)?;
        connector.broken = true;
        if self.switches.broken_connection == BrokenConnection::AtOnce {
            connector.authenticated = false;
        }
        let (account_id, name) = (connector.account.clone(), connector.name.clone());
        let runs_with_it =
            |key: &&String| self.cycles.get(*key).is_some_and(|it| it.connectors.contains(&id));
        let cycle = self.cycles.keys().find(runs_with_it).cloned();
        let cycle = cycle.unwrap_or_else(|| self.install_cycle(&account_id, vec![id]));
        let (step, transaction) = (self.random.guid(), self.random.guid());
        let account = self.accounts.get(&account_id)?;
        let url = account.webhook_url.clone().filter(|_| account.webhook_enabled);
        let body = json!({
            "Timestamp": seven_digits(self.now()),
            "AccountId": account.own_id,
            "AccountExternalId": account_id,
            "AccountName": account.name,
            "CycleId": cycle,
            "CycleName": format!("{name} to the partner"),
            "StepId": step,
            "StepName": name,
            "StepType": "Action",
            "TransactionId": transaction,
            "Message": NOT_AUTHENTICATED,
            "Detail": "The third party answered: {\"error\":\"invalid_grant\"}",
            "IncidentLevel": "Error",
        });
        url.map(|url| Webhook { account: account_id, url, body })
    }
}

impl CyclrState {
    /// The notification that a marketplace's address gets (documented), if the account is there.
    pub(crate) fn marketplace_notification(
        &self,
        account: &str,
        event: MarketplaceEvent,
        package: u64,
        url: &str,
    ) -> Option<Webhook> {
        let own_id = &self.accounts.get(account)?.own_id;
        let own = self
            .cycles
            .keys()
            .filter(|id| self.cycles.get(*id).is_some_and(|it| it.account == account));
        let cycles: Vec<_> = own.map(|id| json!({"CycleId": id, "Webhooks": []})).collect();
        let body = json!({
            "Status": event.status(),
            "AccountId": own_id,
            "AccountApiId": account,
            "MarketplaceIntegrationPackageId": package,
            "MarketplaceInstallDetails": cycles,
            "Errors": [],
        });
        Some(Webhook { account: account.to_owned(), url: url.to_owned(), body })
    }
}

/// One of the documented messages.
const NOT_AUTHENTICATED: &str = "Failed to authenticate the connector";
