//! LAUNCH, Marketplace and ORBIT: Cyclr's pages, embedded in the partner's page.
//!
//! The partner may supply the authentication of connectors.

use std::fmt;

use http::Method;
use serde::Deserialize;

use crate::api::body::Body;
use crate::api::call::{Call, Content};
use crate::api::lenient::{scalar_if_any, secret_if_any, time_if_any};
use crate::api::one_time_url::OneTimeUrl;
use crate::api::operation::Operation;
use crate::api::path::path_segment;
use crate::api::response::{ApiResponse, Unreadable};
use crate::api::sent_secrets::visit_sent_secrets;
use crate::connector::{AccountConnector, AnyConnector, PayloadJson, PropertyTexts, Value, object};
use crate::handoff::SignInToken;
use crate::values::{AccountId, Secret, UtcTimestamp};

/// The options that every kind of embedding has.
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

    /// The last call wins.
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

            /// Adds a connector's authentication: an element of `ConnectorAuthentications`.
            pub fn connector<C: AccountConnector>(mut self, connector: &'a C) -> Self {
                self.options.connectors.push(connector);
                self
            }

            /// Sends only the last connector, as `PartnerConnector`, for an older Cyclr.
            ///
            /// Cyclr read that member before it introduced `ConnectorAuthentications`.
            pub fn single_partner_connector(mut self) -> Self {
                self.options.single = true;
                self
            }

            /// Signs in as a user of the account instead of as the account.
            ///
            /// Cyclr creates the user with this name and password.
            pub fn user(mut self, username: &'a str, password: &'a Secret) -> Self {
                self.options.user = Some((username, password));
                self
            }

            setters! {
                /// Sets the name of a new account: `AccountName`.
                account_name(&'a str) = "AccountName" as Text;
                /// Sets the description of a new account: `AccountDescription`.
                account_description(&'a str) = "AccountDescription" as Text;
                /// Sets whether consent pages open in the same window: `InlineOAuth`.
                inline_oauth(bool) = "InlineOAuth" as Bool;
                /// Sets a value that the result returns: `CompleteParameter`.
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
            /// Makes the call.
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
                visit_sent_secrets(&self.body, visit);
            }

            fn read(&self, response: &ApiResponse) -> Result<Embedded, Unreadable> {
                response.json()
            }
        }
    };
}

embedding! {
    /// Takes a user through LAUNCH, Cyclr's setup of an integration
    /// ([documented](crate::guide::how_cyclr_behaves)).
    ///
    /// The user selects an integration and authenticates its connectors.
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
    /// let account = AccountId::new("Acme-42")?;
    /// let launch = StartLaunch::new(&account, launch);
    /// let Content::Json(body) = launch.content() else { unreachable!() };
    /// assert_eq!(
    ///     str::from_utf8(body.as_bytes())?,
    ///     "{\"Start\":false,\
    ///      \"ConnectorAuthentications\":[{\"Name\":\"Acme CRM\",\"AuthValue\":\"k3y\"}]}",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Cyclr's defaults apply to the options that you don't set.
    Launch, StartLaunch: "/v1.0/accounts/{account}/launch", "/v1.0/users/launch",
    /// LAUNCH with Cyclr's defaults.
    new(),
    {
        /// Sets whether the integration starts after installation: `Start`; the default is yes.
        start(bool) = "Start" as Bool;
        /// Sets whether it runs once and stops: `RunOnce`; the default is no.
        run_once(bool) = "RunOnce" as Bool;
        /// Sets which integrations to offer: `Tags`.
        tags(&'a [String]) = "Tags" as Texts;
        /// Sets whether to install a single offered integration without asking: `AutoInstall`; the
        /// default is yes.
        auto_install(bool) = "AutoInstall" as Bool;
        /// Sets whether an account can install an integration only once: `SingleInstall`; the
        /// default is no.
        single_install(bool) = "SingleInstall" as Bool;
        /// Sets whether to show the steps as a wizard: `Wizard`.
        wizard(bool) = "Wizard" as Bool;
        /// Sets whether to show descriptions: `DisplayDescriptions`.
        display_descriptions(bool) = "DisplayDescriptions" as Bool;
    }
}

embedding! {
    /// Shows a user a marketplace of integrations ([documented](crate::guide::how_cyclr_behaves)).
    Marketplace, OpenMarketplace: "/v1.0/accounts/{account}/marketplace", "/v1.0/users/marketplace",
    /// The marketplace with this id: `MarketplaceId`.
    new(marketplace_id: u64 = "MarketplaceId" as Number),
    {}
}

embedding! {
    /// Shows a user the installed integrations ([documented](crate::guide::how_cyclr_behaves)).
    Orbit, OpenOrbit: "/v1.0/accounts/{account}/orbit", "/v1.0/users/orbit",
    /// ORBIT with Cyclr's defaults.
    new(),
    {}
}

/// Cyclr's response to LAUNCH, Marketplace and ORBIT: the URL to send the user to.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
#[serde(try_from = "Opened")]
pub struct Embedded {
    /// `LaunchUrl`, `MarketplaceUrl` or `OrbitUrl`: works once, within five minutes
    /// ([documented](crate::guide::how_cyclr_behaves)).
    pub url: OneTimeUrl,
    /// `Token`: the token in the URL.
    pub token: Option<SignInToken>,
    /// `ExpiresAtUtc`
    pub expires_at: Option<UtcTimestamp>,
    /// `AccountId`: Cyclr's own id of the account, or the partner's.
    pub account_id: Option<String>,
}

/// The response. The call can't be repeated, so only a missing URL is an error.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Opened {
    launch_url: Option<OneTimeUrl>,
    marketplace_url: Option<OneTimeUrl>,
    orbit_url: Option<OneTimeUrl>,
    #[serde(deserialize_with = "secret_if_any")]
    token: Option<Secret>,
    #[serde(deserialize_with = "time_if_any")]
    expires_at_utc: Option<UtcTimestamp>,
    #[serde(deserialize_with = "scalar_if_any")]
    account_id: Option<String>,
}

impl TryFrom<Opened> for Embedded {
    type Error = &'static str;

    fn try_from(opened: Opened) -> Result<Self, Self::Error> {
        let url = opened.launch_url.or(opened.marketplace_url).or(opened.orbit_url);
        Ok(Self {
            url: url.ok_or("missing `LaunchUrl`, `MarketplaceUrl` or `OrbitUrl`")?,
            token: opened.token.map(SignInToken::new),
            expires_at: opened.expires_at_utc,
            account_id: opened.account_id,
        })
    }
}
