//! [`RootCertificates`]: trusted in addition to the system's certificate authorities.

use std::fmt;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// Certificate authorities to trust in addition to the system's.
///
/// ```no_run
/// use cyclr_oauth::Client;
/// use cyclr_oauth::client::{HttpOptions, RootCertificates};
///
/// let company = RootCertificates::from_pem(&std::fs::read("company-ca.pem")?)?;
/// let builder = Client::with_http(HttpOptions::new().root_certificates(company));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct RootCertificates(Vec<CertificateDer<'static>>);

impl RootCertificates {
    /// Reads all certificates of a PEM file, and ignores text between them.
    ///
    /// # Errors
    ///
    /// [`InvalidCertificates`] if there is no certificate, or one can't be read.
    pub fn from_pem(pem: &[u8]) -> Result<Self, InvalidCertificates> {
        let certificates = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
        Self::checked(certificates.map_err(|error| InvalidCertificates(Some(error.into())))?)
    }

    /// Reads one certificate in DER, the binary form.
    ///
    /// # Errors
    ///
    /// [`InvalidCertificates`] if it can't be read.
    pub fn from_der(der: &[u8]) -> Result<Self, InvalidCertificates> {
        Self::checked(vec![CertificateDer::from(der.to_vec())])
    }

    fn checked(certificates: Vec<CertificateDer<'static>>) -> Result<Self, InvalidCertificates> {
        if certificates.is_empty() {
            return Err(InvalidCertificates(None));
        }
        let mut store = RootCertStore::empty();
        for certificate in &certificates {
            let added = store.add(certificate.clone());
            added.map_err(|error| InvalidCertificates(Some(error.into())))?;
        }
        Ok(Self(certificates))
    }

    pub(super) fn der(&self) -> impl Iterator<Item = CertificateDer<'static>> {
        self.0.iter().cloned()
    }
}

impl fmt::Debug for RootCertificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RootCertificates({})", self.0.len())
    }
}

/// The error for bytes that aren't certificates.
///
/// ```
/// use cyclr_oauth::client::RootCertificates;
///
/// let error = RootCertificates::from_pem(b"MIIB...").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "no certificate found: PEM has a line `-----BEGIN CERTIFICATE-----`",
/// );
/// ```
#[derive(Debug)]
pub struct InvalidCertificates(Option<Box<dyn std::error::Error + Send + Sync>>);

impl fmt::Display for InvalidCertificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => {
                f.write_str("no certificate found: PEM has a line `-----BEGIN CERTIFICATE-----`")
            }
            Some(error) => write!(f, "a certificate can't be read: {error}"),
        }
    }
}

impl std::error::Error for InvalidCertificates {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.as_deref().map(|error| error as _)
    }
}
