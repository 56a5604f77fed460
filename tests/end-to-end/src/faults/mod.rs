//! What it takes to play every fault in every call.

mod calls;
mod clock;
mod kinds;

use std::sync::Arc;

use cyclr_sandbox::{Limits, Sandbox};

pub use calls::{CANARY, Class, Scene, Target, all_targets, encoded_canaries};
pub use clock::{DEADLINE, TRY_LIMIT, VirtualClock};
pub use kinds::{FaultKind, Meaning, Outcome, all_kinds};

use crate::{AnyClient, Kind, Settings, World};

/// A sandbox and a client for all cells of one call, in virtual time.
#[derive(Debug)]
pub struct Stage {
    pub kind: Kind,
    pub world: World,
    pub clock: VirtualClock,
    pub settings: Settings,
}

impl Stage {
    pub fn new(kind: Kind) -> Self {
        Self::with_clock(kind, VirtualClock::new)
    }

    pub fn with_clock(kind: Kind, clock: impl FnOnce(Arc<Sandbox>) -> VirtualClock) -> Self {
        // All requests of a cell are counted.
        let limits = Limits { requests: 100_000, ..Limits::default() };
        let sandbox = Arc::new(Sandbox::builder().limits(limits).start_blocking().unwrap());
        let clock = clock(Arc::clone(&sandbox));
        let settings = Settings {
            timeout: TRY_LIMIT,
            deadline: DEADLINE,
            // Much longer than any true answer, and soon reached by an endless one.
            max_body: 256 * 1024,
            ..Settings::of(&sandbox)
        };
        let mut world = World::around(kind, sandbox);
        world.client = AnyClient::with_clock(kind, settings.clone(), clock.clone());
        Self { kind, world, clock, settings }
    }

    /// The client to make the call with: the call that asks for an access token needs one that has
    /// none.
    pub fn client(&self, target: Target) -> AnyClient {
        match target {
            Target::AccessToken => {
                AnyClient::with_clock(self.kind, self.settings.clone(), self.clock.clone())
            }
            _ => self.world.client.clone(),
        }
    }
}
