//! `chromedriver`: one process for all tests of a binary.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use crate::scratch::Scratch;

/// Ends with this process, in any way: statics are not dropped, but their pipes are closed. All its
/// browsers and their folders end with it.
const GUARD: &str = r#"
    # It ends at once if the port that it chose has been taken.
    { chromedriver --port=0 || chromedriver --port=0 || chromedriver --port=0; } </dev/null 2>/dev/null &
    # So that its output ends with it.
    exec >/dev/null
    trap "" TERM
    read -r _
    kill -TERM 0
    wait
    # Browsers write on while they end.
    sleep 1
    rm -rf "$1"
"#;

struct Running {
    port: u16,
    _guard: Child,
    // Kept open, so that chromedriver can write to it.
    _output: BufReader<ChildStdout>,
}

static CHROMEDRIVER: LazyLock<Running> = LazyLock::new(|| {
    let mut guard = Command::new("sh")
        .args(["-c", GUARD, "chromedriver-guard"])
        .arg(Scratch::root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .process_group(0)
        .spawn()
        .expect("sh runs");
    let mut output = BufReader::new(guard.stdout.take().expect("its output is a pipe"));
    // No line break follows the sentence, only a full stop.
    let port = (&mut output).split(b'.').map_while(Result::ok).find_map(|sentence| {
        let sentence = String::from_utf8(sentence).ok()?;
        let (_, port) = sentence.split_once("was started successfully on port ")?;
        port.parse().ok()
    });
    let port = port.expect("chromedriver starts: is Debian's chromium-driver installed?");
    Running { port, _guard: guard, _output: output }
});

/// Where it listens.
pub(crate) fn url() -> String {
    format!("http://127.0.0.1:{}", CHROMEDRIVER.port)
}

/// Closes the browser, with all its windows, and waits until it is gone.
pub(crate) fn end_session(id: &str) {
    if let Err(error) = delete(id) {
        eprintln!("a browser may still be there: {error}");
    }
}

fn delete(id: &str) -> io::Result<()> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, CHROMEDRIVER.port))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(
        stream,
        "DELETE /session/{id} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )?;
    // It responds when it is done.
    stream.read_exact(&mut [0])
}
