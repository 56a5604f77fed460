//! [`HandOff`]: what Cyclr remembers while the user is with the third party.

use std::time::SystemTime;

#[derive(Clone, Debug)]
pub(crate) struct HandOff {
    pub(crate) account_connector: u64,
    pub(crate) target_origin: String,
    pub(crate) callback_message: Option<String>,
    pub(crate) expires: SystemTime,
}

/// What the third party gave out for a user who approved.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) user: Option<String>,
    pub(crate) expires: SystemTime,
}

/// What the connector authentication URL was opened with.
#[derive(Debug)]
pub(crate) struct HandOffRequest<'a> {
    pub(crate) id: Option<&'a str>,
    pub(crate) token: Option<&'a str>,
    pub(crate) target_origin: Option<&'a str>,
    pub(crate) callback_message: Option<&'a str>,
}

/// Where the user goes from the connector authentication URL.
#[derive(Debug)]
pub(crate) enum NextStep {
    /// To the third party.
    Consent(ConsentRequest),
    /// Straight back: Cyclr has the tokens.
    Done(HandOff),
}

/// What the third party is asked with.
#[derive(Debug)]
pub(crate) struct ConsentRequest {
    pub(crate) state: String,
    pub(crate) client_id: String,
    pub(crate) scope: Option<String>,
    pub(crate) connector: String,
}
