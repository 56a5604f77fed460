//! Converts errors of hyper and rustls to [`TransportError`], without URLs or header values.

use std::error::Error as StdError;
use std::io;

use crate::api::TransportError;

pub(super) type BoxError = Box<dyn StdError + Send + Sync>;

/// The error for a connection that couldn't be opened.
pub(super) fn no_connection(error: BoxError) -> TransportError {
    match refused_certificate(&*error) {
        Some(reason) => TransportError::certificate(reason),
        None => TransportError::connect(error),
    }
}

/// The verifier's error, if a certificate was rejected.
pub(crate) fn refused_certificate(error: &(dyn StdError + 'static)) -> Option<rustls::Error> {
    let mut refused = None;
    any_cause(error, &mut |cause| {
        refused = cause
            .downcast_ref::<rustls::Error>()
            .filter(|error| {
                use rustls::Error::{InvalidCertificate, NoCertificatesPresented};
                matches!(error, InvalidCertificate(_) | NoCertificatesPresented)
            })
            .cloned();
        refused.is_some()
    });
    refused
}

/// The error for a connection that broke during a request.
pub(super) fn broken(error: hyper::Error) -> TransportError {
    if is_untouched(&error) {
        TransportError::connect(error)
    } else {
        TransportError::broken(error)
    }
}

/// Whether an HTTP/2 server reports that it processed nothing: it refused the stream, or it is
/// shutting down and the stream came too late.
fn is_untouched(error: &hyper::Error) -> bool {
    any_cause(error, &mut |cause| {
        cause.downcast_ref::<h2::Error>().is_some_and(|error| {
            let reason = error.reason();
            error.is_remote()
                && (error.is_reset() && reason == Some(h2::Reason::REFUSED_STREAM)
                    || error.is_go_away() && reason == Some(h2::Reason::NO_ERROR))
        })
    })
}

fn any_cause(
    error: &(dyn StdError + 'static),
    found: &mut dyn FnMut(&(dyn StdError + 'static)) -> bool,
) -> bool {
    // An I/O error's `source` skips the error that it holds.
    let held = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    found(error)
        || held.is_some_and(|held| any_cause(held, found))
        || error.source().is_some_and(|source| any_cause(source, found))
}
