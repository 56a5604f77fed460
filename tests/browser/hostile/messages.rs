//! Wrong messages from the right window.

use crate::world::{Sender, World};

/// Each message's description and its source; `m` is the right message.
const NOT_THE_MESSAGE: &[(&str, &str)] = &[
    ("a number", "42"),
    ("not a number", "NaN"),
    ("a big integer", "42n"),
    ("null", "null"),
    ("undefined", "undefined"),
    ("true", "true"),
    ("an array of the message", "[m]"),
    ("an array of an array", "[[m]]"),
    ("a String object", "new String(m)"),
    ("an object with the message", "({ data: m })"),
    ("an object in objects", "({ message: { data: { value: m } } })"),
    ("an object with a toString of its own", "({ toString: m, valueOf: m, length: m.length })"),
    ("an object that was a getter", "({ get data() { return m; } })"),
    ("a hand-off", "({ outcome: 'completed', presented: m, message: m })"),
    ("a map", "new Map([['message', m], [m, m]])"),
    ("a set", "new Set([m])"),
    ("an error", "new Error(m)"),
    ("a date", "new Date()"),
    ("a regular expression", "/.*/"),
    ("a buffer", "new TextEncoder().encode(m).buffer"),
    ("bytes", "new TextEncoder().encode(m)"),
    ("a blob", "new Blob([m])"),
    ("a file", "new File([m], m)"),
    ("a port", "(transfer.push(ports.port1), ports.port1)"),
    ("a port beside the message", "(transfer.push(ports.port1), [m, ports.port1])"),
    ("the empty text", "''"),
    ("a megabyte", "m.padEnd(1 << 20, m)"),
    ("a prefix", "m.slice(0, -1)"),
    ("a suffix", "m.slice(1)"),
    ("more at the end", "m + 'x'"),
    ("more at the beginning", "'x' + m"),
    ("twice", "m + m"),
    ("upper case", "m.toUpperCase()"),
    ("lower case", "m.toLowerCase()"),
    ("a space before", "' ' + m"),
    ("a space after", "m + ' '"),
    ("a line end after", "m + '\\n'"),
    ("a NUL after", "m + '\\0'"),
    ("a NUL before", "'\\0' + m"),
    ("a mark of byte order", "'\\uFEFF' + m"),
    ("a joiner within", "m[0] + '\\u200D' + m.slice(1)"),
    ("decomposed", "m.normalize('NFD')"),
    ("full width", "m.replace('A', '\\uFF21')"),
    ("a look-alike letter", "m.replace('A', '\\u0410')"),
    ("a lone surrogate", "m + '\\uD800'"),
    ("JSON", "JSON.stringify(m)"),
    ("URL-encoded", "encodeURIComponent(m)"),
    ("base64", "btoa(m)"),
    ("backwards", "[...m].reverse().join('')"),
];

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn another_message_from_the_popup_completes_nothing() {
    let world = World::start().await;
    let popup = world.connect(0, world.hand_off()).await;
    for (case, data) in NOT_THE_MESSAGE {
        world.send(Sender { window: &popup, frames: &[], to: "opener" }, data).await;
        world.waits(0, case).await;
    }
    world.completes_from(&popup, 0, "after all these messages").await;
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn another_message_from_the_frame_completes_nothing() {
    let world = World::start().await;
    world.embed(0, world.hand_off()).await;
    for (case, data) in NOT_THE_MESSAGE {
        world.send(Sender { window: &world.page, frames: &["#frame"], to: "parent" }, data).await;
        world.waits(0, case).await;
    }
    world.send_from_frame("#frame").await;
    world.completed(0, "after all these messages").await;
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_thousand_other_messages_complete_nothing() {
    let world = World::start().await;
    let popup = world.connect(0, world.hand_off()).await;
    let many = "Array.from({ length: 1000 }, (_, n) => opener.postMessage(m + n, partner)).length";
    world.send(Sender { window: &popup, frames: &[], to: "opener" }, many).await;
    world.session.until_true("test.messages.length === 1001").await;
    world.waits(0, "a thousand messages").await;
    world.completes_from(&popup, 0, "after a thousand messages").await;
}
