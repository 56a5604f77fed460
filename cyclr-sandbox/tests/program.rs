//! The program: what it prints, what it logs, how it ends.
#![cfg(all(feature = "program", unix))]
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the functions that tests share end them, too"
)]

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

const CANARY: &str = "c4n4ry";

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cyclr-sandbox"));
    command.env_remove("RUST_LOG");
    command
}

/// Runs until it has printed what it prints at the start.
fn start(command: &mut Command) -> (Child, Vec<String>) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    (child, lines.take(7).map(Result::unwrap).collect())
}

fn interrupt(mut child: Child) -> (std::process::ExitStatus, String) {
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let status = child.wait().unwrap();
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    (status, log)
}

fn value<'a>(lines: &'a [String], label: &str) -> &'a str {
    lines.iter().find_map(|it| it.strip_prefix(label)).unwrap().trim()
}

#[tokio::test]
async fn it_serves_a_seed_and_logs_no_secret() {
    let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/seed.example.json");
    let mut command = program();
    command.args(["--listen", "127.0.0.1:0", "--seed", seed, "--log", "trace"]);
    command.args(["--switch", "token_error=text", "--token-lifetime", "60"]);
    let (child, lines) = start(&mut command);
    assert_eq!(value(&lines, "client id"), "sandbox-client");
    assert_eq!(value(&lines, "client secret"), "sandbox-secret");
    let (api, service) = (value(&lines, "API domain"), value(&lines, "service domain"));

    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let form = |secret| {
        [
            ("grant_type", "client_credentials"),
            ("client_id", "sandbox-client"),
            ("client_secret", secret),
        ]
    };
    let url = format!("{api}/oauth/token");
    let wrong = client.post(&url).form(&form(CANARY)).send().await.unwrap();
    assert_eq!(wrong.text().await.unwrap(), "the client credentials are wrong");
    let answer: Value =
        client.post(&url).form(&form("sandbox-secret")).send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["expires_in"], 60);
    let token = answer["access_token"].as_str().unwrap();
    let url = format!("{api}/v1.0/account/connectors/1234?canary={CANARY}");
    let request = client.put(url).bearer_auth(token).header("x-cyclr-account", "Acme-42");
    let body = format!(r#"{{"AuthValue": "{{\"AccessToken\": \"{CANARY}\"}}"}}"#);
    let request = request.header("content-type", "application/json").body(body);
    assert_eq!(request.send().await.unwrap().status(), 200);
    let url = format!("{service}/connectorauth/updateaccountconnectoroauth?token={CANARY}");
    assert_eq!(client.get(url).send().await.unwrap().status(), 403);
    let method = reqwest::Method::from_bytes(CANARY.as_bytes()).unwrap();
    client.request(method, format!("{api}/v1.0/{CANARY}")).send().await.unwrap();

    let (status, log) = interrupt(child);
    assert!(status.success(), "{status}");
    assert!(log.contains(" 200 PUT /v1.0/account/connectors/1234 (Api)\n"), "{log}");
    assert!(log.contains(" 404 [redacted] /v1.0/[redacted] (Api)\n"), "{log}");
    assert!(log.trim_end().ends_with("stopped"), "{log}");
    // Its output isn't a terminal.
    assert!(!log.contains('\x1b'), "{log}");
    for secret in [CANARY, token, "sandbox-secret"] {
        assert!(!log.contains(secret), "{log}");
    }
}

/// The command line that it prints works as it is, whatever the secret holds.
#[test]
fn it_says_what_to_do_next() {
    for (tls, scheme) in [(false, "http://"), (true, "https://")] {
        next_steps(tls, scheme);
    }
}

fn next_steps(tls: bool, scheme: &str) {
    let mut command = program();
    command.args(["--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--log", "warn"]);
    if tls {
        command.arg("--tls");
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let lines: Vec<_> = lines.take_while(|it| !it.ends_with("/openapi.json")).collect();
    let control = value(&lines, "control").to_owned();
    let run = |part: &str, count| {
        let is_it = |it: &String| it.trim().starts_with("curl ") && it.contains(part);
        let first = lines.iter().position(is_it).unwrap();
        let command = lines[first..first + count].join("\n");
        let output = Command::new("sh").args(["-c", &command]).output().unwrap();
        serde_json::from_slice::<Value>(&output.stdout)
            .unwrap_or_else(|_| panic!("{command}: {output:?}"))
    };
    let api = value(&lines, "API domain");
    assert!(api.starts_with(scheme), "{api}");
    assert!(run(&format!(" {api}/oauth/token"), 2)["access_token"].is_string());
    assert_eq!(run(&format!(" {control}/clock/advance"), 1)["frozen"], false);
    let authority = lines.iter().find_map(|it| it.strip_prefix("CA certificate  "));
    assert_eq!(authority.is_some_and(|it| std::fs::read(it).is_ok()), tls);
    if cfg!(target_os = "linux") {
        let threads = std::fs::read_dir(format!("/proc/{}/task", child.id())).unwrap().count();
        assert_eq!(threads, 2, "the program's own, and the sandbox's");
    }
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(authority.is_none_or(|it| std::fs::read(it).is_err()), "the file stays");
}

#[test]
fn ports_follow_each_other() {
    // Of three that are free now; somebody may be faster.
    for _ in 0..20 {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let first = free.local_addr().unwrap().port();
        drop(free);
        if first > 65_000 {
            continue;
        }
        let (mut child, lines) = start(program().args(["--listen", &format!("127.0.0.1:{first}")]));
        if lines.is_empty() {
            assert!(!child.wait().unwrap().success());
            continue;
        }
        assert_eq!(value(&lines, "API domain"), format!("http://127.0.0.1:{first}"));
        assert_eq!(value(&lines, "service domain"), format!("http://127.0.0.1:{}", first + 1));
        assert_eq!(value(&lines, "third party"), format!("http://127.0.0.1:{}", first + 2));
        assert!(interrupt(child).0.success());
        return;
    }
    panic!("twenty times others were faster");
}

#[test]
fn mistakes_are_sentences() {
    let seed = std::env::temp_dir().join(format!("cyclr-sandbox-{}.json", std::process::id()));
    std::fs::write(
        &seed,
        "{\n  \"Accounts\": [\n    { \"Id\": \"Acme-42\", \"Nane\": 1 }\n  ]\n}\n",
    )
    .unwrap();
    let seed = seed.to_str().unwrap().to_owned();
    for (arguments, expected) in [
        (
            &["--seed", "/nowhere/seed.json"][..],
            "error: the file /nowhere/seed.json can't be read: No such file",
        ),
        (&["--switch", "page_size"], "write it as NAME=VALUE"),
        (
            &["--switch", "page_sise=3"],
            "there is no switch `page_sise`; there are broken_connection, ",
        ),
        (&["--seed", &seed], &*format!("error: {seed}: line 3, column 29: ")),
        (&["--control", "0.0.0.0:0"], "error: 0.0.0.0:0 can be reached from other machines"),
        (&["--listen", "0.0.0.0:0"], "error: 0.0.0.0:0 can be reached from other machines"),
        (&["--listen", "127.0.0.1:65535"], "error: there is no port after that of 127.0.0.1:65535"),
    ] {
        let output = program().args(arguments).output().unwrap();
        let is_usage = arguments[0] == "--switch";
        assert_eq!(output.status.code(), Some(if is_usage { 2 } else { 1 }));
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(text.contains(expected), "{text}");
    }
    std::fs::remove_file(&seed).unwrap();
    let help = String::from_utf8(program().arg("--help").output().unwrap().stdout).unwrap();
    for (name, _) in cyclr_sandbox::Switches::default().all() {
        assert!(help.contains(name), "{name}");
    }
}
