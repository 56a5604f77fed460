//! [`Fault`]: what can go wrong with one try, and whether the call is retried.
//!
//! The table below is the only place that decides this. Code, documentation and tests read it.

use http::StatusCode;

use crate::api::{Error, Kind};

macro_rules! table {
    ($(
        $Fault:ident: $text:literal,
        repeatable $repeatable:ident, others $others:ident, done $done:tt;
    )*) => {
        /// What can go wrong with one try of a call.
        ///
        /// | fault | reads, updates, removals, access tokens | sign-in tokens, LAUNCH and the like, new accounts, new properties, installations | may have been done |
        /// | --- | --- | --- | --- |
        $(#[doc = concat!(
            "| ", $text, " | ", table!(@word $repeatable), " | ", table!(@word $others), " | ",
            table!(@word $done), " |"
        )])*
        ///
        /// The first column is for calls that are safe to repeat:
        /// [`Operation::is_repeatable`](crate::api::Operation::is_repeatable).
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        #[non_exhaustive]
        pub enum Fault {
            $(
                #[doc = $text]
                $Fault,
            )*
        }

        impl Fault {
            /// All faults, in table order.
            pub const ALL: &'static [Self] = &[$(Self::$Fault),*];

            /// What happens after this fault to a call that is or isn't
            /// [repeatable](crate::api::Operation::is_repeatable).
            ///
            /// ```
            /// use cyclr_oauth::client::{Fault, Reaction};
            ///
            /// assert_eq!(Fault::Broken.reaction(true), Reaction::Again);
            /// assert_eq!(Fault::Broken.reaction(false), Reaction::Never);
            /// ```
            #[must_use]
            pub const fn reaction(self, repeatable: bool) -> Reaction {
                let (for_repeatable, for_others) = match self {
                    $(Self::$Fault => (Reaction::$repeatable, Reaction::$others),)*
                };
                if repeatable { for_repeatable } else { for_others }
            }

            /// Whether Cyclr may have carried out the call.
            #[must_use]
            pub const fn may_have_been_done(self) -> bool {
                match self {
                    $(Self::$Fault => $done,)*
                }
            }
        }
    };
    (@word Again) => { "again" };
    (@word Renew) => { "again at once with a new access token, once" };
    (@word Never) => { "no" };
    (@word true) => { "yes" };
    (@word false) => { "no" };
}

table! {
    NoConnection: "no connection",
        repeatable Again, others Again, done false;
    Certificate: "no connection, since the server's certificate is not trusted",
        repeatable Never, others Never, done false;
    Busy: "429, and 503 with `Retry-After`: Cyclr did nothing",
        repeatable Again, others Again, done false;
    Unauthorized: "401: the access token was refused, and is older than 10 s",
        repeatable Renew, others Renew, done false;
    Broken: "the connection broke, or no response arrived in time",
        repeatable Again, others Never, done true;
    ServerError: "408, 500, 502, 503 without `Retry-After`, 504",
        repeatable Again, others Never, done true;
    OtherServerError: "any other status from 500 on",
        repeatable Never, others Never, done true;
    Refused: "any other status",
        repeatable Never, others Never, done false;
    Unreadable: "a response that can't be read, or is too long",
        repeatable Never, others Never, done true;
    NotSent: "no access token, or a request that can't be made",
        repeatable Never, others Never, done false;
}

/// What the client does with a call after a [`Fault`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Reaction {
    /// Retries the call after a pause.
    Again,
    /// Retries the call at once with a new access token, once.
    Renew,
    /// Fails the call.
    Never,
}

impl Fault {
    /// The fault that ended a call; after several tries, that of the last one.
    ///
    /// ```
    /// use cyclr_oauth::Error;
    /// use cyclr_oauth::client::Fault;
    ///
    /// /// Whether to make the call once more can only do good.
    /// fn is_safe_to_repeat(error: &Error) -> bool {
    ///     !Fault::of(error).may_have_been_done()
    /// }
    /// ```
    #[must_use]
    pub fn of(error: &Error) -> Self {
        match error.kind() {
            Kind::NoAccessToken { .. } | Kind::Start(_) | Kind::Request(_) => Self::NotSent,
            Kind::Transport(error) if error.is_certificate() => Self::Certificate,
            Kind::Transport(error) if error.is_connect() => Self::NoConnection,
            Kind::Transport(error) if error.is_too_long() => Self::Unreadable,
            Kind::Transport(_) | Kind::Timeout(_) => Self::Broken,
            Kind::Unreadable(..) => Self::Unreadable,
            Kind::Status(refusal) => match refusal.status {
                StatusCode::TOO_MANY_REQUESTS => Self::Busy,
                StatusCode::SERVICE_UNAVAILABLE if refusal.retry_after.is_some() => Self::Busy,
                StatusCode::UNAUTHORIZED => Self::Unauthorized,
                StatusCode::REQUEST_TIMEOUT
                | StatusCode::INTERNAL_SERVER_ERROR
                | StatusCode::BAD_GATEWAY
                | StatusCode::SERVICE_UNAVAILABLE
                | StatusCode::GATEWAY_TIMEOUT => Self::ServerError,
                status if status.is_server_error() => Self::OtherServerError,
                _ => Self::Refused,
            },
        }
    }
}
