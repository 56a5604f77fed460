//! Names and words that Cyclr, OAuth and HTTP define, and that may therefore be shown.

pub(super) const HARMLESS_HEADERS: &str = "\
    accept connection content-length content-type host user-agent x-cyclr-account";
pub(super) const OTHER_HEADERS: &str = "\
    accept-encoding accept-language authorization cache-control cookie expect forwarded \
    if-none-match origin pragma referer sec-fetch-dest sec-fetch-mode sec-fetch-site te \
    traceparent transfer-encoding upgrade-insecure-requests";
pub(super) const HARMLESS_FIELDS: &str = "\
    AccountId AuthenticationId AutoInstall grant_type id InlineOAuth MarketplaceId Name orderBy \
    page pageSize RunOnce scope SingleInstall sortOrderAsc Start Version";
/// JSON members whose items and members are shown, too; of any other object or array, nothing is.
pub(super) const CONTAINERS: &str = "\
    ConnectorAuthentications PartnerConnector Properties";
pub(super) const OTHER_FIELDS: &str = "\
    AccountDescription AccountName application AuditInfo AuthValue callbackMessage category \
    client_id \
    client_secret code CompleteParameter decision Description DisplayDescriptions error \
    error_description Password redirect_uri response_type returnUrl session state Tags \
    NextBillDateUtc query StepDataErroredRetentionHours StepDataSuccessRetentionHours \
    targetOrigin TaskAuditInfo Timezone token TransactionErrorWebhookEnabled \
    TransactionErrorWebhookIncludeWarnings TransactionErrorWebhookUrl Username Value Wizard";
pub(super) const PATH_WORDS: &str = "\
    account accounts authorize callback connector connectorauth connectors cycles deauthenticate \
    install launch marketplace methods oauth orbit prerequisites properties signintoken signinwithtoken subaccounts token \
    updateaccountconnectoroauth usage users v1.0";
