//! The sandbox as a program.

mod request_log;

use std::error::Error;
use std::fmt::Write as _;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use cyclr_sandbox::{Sandbox, Seed, Switches};
use tracing_subscriber::EnvFilter;

use request_log::RequestLog;

/// A stateful local stand-in for Cyclr
///
/// Serves Cyclr's API, its service domain and a third party with a consent page over HTTP, on three
/// ports of this machine. All is in memory, and gone when the program ends.
///
/// Ctrl-C and SIGTERM stop it, with exit code 0. It is 1 if the sandbox can't start, and 2 if the command line
/// is wrong.
#[derive(Debug, Parser)]
#[command(version, after_long_help = switches_help(), max_term_width = 100)]
struct Arguments {
    /// Where the API listens; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value_t = SocketAddr::from((Ipv4Addr::LOCALHOST, 4010)))]
    listen: SocketAddr,

    /// Where the service domain listens [default: the port after the API's]
    #[arg(long, value_name = "ADDRESS")]
    listen_service: Option<SocketAddr>,

    /// Where the third party listens [default: the port after the service domain's]
    #[arg(long, value_name = "ADDRESS")]
    listen_third_party: Option<SocketAddr>,

    /// Where to listen for tests in any language, which move the clock, add faults and so on; described at
    /// `/openapi.json`. Without it, there is nothing of that [example: 127.0.0.1:4020]
    #[arg(long, value_name = "ADDRESS")]
    control: Option<SocketAddr>,

    /// Serves https instead of http, for clients that insist on it, and prints where the certificate is that
    /// they have to trust. The control address stays on http
    #[arg(long)]
    tls: bool,

    /// A JSON file with credentials, accounts, connectors and switches
    ///
    /// Without one there is nothing but client credentials, which are random.
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,

    /// Sets what Cyclr's documentation leaves open; may be repeated. All names are below
    /// with `--help`
    #[arg(long = "switch", value_name = "NAME=VALUE", value_parser = name_and_value)]
    switches: Vec<(String, String)>,

    /// How long access tokens live, in seconds [default: 1209599, which is 14 days]
    #[arg(long, value_name = "SECONDS")]
    token_lifetime: Option<u64>,

    /// Makes tokens and credentials the same in every run
    #[arg(long, value_name = "NUMBER")]
    random_seed: Option<u64>,

    /// What to log: `warn`, `info`, `debug` or a filter such as `cyclr_sandbox=debug` [default: the
    /// environment's `RUST_LOG`, or `info`]
    #[arg(long, value_name = "FILTER")]
    log: Option<String>,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
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

fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let filter = match arguments.log {
        Some(filter) => EnvFilter::try_new(filter)?,
        None => EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")),
    };
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .event_format(RequestLog::to_stderr())
        .init();

    let seed = match arguments.seed {
        Some(file) => match Seed::read(&file) {
            Err(error) if error.line() > 0 => {
                return Err(format!("{}: {error}", file.display()).into());
            }
            // An error without a line names the file itself.
            read => read?,
        },
        None => Seed::default(),
    };
    let mut switches = seed.switches();
    for (name, value) in arguments.switches {
        switches.set(&name, &value)?;
    }
    let service = arguments.listen_service.map_or_else(|| next(arguments.listen), Ok)?;
    let third_party = arguments.listen_third_party.map_or_else(|| next(service), Ok)?;
    let mut builder = Sandbox::builder()
        .listen_api(arguments.listen)
        .listen_service(service)
        .listen_third_party(third_party)
        .seed(seed)
        .switches(switches);
    if arguments.tls {
        builder = builder.tls();
    }
    if let Some(address) = arguments.control {
        builder = builder.control(address);
    }
    if let Some(seconds) = arguments.token_lifetime {
        builder = builder.token_lifetime(Duration::from_secs(seconds));
    }
    if let Some(seed) = arguments.random_seed {
        builder = builder.random_seed(seed);
    }

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let sandbox = builder.start_blocking()?;
    let authority =
        sandbox.certificate_authority().map(|pem| AuthorityFile::write(&pem)).transpose()?;
    runtime.block_on(async {
        // Before anything is printed: from then on a reader may stop the program.
        let stopped = stop_signals()?;
        // All at once: a reader may want the first lines only, and close the pipe.
        let mut stdout = io::stdout();
        let _ = stdout
            .write_all(start_lines(&sandbox, authority.as_ref())?.as_bytes())
            .and_then(|()| stdout.flush());
        stopped.await;
        // Connections are closed, and the ports are free, before the program ends.
        drop(sandbox);
        tracing::info!("stopped");
        Ok(())
    })
}

/// Where everything is, and what to do next.
fn start_lines(
    sandbox: &Sandbox,
    authority: Option<&AuthorityFile>,
) -> Result<String, std::fmt::Error> {
    let (client_id, client_secret) = sandbox.client_credentials();
    let (api, client_secret) = (sandbox.api_domain(), client_secret.expose_secret());
    let mut lines = String::from("cyclr-sandbox is running. Stop it with Ctrl-C.\n\n");
    writeln!(lines, "API domain      {api}")?;
    writeln!(lines, "service domain  {}", sandbox.service_domain())?;
    writeln!(lines, "third party     {}", sandbox.third_party_origin())?;
    writeln!(lines, "client id       {client_id}")?;
    writeln!(lines, "client secret   {client_secret}")?;
    let control = sandbox.control_address();
    if let Some(control) = control {
        writeln!(lines, "control         http://{control}")?;
    }
    if let Some(AuthorityFile(path)) = authority {
        writeln!(lines, "CA certificate  {}", path.display())?;
    }
    writeln!(lines, "\nGive these to your application, or get an access token yourself:\n")?;
    let trust = authority
        .map(|AuthorityFile(path)| format!("--cacert {} ", quoted(&path.to_string_lossy())));
    let trust = trust.unwrap_or_default();
    writeln!(lines, "  curl {trust}{api}/oauth/token -d grant_type=client_credentials \\")?;
    let (id, secret) = (quoted(&client_id), quoted(client_secret));
    writeln!(lines, "    --data-urlencode client_id={id} --data-urlencode client_secret={secret}")?;
    match control {
        Some(control) => writeln!(
            lines,
            "\nMove the clock, and see what else there is:\n\n  curl http://{control}/clock/advance --json \
             '{{\"seconds\": 301}}'\n  curl http://{control}/openapi.json"
        )?,
        None => writeln!(
            lines,
            "\nWith --control 127.0.0.1:4020, tests can move the clock and add faults."
        )?,
    }
    lines.push('\n');
    Ok(lines)
}

/// The certificate that clients have to trust, in a new file of the system's folder for these, until the
/// program ends.
struct AuthorityFile(PathBuf);

impl AuthorityFile {
    fn write(pem: &str) -> io::Result<Self> {
        // Random, because a container gives every run the same process id.
        let name = format!("cyclr-sandbox-{:016x}-ca.pem", RandomState::new().hash_one(0));
        let path = std::env::temp_dir().join(name);
        // Nobody else can have prepared it to be something else.
        let mut file = std::fs::File::create_new(&path).map_err(|error| {
            io::Error::new(error.kind(), format!("can't write {}: {error}", path.display()))
        })?;
        let written = Self(path);
        file.write_all(pem.as_bytes())?;
        Ok(written)
    }
}

impl Drop for AuthorityFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// For a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The port after, on the same address; of a free one, another free one.
fn next(address: SocketAddr) -> Result<SocketAddr, String> {
    let port = match address.port() {
        0 => Some(0),
        port => port.checked_add(1),
    };
    let port = port.ok_or_else(|| {
        format!("there is no port after that of {address}; choose one for each by the flags")
    })?;
    Ok(SocketAddr::new(address.ip(), port))
}

/// Ctrl-C, and what `kill` and service managers send.
#[cfg(unix)]
fn stop_signals() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(windows)]
fn stop_signals() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    // Now, so that clap reports a wrong one as it reports other mistakes.
    Switches::default().set(name, value).map_err(|error| error.to_string())?;
    Ok((name.to_owned(), value.to_owned()))
}

fn switches_help() -> String {
    let switches = Switches::default().all();
    let width = switches.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let line = |(name, value): &(&str, String)| format!("  {name:width$}  {value}\n");
    let lines: String = switches.iter().map(line).collect();
    format!("Switches and their defaults, explained on the page of `Switches`:\n{lines}")
}
