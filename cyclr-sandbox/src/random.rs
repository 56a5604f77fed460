//! [`Random`]: tokens and GUIDs.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rand::rngs::{StdRng, SysRng};
use rand::{Rng as _, RngExt as _, SeedableRng as _};

/// All randomness of a sandbox comes from here, so that a seed repeats it, and so does a clone.
#[derive(Clone)]
pub(crate) struct Random {
    key: [u8; 32],
    /// How often something was drawn.
    drawn: u64,
}

impl Random {
    /// Without a seed, the system's randomness.
    pub(crate) fn new(seed: Option<u64>) -> Result<Self, rand::rngs::SysError> {
        match seed {
            Some(seed) => Ok(Self::seeded(seed)),
            None => Ok(Self::keyed(StdRng::try_from_rng(&mut SysRng)?)),
        }
    }

    pub(crate) fn seeded(seed: u64) -> Self {
        Self::keyed(StdRng::seed_from_u64(seed))
    }

    fn keyed(mut source: StdRng) -> Self {
        let mut key = [0; 32];
        source.fill_bytes(&mut key);
        Self { key, drawn: 0 }
    }

    /// Another generator for each draw, since `StdRng` can't be cloned, with another key: such generators are
    /// independent of each other.
    fn next(&mut self) -> StdRng {
        self.drawn += 1;
        let mut key = self.key;
        for (byte, drawn) in key.iter_mut().zip(self.drawn.to_le_bytes()) {
            *byte ^= drawn;
        }
        StdRng::from_seed(key)
    }

    /// From 0 to 1, which is never reached.
    pub(crate) fn unit(&mut self) -> f64 {
        self.next().random()
    }

    /// 192 bits in base64url, which leaves every form, URL and header as it is.
    pub(crate) fn url_safe_token(&mut self) -> String {
        let mut bytes = [0; 24];
        self.next().fill_bytes(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// 32 bytes in standard base64 with at least one `+`, one `/` and one `=`, of which the half of
    /// all random ones would lack a `+`.
    pub(crate) fn awkward_token(&mut self) -> String {
        let (mut bytes, mut random) = ([0; 32], self.next());
        random.fill_bytes(&mut bytes);
        let mut token = STANDARD.encode(bytes);
        let (plus, slash) = (random.random_range(0..21), random.random_range(21..42));
        token.replace_range(plus..=plus, "+");
        token.replace_range(slash..=slash, "/");
        token
    }

    /// A GUID of version 4.
    pub(crate) fn guid(&mut self) -> String {
        let bits: u128 = self.next().random();
        let bits = bits & !(0xf << 76) | (0x4 << 76);
        let bits = bits & !(0x3 << 62) | (0x2 << 62);
        let mut guid = format!("{bits:032x}");
        for hyphen in [20, 16, 12, 8] {
            guid.insert(hyphen, '-');
        }
        guid
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Random").finish_non_exhaustive()
    }
}

/// Whether a text is one, of whatever kind.
pub(crate) fn is_guid(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let is_hex = |part: &&str| part.bytes().all(|it| it.is_ascii_hexdigit());
    parts.iter().map(|it| it.len()).eq([8, 4, 4, 4, 12]) && parts.iter().all(is_hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_are_of_version_4() {
        let mut random = Random::seeded(1);
        for _ in 0..100 {
            let guid = random.guid();
            assert!(is_guid(&guid), "{guid}");
            assert_eq!(&guid[14..15], "4", "{guid}");
            assert!(["8", "9", "a", "b"].contains(&&guid[19..20]), "{guid}");
        }
        for not in ["", "g0000000-0000-4000-8000-000000000000", "0-0-0-0-0"] {
            assert!(!is_guid(not), "{not}");
        }
        assert_ne!(random.guid(), random.guid());
        assert_eq!(format!("{random:?}"), "Random { .. }");
    }
}
