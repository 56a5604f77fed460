//! The portal as a program: with a local Cyclr, or with the real one.

mod options;

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use options::{Command, Options};
use partner_portal::local_cyclr::LocalCyclr;
use partner_portal::walk::walk;
use partner_portal::web::{self, Limits, Portal};
use tracing_subscriber::EnvFilter;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("partner_portal=info,cyclr_oauth=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();

    let options = Options::parse();
    let done = match options.command {
        Some(Command::Walk) => walk_through().await,
        None => serve(options).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprint!("error: {error}");
            let mut source = error.source();
            while let Some(error) = source {
                eprint!(": {error}");
                source = error.source();
            }
            eprintln!();
            ExitCode::FAILURE
        }
    }
}

async fn walk_through() -> Result<(), Box<dyn Error>> {
    let local = LocalCyclr::start().await;
    println!(
        "A local stand-in for Cyclr: API {}, service domain {}\n",
        local.sandbox.api_domain(),
        local.sandbox.service_domain()
    );
    walk(&local).await
}

async fn serve(options: Options) -> Result<(), Box<dyn Error>> {
    let listener = options.listen().await?;
    let portal = options.portal(listener.local_addr()?).await?;
    // Whoever started it may not be reading.
    _ = writeln!(io::stdout(), "{}", greeting(&portal));
    let stop = async {
        // Where there are no signals, nothing stops it but the end of the process.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let sweeping = tokio::spawn(sweep(portal.clone()));
    web::serve(listener, web::router(portal), Limits::default(), stop).await;
    sweeping.abort();
    Ok(())
}

/// Every five minutes.
async fn sweep(portal: Portal) {
    loop {
        tokio::time::sleep(Duration::from_secs(300)).await;
        portal.sweep().await;
    }
}

fn greeting(portal: &Portal) -> String {
    let at = portal.address.as_str();
    let with = match &portal.sandbox {
        Some(sandbox) => format!(
            "a stand-in for Cyclr: API {}, service domain {}",
            sandbox.api_domain(),
            sandbox.service_domain()
        ),
        None => format!("Cyclr at {}", portal.cyclr.service_domain()),
    };
    format!("The partner portal is at {at}\nwith {with}\nStop it with Ctrl-C.")
}
