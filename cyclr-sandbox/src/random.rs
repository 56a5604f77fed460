//! [`Random`]: tokens and GUIDs.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rand::rngs::{StdRng, SysRng};
use rand::{Rng as _, RngExt as _, SeedableRng as _};

/// All randomness of a sandbox comes from here, so that a seed repeats it.
#[derive(Debug)]
pub(crate) struct Random(StdRng);

impl Random {
    /// Without a seed, the system's randomness.
    pub(crate) fn new(seed: Option<u64>) -> Result<Self, rand::rngs::SysError> {
        Ok(Self(match seed {
            Some(seed) => StdRng::seed_from_u64(seed),
            None => StdRng::try_from_rng(&mut SysRng)?,
        }))
    }

    /// 192 bits in base64url, which leaves every form, URL and header as it is.
    pub(crate) fn url_safe_token(&mut self) -> String {
        let mut bytes = [0; 24];
        self.0.fill_bytes(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// 32 bytes in standard base64 with at least one `+`, one `/` and one `=`, of which the half of
    /// all random ones would lack a `+`.
    pub(crate) fn awkward_token(&mut self) -> String {
        let mut bytes = [0; 32];
        self.0.fill_bytes(&mut bytes);
        let mut token = STANDARD.encode(bytes);
        let (plus, slash) = (self.0.random_range(0..21), self.0.random_range(21..42));
        token.replace_range(plus..=plus, "+");
        token.replace_range(slash..=slash, "/");
        token
    }

    /// A GUID of version 4.
    pub(crate) fn guid(&mut self) -> String {
        let bits: u128 = self.0.random();
        let bits = bits & !(0xf << 76) | (0x4 << 76);
        let bits = bits & !(0x3 << 62) | (0x2 << 62);
        let mut guid = format!("{bits:032x}");
        for hyphen in [20, 16, 12, 8] {
            guid.insert(hyphen, '-');
        }
        guid
    }
}

/// Whether a text is one, of whatever kind.
pub(crate) fn is_guid(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let is_hex = |part: &&str| part.bytes().all(|it| it.is_ascii_hexdigit());
    parts.iter().map(|it| it.len()).eq([8, 4, 4, 4, 12]) && parts.iter().all(is_hex)
}
