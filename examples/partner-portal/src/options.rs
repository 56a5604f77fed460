//! What the portal is started with.

use std::env;
use std::error::Error;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use axum_extra::extract::cookie::Key;
use clap::{Parser, Subcommand};
use cyclr_oauth::{AccountId, ApiDomain, Client, Secret, ServiceDomain};
use partner_portal::people::{self, Person};
use partner_portal::web::{Address, CookieKey, Portal};
use tokio::net::TcpListener;

/// A SaaS vendor's portal, in which its customers connect third-party applications through Cyclr
///
/// Without options it brings a stand-in for Cyclr with it. With `--cyclr-api`, `--service-domain`,
/// `--account` and credentials in the environment it works with the real one.
#[derive(Debug, Parser)]
#[command(version, after_help = ENVIRONMENT, max_term_width = 100)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// Where to listen [default: 127.0.0.1:3000, or a free port if that is taken]
    #[arg(long, value_name = "ADDRESS")]
    addr: Option<SocketAddr>,

    /// The portal's origin as browsers see it [default: that of localhost]
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,

    /// Cyclr's API, such as `api.cyclr.com`
    #[arg(long, value_name = "HOST", requires = "service_domain")]
    cyclr_api: Option<ApiDomain>,

    /// The service domain, as the Cyclr console shows it
    #[arg(long, value_name = "HOST", requires = "cyclr_api")]
    service_domain: Option<ServiceDomain>,

    /// The account whose connectors are shown; may be given twice, for two customers
    #[arg(long = "account", value_name = "ID", requires = "cyclr_api")]
    accounts: Vec<AccountId>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The whole exchange with Cyclr in the terminal, step by step
    Walk,
}

/// What no other user of the machine is to see, as they see a program's arguments.
const ENVIRONMENT: &str = "\
Environment:
  CYCLR_CLIENT_ID      The partner's client id, for `--cyclr-api`
  CYCLR_CLIENT_SECRET  The partner's client secret
  PORTAL_KEY           What signs the cookies: at least 64 characters [default: random]
  REDIS_URL            A Redis server that several portals share, which have the same PORTAL_KEY
                       [default: sessions, attempts to connect and their number are kept in memory]
  RUST_LOG             What is logged, such as `cyclr_oauth=debug`";

/// A secret from the environment, if it is there.
fn secret(name: &str) -> Option<Secret> {
    env::var(name).ok().map(Secret::from)
}

impl Options {
    pub(crate) async fn listen(&self) -> io::Result<TcpListener> {
        if let Some(address) = self.addr {
            return TcpListener::bind(address).await;
        }
        match TcpListener::bind((Ipv4Addr::LOCALHOST, 3000)).await {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await
            }
            bound => bound,
        }
    }

    /// The portal, for browsers that reach it at this address.
    pub(crate) async fn portal(self, listens_at: SocketAddr) -> Result<Portal, Box<dyn Error>> {
        let address = match &self.public_url {
            Some(url) => Address::parse(url).map_err(|error| format!("--public-url: {error}"))?,
            // A name rather than 127.0.0.1, where the sandbox is: cookies tell hosts apart, not ports.
            None => Address::parse(&format!("http://localhost:{}", listens_at.port()))?,
        };
        let mut portal = match (self.cyclr_api, self.service_domain) {
            (Some(api), Some(service)) => {
                let id = env::var("CYCLR_CLIENT_ID").map_err(|_| "CYCLR_CLIENT_ID is missing")?;
                let secret =
                    secret("CYCLR_CLIENT_SECRET").ok_or("CYCLR_CLIENT_SECRET is missing")?;
                let cyclr = Client::builder()
                    .api_domain(api)
                    .client_credentials(id, secret)
                    .service_domain(service)
                    .build()?;
                cyclr.check().await?;
                Portal::new(cyclr, people_of(&self.accounts)?, address)?
            }
            _ => Portal::local(address).await?,
        };
        if let Some(key) = secret("PORTAL_KEY") {
            let key = Key::try_from(key.expose_secret().as_bytes());
            portal.key =
                CookieKey(key.map_err(|_| "PORTAL_KEY has to have at least 64 characters")?);
        }
        if let Some(url) = secret("REDIS_URL") {
            portal = portal.with_redis(url.expose_secret()).await?;
        }
        Ok(portal)
    }
}

/// Of the accounts that were named, or of the sample's.
fn people_of(accounts: &[AccountId]) -> Result<Vec<Person>, Box<dyn Error>> {
    match accounts {
        [] => Err("--account is missing: whose connectors should it show?".into()),
        [only] => Ok(people::of_account(only.clone())),
        [one, other, ..] => Ok(people::sample(one, other)),
    }
}
