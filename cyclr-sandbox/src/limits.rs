//! [`Limits`]: how much a sandbox keeps in memory.

/// How much a sandbox keeps, so that it can run for weeks. Connector definitions aren't limited.
///
/// When a limit is reached the oldest entry makes room, save for accounts and account connectors,
/// which nobody expects to vanish: a further one is refused with 400.
///
/// ```
/// use cyclr_sandbox::{Limits, Sandbox};
///
/// let limits = Limits { requests: 10, ..Limits::default() };
/// let cyclr = Sandbox::builder().limits(limits).start_blocking()?;
/// # Ok::<(), cyclr_sandbox::StartError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Limits {
    /// Access tokens: 10,000.
    pub access_tokens: usize,
    /// Accounts: 100,000.
    pub accounts: usize,
    /// Account connectors: 100,000.
    pub account_connectors: usize,
    /// Cycles: 10,000.
    pub cycles: usize,
    /// Users' visits to the consent page, and codes that the third party gave out: 10,000 each.
    pub hand_offs: usize,
    /// Recorded requests: 1,000.
    pub requests: usize,
    /// Bytes kept of the body of a recorded request: 64 KiB.
    pub recorded_body: usize,
    /// Bytes of a request's body: 1 MiB. A longer one is answered with 413.
    pub request_body: usize,
    /// One-time sign-in tokens, and sessions of users who signed in: 10,000 each.
    pub sign_in_tokens: usize,
    /// Users: 10,000.
    pub users: usize,
    /// Webhooks that were sent: 1,000.
    pub webhooks: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            access_tokens: 10_000,
            accounts: 100_000,
            account_connectors: 100_000,
            cycles: 10_000,
            hand_offs: 10_000,
            requests: 1_000,
            recorded_body: 64 * 1024,
            request_body: 1024 * 1024,
            sign_in_tokens: 10_000,
            users: 10_000,
            webhooks: 1_000,
        }
    }
}
