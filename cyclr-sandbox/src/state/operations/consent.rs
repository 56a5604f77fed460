//! The hand-off: the user consents with the third party, and comes back.

use http::StatusCode;
use url::Url;

use crate::state::cyclr_state::CyclrState;
use crate::state::model::{AuthMethod, Code, ConsentRequest, HandOff, HandOffRequest, NextStep};
use crate::state::refusal::Refusal;
use crate::state::timestamp::{HOUR, ONE_TIME_LIFETIME};

impl CyclrState {
    /// Uses the token and begins the hand-off.
    pub(crate) fn begin_hand_off(
        &mut self,
        opened: &HandOffRequest<'_>,
    ) -> Result<NextStep, Refusal> {
        let token = present(opened.token, "token")?;
        let denied = || Refusal::forbidden("Access is denied.");
        let sign_in = self.use_sign_in_token(token).ok_or_else(denied)?;
        let step = self.check_hand_off(opened, &sign_in.account);
        if step.is_err() && !self.switches.first_visit_consumes {
            self.restore_sign_in_token(token, sign_in);
        }
        step
    }

    fn check_hand_off(
        &mut self,
        opened: &HandOffRequest<'_>,
        account: &str,
    ) -> Result<NextStep, Refusal> {
        let id = present(opened.id, "id")?;
        let target_origin = present(opened.target_origin, "targetOrigin")?;
        let id = id
            .parse()
            .map_err(|_| Refusal::bad_request("id is not the number of an account connector"))?;
        let web_url =
            Url::parse(target_origin).is_ok_and(|it| matches!(it.scheme(), "http" | "https"));
        // `Url` reads `https:host` as browsers do; what begins a redirect must be absolute.
        if !web_url || !target_origin.contains("://") {
            return Err(Refusal::bad_request("targetOrigin is not an absolute http or https URL"));
        }

        let connector = self.account_connector(account, id);
        let connector = connector.map_err(|_| Refusal::forbidden("Access is denied."))?;
        let definition = self.definition_of(connector);
        let missing = connector.missing_properties(&definition, &self.switches);
        if let [first, ..] = *missing {
            return Err(Refusal::bad_request(format!(
                "the property {first} is required and not set"
            )));
        }

        let now = self.now();
        let message = opened.callback_message.filter(|it| !it.trim().is_empty());
        let hand_off = HandOff {
            account_connector: id,
            target_origin: target_origin.to_owned(),
            callback_message: message.map(str::to_owned),
            expires: now + HOUR,
        };
        match AuthMethod::of(&definition, connector.authentication.as_deref()) {
            AuthMethod::Consent => {
                let property = |name| connector.property(name, true).map(|it| it.value.clone());
                let (client_id, scope) = (property("ClientId"), property("Scopes"));
                self.hand_offs.remove_oldest_while(|it| it.expires <= now);
                let state = self.random.url_safe_token();
                self.hand_offs.insert(state.clone(), hand_off);
                // Without one of the account's own, it is Cyclr's application that asks.
                let client_id = client_id.unwrap_or_else(|| "cyclr".to_owned());
                let connector = definition.name.clone();
                Ok(NextStep::Consent(ConsentRequest { state, client_id, scope, connector }))
            }
            AuthMethod::WithoutUser => {
                self.store_tokens(id)?;
                Ok(NextStep::Done(hand_off))
            }
            _ => Err(Refusal::bad_request(
                "this connector is not authenticated by OAuth, but by an AuthValue or by properties",
            )),
        }
    }

    /// What the third party gives an approving user.
    pub(crate) fn issue_code(&mut self, user: Option<String>) -> String {
        let now = self.now();
        self.codes.remove_oldest_while(|it| it.expires <= now);
        let code = self.random.url_safe_token();
        self.codes.insert(code.clone(), Code { user, expires: now + ONE_TIME_LIFETIME });
        code
    }

    /// The hand-off that the third party's `state` belongs to; it ends with this.
    pub(crate) fn end_hand_off(&mut self, state: &str) -> Option<HandOff> {
        let hand_off = self.hand_offs.remove(state)?;
        (self.now() < hand_off.expires).then_some(hand_off)
    }

    /// Trades the code for tokens.
    pub(crate) fn complete_hand_off(
        &mut self,
        hand_off: &HandOff,
        code: &str,
    ) -> Result<(), Refusal> {
        let now = self.now();
        let Some(code) = self.codes.remove(code).filter(|it| now < it.expires) else {
            return Err(Refusal::bad_request("the third party does not know the code"));
        };
        self.store_tokens(hand_off.account_connector)?;
        if let Some(connector) = self.account_connectors.get_mut(&hand_off.account_connector) {
            connector.consented_by = code.user;
        }
        Ok(())
    }

    fn store_tokens(&mut self, id: u64) -> Result<(), Refusal> {
        let now = self.now();
        let gone = || Refusal::new(StatusCode::NOT_FOUND, "the account connector was deleted");
        let connector = self.account_connectors.get_mut(&id).ok_or_else(gone)?;
        connector.store_tokens(&mut self.random, now);
        Ok(())
    }

    pub(crate) fn pending_hand_offs(&self) -> usize {
        self.hand_offs.len()
    }
}

fn present<'a>(value: Option<&'a str>, name: &str) -> Result<&'a str, Refusal> {
    value
        .filter(|it| !it.trim().is_empty())
        .ok_or_else(|| Refusal::bad_request(format!("{name} is missing")))
}
