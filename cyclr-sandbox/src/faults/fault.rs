//! [`Fault`]: one thing that goes wrong.

use std::time::{Duration, SystemTime};

use cyclr_oauth::UtcTimestamp;

/// One thing that goes wrong with a request.
///
/// | fault | what the client sees | processed, unless said otherwise |
/// | --- | --- | --- |
/// | [`status`](Self::status) | an error answer | no |
/// | [`delay`](Self::delay) | the true answer, late | yes, after the delay |
/// | [`stall`](Self::stall) | nothing at all | no |
/// | [`stall_after`](Self::stall_after) | the beginning of the true answer | yes |
/// | [`reset`](Self::reset) | the connection is reset | no |
/// | [`truncate_after`](Self::truncate_after) | the beginning of the true answer, then the end of the connection | yes |
/// | [`malformed`](Self::malformed) | the true status, and half of the true body as if it were all | yes |
/// | [`wrong_content_type`](Self::wrong_content_type) | the true answer, called an image | yes |
/// | [`endless`](Self::endless) | a body of 128 MiB | no |
///
/// [`after_processing`](Self::after_processing) makes an answer that got lost: what was asked for
/// is done, and the client does not learn of it.
///
/// ```
/// use std::time::Duration;
///
/// use cyclr_sandbox::Fault;
///
/// let busy = Fault::status(429).retry_after(2);
/// let lost = Fault::reset().after_processing();
/// let slow = Fault::status(502).body("<h1>Bad Gateway</h1>").content_type("text/html").late(Duration::from_secs(20));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Fault {
    pub(crate) kind: FaultKind,
    pub(crate) delay: Duration,
    pub(crate) processed: Option<bool>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
    pub(crate) content_type: Option<String>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum FaultKind {
    Delay,
    Endless,
    Malformed,
    Reset,
    Stall,
    StallAfter(usize),
    Status(u16),
    Truncate(usize),
    WrongContentType,
}

impl Fault {
    const fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            delay: Duration::ZERO,
            processed: None,
            headers: Vec::new(),
            body: None,
            content_type: None,
        }
    }

    /// An answer with this status, and with a `Message` unless it has another [`body`](Self::body).
    ///
    /// A number that can't be the status of an answer, below 200 or above 999, becomes 500.
    pub const fn status(status: u16) -> Self {
        Self::new(FaultKind::Status(status))
    }

    /// So much of the [clock](crate::Clock)'s time passes; then all goes on as usual.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// use std::time::Duration;
    ///
    /// use cyclr_sandbox::Fault;
    ///
    /// cyclr.faults().next("POST", "/oauth/token", Fault::delay(Duration::from_secs(60)));
    /// // … once `cyclr.stalled()` is 1:
    /// cyclr.clock().advance(Duration::from_secs(60));
    /// ```
    pub const fn delay(by: Duration) -> Self {
        Self::new(FaultKind::Delay).late(by)
    }

    /// Nothing is answered until the client goes away or the sandbox stops.
    pub const fn stall() -> Self {
        Self::new(FaultKind::Stall)
    }

    /// Sends so many bytes of the true response's body, then nothing more.
    ///
    /// The connection stays open until the client goes away or the sandbox stops.
    pub const fn stall_after(bytes: usize) -> Self {
        Self::new(FaultKind::StallAfter(bytes))
    }

    /// The TCP connection is reset before anything is answered.
    pub const fn reset() -> Self {
        Self::new(FaultKind::Reset)
    }

    /// Closes the connection after so many bytes of the true response's body.
    ///
    /// The headers are sent before, with the full `Content-Length`.
    pub const fn truncate_after(bytes: usize) -> Self {
        Self::new(FaultKind::Truncate(bytes))
    }

    /// The first half of the true body, in a message that is complete in itself.
    pub const fn malformed() -> Self {
        Self::new(FaultKind::Malformed)
    }

    /// The true answer with `Content-Type: image/png`, or what [`content_type`](Self::content_type)
    /// says.
    pub const fn wrong_content_type() -> Self {
        Self::new(FaultKind::WrongContentType)
    }

    /// An answer of status 200 whose body, of 128 MiB, begins like JSON and is not.
    pub const fn endless() -> Self {
        Self::new(FaultKind::Endless)
    }

    /// Adds a header to the answer. One that HTTP does not allow is left out, with a warning in
    /// the log. So are `Content-Length` and `Transfer-Encoding`, which the server sets; for a wrong
    /// length, see [`truncate_after`](Self::truncate_after).
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds `Retry-After` in seconds.
    pub fn retry_after(self, seconds: u64) -> Self {
        self.header("retry-after", &seconds.to_string())
    }

    /// Adds `Retry-After` as a date.
    pub fn retry_after_date(self, date: UtcTimestamp) -> Self {
        // HTTP dates begin, for this library, in 1970.
        let date = SystemTime::from(date).max(SystemTime::UNIX_EPOCH);
        self.header("retry-after", &httpdate::fmt_http_date(date))
    }

    /// Sets the body of a [`status`](Self::status).
    ///
    /// It is `application/json` unless [`content_type`](Self::content_type) says otherwise.
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Sets the `Content-Type`.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Comes so much later, by the sandbox's [clock](crate::Clock).
    pub const fn late(mut self, by: Duration) -> Self {
        self.delay = by;
        self
    }

    /// The request is not processed. Has no effect on faults that spoil the true answer, since
    /// there would be none.
    pub const fn before_processing(mut self) -> Self {
        self.processed = Some(false);
        self
    }

    /// The request is processed first, and then goes wrong.
    pub const fn after_processing(mut self) -> Self {
        self.processed = Some(true);
        self
    }
}
