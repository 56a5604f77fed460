//! [`WebhookAddress`]: an unguessable path for one account's webhooks.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac_sha256::HMAC;
use subtle::ConstantTimeEq;
use url::{Url, form_urlencoded};

use crate::values::{AccountId, Secret};
use crate::web::{InvalidUrl, parse_url};

/// The path at which one account's webhooks arrive.
///
/// Cyclr's webhooks have no signature and no secret
/// ([documented](crate::guide::how_cyclr_behaves)). A path that only Cyclr and the partner know
/// keeps strangers from posting to it, and identifies the account.
///
/// ```
/// use cyclr_oauth::AccountId;
/// use cyclr_oauth::api::{WebhookAddress, WebhookKey, WebhookUrl};
///
/// let key = WebhookKey::new("32 bytes or more that only your service knows")?;
/// let account = AccountId::new("Acme-42")?;
///
/// // For `NewAccount::transaction_error_webhook`.
/// let base = WebhookUrl::parse("https://yourapplication.com/webhooks/cyclr")?;
/// let url = WebhookAddress::for_account(&key, &account).url(&base);
///
/// // `POST /webhooks/cyclr/{address}`, before the body is read.
/// let (_, address) = url.expose_url().rsplit_once('/').unwrap();
/// assert_eq!(WebhookAddress::verify(&key, address), Some(account));
/// assert_eq!(WebhookAddress::verify(&key, "QWNtZS00Mg.guessed"), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Security
///
/// The last segment is the account's id and its HMAC-SHA256 with the key, both in base64url, which
/// no proxy rewrites. It is a secret: keep it out of access logs. Still treat a webhook that
/// arrives there as a hint to ask Cyclr, not as proof.
#[derive(Clone)]
pub struct WebhookAddress(Secret);

impl WebhookAddress {
    /// The address of this account.
    #[must_use]
    pub fn for_account(key: &WebhookKey, account: &AccountId) -> Self {
        let id = URL_SAFE_NO_PAD.encode(account.as_str());
        let code = URL_SAFE_NO_PAD.encode(key.code(account));
        Self(Secret::from(format!("{id}.{code}")))
    }

    /// Returns the account that an address belongs to: the last segment of a request's path.
    ///
    /// The comparison takes constant time. To replace a key, verify with the new key and then with
    /// the old one until all accounts have their new URL.
    #[must_use]
    pub fn verify(key: &WebhookKey, presented: &str) -> Option<AccountId> {
        if presented.len() > LONGEST {
            return None;
        }
        let (id, code) = presented.split_once('.')?;
        let account = String::from_utf8(URL_SAFE_NO_PAD.decode(id).ok()?).ok()?;
        let account = AccountId::new(account).ok()?;
        let code = URL_SAFE_NO_PAD.decode(code).ok()?;
        bool::from(code.ct_eq(&key.code(&account))).then_some(account)
    }

    /// The path segment.
    #[must_use]
    pub fn expose_segment(&self) -> &str {
        self.0.expose_secret()
    }

    /// Appends the address to the URL that receives webhooks.
    ///
    /// The URL's query and fragment are left out.
    #[must_use]
    pub fn url(&self, base: &WebhookUrl) -> WebhookUrl {
        let base = base.expose_url();
        let base = base.split(['?', '#']).next().unwrap_or(base).trim_end_matches('/');
        WebhookUrl(Secret::from(format!("{base}/{}", self.expose_segment())))
    }
}

impl fmt::Debug for WebhookAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookAddress([redacted])")
    }
}

/// Longer than any path that web servers take. An account id of 12,000 bytes has a shorter address.
const LONGEST: usize = 16 * 1_024;

/// The key for [`WebhookAddress`]es: at least 32 bytes that only the partner's service knows.
#[derive(Clone)]
pub struct WebhookKey(Secret);

impl WebhookKey {
    /// Makes a key.
    ///
    /// # Errors
    ///
    /// [`ShortWebhookKey`] if it has fewer than 32 bytes.
    pub fn new(key: impl Into<Secret>) -> Result<Self, ShortWebhookKey> {
        let key = key.into();
        if key.expose_secret().len() < 32 { Err(ShortWebhookKey(())) } else { Ok(Self(key)) }
    }

    /// Starts with a fixed text, so that no other use of the key produces the same code.
    fn code(&self, account: &AccountId) -> [u8; 32] {
        let mut mac = HMAC::new(self.0.expose_secret());
        mac.update("cyclr-oauth webhook address 1\0");
        mac.update(account.as_str());
        mac.finalize()
    }
}

impl fmt::Debug for WebhookKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookKey([redacted])")
    }
}

/// The error for a key of fewer than 32 bytes, which might be guessed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ShortWebhookKey(());

impl fmt::Display for ShortWebhookKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the webhook key is too short: use at least 32 bytes, for example 64 random hex digits",
        )
    }
}

impl std::error::Error for ShortWebhookKey {}

/// A URL that Cyclr posts webhooks to: https, or http on a loopback host.
///
/// ```
/// use cyclr_oauth::api::WebhookUrl;
///
/// let url = WebhookUrl::parse("https://yourapplication.com/webhooks/s3cr3t")?;
/// assert_eq!(format!("{url:?}"), "WebhookUrl(https://yourapplication.com/[redacted])");
/// assert!(WebhookUrl::parse("yourapplication.com").is_err());
/// # Ok::<(), cyclr_oauth::web::InvalidUrl>(())
/// ```
///
/// # Security
///
/// Its path may be the secret that keeps strangers out, so `Debug` shows only the origin.
#[derive(Clone)]
pub struct WebhookUrl(Secret);

impl WebhookUrl {
    /// Parses an absolute URL.
    ///
    /// # Errors
    ///
    /// [`InvalidUrl`] with the reason.
    pub fn parse(text: &str) -> Result<Self, InvalidUrl> {
        Ok(Self(Secret::from(String::from(parse_url(text)?))))
    }

    /// The URL as text.
    #[must_use]
    pub fn expose_url(&self) -> &str {
        self.0.expose_secret()
    }

    /// Passes the URL to `visit` as it is and decoded, so that no error repeats either.
    pub(super) fn visit(&self, visit: &mut dyn FnMut(&str)) {
        visit(self.expose_url());
        for (name, value) in form_urlencoded::parse(self.expose_url().as_bytes()) {
            for piece in [name, value] {
                visit(Secret::from(piece.into_owned()).expose_secret());
            }
        }
    }
}

impl FromStr for WebhookUrl {
    type Err = InvalidUrl;

    fn from_str(text: &str) -> Result<Self, InvalidUrl> {
        Self::parse(text)
    }
}

impl fmt::Debug for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = Url::parse(self.expose_url()).map(|url| url.origin().ascii_serialization());
        write!(f, "WebhookUrl({}/[redacted])", origin.unwrap_or_default())
    }
}
