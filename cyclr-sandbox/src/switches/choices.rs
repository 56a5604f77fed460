//! What the switches can be set to.

use std::fmt;

/// An enum whose variants have a text each.
macro_rules! choices {
    ($(
        $(#[$of_enum:meta])*
        $Choice:ident { $($(#[$of_variant:meta])* $Variant:ident = $text:literal,)* }
    )*) => {$(
        $(#[$of_enum])*
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum $Choice {
            $(
                $(#[$of_variant])*
                #[doc = concat!("\n\nAs text: `", $text, "`.")]
                $Variant,
            )*
        }

        impl Setting for $Choice {
            const EXPECTED: &str = concat!($("`", $text, "` "),*);

            fn read(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$Variant),)*
                    _ => None,
                }
            }
        }

        impl fmt::Display for $Choice {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(match self { $(Self::$Variant => $text,)* })
            }
        }
    )*};
}

/// A type that a switch can be of.
pub(super) trait Setting: Sized + fmt::Display {
    const EXPECTED: &str;

    fn read(text: &str) -> Option<Self>;
}

impl Setting for bool {
    const EXPECTED: &str = "`true` `false`";

    fn read(text: &str) -> Option<Self> {
        // As .NET prints it, too.
        match text {
            "true" | "True" => Some(true),
            "false" | "False" => Some(false),
            _ => None,
        }
    }
}

impl Setting for u16 {
    const EXPECTED: &str = "a number up to 65535";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

choices! {
    /// When a broken connection is shown as not authenticated.
    ///
    /// [`Sandbox::break_connection`](crate::Sandbox::break_connection) breaks it.
    BrokenConnection {
        /// As soon as it breaks.
        AtOnce = "at_once",
        /// At its next use: a method that is called, or
        /// [`Sandbox::use_connector`](crate::Sandbox::use_connector).
        OnUse = "on_use",
        /// Never: only the webhook and a failing use tell.
        Never = "never",
    }
    /// When Cyclr fetches tokens itself, for an `AuthValue` of `"{}"`.
    ///
    /// The required properties must be there.
    EmptyAuthValue {
        /// As soon as everything is there.
        AtOnce = "at_once",
        /// At the connector's first use, which is
        /// [`Sandbox::use_connector`](crate::Sandbox::use_connector).
        OnFirstCall = "on_first_call",
    }
    /// The bodies of error answers under `/v1.0`.
    ErrorBody {
        /// `{"Message":"…"}`
        Message = "message",
        /// A page of HTML, as proxies send them.
        Html = "html",
        /// Nothing.
        Nothing = "nothing",
    }
    /// The window that gets the callback message.
    MessageWindow {
        /// The window that opened Cyclr's, or else the one around its frame.
        OpenerElseParent = "opener_else_parent",
        /// The window that opened Cyclr's.
        Opener = "opener",
        /// The window around Cyclr's frame.
        Parent = "parent",
    }
    /// What the `Properties` of a `PUT` do to those that it does not name.
    PutProperties {
        /// They stay.
        Merge = "merge",
        /// They go.
        Replace = "replace",
    }
    /// What happens when a property is created that is there already.
    RepeatedProperty {
        /// 400.
        Refuse = "refuse",
        /// The one that is there gets the value.
        Update = "update",
        /// There are two of that name.
        Duplicate = "duplicate",
    }
    /// The shape of the errors of `/oauth/token`.
    TokenError {
        /// `{"error":"…","error_description":"…"}`
        OAuth = "oauth",
        /// `{"Message":"…"}`
        Message = "message",
        /// Plain text.
        Text = "text",
    }
    /// What happens to a property that the connector's definition does not name. `ClientId` and
    /// `ClientSecret` are always known.
    UnknownProperty {
        /// It is kept.
        Accept = "accept",
        /// 400.
        Refuse = "refuse",
        /// It is dropped.
        Ignore = "ignore",
    }
    /// What happens to an `AuthValue` that does not fit the connector's `AuthType`.
    UnsuitableAuthValue {
        /// It is kept, and the account connector is not authenticated.
        Accept = "accept",
        /// 400.
        Refuse = "refuse",
    }
    /// The answer to wrong client credentials.
    WrongCredentials {
        /// 400.
        BadRequest = "400",
        /// 401.
        Unauthorized = "401",
    }
}
