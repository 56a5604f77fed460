//! One customer of the vendor's, with one of each connector.

use cyclr_oauth::connector::Payload;
use cyclr_oauth::{AccountConnector, AuthValue, OAuthTokens, Secret};

use crate::connectors::{
    ActiveCampaign, Application, Docusign, DocusignDomain, DynamicsCrm, Ebay, GenesysCloud,
    MailChimp, QuickBooks, SapSuccessFactors, SugarCrm, Velocify,
};

/// What a customer has entered, and what the vendor's database holds for it.
#[derive(Debug)]
pub struct Customer {
    /// An API key.
    pub active_campaign: ActiveCampaign,
    /// OAuth with consent.
    pub docusign: Docusign,
    /// OAuth with consent, for one organisation.
    pub dynamics_crm: DynamicsCrm,
    /// OAuth tokens in separate columns.
    pub ebay: Ebay,
    /// `"{}"`
    pub genesys_cloud: GenesysCloud,
    /// Shared properties.
    pub mail_chimp: MailChimp,
    /// OAuth tokens as they came.
    pub quick_books: QuickBooks,
    /// A private key.
    pub sap: SapSuccessFactors,
    /// OAuth with a password.
    pub sugar_crm: SugarCrm,
    /// A user name and a password.
    pub velocify: Velocify,
}

impl Customer {
    /// A customer such as they come: with quotes, line breaks and spaces in their secrets.
    ///
    /// # Errors
    ///
    /// If what was entered can't be sent: a colon in a user name, or a time that is none.
    pub fn sample() -> Result<Self, Box<dyn std::error::Error>> {
        let client_id = || "0oa1b2c3d4".to_owned();
        let client_secret = || Secret::from("cl13nt+s3cr3t/=");
        Ok(Self {
            active_campaign: ActiveCampaign { api_key: AuthValue::api_key("4p1-k3y") },
            docusign: Docusign {
                client_id: client_id(),
                client_secret: client_secret(),
                scopes: Some("signature impersonation".to_owned()),
                domain: DocusignDomain::Demo,
            },
            dynamics_crm: DynamicsCrm {
                resource: "https://example.crm.dynamics.com".to_owned(),
                client_id: client_id(),
                client_secret: client_secret(),
            },
            ebay: Ebay {
                client_id: client_id(),
                client_secret: client_secret(),
                account_identifier: "acme \"shop\"".to_owned(),
                sandbox: true,
                token: Secret::from("v^1.1#i^1#p^3#\"r\\0"),
                refresh: Some(Secret::from("v^1.1#i^1#I^3")),
                expires: Some("2026-10-01T00:00:00Z".parse()?),
                row_id: 42,
            },
            genesys_cloud: GenesysCloud {
                client_id: client_id(),
                client_secret: client_secret(),
                base_url: "https://api.mypurecloud.com".to_owned(),
                auth_value: AuthValue::empty(),
            },
            mail_chimp: MailChimp {
                data_center: "us6".to_owned(),
                application: Application { client_id: client_id(), client_secret: client_secret() },
            },
            quick_books: QuickBooks {
                client_id: client_id(),
                client_secret: client_secret(),
                sandbox: true,
                realm_id: Some(9_130_347_957_123_456),
                tokens: OAuthTokens::new("eyJlbmMi.T0k3n")
                    .with_refresh_token("AB11-r3fr3sh")
                    .with_expires("2021-10-01T00:00:00Z".parse()?)
                    .with_refresh_expires("2022-10-01T00:00:00Z".parse()?),
            },
            sap: SapSuccessFactors {
                client_id: client_id(),
                private_key: Secret::from(
                    "-----BEGIN PRIVATE KEY-----\nMIIE+/==\n-----END PRIVATE KEY-----\n",
                ),
                domain: "api4.successfactors.com".to_owned(),
                user_id: "sfadmin".to_owned(),
                company_id: "ACME01".to_owned(),
            },
            sugar_crm: SugarCrm {
                domain: "myaccount.sugarcrm.eu".to_owned(),
                username: "myuser".to_owned(),
                password: "my\\\"pa\tss".to_owned(),
                platform: String::new(),
            },
            velocify: Velocify { credentials: AuthValue::basic("me@example.com", "+/@:s3cr3t")? },
        })
    }

    /// What Cyclr would be sent, connector by connector.
    #[must_use]
    pub fn payloads(&self) -> [(&'static str, Payload<'_>); 10] {
        [
            ("ActiveCampaign", self.active_campaign.payload()),
            ("Docusign", self.docusign.payload()),
            ("eBay", self.ebay.payload()),
            ("Genesys Cloud", self.genesys_cloud.payload()),
            ("MailChimp v3", self.mail_chimp.payload()),
            ("Microsoft Dynamics CRM", self.dynamics_crm.payload()),
            ("QuickBooks", self.quick_books.payload()),
            ("SAP SuccessFactors", self.sap.payload()),
            ("SugarCRM", self.sugar_crm.payload()),
            ("Velocify", self.velocify.payload()),
        ]
    }
}
