//! [`PopupListener`]: the hand-off in a separate window, and the script that waits for it.

use std::fmt;
use std::time::Duration;

use http::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_TYPE, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};

use crate::connector::{Value, object};
use crate::handoff::{CallbackMessage, ConnectorAuthUrl, ExpiredSignInToken, SignInToken};
use crate::values::{AccountConnectorId, Secret, UtcTimestamp};
use crate::web::{ServiceDomain, TargetOrigin};

/// The hand-off in a popup or a frame, which ends with a message instead of a redirect: the URL, and the
/// script that listens for just that message, made of the same values, so that they can't disagree.
///
/// The user's click opens a blank window, and asks your server to begin. It responds with what this makes:
///
/// ```no_run
/// use cyclr_oauth::{
///     AccountConnectorId, AccountId, AttemptError, Attempts, Client, SessionKey,
///     TargetOrigin,
/// };
///
/// /// The origin of your own page, whose window gets the message.
/// const PAGE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com");
///
/// /// `POST /connect` with `Accept: application/json`, with protection against CSRF.
/// async fn connect(
///     attempts: &Attempts,
///     cyclr: &Client,
///     session: &SessionKey,
///     account: &AccountId,
///     id: AccountConnectorId,
/// ) -> Result<http::Response<String>, AttemptError> {
///     let begun = attempts.begin(cyclr, account, id, session).await?;
///     begun.popup("example_user", &PAGE).await // a `PopupListener` within
/// }
/// ```
///
/// In the page, with [`MODULE`](Self::MODULE) served by your application. The nonce of
/// [`PageHeaders`](crate::PageHeaders) on the one element holds for what it imports, too:
///
/// ```html
/// <script type="module" nonce="…">
///   import { connectInPopup, submit } from "/cyclr-connect.js";
///
///   const post = (path, presented) => {
///     const csrf = form.elements.csrf.value;
///     const body = new URLSearchParams({ csrf, cyclr_attempt: presented });
///     return fetch(path, { method: "POST", body });
///   };
///
///   form.addEventListener("submit", async (event) => {
///     event.preventDefault();
///     const result = await connectInPopup(submit(form), {
///       // Attempts::check, should no message come: {"ready":true} or {"ready":false}
///       check: async (presented) => {
///         const response = await post("/check", presented);
///         return (await response.json()).ready;
///       },
///       onGone: () => say("The window looks closed. If it is not, carry on there."),
///     });
///     switch (result.outcome) {
///       case "completed": { // Attempts::complete, and only that is the proof
///         const response = await post("/done", result.presented);
///         return response.ok ? location.assign(response.url) : say(await response.text());
///       }
///       case "blocked":
///         return form.submit(); // by redirect
///       default: // "closed", "timed-out", "failed"
///         return say("You are not connected.");
///     }
///   });
/// </script>
/// ```
///
/// [Popup or frame](crate::guide::popup) has the server of these addresses.
///
/// A page that your server renders in response to the click can have [`script`](Self::script) in it instead.
///
/// # Security
///
/// The script counts a message only if its origin is exactly Cyclr's, its source is the window that was
/// opened, and it is exactly this attempt's; then it stops listening. That the user is connected is
/// nevertheless known only after [`Attempts::complete`](crate::Attempts::complete): a message proves
/// nothing. To which window Cyclr posts it is undocumented: the opener if there is one is expected, else the
/// parent; with `check`, the script asks your server, should no message come.
///
/// `Debug` leaves out the message.
/// [`Begun::popup`](crate::completion::Begun::popup) makes and uses one. By itself it is for messages that your own code
/// keeps track of.
#[must_use = "hand it to the page, by `into_response` or `script`"]
pub struct PopupListener {
    service_domain: ServiceDomain,
    id: AccountConnectorId,
    message: CallbackMessage,
    expires_in: Duration,
}

impl PopupListener {
    /// The script, an ES module: `connectInPopup`, `connectInFrame` and `submit`.
    ///
    /// It is the same for all attempts, holds no secrets, and can be served and cached as a file. It needs
    /// no more of a Content-Security-Policy than that this file may be loaded and `connect-src 'self'`.
    ///
    /// For a front end that is built with npm, the package `cyclr-connect` of the same version has this module, a
    /// custom element and a React hook.
    pub const MODULE: &'static str = MODULE;

    /// The types of [`MODULE`](Self::MODULE), for TypeScript: the text of its `.d.ts`.
    ///
    #[doc = concat!("```ts\n", include_str!("connect.d.ts"), "\n```")]
    pub const TYPES: &'static str = TYPES;

    /// Makes the listener for one hand-off, which ends with this message.
    ///
    /// The message must be unguessable, and another one each time. The page waits for `expires_in`.
    pub fn new(
        service_domain: &ServiceDomain,
        id: impl Into<AccountConnectorId>,
        message: CallbackMessage,
        expires_in: Duration,
    ) -> Self {
        Self { service_domain: service_domain.clone(), id: id.into(), message, expires_in }
    }

    /// The URL for the window: of this attempt's account connector, with this attempt's message.
    ///
    /// `target_origin` is your own page's, whose window gets the message; of it, only the origin counts.
    pub fn url(&self, token: SignInToken, target_origin: TargetOrigin) -> ConnectorAuthUrl {
        ConnectorAuthUrl::builder(&self.service_domain)
            .id(self.id)
            .token(token)
            .target_origin(target_origin)
            .callback_message(self.message.clone())
            .build()
    }

    /// Makes the JSON response to the user's click, for the page's script.
    ///
    /// It has `url`, `origin`, `message` and `expiresInMs`, and `Cache-Control: no-store`.
    ///
    /// # Errors
    ///
    /// [`ExpiredSignInToken`] if by the system's clock the token has expired.
    pub fn into_response<B: From<String>>(
        self,
        token: SignInToken,
        target_origin: TargetOrigin,
    ) -> Result<Response<B>, ExpiredSignInToken> {
        self.into_response_at(token, target_origin, UtcTimestamp::now())
    }

    /// [`into_response`](Self::into_response) with the time of your own clock.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use cyclr_oauth::{CallbackMessage, PopupListener, ServiceDomain, SignInToken};
    /// # use cyclr_oauth::{TargetOrigin, UtcTimestamp};
    /// # const PAGE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com");
    /// # let service_domain = ServiceDomain::from_static("app-h.cyclr.com");
    /// # let now = UtcTimestamp::now();
    /// let message = CallbackMessage::new("BwcHBwcHBwcHBwcHBwcHBw")?;
    /// let expires_in = Duration::from_secs(900);
    /// let listener = PopupListener::new(&service_domain, 1234, message, expires_in);
    /// let response = listener.into_response_at::<String>(SignInToken::new("ABCD="), PAGE, now)?;
    /// assert_eq!(response.headers()["cache-control"], "no-store");
    /// assert_eq!(
    ///     *response.body(),
    ///     r#"{"url":"https://app-h.cyclr.com/connectorauth/updateaccountconnectoroauth?id=1234&token=ABCD%3D&targetOrigin=https%3A%2F%2Fyourapplication.com&callbackMessage=BwcHBwcHBwcHBwcHBwcHBw","origin":"https://app-h.cyclr.com","message":"BwcHBwcHBwcHBwcHBwcHBw","expiresInMs":900000}"#,
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ExpiredSignInToken`] if the token has expired at that moment.
    ///
    /// # Security
    ///
    /// The body's memory belongs to the response, and is not wiped.
    pub fn into_response_at<B: From<String>>(
        self,
        token: SignInToken,
        target_origin: TargetOrigin,
        now: UtcTimestamp,
    ) -> Result<Response<B>, ExpiredSignInToken> {
        let json = self.json(token, target_origin, now)?;
        let mut response = Response::new(B::from(json.into_string()));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        Ok(response)
    }

    /// The script of a page that your server renders in response to the user's click.
    ///
    /// It is the content of a `<script type="module" nonce="…">`.
    ///
    /// It looks for the one element with the attribute `data-cyclr-connect`: a frame, which is taken to Cyclr
    /// at once, or a button, whose click opens the window. When that has ended, the element gets an event
    /// `cyclr-connect`, whose `detail` has `outcome` and `presented`.
    ///
    /// # Errors
    ///
    /// [`ExpiredSignInToken`] if the token has expired at that moment.
    ///
    /// # Security
    ///
    /// The page holds the one-time URL: send it with [`PageHeaders`](crate::PageHeaders), which keep it out
    /// of caches. Prefer [`into_response`](Self::into_response), which keeps the URL out of pages.
    pub fn script(
        self,
        token: SignInToken,
        target_origin: TargetOrigin,
        now: UtcTimestamp,
    ) -> Result<Secret, ExpiredSignInToken> {
        let json = self.json(token, target_origin, now)?;
        // The callback message may contain any text. `<` could end the element.
        // Joined, since `replace` would leave copies where it grows.
        let json: Vec<_> = json.expose_secret().split('<').collect();
        let json = Secret::from(json.join("\\u003c"));
        let parts = [Self::MODULE, RENDERED_BEGIN, json.expose_secret(), RENDERED_END];
        Ok(Secret::from(parts.concat()))
    }

    fn json(
        &self,
        token: SignInToken,
        target_origin: TargetOrigin,
        now: UtcTimestamp,
    ) -> Result<Secret, ExpiredSignInToken> {
        let url = self.url(token, target_origin);
        url.check_expiry(now)?;
        let expires_in = self.expires_in.as_millis();
        Ok(object(&[
            ("url", Some(Value::Text(url.expose_url()))),
            ("origin", Some(Value::Text(&self.service_domain.to_string()))),
            ("message", Some(Value::Text(self.message.as_str()))),
            ("expiresInMs", Some(Value::Number(u64::try_from(expires_in).unwrap_or(u64::MAX)))),
        ]))
    }
}

impl fmt::Debug for PopupListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { service_domain, id, message: _, expires_in } = self;
        f.debug_struct("PopupListener")
            .field("service_domain", service_domain)
            .field("id", id)
            .field("expires_in", expires_in)
            .finish_non_exhaustive()
    }
}

// By name, so that the documentation does not show them as one line.
const MODULE: &str = include_str!("connect.js");
const TYPES: &str = include_str!("connect.d.ts");

const RENDERED_BEGIN: &str = r#"
{
  const element = document.querySelector("[data-cyclr-connect]");
  const start = async () => ("#;
const RENDERED_END: &str = r#");
  const tell = (result) =>
    element.dispatchEvent(new CustomEvent("cyclr-connect", { bubbles: true, detail: result }));
  if (element instanceof HTMLIFrameElement) {
    connectInFrame(element, start).then(tell);
  } else {
    element.addEventListener("click", () => connectInPopup(start).then(tell), { once: true });
  }
}
"#;
