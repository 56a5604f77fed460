//! The kinds of fault, and what each means for a client.

use std::time::Duration;

use cyclr_oauth::{Error, UtcTimestamp};
use cyclr_sandbox::Fault;

pub struct FaultKind {
    pub name: String,
    pub meaning: Meaning,
    /// What the caller is told where it is not repeated, or not in vain.
    pub outcome: Outcome,
    /// Whether what was asked for is done all the same.
    pub processed: bool,
    /// What `Retry-After` asks for, at least.
    pub asked: Duration,
    make: Box<dyn Fn(UtcTimestamp) -> Fault>,
}

impl std::fmt::Debug for FaultKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

/// What the caller is told: one of these, and never two.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    Success,
    Status(u16),
    Timeout,
    Transport,
    Unreadable,
    /// The predicates contradict each other.
    Contradiction,
}

impl Outcome {
    pub fn of<T>(result: &Result<T, Error>) -> Self {
        let Err(error) = result else { return Self::Success };
        let status = error.status().map(|status| status.as_u16());
        let by_status = error.is_unauthorized() == (status == Some(401))
            && error.is_not_found() == (status == Some(404))
            && error.is_rate_limited() == (status == Some(429));
        match (error.is_timeout(), error.is_transport(), error.is_decode(), status) {
            _ if !by_status => Self::Contradiction,
            (true, false, false, None) => Self::Timeout,
            (false, true, false, None) => Self::Transport,
            (false, false, true, None | Some(200)) => Self::Unreadable,
            (false, false, false, Some(status)) => Self::Status(status),
            _ => Self::Contradiction,
        }
    }
}

/// The rows of the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Meaning {
    /// 429, and 503 with `Retry-After`: Cyclr did nothing.
    Busy,
    /// Whether it was done is not known.
    InDoubt,
    /// Too long to be read; whether it was done is not known either.
    TooLong,
    /// The access token was refused.
    TokenRefused,
    /// Any other status.
    Refused,
    /// It was done, and half of the answer came as if it were all.
    Malformed,
    /// It was done, and the answer is all there.
    Harmless,
}

impl FaultKind {
    fn new(
        name: impl Into<String>,
        meaning: Meaning,
        outcome: Outcome,
        make: impl Fn(UtcTimestamp) -> Fault + 'static,
    ) -> Self {
        let (name, make) = (name.into(), Box::new(make));
        Self { name, meaning, outcome, processed: false, asked: Duration::ZERO, make }
    }

    fn status(status: u16, meaning: Meaning) -> Self {
        let make = move |_| Fault::status(status);
        Self::new(status.to_string(), meaning, Outcome::Status(status), make)
    }

    fn processed(self) -> Self {
        Self { processed: true, ..self }
    }

    fn asking(self, asked: Duration) -> Self {
        Self { asked, ..self }
    }

    pub fn make(&self, now: UtcTimestamp) -> Fault {
        (self.make)(now)
    }
}

/// All of them.
pub fn all_kinds() -> Vec<FaultKind> {
    use Meaning::{Busy, Harmless, InDoubt, Malformed, Refused, TokenRefused, TooLong};
    use Outcome::{Status, Timeout, Transport, Unreadable};

    let mut all = Vec::new();
    all.extend([400, 403, 404].map(|status| FaultKind::status(status, Refused)));
    all.push(FaultKind::status(401, TokenRefused));
    all.extend([408, 500, 502, 503, 504].map(|status| FaultKind::status(status, InDoubt)));
    all.push(FaultKind::status(429, Busy));
    for status in [429, 503] {
        let seconds = move |_| Fault::status(status).retry_after(2);
        let name = format!("{status} with Retry-After in seconds");
        let kind = FaultKind::new(name, Busy, Status(status), seconds);
        all.push(kind.asking(Duration::from_secs(2)));
        let date = move |now: UtcTimestamp| {
            Fault::status(status).retry_after_date(now.saturating_add(Duration::from_secs(30)))
        };
        let name = format!("{status} with Retry-After as a date");
        // Such a date has no fractions of a second.
        all.push(FaultKind::new(name, Busy, Status(status), date).asking(Duration::from_secs(29)));
    }
    all.extend([
        FaultKind::new("502, a page, after processing", InDoubt, Status(502), |_| {
            let page = Fault::status(502).body("<h1>Bad Gateway</h1>").content_type("text/html");
            page.after_processing()
        })
        .processed(),
        FaultKind::new("delay beyond the timeout", InDoubt, Timeout, |_| {
            Fault::delay(Duration::from_secs(3600))
        }),
        FaultKind::new("stall", InDoubt, Timeout, |_| Fault::stall()),
        FaultKind::new("stall after processing", InDoubt, Timeout, |_| {
            Fault::stall().after_processing()
        })
        .processed(),
        FaultKind::new("stall before the body", InDoubt, Timeout, |_| Fault::stall_after(0))
            .processed(),
        FaultKind::new("stall within the body", InDoubt, Timeout, |_| Fault::stall_after(1))
            .processed(),
        FaultKind::new("reset", InDoubt, Transport, |_| Fault::reset()),
        FaultKind::new("reset after processing", InDoubt, Transport, |_| {
            Fault::reset().after_processing()
        })
        .processed(),
        FaultKind::new("truncated before the body", InDoubt, Transport, |_| {
            Fault::truncate_after(0)
        })
        .processed(),
        FaultKind::new("truncated within the body", InDoubt, Transport, |_| {
            Fault::truncate_after(1)
        })
        .processed(),
        FaultKind::new("malformed", Malformed, Unreadable, |_| Fault::malformed()).processed(),
        FaultKind::new("wrong content type", Harmless, Outcome::Success, |_| {
            Fault::wrong_content_type()
        })
        .processed(),
        FaultKind::new("endless body", TooLong, Unreadable, |_| Fault::endless()),
    ]);
    all
}
