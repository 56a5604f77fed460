//! LAUNCH, Marketplace and ORBIT: Cyclr's own pages, embedded in the partner's, for which the partner
//! may supply the authentication of connectors.

use std::fmt;

use http::Method;
use serde::Deserialize;

use crate::api::body::Body;
use crate::api::call::{Call, Content};
use crate::api::one_time_url::OneTimeUrl;
use crate::api::operation::Operation;
use crate::api::path::path_segment;
use crate::api::response::{ApiResponse, Unreadable};
use crate::api::sent_secrets::SentSecrets;
use crate::connector::{AccountConnector, AnyConnector, PayloadJson, PropertyTexts, Value, object};
use crate::handoff::SignInToken;
use crate::values::{AccountId, Secret, UtcTimestamp};

/// What every form of embedding can be told.
#[derive(Clone)]
struct Options<'a> {
    members: Vec<(&'static str, Value<'a, 'a>)>,
    connectors: Vec<&'a dyn AnyConnector>,
    single: bool,
    user: Option<(&'a str, &'a Secret)>,
}

impl<'a> Options<'a> {
    const fn new() -> Self {
        Self { members: Vec::new(), connectors: Vec::new(), single: false, user: None }
    }

    /// The last call counts.
    fn set(&mut self, key: &'static str, value: Value<'a, 'a>) {
        self.members.retain(|(known, _)| *known != key);
        self.members.push((key, value));
    }

    fn into_json(self, account: &AccountId) -> Secret {
        let mut lists: Vec<_> = self.connectors.iter().map(|_| PropertyTexts::default()).collect();
        let connectors = self.connectors.into_iter().zip(&mut lists);
        let connectors: Vec<_> =
            connectors.map(|(connector, list)| PayloadJson::new(connector, list)).collect();
        let mut members = Vec::new();
        if let Some((name, password)) = self.user {
            members.push(("AccountId", Value::Text(account.as_str())));
            members.push(("Username", Value::Text(name)));
            members.push(("Password", Value::Text(password.expose_secret())));
        }
        members.extend(self.members.iter().map(|(key, value)| (*key, *value)));
        match connectors.as_slice() {
            [] => {}
            [.., last] if self.single => {
                members.push(("PartnerConnector", Value::Connector(last)));
            }
            all => members.push(("ConnectorAuthentications", Value::Connectors(all))),
        }
        let members: Vec<_> = members.into_iter().map(|(key, value)| (key, Some(value))).collect();
        object(&members)
    }
}

macro_rules! setters {
    ($($(#[$doc:meta])* $setter:ident($Type:ty) = $key:literal as $Kind:ident;)*) => {$(
        $(#[$doc])*
        pub fn $setter(mut self, value: $Type) -> Self {
            self.options.set($key, Value::$Kind(value));
            self
        }
    )*};
}

macro_rules! embedding {
    (
        $(#[$doc:meta])*
        $Embed:ident, $Call:ident: $account_route:literal, $user_route:literal,
        $(#[$new_doc:meta])*
        new($($new:ident: $New:ty = $key:literal as $Kind:ident)?),
        { $($setters:tt)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone)]
        #[must_use = "it does nothing until the client sends it"]
        pub struct $Embed<'a> {
            options: Options<'a>,
        }

        impl<'a> $Embed<'a> {
            $(#[$new_doc])*
            #[allow(clippy::new_without_default, reason = "not all of them")]
            pub fn new($($new: $New)?) -> Self {
                #[allow(unused_mut, reason = "not all of them have a member to set")]
                let mut options = Options::new();
                $(options.set($key, Value::$Kind($new));)?
                Self { options }
            }

            /// Adds the authentication of a connector: one element of Cyclr's
            /// `ConnectorAuthentications`.
            pub fn connector<C: AccountConnector>(mut self, connector: &'a C) -> Self {
                self.options.connectors.push(connector);
                self
            }

            /// Sends the last of the connectors alone, as `PartnerConnector`: what Cyclr read before
            /// there was `ConnectorAuthentications`.
            pub fn single_partner_connector(mut self) -> Self {
                self.options.single = true;
                self
            }

            /// Signs in as a user of the account, who is created by this name and password, instead
            /// of as the account.
            pub fn user(mut self, username: &'a str, password: &'a Secret) -> Self {
                self.options.user = Some((username, password));
                self
            }

            setters! {
                /// What the account is called, if it is to be created: `AccountName`.
                account_name(&'a str) = "AccountName" as Text;
                /// What the account is, if it is to be created: `AccountDescription`.
                account_description(&'a str) = "AccountDescription" as Text;
                /// Whether third parties' consent pages open in the same window: `InlineOAuth`.
                inline_oauth(bool) = "InlineOAuth" as Bool;
                /// What the result is to carry back: `CompleteParameter`.
                complete_parameter(&'a str) = "CompleteParameter" as Text;
                $($setters)*
            }
        }

        impl fmt::Debug for $Embed<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($Embed)).finish_non_exhaustive()
            }
        }

        #[doc = concat!("The call for [`", stringify!($Embed), "`] in an account: `", $account_route, "`.")]
        #[derive(Clone, Debug)]
        pub struct $Call<'a> {
            account: &'a AccountId,
            user: bool,
            body: Secret,
        }

        impl<'a> $Call<'a> {
            /// The call.
            pub fn new(account: &'a AccountId, embed: $Embed<'_>) -> Self {
                Self {
                    account,
                    user: embed.options.user.is_some(),
                    body: embed.options.into_json(account),
                }
            }
        }

        impl Call for $Call<'_> {
            type Output = Embedded;

            const OPERATION: Operation = Operation::new(Method::POST, $account_route);

            fn path(&self) -> String {
                if self.user {
                    return $user_route.to_owned();
                }
                $account_route.replace("{account}", &path_segment(self.account.as_str()).to_string())
            }

            fn content(&self) -> Content {
                Content::Json(Body::from(self.body.clone()))
            }

            fn visit_secrets(&self, visit: &mut dyn FnMut(&str)) {
                SentSecrets::of(&self.body).visit(visit);
            }

            fn read(&self, response: &ApiResponse) -> Result<Embedded, Unreadable> {
                response.json()
            }
        }
    };
}

embedding! {
    /// Takes a user through LAUNCH: choosing an integration, and authenticating its connectors
    /// (documented).
    ///
    /// ```
    /// use cyclr_oauth::{AccountConnector, AccountId, AuthValue, Launch};
    /// use cyclr_oauth::api::{Call, Content, StartLaunch};
    ///
    /// #[derive(AccountConnector)]
    /// #[cyclr(name = "Acme CRM")]
    /// struct Acme {
    ///     #[cyclr(auth_value)]
    ///     key: AuthValue,
    /// }
    ///
    /// let acme = Acme { key: AuthValue::api_key("k3y") };
    /// let launch = Launch::new().connector(&acme).start(false);
    /// let Content::Json(body) = StartLaunch::new(&AccountId::new("Acme-42")?, launch).content() else {
    ///     unreachable!()
    /// };
    /// assert_eq!(
    ///     str::from_utf8(body.as_bytes())?,
    ///     r#"{"Start":false,"ConnectorAuthentications":[{"Name":"Acme CRM","AuthValue":"k3y"}]}"#,
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// What isn't set is left out, and Cyclr's default holds.
    Launch, StartLaunch: "/v1.0/accounts/{account}/launch", "/v1.0/users/launch",
    /// LAUNCH as Cyclr has it by default.
    new(),
    {
        /// Whether the integration starts once it is installed: `Start`; by default it does.
        start(bool) = "Start" as Bool;
        /// Whether it runs once and stops: `RunOnce`; by default it doesn't.
        run_once(bool) = "RunOnce" as Bool;
        /// Which integrations are offered: `Tags`.
        tags(&'a [String]) = "Tags" as Texts;
        /// Whether a single integration on offer is installed without a question: `AutoInstall`; by
        /// default it is.
        auto_install(bool) = "AutoInstall" as Bool;
        /// Whether an account can have an integration once only: `SingleInstall`; by default it can
        /// have more.
        single_install(bool) = "SingleInstall" as Bool;
        /// Whether the steps are shown as a wizard: `Wizard`.
        wizard(bool) = "Wizard" as Bool;
        /// Whether descriptions are shown: `DisplayDescriptions`.
        display_descriptions(bool) = "DisplayDescriptions" as Bool;
    }
}

embedding! {
    /// Shows a user a marketplace of integrations (documented).
    Marketplace, OpenMarketplace: "/v1.0/accounts/{account}/marketplace", "/v1.0/users/marketplace",
    /// The marketplace of this id: `MarketplaceId`.
    new(marketplace_id: u64 = "MarketplaceId" as Number),
    {}
}

embedding! {
    /// Shows a user the integrations that are installed (documented).
    Orbit, OpenOrbit: "/v1.0/accounts/{account}/orbit", "/v1.0/users/orbit",
    /// ORBIT as Cyclr has it by default.
    new(),
    {}
}

/// Where the user is to be sent: Cyclr's answer to LAUNCH, Marketplace and ORBIT.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "PascalCase")]
pub struct Embedded {
    /// `LaunchUrl`, `MarketplaceUrl` or `OrbitUrl`: for one access, within five minutes (documented).
    #[serde(alias = "LaunchUrl", alias = "MarketplaceUrl", alias = "OrbitUrl")]
    pub url: OneTimeUrl,
    /// `Token`: the one in the URL.
    #[serde(default, deserialize_with = "token")]
    pub token: Option<SignInToken>,
    /// `ExpiresAtUtc`
    #[serde(default, rename = "ExpiresAtUtc")]
    pub expires_at: Option<UtcTimestamp>,
    /// `AccountId`: Cyclr's own id of the account, or the partner's.
    #[serde(default)]
    pub account_id: Option<String>,
}

fn token<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<SignInToken>, D::Error> {
    Ok(Option::<Secret>::deserialize(d)?.map(SignInToken::new))
}
