//! [`RequestLog`]: the log's lines, for people.

use std::fmt::{self, Write as _};
use std::io::{IsTerminal as _, stderr};

use cyclr_oauth::UtcTimestamp;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

/// A line for each request, `12:03:04 200 PUT /v1.0/account/connectors/1234 (Api)`, and one for each other
/// event.
pub(crate) struct RequestLog {
    colours: bool,
}

impl RequestLog {
    /// With colours if a person reads it, and hasn't set `NO_COLOR`.
    pub(crate) fn to_stderr() -> Self {
        let is_set =
            |name| std::env::var_os(name).is_some_and(|it: std::ffi::OsString| !it.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|it| it == "dumb");
        Self { colours: stderr().is_terminal() && !is_set("NO_COLOR") && !is_dumb }
    }

    fn coloured(&self, out: &mut Writer<'_>, colour: &str, text: &str) -> fmt::Result {
        if self.colours { write!(out, "\x1b[{colour}m{text}\x1b[0m") } else { out.write_str(text) }
    }
}

const DIM: &str = "2";
const GREEN: &str = "32";
const YELLOW: &str = "33";
const RED: &str = "31";
const CYAN: &str = "36";

impl<S, N> FormatEvent<S, N> for RequestLog
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut out: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let now = UtcTimestamp::now().to_string();
        self.coloured(&mut out, DIM, now.get(11..19).unwrap_or(&now))?;
        out.write_char(' ')?;
        let mut request = Request::default();
        event.record(&mut request);
        let Request { message, origin, method, path, status } = request;
        if message == "request" {
            let colour = match status.bytes().next() {
                Some(b'2') => GREEN,
                Some(b'3') => CYAN,
                Some(b'4') => YELLOW,
                _ => RED,
            };
            self.coloured(&mut out, colour, &status)?;
            write!(out, " {method} {path} ")?;
            self.coloured(&mut out, DIM, &format!("({origin})"))?;
        } else {
            let colour = if *event.metadata().level() <= Level::WARN { RED } else { DIM };
            self.coloured(&mut out, colour, event.metadata().level().as_str())?;
            out.write_char(' ')?;
            context.field_format().format_fields(out.by_ref(), event)?;
        }
        writeln!(out)
    }
}

/// The fields of a request's event.
#[derive(Default)]
struct Request {
    message: String,
    origin: String,
    method: String,
    path: String,
    status: String,
}

impl Request {
    fn field(&mut self, name: &str) -> Option<&mut String> {
        match name {
            "message" => Some(&mut self.message),
            "origin" => Some(&mut self.origin),
            "method" => Some(&mut self.method),
            "path" => Some(&mut self.path),
            "status" => Some(&mut self.status),
            _ => None,
        }
    }
}

impl Visit for Request {
    fn record_str(&mut self, field: &Field, value: &str) {
        if let Some(text) = self.field(field.name()) {
            value.clone_into(text);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if let Some(text) = self.field(field.name()) {
            text.clear();
            let _ = write!(text, "{value:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use tracing::subscriber::with_default;

    use super::*;

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// The log line, without the time.
    fn line(log: impl FnOnce()) -> String {
        let (shared, format) = (Shared::default(), RequestLog { colours: true });
        let writer = shared.clone();
        let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone());
        with_default(subscriber.event_format(format).finish(), log);
        let written = String::from_utf8(shared.0.lock().unwrap().clone()).unwrap();
        written.split_once(' ').unwrap().1.to_owned()
    }

    #[test]
    fn each_kind_of_status_has_its_colour() {
        for (status, colour) in
            [("200", GREEN), ("302", CYAN), ("404", YELLOW), ("503", RED), ("reset", RED)]
        {
            let path = "/v1.0/connectors";
            let line =
                line(|| tracing::info!(origin = "Api", method = "GET", path, status, "request"));
            let status = format!("\x1b[{colour}m{status}\x1b[0m");
            assert_eq!(line, format!("{status} GET {path} \x1b[2m(Api)\x1b[0m\n"));
        }
        assert_eq!(line(|| tracing::info!("stopped")), "\x1b[2mINFO\x1b[0m stopped\n");
        assert_eq!(line(|| tracing::error!("no")), "\x1b[31mERROR\x1b[0m no\n");
    }
}
