//! The derive's reader of definitions against the library's: what both read, they read alike; no panic, whatever it is.
#![no_main]
#![allow(dead_code, unused_imports, reason = "a part of the derive")]

use cyclr_oauth::api::Connector;
use libfuzzer_sys::fuzz_target;

#[path = "../../cyclr-oauth-derive/src/schema/definition.rs"]
mod definition;
#[path = "../../cyclr-oauth-derive/src/schema/read.rs"]
mod read;

/// Where they are in the derive.
mod schema {
    pub(crate) use crate::definition;
}

fuzz_target!(|text: &str| {
    let derive = read::definitions(text);
    let library = serde_json::from_str::<Connector>(text);
    if let Err(sentence) = &derive {
        assert!(sentence.len() < 1024 && !sentence.contains('\0'), "{sentence}");
    }
    let (Ok(definitions), Ok(connector)) = (derive, library) else { return };
    let [definition] = &definitions[..] else { return };
    assert_eq!(definition.id, connector.id.get());
});
