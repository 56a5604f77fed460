//! What becomes of a link: [`Attempts::issue_link`], opened, clicked, used up, revoked.

use http::request::Parts;
use std::time::Duration;

use crate::client::Client;
use crate::completion::attempt_error::AttemptError;
use crate::completion::attempt_future::AttemptFuture;
use crate::completion::attempts::{Attempts, read};
use crate::completion::begun::Begun;
use crate::completion::connect_link::{ConnectLink, LinkId};
use crate::completion::invitation::Invitation;
use crate::completion::link_click::LinkClick;
use crate::completion::link_error::LinkError;
use crate::completion::link_text::LinkText;
use crate::completion::new_link::NewLink;
use crate::completion::record::{LinkRecord, LinkState, Record, room};
use crate::completion::session_key::SessionKey;
use crate::completion::store::StoreEntry;
use crate::values::{AccountId, UtcTimestamp};
use crate::web::TargetOrigin;

impl Attempts {
    /// How long a store keeps a link that has ended, to report it to a user who is late.
    const LINK_KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

    /// Issues a link to `page`, which is on your own origin. It asks Cyclr for nothing.
    ///
    /// See [`ConnectLink`] for the page's two handlers.
    ///
    /// # Errors
    ///
    /// [`AttemptError::Store`]; [`LinkError::Note`]; [`AttemptError::Target`] if `page` has a parameter
    /// [`ConnectLink::PARAMETER`] already.
    ///
    /// # Security
    ///
    /// Take the account from the session of the user who asks, never from the request. Limit how many
    /// links one user may issue.
    pub async fn issue_link(
        &self,
        cyclr: &Client,
        link: NewLink,
        page: &TargetOrigin,
    ) -> Result<ConnectLink, AttemptError> {
        if !link.has_good_note() {
            return Err(LinkError::Note.into());
        }
        let text = LinkText::new(self.random_bits());
        let url = text.url(page)?;
        let now = cyclr.now();
        let NewLink { account, id, user, note, lifetime } = link;
        let expires = now.saturating_add(lifetime);
        let user = user.map(|user| text.hash_of(&user));
        let record = LinkRecord { account, id, user, note, expires, state: LinkState::Open };
        let id = text.id();
        self.insert_link(&id, record, now).await?;
        Ok(ConnectLink { url, id, expires })
    }

    /// Reads what the link in the query of a request asks for: `GET` of its page.
    ///
    /// It changes nothing and asks Cyclr for nothing, whatever the method and whoever sends the
    /// request: mail scanners, previews and prefetches do no harm.
    ///
    /// # Errors
    ///
    /// [`AttemptError::Link`] or [`AttemptError::Store`].
    ///
    /// # Security
    ///
    /// Take `account` and `user` from the session. If nobody is signed in, ask for that first.
    pub async fn open_link(
        &self,
        cyclr: &Client,
        request: &Parts,
        account: &AccountId,
        user: &str,
    ) -> Result<Invitation, AttemptError> {
        let text = LinkText::presented(request)?;
        let record = self.find_link(cyclr, &text, account, user).await?;
        let LinkRecord { account, id, note, expires, .. } = record;
        Ok(Invitation { account, id, note, expires })
    }

    /// [`begin`](Self::begin) for the account connector of the link that the user of `session` has clicked.
    ///
    /// The link stays, for a user who gives up half-way. It is used up when an attempt that began from it
    /// is completed.
    ///
    /// # Errors
    ///
    /// As [`begin`](Self::begin), and [`AttemptError::Link`].
    ///
    /// # Security
    ///
    /// Take `account`, `user` and `session` from the user who is signed in. Check your CSRF token
    /// first.
    pub fn begin_link<'a>(
        &'a self,
        cyclr: &'a Client,
        click: LinkClick,
        account: &'a AccountId,
        user: &'a str,
        session: &'a SessionKey,
    ) -> AttemptFuture<'a, Begun> {
        AttemptFuture::new(async move {
            let LinkRecord { account, id, .. } =
                self.find_link(cyclr, click.text(), account, user).await?;
            self.begin_from(cyclr, &account, id, session, Some(click.text().id())).await
        })
    }

    /// Revokes a link of an account: from now on it can't be opened or clicked, on any machine.
    ///
    /// An attempt that has already begun from it keeps its 15 minutes; [`cancel`](Self::cancel) ends it.
    ///
    /// The result is whether the link was still open. It is false for one that has ended, that another account
    /// has, or that never was. Revoking twice does no harm.
    ///
    /// # Errors
    ///
    /// [`AttemptError::Store`]: revoke again.
    pub async fn revoke_link(
        &self,
        cyclr: &Client,
        account: &AccountId,
        link: &LinkId,
    ) -> Result<bool, AttemptError> {
        let Some(record) = self.link(link).await?.filter(|it| it.account == *account) else {
            return Ok(false);
        };
        let now = cyclr.now();
        let is_open = matches!(record.state, LinkState::Open);
        if is_open {
            let record = LinkRecord { state: LinkState::Revoked, ..record };
            self.insert_link(link, record, now).await?;
        }
        Ok(is_open)
    }

    /// Ends a link from which an attempt was completed. No step leads back, so that of several at the same time
    /// each may be the last.
    pub(super) async fn use_up(
        &self,
        link: &LinkId,
        now: UtcTimestamp,
    ) -> Result<(), AttemptError> {
        match self.link(link).await? {
            Some(record) if matches!(record.state, LinkState::Open) => {
                let record = LinkRecord { state: LinkState::Used, ..record };
                self.insert_link(link, record, now).await
            }
            _ => Ok(()),
        }
    }

    /// A link for this user that has not ended.
    async fn find_link(
        &self,
        cyclr: &Client,
        text: &LinkText,
        account: &AccountId,
        user: &str,
    ) -> Result<LinkRecord, AttemptError> {
        let record = self.link(&text.id()).await?.ok_or(LinkError::Unknown)?;
        let LinkRecord { account: ref own, id, .. } = record;
        // Strangers first: they learn nothing of how the link stands.
        if own != account {
            return Err(LinkError::OtherAccount { account: own.clone(), id }.into());
        }
        if record.user.as_ref().is_some_and(|hash| !text.is_of(hash, user)) {
            return Err(LinkError::OtherUser { account: own.clone(), id }.into());
        }
        match record.state {
            LinkState::Used => Err(LinkError::Used.into()),
            LinkState::Revoked => Err(LinkError::Revoked.into()),
            LinkState::Open if record.expires <= cyclr.now() => Err(LinkError::Expired.into()),
            LinkState::Open => Ok(record),
        }
    }

    async fn link(&self, id: &LinkId) -> Result<Option<LinkRecord>, AttemptError> {
        let value = self.store.get(id.as_str()).await.map_err(AttemptError::Store)?;
        Ok(match value.as_deref().map(read).transpose()? {
            Some(Record::Link(record)) => Some(record),
            Some(Record::Attempt(_) | Record::Completion { .. }) | None => None,
        })
    }

    async fn insert_link(
        &self,
        id: &LinkId,
        record: LinkRecord,
        now: UtcTimestamp,
    ) -> Result<(), AttemptError> {
        let keep_until = record.expires.saturating_add(Self::LINK_KEPT);
        let account = room("links", &record.account);
        let value = serde_json::to_string(&Record::Link(record))
            .map_err(|error| AttemptError::Store(error.into()))?;
        let (key, account) = (id.as_str(), &*account);
        // A sweep has nothing to do with it before it is forgotten.
        let entry = StoreEntry { key, value: &value, account, now, due: keep_until, keep_until };
        self.store.insert(entry).await.map_err(AttemptError::Store)
    }
}
