//! The least that passes for Cyclr: reads requests, and answers each the same.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;

const ACCESS_TOKEN: &str = r#"{"access_token":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","token_type":"bearer","expires_in":1209599,"clientId":"id"}"#;
const SIGN_IN_TOKEN: &str = r#"{"Token":"+7fCuHJ1LUq1bGasmHGVvnVw/UfsVe1DlYHXDrFuaBo=","ExpiresAtUtc":"2099-12-08T11:02:48.7436471Z"}"#;

/// The server, in a separate process.
pub struct Process {
    child: Child,
    pub port: u16,
}

impl Process {
    pub fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg("serve")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, port: line.trim().parse().unwrap() }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

pub fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    for stream in listener.incoming() {
        let stream = stream.unwrap();
        thread::spawn(move || answer_all(stream));
    }
}

fn answer_all(mut stream: TcpStream) {
    stream.set_nodelay(true).unwrap();
    let mut requests = BufReader::new(stream.try_clone().unwrap());
    while let Some(path) = read_request(&mut requests) {
        let body = if path == "/oauth/token" { ACCESS_TOKEN } else { SIGN_IN_TOKEN };
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        );
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

/// The path of the next request, all of which is read.
fn read_request(requests: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    requests.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    loop {
        line.clear();
        requests.read_line(&mut line).ok()?;
        let (name, value) = line.split_once(':').unwrap_or_default();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
        if line.trim().is_empty() {
            break;
        }
    }
    requests.take(length).read_to_end(&mut Vec::new()).ok()?;
    Some(path)
}
