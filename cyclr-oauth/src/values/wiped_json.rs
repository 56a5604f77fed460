//! [`WipedJson`]: any JSON value, wiped on drop.

use std::io;

use serde_json::Value;

use crate::values::secret::Secret;

pub(crate) struct WipedJson(pub(crate) Value);

impl WipedJson {
    /// Counts the size first: a growing buffer leaves copies behind.
    #[expect(clippy::expect_used, reason = "an invariant, see its text")]
    pub(crate) fn to_text(&self) -> Secret {
        struct Count(usize);

        impl io::Write for Count {
            fn write(&mut self, json: &[u8]) -> io::Result<usize> {
                self.0 += json.len();
                Ok(json.len())
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }

        const TEXT: &str = "JSON whose keys are text can be written to memory";
        let mut count = Count(0);
        serde_json::to_writer(&mut count, &self.0).expect(TEXT);
        let mut json = Vec::with_capacity(count.0);
        serde_json::to_writer(&mut json, &self.0).expect(TEXT);
        Secret::from_written(json)
    }
}

impl Drop for WipedJson {
    fn drop(&mut self) {
        let mut values = vec![self.0.take()];
        while let Some(value) = values.pop() {
            match value {
                Value::String(text) => drop(Secret::from(text)),
                Value::Array(items) => values.extend(items),
                Value::Object(members) => {
                    for (key, value) in members {
                        drop(Secret::from(key));
                        values.push(value);
                    }
                }
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        }
    }
}
