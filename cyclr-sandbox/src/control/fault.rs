//! [`FaultBody`]: a fault as JSON.

use std::collections::BTreeMap;

use http::{HeaderName, HeaderValue};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::clock::seconds_of;
use super::problem::Problem;
use crate::faults::{Fault, FaultKind};

/// One thing that goes wrong.
#[derive(Clone, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Fault")]
pub(super) struct FaultBody {
    kind: Kind,
    /// Of `status`, which needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 200, max = 999))]
    status: Option<u16>,
    /// Of `stallAfter` and `truncateAfter`, which need it: how many bytes of the body are sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bytes: Option<u32>,
    /// How many seconds later the answer comes, by the sandbox's clock; `delay` needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    seconds: Option<f64>,
    /// Whether the request is processed: before it goes wrong, or not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    processed: Option<bool>,
    /// Additional headers, such as `retry-after`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<String, String>,
    /// The body, for `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// The `Content-Type`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "FaultKind")]
enum Kind {
    /// An error answer.
    Status,
    /// The true answer, late.
    Delay,
    /// No answer at all.
    Stall,
    /// The beginning of the true answer, then nothing.
    StallAfter,
    /// The TCP connection is reset.
    Reset,
    /// The beginning of the true answer, then the end of the connection.
    TruncateAfter,
    /// Half of the true body, as if it were all.
    Malformed,
    /// The true answer as `image/png`.
    WrongContentType,
    /// 128 MiB.
    Endless,
}

impl FaultBody {
    /// `field` is where this object is.
    pub(super) fn read(self, field: &str) -> Result<Fault, Problem> {
        let Self { kind, status, bytes, seconds, processed, headers, body, content_type } = self;
        let within = |name: &str| format!("{field}.{name}");
        let needed = |name: &str, needs: bool, given: bool| match (needs, given) {
            (true, false) => Err(Problem::field(within(name), format!("{} needs it", kind.name()))),
            (false, true) => {
                Err(Problem::field(within(name), format!("{} has none; leave it out", kind.name())))
            }
            _ => Ok(()),
        };
        needed("status", matches!(kind, Kind::Status), status.is_some())?;
        let has_bytes = matches!(kind, Kind::StallAfter | Kind::TruncateAfter);
        needed("bytes", has_bytes, bytes.is_some())?;
        needed("body", matches!(kind, Kind::Status) && body.is_some(), body.is_some())?;
        needed("seconds", matches!(kind, Kind::Delay) || seconds.is_some(), seconds.is_some())?;

        let bytes = usize::try_from(bytes.unwrap_or(0)).unwrap_or(usize::MAX);
        let mut fault = match kind {
            Kind::Status => match status.unwrap_or(0) {
                status @ 200..=999 => Fault::status(status),
                _ => {
                    return Err(Problem::field(within("status"), "write a status from 200 to 999"));
                }
            },
            Kind::Delay => Fault::delay(std::time::Duration::ZERO),
            Kind::Stall => Fault::stall(),
            Kind::StallAfter => Fault::stall_after(bytes),
            Kind::Reset => Fault::reset(),
            Kind::TruncateAfter => Fault::truncate_after(bytes),
            Kind::Malformed => Fault::malformed(),
            Kind::WrongContentType => Fault::wrong_content_type(),
            Kind::Endless => Fault::endless(),
        };
        if let Some(seconds) = seconds {
            fault = fault.late(seconds_of(&within("seconds"), seconds)?);
        }
        fault = match processed {
            Some(true) => fault.after_processing(),
            Some(false) => fault.before_processing(),
            None => fault,
        };
        for (name, value) in &headers {
            let field = || within(&format!("headers.{name}"));
            if HeaderName::try_from(name).is_err() || HeaderValue::try_from(value).is_err() {
                return Err(Problem::field(field(), "HTTP doesn't allow this header"));
            }
            if matches!(&*name.to_ascii_lowercase(), "content-length" | "transfer-encoding") {
                let message = "the server sets this header; `truncateAfter` makes it a wrong one";
                return Err(Problem::field(field(), message));
            }
            fault = fault.header(name, value);
        }
        if let Some(content_type) = content_type {
            if HeaderValue::try_from(&content_type).is_err() {
                let message = "HTTP doesn't allow this value";
                return Err(Problem::field(within("contentType"), message));
            }
            fault = fault.content_type(content_type);
        }
        Ok(match body {
            Some(body) => fault.body(body),
            None => fault,
        })
    }
}

impl Kind {
    fn name(self) -> String {
        serde_json::to_string(&self).unwrap_or_default().replace('"', "`")
    }
}

impl From<&Fault> for FaultBody {
    fn from(fault: &Fault) -> Self {
        let count = |bytes: usize| Some(u32::try_from(bytes).unwrap_or(u32::MAX));
        let (kind, status, bytes) = match fault.kind {
            FaultKind::Delay => (Kind::Delay, None, None),
            FaultKind::Endless => (Kind::Endless, None, None),
            FaultKind::Malformed => (Kind::Malformed, None, None),
            FaultKind::Reset => (Kind::Reset, None, None),
            FaultKind::Stall => (Kind::Stall, None, None),
            FaultKind::StallAfter(bytes) => (Kind::StallAfter, None, count(bytes)),
            FaultKind::Status(status) => (Kind::Status, Some(status), None),
            FaultKind::Truncate(bytes) => (Kind::TruncateAfter, None, count(bytes)),
            FaultKind::WrongContentType => (Kind::WrongContentType, None, None),
        };
        let is_late = matches!(kind, Kind::Delay) || !fault.delay.is_zero();
        Self {
            kind,
            status,
            bytes,
            seconds: is_late.then_some(fault.delay.as_secs_f64()),
            processed: fault.processed,
            headers: fault.headers.iter().cloned().collect(),
            body: fault.body.clone(),
            content_type: fault.content_type.clone(),
        }
    }
}
