//! [`Flash`]: what the next page says, once.

use axum_extra::extract::SignedCookieJar;
use cyclr_oauth::AccountConnectorId;

use super::Portal;
use super::session::{cookie, name};

/// What was done with a connector.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Done {
    Connected,
    /// It was connected before: Cyclr does not report whether the consent was renewed.
    ConnectedBefore,
    Disconnected,
    Saved,
}

const ALL: [(Done, &str); 4] = [
    (Done::Connected, "connected"),
    (Done::ConnectedBefore, "connected-before"),
    (Done::Disconnected, "disconnected"),
    (Done::Saved, "saved"),
];

/// It travels in a signed cookie.
pub(super) struct Flash {
    pub(super) id: AccountConnectorId,
    pub(super) done: Done,
}

impl Flash {
    pub(super) fn sentence(&self, connector: &str) -> String {
        match self.done {
            Done::Connected => format!("{connector} is connected."),
            Done::ConnectedBefore => format!(
                "{connector} is connected, as it was before. Cyclr does not report whether the sign-in was renewed."
            ),
            Done::Disconnected => format!("{connector} is disconnected."),
            Done::Saved => "Saved.".to_owned(),
        }
    }

    pub(super) fn put(&self, portal: &Portal, jar: SignedCookieJar) -> SignedCookieJar {
        let word = ALL.iter().find(|(done, _)| *done == self.done).map_or("", |(_, word)| word);
        jar.add(cookie(portal, name(portal, "flash"), format!("{} {word}", self.id)))
    }

    pub(super) fn take(portal: &Portal, jar: SignedCookieJar) -> (Option<Self>, SignedCookieJar) {
        let name = name(portal, "flash");
        let Some(flash) = jar.get(&name) else { return (None, jar) };
        let read = |value: &str| {
            let (id, word) = value.split_once(' ')?;
            let (done, _) = ALL.iter().find(|(_, it)| *it == word)?;
            Some(Self { id: id.parse::<u64>().ok()?.into(), done: *done })
        };
        (read(flash.value()), jar.remove(cookie(portal, name, String::new())))
    }
}
