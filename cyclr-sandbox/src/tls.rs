//! [`Tls`]: the sandbox's certificate, which is made when it starts.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use cyclr_oauth::UtcTimestamp;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio_rustls::{TlsAcceptor, TlsConnector};

/// What the server proves its identity with, and what clients have to trust.
#[derive(Clone)]
pub(crate) struct Tls {
    pub(crate) acceptor: TlsAcceptor,
    pub(crate) authority: Authority,
}

/// The authority that signed the server's certificate.
#[derive(Clone)]
pub(crate) struct Authority {
    /// Its certificate, in PEM.
    pub(crate) pem: Arc<str>,
    /// For clients that trust it alone.
    #[cfg_attr(not(feature = "user"), expect(dead_code, reason = "there is no such client"))]
    pub(crate) connector: TlsConnector,
}

impl Tls {
    /// The keys are new each time. The authority signs this one certificate, and its key is gone when this returns.
    pub(crate) fn new() -> Result<Self, Box<dyn Error + Send + Sync>> {
        let mut issuing = parameters("cyclr-sandbox certificate authority", &[])?;
        issuing.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        issuing.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let authority_key = KeyPair::generate()?;
        let authority_certificate = issuing.self_signed(&authority_key)?;

        let mut server = parameters("cyclr-sandbox", &["127.0.0.1", "::1", "localhost"])?;
        server.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        server.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate()?;
        let issuer = Issuer::from_params(&issuing, &authority_key);
        let certificate = server.signed_by(&key, &issuer)?;

        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut trusted = RootCertStore::empty();
        trusted.add(authority_certificate.der().clone())?;
        let client = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(trusted)
            .with_no_client_auth();
        let connector = TlsConnector::from(Arc::new(client));
        let authority = Authority { pem: authority_certificate.pem().into(), connector };

        let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Ok(Self { acceptor, authority })
    }
}

/// Valid for less than the 825 days that some clients insist on.
fn parameters(name: &str, hosts: &[&str]) -> Result<CertificateParams, rcgen::Error> {
    let hosts: Vec<_> = hosts.iter().map(|it| (*it).to_owned()).collect();
    let mut parameters = CertificateParams::new(hosts)?;
    parameters.distinguished_name.remove(DnType::CommonName);
    parameters.distinguished_name.push(DnType::CommonName, name);
    let now = UtcTimestamp::now().to_string();
    let year: i32 = now.get(..4).and_then(|it| it.parse().ok()).unwrap_or(1970);
    parameters.not_before = date_time_ymd(year - 1, 12, 1);
    parameters.not_after = date_time_ymd(year + 1, 12, 31);
    Ok(parameters)
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}
