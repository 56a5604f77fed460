//! The definitions of the portal's connectors, as in the Cyclr console.

use cyclr_sandbox::{ConnectorSeed, OAuth2Type, ParameterSeed};

pub fn active_campaign() -> ConnectorSeed {
    ConnectorSeed::api_key("ActiveCampaign")
}

pub fn docusign() -> ConnectorSeed {
    ConnectorSeed::oauth2("Docusign")
        .parameter(
            ParameterSeed::required("Domain")
                .label("Environment")
                .values(["account-d.docusign.com", "account.docusign.com"]),
        )
        .parameter(ParameterSeed::optional("Scopes"))
}

pub fn dynamics_crm() -> ConnectorSeed {
    ConnectorSeed::oauth2("Microsoft Dynamics CRM").parameter(ParameterSeed::required("Resource"))
}

pub fn ebay() -> ConnectorSeed {
    ConnectorSeed::oauth2("eBay")
        .parameter(ParameterSeed::required("AccountIdentifier").label("Account Identifier"))
        .parameter(
            ParameterSeed::required("isSandbox").label("Is Sandbox?").values(["true", "false"]),
        )
}

pub fn genesys_cloud() -> ConnectorSeed {
    ConnectorSeed::oauth2("Genesys Cloud")
        .oauth2_type(OAuth2Type::ClientCredentials)
        .parameter(ParameterSeed::required("BaseUrl").label("Base URL"))
        .parameter(ParameterSeed::required("ClientId").label("Client ID"))
        .parameter(ParameterSeed::required("ClientSecret").label("Client Secret").sensitive())
}

pub fn mail_chimp() -> ConnectorSeed {
    ConnectorSeed::oauth2("MailChimp v3")
        .parameter(ParameterSeed::required("Dc").label("Data Center"))
}

pub fn quick_books() -> ConnectorSeed {
    ConnectorSeed::oauth2("QuickBooks")
        .parameter(ParameterSeed::required("BaseUrl").label("Base Domain"))
        .parameter(ParameterSeed::optional("RealmId"))
}

pub fn sap() -> ConnectorSeed {
    ConnectorSeed::new("SAP SuccessFactors", "AuthFields")
        .parameter(ParameterSeed::required("ClientId"))
        .parameter(ParameterSeed::required("PrivateKey").sensitive())
        .parameter(ParameterSeed::required("Domain"))
        .parameter(ParameterSeed::required("UserId"))
        .parameter(ParameterSeed::required("CompanyId"))
}

pub fn sugar_crm() -> ConnectorSeed {
    ConnectorSeed::oauth2("SugarCRM")
        .oauth2_type(OAuth2Type::PasswordCredentials)
        .parameter(ParameterSeed::required("Domain"))
        .parameter(ParameterSeed::required("Username"))
        .parameter(ParameterSeed::required("Password").sensitive())
        .parameter(ParameterSeed::optional("Platform"))
}

pub fn velocify() -> ConnectorSeed {
    ConnectorSeed::basic("Velocify")
}
