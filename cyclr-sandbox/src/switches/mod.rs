//! [`Switches`]: what Cyclr's documentation leaves open, each point under a name.

mod choices;

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use choices::Setting;
pub use choices::{
    BrokenConnection, EmptyAuthValue, ErrorBody, MessageWindow, PutProperties, RepeatedProperty,
    TokenError, UnknownProperty, UnsuitableAuthValue, WrongCredentials,
};

macro_rules! switches {
    ($($(#[$of_field:meta])* $name:ident: $Type:ty = $default:expr;)*) => {
        /// What Cyclr's documentation leaves open, each point under a name.
        ///
        /// A partner's code should hold whichever way they are set; run its tests with both.
        ///
        /// ```
        /// use cyclr_sandbox::{RepeatedProperty, Sandbox, Switches};
        ///
        /// let switches = Switches {
        ///     url_safe_tokens: true,
        ///     repeated_property: RepeatedProperty::Update,
        ///     ..Switches::default()
        /// };
        /// let cyclr = Sandbox::builder().switches(switches).start_blocking()?;
        /// # Ok::<(), cyclr_sandbox::StartError>(())
        /// ```
        ///
        /// By the names of the fields they are set in a seed file (`"Switches": {"url_safe_tokens":
        /// true}`) and by the program (`--switch url_safe_tokens=true`).
        #[derive(Clone, Debug, Eq, PartialEq)]
        pub struct Switches {
            $(
                $(#[$of_field])*
                #[doc = concat!("\n\nDefault: `", stringify!($default), "`.")]
                pub $name: $Type,
            )*
        }

        impl Default for Switches {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        impl Switches {
            /// Sets one by its name.
            ///
            /// # Errors
            ///
            /// [`InvalidSwitch`] if there is no such switch, or if it can't have this value.
            ///
            /// ```
            /// # use cyclr_sandbox::Switches;
            /// let mut switches = Switches::default();
            /// switches.set("url_safe_tokens", "true")?;
            /// assert!(switches.url_safe_tokens);
            /// let error = switches.set("url_save_tokens", "true").unwrap_err();
            /// assert!(error.to_string().starts_with("there is no switch `url_save_tokens`"));
            /// # Ok::<(), cyclr_sandbox::InvalidSwitch>(())
            /// ```
            pub fn set(&mut self, name: &str, value: &str) -> Result<(), InvalidSwitch> {
                match name {
                    $(stringify!($name) => {
                        self.$name = <$Type as Setting>::read(value)
                            .ok_or_else(|| InvalidSwitch::value::<$Type>(name, value))?;
                    })*
                    _ => return Err(InvalidSwitch::name(name)),
                }
                Ok(())
            }

            /// Names and values, in the order of the fields.
            ///
            /// ```
            /// # use cyclr_sandbox::Switches;
            /// let all = Switches::default().all();
            /// assert!(all.contains(&("url_safe_tokens", "false".to_owned())));
            /// ```
            #[must_use]
            pub fn all(&self) -> Vec<(&'static str, String)> {
                vec![$((stringify!($name), self.$name.to_string()),)*]
            }
        }
    };
}

switches! {
    /// When an account connector whose connection is broken is shown as not authenticated. Whether Cyclr
    /// shows it at all is undocumented.
    broken_connection: BrokenConnection = BrokenConnection::AtOnce;
    /// Whether lists and definitions of connectors (`GET /v1.0/connectors…`) need
    /// `X-Cyclr-Account`. The documentation lists them among the calls that do.
    connectors_need_account: bool = true;
    /// Whether the third party's consent page cuts a popup off from the page that opened it, by
    /// `Cross-Origin-Opener-Policy: same-origin`, as many do. No message arrives then, and the popup
    /// looks closed.
    consent_cuts_opener: bool = false;
    /// Whether a request with a body must have the right `Content-Type`. All documented
    /// requests do; the refusal has status 415.
    check_content_type: bool = true;
    /// Whether a property's value must be one of its parameter's `Values`, if there are any. A
    /// wrong one is found here rather than by the third party.
    check_values: bool = true;
    /// Whether the texts of error answers are JSON with a `Message`. Clients must bear the others, too.
    error_body: ErrorBody = ErrorBody::Message;
    /// Whether a required property that is there, but empty, counts as set. Some connectors are
    /// documented to need an empty secret.
    empty_property_is_set: bool = true;
    /// When Cyclr fetches tokens itself, for an `AuthValue` of `"{}"`. It is documented to do so when it next
    /// calls a method; by default, the sandbox doesn't wait for that.
    empty_auth_value: EmptyAuthValue = EmptyAuthValue::AtOnce;
    /// The status of the page that shows the third party's `error`. A user reads the page, not
    /// the status.
    error_page_status: u16 = 400;
    /// Whether the first visit of a link uses up its token, whatever comes of it. The cautious
    /// reading of "single use", which mail scanners bring to light.
    first_visit_consumes: bool = true;
    /// Whether the user is sent back to a `targetOrigin` with its query and fragment.
    keep_target_query: bool = true;
    /// The window that gets the callback message. One page of the documentation speaks of "another
    /// browser window" and of "the parent window".
    message_window: MessageWindow = MessageWindow::OpenerElseParent;
    /// Whether a connector without version shows `"null"`, a text, rather than `null`. Both have
    /// been seen.
    missing_version_as_text: bool = false;
    /// The size of a page of a list, when the request gives no `pageSize`.
    page_size: u16 = 50;
    /// Whether the names of properties are compared without regard to case. The documentation
    /// calls them exact.
    property_names_ignore_case: bool = false;
    /// What the `Properties` of a `PUT` of an account connector do to those it does not name.
    put_properties: PutProperties = PutProperties::Merge;
    /// What happens when a property is created that is there already. A refusal shows the client
    /// that does not look first.
    repeated_property: RepeatedProperty = RepeatedProperty::Refuse;
    /// The shape of the errors of `/oauth/token`.
    token_error: TokenError = TokenError::OAuth;
    /// What happens to a property that the connector's definition does not name.
    unknown_property: UnknownProperty = UnknownProperty::Accept;
    /// What happens to an `AuthValue` that does not fit the connector's `AuthType`.
    unsuitable_auth_value: UnsuitableAuthValue = UnsuitableAuthValue::Accept;
    /// Whether sign-in tokens consist of letters, digits, `-` and `_`. By default every one holds
    /// `+`, `/` and `=`, which arrive as something else where a client forgets to encode them.
    url_safe_tokens: bool = false;
    /// The answer to wrong client credentials.
    wrong_credentials: WrongCredentials = WrongCredentials::BadRequest;
}

/// There is no such switch, or it can't have this value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidSwitch(String);

impl InvalidSwitch {
    fn name(name: &str) -> Self {
        let names: Vec<_> = Switches::default().all().into_iter().map(|(name, _)| name).collect();
        Self(format!("there is no switch `{name}`; there are {}", names.join(", ")))
    }

    fn value<T: Setting>(name: &str, value: &str) -> Self {
        let expected = T::EXPECTED.trim_end().replace("` `", "` or `");
        Self(format!("the switch `{name}` can't be `{value}`; write {expected}"))
    }
}

impl fmt::Display for InvalidSwitch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidSwitch {}

/// From an object; what it does not name has its default.
impl<'de> Deserialize<'de> for Switches {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Switches;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of switches")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Switches, A::Error> {
                let mut switches = Switches::default();
                while let Some(name) = map.next_key::<String>()? {
                    let value = map.next_value::<serde_json::Value>()?;
                    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    switches.set(&name, &text).map_err(A::Error::custom)?;
                }
                Ok(switches)
            }
        }

        deserializer.deserialize_map(Object)
    }
}
