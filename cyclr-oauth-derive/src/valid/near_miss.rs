//! Names that resemble one that Cyclr reads itself.

use crate::suggest::fold;

/// What a name resembles without being it.
pub(crate) enum NearMiss {
    AuthValue,
    /// This name, which Cyclr reads itself.
    Of(&'static str),
    /// Any name, with spaces around it.
    Padded,
}

pub(crate) fn near_miss(name: &str) -> Option<NearMiss> {
    match fold(name).as_str() {
        "authvalue" => Some(NearMiss::AuthValue),
        "clientid" if name != "ClientId" => Some(NearMiss::Of("ClientId")),
        "clientsecret" if name != "ClientSecret" => Some(NearMiss::Of("ClientSecret")),
        _ => (name.trim() != name).then_some(NearMiss::Padded),
    }
}
