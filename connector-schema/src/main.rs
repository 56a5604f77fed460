//! The program.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

use clap::Parser;
use connector_schema::{Definition, fetch_all, rust_file};
use cyclr_oauth::{AccountId, ApiDomain, Client, Secret, ServiceDomain};

/// Fetches connectors' definitions from Cyclr, and writes the Rust structs for them
///
/// The client secret is read from `CYCLR_CLIENT_SECRET`: everybody on the machine can see arguments.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Arguments {
    /// Connectors by name or id; all of them, if none is named
    connectors: Vec<String>,

    /// The file to read definitions from, instead of asking Cyclr
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,

    /// Cyclr's API, such as api.cyclr.com
    #[arg(long, env = "CYCLR_API_DOMAIN", value_name = "HOST")]
    api_domain: Option<ApiDomain>,

    /// The partner's client id
    #[arg(long, env = "CYCLR_CLIENT_ID", value_name = "ID")]
    client_id: Option<String>,

    /// An account that can install the connectors
    #[arg(long, env = "CYCLR_ACCOUNT_ID", value_name = "ID")]
    account: Option<AccountId>,

    /// The folder that the files are written to
    #[arg(long, default_value = "connectors", value_name = "FOLDER")]
    out: PathBuf,

    /// Prints the Rust structs, and writes no files
    #[arg(long = "struct")]
    rust: bool,

    /// Lists ids and names, and writes no files
    #[arg(long, conflicts_with = "rust")]
    list: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            let mut source = error.source();
            while let Some(cause) = source {
                eprintln!("  because: {cause}");
                source = cause.source();
            }
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let all = match &arguments.from {
        Some(file) => {
            let json = fs::read_to_string(file)
                .map_err(|error| format!("{} can't be read: {error}", file.display()))?;
            Definition::read_all(&json).map_err(|error| format!("{}: {error}", file.display()))?
        }
        None => from_cyclr(&arguments).await?,
    };
    let named = named(&all);
    let chosen = chosen(&named, &arguments.connectors)?;
    if arguments.list {
        for (definition, _) in chosen {
            print(&format!("{}\t{}", definition.connector().id, definition.connector().name))?;
        }
    } else if arguments.rust {
        print(&structs(&chosen, all.len(), &arguments)?)?;
    } else {
        fs::create_dir_all(&arguments.out)?;
        for (definition, name) in chosen {
            let file = arguments.out.join(name);
            fs::write(&file, definition.to_file())
                .map_err(|error| format!("{} can't be written: {error}", file.display()))?;
            print(&file.display().to_string())?;
        }
    }
    Ok(())
}

async fn from_cyclr(arguments: &Arguments) -> Result<Vec<Definition>, Box<dyn Error>> {
    let Arguments { api_domain, client_id, account, .. } = arguments;
    let missing = |what| format!("{what} is missing; see --help, or read a file with --from");
    let client = Client::builder()
        .api_domain(api_domain.clone().ok_or_else(|| missing("--api-domain"))?)
        .client_credentials(
            client_id.clone().ok_or_else(|| missing("--client-id"))?,
            Secret::from(
                env::var("CYCLR_CLIENT_SECRET").map_err(|_| missing("CYCLR_CLIENT_SECRET"))?,
            ),
        )
        // Nobody is sent there.
        .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
        .build()?;
    let account = account.as_ref().ok_or_else(|| missing("--account"))?;
    let checked = client.check().await;
    if let (Err(error), Some(domain)) = (&checked, api_domain)
        && error.is_transport()
        && let Some(local) = without_tls(domain)
    {
        return Err(format!("{error}; for a local server without TLS, write `{local}`").into());
    }
    checked?;
    Ok(fetch_all(&client, account).await?)
}

/// The address without TLS of a loopback host: `127.0.0.1:4710` means https.
fn without_tls(domain: &ApiDomain) -> Option<String> {
    let local = domain.to_string().replacen("https://", "http://", 1);
    (local != domain.to_string() && ApiDomain::parse(&local).is_ok()).then_some(local)
}

/// A definition, and the name of its file.
type Named<'a> = (&'a Definition, String);

/// Selects the connectors with these names and ids. Several may share a name.
fn chosen<'a>(all: &'a [Named<'a>], names: &[String]) -> Result<Vec<&'a Named<'a>>, String> {
    let is_called = |name: &String| all.iter().any(|(definition, _)| definition.is_called(name));
    if let Some(unknown) = names.iter().find(|name| !is_called(name)) {
        let count = all.len();
        return Err(format!(
            "there is no connector `{unknown}` among the {count} that were read; see --list"
        ));
    }
    let is_chosen = |(definition, _): &&Named<'_>| {
        names.is_empty() || names.iter().any(|name| definition.is_called(name))
    };
    Ok(all.iter().filter(is_chosen).collect())
}

/// Prints a line. If the reader is gone, as behind `| head`, that isn't an error.
fn print(line: &str) -> io::Result<()> {
    match writeln!(io::stdout(), "{line}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

fn structs(
    chosen: &[&Named<'_>],
    count: usize,
    arguments: &Arguments,
) -> Result<String, Box<dyn Error>> {
    let paths = chosen.iter().map(|(_, name)| match &arguments.from {
        Some(file) if count == 1 && file.is_relative() => file.clone(),
        _ => arguments.out.join(name),
    });
    let paths: Vec<_> = paths.collect();
    let mut definitions = Vec::new();
    for ((definition, _), path) in chosen.iter().zip(&paths) {
        let text = path
            .to_str()
            .ok_or_else(|| format!("{} isn't UTF-8, so no struct can name it", path.display()))?;
        definitions.push((*definition, Some(text)));
    }
    Ok(rust_file(&definitions).trim_end().to_owned())
}

/// Names each definition's file. Connectors that share a name, such as two versions, get their ids.
fn named(all: &[Definition]) -> Vec<Named<'_>> {
    let mut counts = HashMap::new();
    for definition in all {
        *counts.entry(definition.file_name()).or_insert(0) += 1;
    }
    let mut taken = HashSet::new();
    let mut named = Vec::new();
    for definition in all {
        let mut name = definition.file_name();
        if counts.get(&name) != Some(&1) {
            // With the id, it may be another connector's file name.
            while counts.contains_key(&name) || !taken.insert(name.clone()) {
                let stem = name.trim_end_matches(".json");
                name = format!("{stem}-{}.json", definition.connector().id);
            }
        }
        named.push((definition, name));
    }
    named
}
