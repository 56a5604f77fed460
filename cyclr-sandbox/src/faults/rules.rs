//! [`Faults`]: what goes wrong, for which requests, and how often.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::fault::Fault;
use crate::random::Random;
use crate::request_pattern::matches;

/// Which requests meet which [`Fault`]; of [`Sandbox::faults`](crate::Sandbox::faults).
///
/// A fault is for a method (`*`: for any) and a path as it arrives, without query and before
/// percent-decoding, compared without regard to case. In a path, `*` stands for one segment and `**`
/// for all that follow. Of several that are due the one that was added first is taken.
///
/// ```
/// # async fn test() {
/// use cyclr_sandbox::{Fault, Sandbox};
///
/// let cyclr = Sandbox::start().await;
/// let faults = cyclr.faults();
/// faults.next("POST", "/v1.0/accounts/*/signintoken", Fault::status(503).retry_after(1));
/// faults.every(3, "*", "/v1.0/**", Fault::reset());
/// assert_eq!(faults.waiting(), 1);
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Faults(Arc<Mutex<Rules>>);

/// The rules of one moment.
#[derive(Clone, Default)]
pub(crate) struct Rules {
    last_id: u64,
    all: Vec<Rule>,
}

#[derive(Clone)]
pub(crate) struct Rule {
    #[cfg_attr(not(feature = "control"), expect(dead_code, reason = "only control asks"))]
    pub(crate) id: u64,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) fault: Fault,
    pub(crate) when: When,
}

#[derive(Clone)]
pub(crate) enum When {
    Always,
    Every {
        nth: u64,
        seen: u64,
    },
    Next {
        left: u64,
    },
    Probability {
        probability: f64,
        #[cfg_attr(not(feature = "control"), expect(dead_code, reason = "only control asks"))]
        seed: u64,
        random: Random,
    },
}

impl Faults {
    /// The next such request.
    pub fn next(&self, method: &str, path: &str, fault: Fault) {
        self.next_n(1, method, path, fault);
    }

    /// The next `n` such requests.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// # use cyclr_sandbox::Fault;
    /// cyclr.faults().next_n(3, "GET", "/v1.0/account/connectors/*", Fault::malformed());
    /// ```
    pub fn next_n(&self, n: u64, method: &str, path: &str, fault: Fault) {
        self.add(method, path, fault, When::Next { left: n });
    }

    /// Every `nth` such request, the first of which is the `nth`; never, if that is 0. Requests that meet
    /// another fault don't count.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// # use cyclr_sandbox::Fault;
    /// cyclr.faults().every(10, "*", "/v1.0/**", Fault::status(429).retry_after(1));
    /// ```
    pub fn every(&self, nth: u64, method: &str, path: &str, fault: Fault) {
        self.add(method, path, fault, When::Every { nth, seen: 0 });
    }

    /// All such requests.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// # use cyclr_sandbox::Fault;
    /// cyclr.faults().always("POST", "/oauth/token", Fault::stall());
    /// ```
    pub fn always(&self, method: &str, path: &str, fault: Fault) {
        self.add(method, path, fault, When::Always);
    }

    /// Such requests with a probability from 0 to 1; the same seed takes the same ones.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// # use cyclr_sandbox::Fault;
    /// cyclr.faults().with_probability(0.1, 7, "*", "**", Fault::reset().after_processing());
    /// ```
    pub fn with_probability(
        &self,
        probability: f64,
        seed: u64,
        method: &str,
        path: &str,
        fault: Fault,
    ) {
        self.add(method, path, fault, When::probability(probability, seed));
    }

    /// Forgets all faults. Requests that are held stay held.
    pub fn clear(&self) {
        self.rules().all.clear();
    }

    /// How many requests are still to be met by [`next`](Self::next) and [`next_n`](Self::next_n):
    /// 0 when all of them have been.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        let left = |rule: &Rule| if let When::Next { left } = rule.when { left } else { 0 };
        self.rules().all.iter().map(left).sum()
    }

    /// Gives the rule's id.
    pub(crate) fn add(&self, method: &str, path: &str, fault: Fault, when: When) -> u64 {
        let (method, path) = (method.to_owned(), path.to_owned());
        let mut rules = self.rules();
        rules.last_id += 1;
        let id = rules.last_id;
        rules.all.push(Rule { id, method, path, fault, when });
        id
    }

    pub(crate) fn saved(&self) -> Rules {
        self.rules().clone()
    }

    pub(crate) fn restore(&self, saved: Rules) {
        *self.rules() = saved;
    }

    /// The fault that this request meets.
    pub(crate) fn choose(&self, method: &str, path: &str) -> Option<Fault> {
        let mut rules = self.rules();
        let due = rules.all.iter_mut().find_map(|rule| {
            let applies = matches(&rule.method, &rule.path, method, path) && rule.when.is_due();
            applies.then(|| rule.fault.clone())
        });
        rules.all.retain(|rule| !matches!(rule.when, When::Next { left: 0 }));
        due
    }

    fn rules(&self) -> MutexGuard<'_, Rules> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(feature = "control")]
impl Faults {
    pub(crate) fn len(&self) -> usize {
        self.rules().all.len()
    }

    pub(crate) fn map<T>(&self, map: impl Fn(&Rule) -> T) -> Vec<T> {
        self.rules().all.iter().map(map).collect()
    }

    /// Whether there was such a rule.
    pub(crate) fn remove(&self, id: u64) -> bool {
        let mut rules = self.rules();
        let before = rules.all.len();
        rules.all.retain(|rule| rule.id != id);
        rules.all.len() < before
    }
}

impl When {
    pub(crate) fn probability(probability: f64, seed: u64) -> Self {
        Self::Probability { probability, seed, random: Random::seeded(seed) }
    }

    /// Asked once for each request that the rule is for.
    fn is_due(&mut self) -> bool {
        match self {
            Self::Always => true,
            Self::Every { nth, seen } => {
                *seen += 1;
                *nth != 0 && seen.is_multiple_of(*nth)
            }
            Self::Next { left } => {
                let due = *left > 0;
                *left = left.saturating_sub(1);
                due
            }
            Self::Probability { probability, random, .. } => random.unit() < *probability,
        }
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules = self.rules();
        let shown = rules.all.iter().map(|it| (&it.method, &it.path, &it.fault));
        f.debug_list().entries(shown).finish()
    }
}
