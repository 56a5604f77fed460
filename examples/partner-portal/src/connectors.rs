//! The connectors on offer, each a struct of what the vendor has to supply for it.
//!
//! The names of properties follow no rule of case: they are what the connector's definition says in
//! `TargetName`, and here and there a `rename`.

use cyclr_oauth::{AccountConnector, AuthValue, OAuthTokens, PropertyValue, Secret, UtcTimestamp};

/// ActiveCampaign: an API key, and nothing else.
#[derive(AccountConnector, Debug)]
#[cyclr(name = "ActiveCampaign")]
pub struct ActiveCampaign {
    /// `AuthValue`, the key as it is.
    #[cyclr(auth_value)]
    pub api_key: AuthValue,
}

/// Docusign: OAuth with consent, on one of two hosts.
#[derive(AccountConnector, Debug)]
#[cyclr(name = "Docusign")]
pub struct Docusign {
    /// `ClientId` of an application of the account's own.
    pub client_id: String,
    /// `ClientSecret` of the same.
    pub client_secret: Secret,
    /// `Scopes`; without it, the connector's own.
    pub scopes: Option<String>,
    /// `Domain`
    pub domain: DocusignDomain,
}

/// Docusign's two hosts.
#[derive(Clone, Copy, Debug, PropertyValue)]
pub enum DocusignDomain {
    /// For trials.
    #[cyclr(rename = "account-d.docusign.com")]
    Demo,
    /// For real envelopes.
    #[cyclr(rename = "account.docusign.com")]
    Production,
}

/// eBay: the vendor has the tokens already, in separate columns.
#[derive(AccountConnector, Debug)]
#[cyclr(name = "eBay")]
pub struct Ebay {
    /// `ClientId`
    pub client_id: String,
    /// `ClientSecret`
    pub client_secret: Secret,
    /// `AccountIdentifier`
    pub account_identifier: String,
    /// `isSandbox`, whose label is "Is Sandbox?".
    #[cyclr(rename = "isSandbox")]
    pub sandbox: bool,
    /// `AccessToken` of the `AuthValue`.
    #[cyclr(access_token)]
    pub token: Secret,
    /// `RefreshToken` of the `AuthValue`.
    #[cyclr(refresh_token)]
    pub refresh: Option<Secret>,
    /// `Expires` of the `AuthValue`.
    #[cyclr(expires)]
    pub expires: Option<UtcTimestamp>,
    /// The row in the vendor's own table, which isn't Cyclr's concern.
    #[cyclr(skip)]
    pub row_id: i64,
}

/// Genesys Cloud: client credentials, with which Cyclr fetches the tokens itself.
#[derive(AccountConnector, Debug)]
#[cyclr(name = "Genesys Cloud")]
pub struct GenesysCloud {
    /// `ClientId`
    pub client_id: String,
    /// `ClientSecret`
    pub client_secret: Secret,
    /// `BaseUrl`
    pub base_url: String,
    /// `"{}"`
    #[cyclr(auth_value)]
    pub auth_value: AuthValue,
}

/// MailChimp: one property of three has a name that nobody would guess.
#[derive(AccountConnector, Debug)]
#[cyclr(name = "MailChimp v3")]
pub struct MailChimp {
    /// `Dc`, whose label is "Data Center".
    #[cyclr(rename = "Dc")]
    pub data_center: String,
    /// What all of the vendor's OAuth connectors share.
    #[cyclr(flatten)]
    pub application: Application,
}

/// An application that the account has registered with the third party.
#[derive(AccountConnector, Debug)]
pub struct Application {
    /// `ClientId`
    pub client_id: String,
    /// `ClientSecret`
    pub client_secret: Secret,
}

/// Microsoft Dynamics CRM: OAuth with consent, for one organisation's address.
#[derive(AccountConnector, Debug)]
#[cyclr(name = "Microsoft Dynamics CRM")]
pub struct DynamicsCrm {
    /// `Resource`, the whole URL.
    pub resource: String,
    /// `ClientId`
    pub client_id: String,
    /// `ClientSecret`
    pub client_secret: Secret,
}

/// QuickBooks: tokens as the third party gave them, host by environment.
#[derive(AccountConnector, Debug)]
#[cyclr(name = "QuickBooks")]
pub struct QuickBooks {
    /// `ClientId`
    pub client_id: String,
    /// `ClientSecret`
    pub client_secret: Secret,
    /// `BaseUrl`, whose label is "Base Domain", and which is a host without a scheme.
    #[cyclr(rename = "BaseUrl", with = quick_books_host)]
    pub sandbox: bool,
    /// `RealmId`
    pub realm_id: Option<u64>,
    /// `AuthValue`
    #[cyclr(auth_value)]
    pub tokens: OAuthTokens,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "`with` hands over a reference")]
fn quick_books_host(sandbox: &bool) -> &'static str {
    if *sandbox { "sandbox-quickbooks.api.intuit.com" } else { "quickbooks.api.intuit.com" }
}

/// SAP SuccessFactors: a private key of many lines.
#[derive(AccountConnector, Debug)]
#[cyclr(name = "SAP SuccessFactors")]
pub struct SapSuccessFactors {
    /// `ClientId`
    pub client_id: String,
    /// `PrivateKey`, in PEM.
    pub private_key: Secret,
    /// `Domain`
    pub domain: String,
    /// `UserId`
    pub user_id: String,
    /// `CompanyId`
    pub company_id: String,
}

/// SugarCRM: OAuth without a consent page; Cyclr signs in with the password.
#[derive(AccountConnector, Debug)]
#[cyclr(name = "SugarCRM")]
pub struct SugarCrm {
    /// `Domain`, a host without a scheme.
    pub domain: String,
    /// `Username`
    pub username: String,
    /// `Password`
    #[cyclr(secret)]
    pub password: String,
    /// `Platform`
    #[cyclr(skip_if = str::is_empty)]
    pub platform: String,
}

/// Velocify: a user name and a password, in the `AuthValue`.
#[derive(AccountConnector, Debug)]
#[cyclr(name = "Velocify")]
pub struct Velocify {
    /// The base64 of both.
    #[cyclr(auth_value)]
    pub credentials: AuthValue,
}
