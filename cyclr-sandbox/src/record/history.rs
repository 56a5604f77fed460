//! [`RequestHistory`]: what the sandbox received.

use std::collections::VecDeque;

use super::request::RecordedRequest;

/// The last requests, in the order of their arrival.
#[derive(Clone, Debug)]
pub(crate) struct RequestHistory {
    limit: usize,
    /// The number of the first of `kept`.
    first: u64,
    kept: VecDeque<RecordedRequest>,
}

impl RequestHistory {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, first: 0, kept: VecDeque::new() }
    }

    /// Gives the number by which the answer's status can be added.
    pub(crate) fn add(&mut self, request: RecordedRequest) -> u64 {
        self.kept.push_back(request);
        while self.kept.len() > self.limit {
            self.kept.pop_front();
            self.first += 1;
        }
        (self.first + self.kept.len() as u64).saturating_sub(1)
    }

    pub(crate) fn set_status(&mut self, number: u64, status: u16) {
        let index = number.checked_sub(self.first).and_then(|it| usize::try_from(it).ok());
        if let Some(request) = index.and_then(|index| self.kept.get_mut(index)) {
            request.status = Some(status);
        }
    }

    pub(crate) fn clear(&mut self) {
        // Late statuses must not meet other requests.
        self.first += self.kept.len() as u64;
        self.kept.clear();
    }

    /// What was kept then; late statuses of other requests meet none of it.
    pub(crate) fn restore(&mut self, saved: Self) {
        let next = self.first + self.kept.len() as u64;
        *self = Self { first: next, ..saved };
    }

    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        self.kept.iter().cloned().collect()
    }

    pub(crate) fn count(&self, method: &str, path: &str) -> usize {
        self.kept.iter().filter(|it| it.matches(method, path)).count()
    }
}
