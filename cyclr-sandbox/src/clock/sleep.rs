//! [`Sleep`]: waits for a moment of a clock.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::timers::{Place, SharedTimers, Timers};

/// Ends when the clock has run for so long; never, if the clock can't reach that moment.
pub(super) struct Sleep {
    shared: Arc<SharedTimers>,
    end: Option<Duration>,
    place: Option<Place>,
    /// The number of the try that this limits.
    of_try: Option<u64>,
    /// The number of the request that is held for as long.
    of_hold: Option<u64>,
}

impl Sleep {
    pub(super) fn new(shared: Arc<SharedTimers>, duration: Duration) -> Self {
        let end = {
            let time = &shared.lock().time;
            time.ran().checked_add(duration).filter(|_| time.reaches(duration))
        };
        Self { shared, end, place: None, of_try: None, of_hold: None }
    }

    /// The limit of a try, which begins with this.
    pub(super) fn limit(shared: Arc<SharedTimers>, duration: Duration) -> Self {
        let number = shared.change(|timers| timers.begin_try(duration));
        let mut limit = Self::new(shared, duration);
        limit.of_try = Some(number);
        limit
    }

    /// Holds a request. Sleep and hold begin and end as one, so that nobody sees the one without the other.
    pub(super) fn held(shared: Arc<SharedTimers>, duration: Duration) -> Self {
        let mut held = Self::new(shared, duration);
        if let Some(end) = held.end {
            let (place, number) = held.shared.change(|timers| {
                let place = timers.place(end);
                timers.sleep(place, Waker::noop().clone());
                (place, timers.hold())
            });
            (held.place, held.of_hold) = (Some(place), Some(number));
        }
        held
    }

    /// Takes it out of everything that it is in.
    fn end(timers: &mut Timers, place: Option<Place>, of_try: Option<u64>, of_hold: Option<u64>) {
        of_try.inspect(|number| timers.end_try(*number));
        of_hold.inspect(|number| timers.release(*number));
        place.inspect(|place| timers.end(*place));
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(end) = self.end else { return Poll::Pending };
        let (shared, place) = (Arc::clone(&self.shared), self.place);
        let (of_try, of_hold) = (self.of_try, self.of_hold);
        let place = shared.change(|timers| {
            if timers.time.ran() >= end {
                Self::end(timers, place, of_try, of_hold);
                return None;
            }
            let place = place.unwrap_or_else(|| timers.place(end));
            timers.sleep(place, context.waker().clone());
            Some(place)
        });
        self.place = place;
        if place.is_some() { Poll::Pending } else { Poll::Ready(()) }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        let (place, of_try, of_hold) = (self.place, self.of_try, self.of_hold);
        if place.is_some() || of_try.is_some() || of_hold.is_some() {
            self.shared.change(|timers| Self::end(timers, place, of_try, of_hold));
        }
    }
}
