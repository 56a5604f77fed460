//! [`LinkClick`]: the click on the page that a link has opened.

use std::fmt;

use http::request::Parts;

use crate::completion::link_error::LinkError;
use crate::completion::link_text::LinkText;
use crate::completion::returned::check_form;

/// The click of a user on the page that a [`ConnectLink`](crate::ConnectLink) has opened.
///
/// ```
/// use cyclr_oauth::completion::{LinkClick, LinkError};
///
/// let click = |method| {
///     let uri = "/invite?cyclr_link=BwcHBwcHBwcHBwcHBwcHBw";
///     let request = http::Request::builder().method(method).uri(uri);
///     let request = request.header("sec-fetch-site", "same-origin");
///     request.body(()).map(|it| it.into_parts().0)
/// };
/// assert!(LinkClick::by_form(&click("POST")?).is_ok());
/// assert!(matches!(LinkClick::by_form(&click("GET")?), Err(LinkError::NotClicked(_))));
/// # Ok::<(), http::Error>(())
/// ```
///
/// [`Attempts::begin_link`](crate::Attempts::begin_link) takes it. A request that opens the link makes
/// none, so nobody is sent on who has only opened it.
///
/// # Security
///
/// `Debug` leaves out the link. There is no `Clone`: one click begins at most one attempt.
#[must_use = "pass it to `Attempts::begin_link`"]
pub struct LinkClick(LinkText);

impl LinkClick {
    /// Reads the link from the query of a `POST` that the page's form has sent.
    ///
    /// The request must come from a page of the same origin. A form without `action` is posted to the address
    /// of its page, which holds the link.
    ///
    /// # Errors
    ///
    /// [`LinkError::NotClicked`] or [`LinkError::Malformed`]; nothing happened to the link.
    ///
    /// # Security
    ///
    /// `Sec-Fetch-Site` decides. Where a browser doesn't send it, the host of `Origin` must be that of
    /// `Host`, so a proxy must pass `Host` on. Check your CSRF token, too.
    pub fn by_form(parts: &Parts) -> Result<Self, LinkError> {
        check_form(parts).map_err(LinkError::NotClicked)?;
        LinkText::presented(parts).map(Self)
    }

    pub(super) fn text(&self) -> &LinkText {
        &self.0
    }
}

impl fmt::Debug for LinkClick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(_) = self;
        f.write_str("LinkClick([redacted])")
    }
}
