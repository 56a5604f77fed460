//! [`Time`]: what a clock shows, and how long it has run.

use std::time::{Duration, Instant, SystemTime};

/// From 1970 to the year 9000, so that adding a lifetime to the time never overflows.
const LAST: Duration = Duration::from_secs(221_845_392_000);

/// The time of day, and the time since the start, which nothing sets back.
pub(super) struct Time {
    shown: Shown,
    /// How long it has run until `since`, or until it was frozen.
    ran: Duration,
    since: Option<Instant>,
}

/// What a clock shows.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shown {
    /// The system's time, moved.
    Running { ahead: Duration, behind: Duration },
    /// One moment.
    Frozen(SystemTime),
}

impl Default for Time {
    fn default() -> Self {
        Self { shown: Shown::SYSTEM, ran: Duration::ZERO, since: Some(Instant::now()) }
    }
}

impl Shown {
    /// The system's time as it is.
    pub(crate) const SYSTEM: Self = Self::Running { ahead: Duration::ZERO, behind: Duration::ZERO };

    /// The time that shows this moment now, and goes on from it.
    fn running_from(moment: SystemTime) -> Self {
        let system = SystemTime::now();
        match moment.duration_since(system) {
            Ok(ahead) => Self::Running { ahead, behind: Duration::ZERO },
            Err(error) => Self::Running { ahead: Duration::ZERO, behind: error.duration() },
        }
    }

    fn moment(self) -> SystemTime {
        match self {
            Self::Frozen(moment) => moment,
            Self::Running { ahead, behind } => {
                let system = SystemTime::now();
                // Beyond what the platform can count there is no time to show.
                let moved = system.checked_add(ahead).and_then(|it| it.checked_sub(behind));
                moved.unwrap_or(system)
            }
        }
    }
}

impl Time {
    pub(super) fn now(&self) -> SystemTime {
        self.shown.moment()
    }

    pub(super) fn ran(&self) -> Duration {
        let since = self.since.map_or(Duration::ZERO, |it| it.elapsed());
        self.ran.saturating_add(since)
    }

    pub(super) const fn is_frozen(&self) -> bool {
        matches!(self.shown, Shown::Frozen(_))
    }

    /// Whether the clock can show the moment after this duration.
    pub(super) fn reaches(&self, after: Duration) -> bool {
        let moment = self.now().checked_add(after);
        moment.is_some_and(|it| it < SystemTime::UNIX_EPOCH + LAST)
    }

    /// Not beyond the last moment that can be shown; then nothing happens.
    pub(super) fn advance(&mut self, by: Duration) {
        let moved = match self.shown {
            Shown::Running { ahead, behind } => {
                ahead.checked_add(by).map(|ahead| Shown::Running { ahead, behind })
            }
            Shown::Frozen(moment) => moment.checked_add(by).map(Shown::Frozen),
        };
        if let Some(moved) = moved.filter(|_| self.reaches(by)) {
            self.shown = moved;
            self.ran = self.ran.saturating_add(by);
        }
    }

    pub(super) fn freeze(&mut self) {
        self.shown = Shown::Frozen(self.now());
        self.ran = self.ran();
        self.since = None;
    }

    pub(super) fn resume(&mut self) {
        self.show(Shown::running_from(self.now()));
    }

    /// What is shown, for [`restore`](Self::restore).
    pub(super) fn saved(&self) -> SavedTime {
        SavedTime { moment: self.now(), is_frozen: self.is_frozen() }
    }

    pub(super) fn restore(&mut self, saved: SavedTime) {
        self.show(if saved.is_frozen {
            Shown::Frozen(saved.moment)
        } else {
            Shown::running_from(saved.moment)
        });
    }

    /// Shows the system's time again.
    pub(super) fn reset(&mut self) {
        self.show(Shown::SYSTEM);
    }

    fn show(&mut self, shown: Shown) {
        self.ran = self.ran();
        self.shown = shown;
        self.since = (!self.is_frozen()).then(Instant::now);
    }
}

/// What a clock showed at one moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SavedTime {
    moment: SystemTime,
    is_frozen: bool,
}
