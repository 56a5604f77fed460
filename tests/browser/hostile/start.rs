//! Before the hand-off: early messages, blocked windows, and invalid responses.

use serde_json::json;

use crate::world::{CYCLR, PARTNER, Sender, World};

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_message_from_the_blank_window() {
    let world = World::start().await;
    let popup = world.begin().await;
    // The blank window is of the partner's own origin.
    world.send_from(&popup).await;
    assert_eq!(world.read("test.messages.at(-1).origin").await, world.partner.origin(PARTNER));
    assert_eq!(world.read("test.attempts[0].outcomes").await, json!([]), "too early");
    world.answer(0, world.hand_off()).await;
    world.until_shown(&popup, &world.cyclr_page("/")).await;
    world.waits(0, "too early").await;
    world.completes_from(&popup, 0, "after an early message").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_message_before_the_hand_off_completes_nothing() {
    let world = World::start().await;
    let popup = world.begin().await;
    world.go(&popup, &world.cyclr_page("/")).await;
    world.send_from(&popup).await;
    assert_eq!(world.read("test.messages.at(-1).origin").await, world.cyclr.origin(CYCLR));
    assert_eq!(world.read("test.attempts[0].outcomes").await, json!([]), "too early");
    world.answer(0, world.hand_off_with("url", world.cyclr_page("/?handed-off"))).await;
    world.until_shown(&popup, &world.cyclr_page("/?handed-off")).await;
    world.waits(0, "too early").await;
    world.completes_from(&popup, 0, "after an early message").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_frames_message_before_the_hand_off_completes_nothing() {
    let world = World::start().await;
    world.session.click("#embed").await;
    let early = Sender { window: &world.page, frames: &["#frame"], to: "parent" };
    world.send(early, "m").await;
    assert_eq!(world.read("test.attempts[0].outcomes").await, json!([]), "too early");
    world.answer(0, world.hand_off()).await;
    world.until_framed("#frame", &world.cyclr_page("/")).await;
    world.waits(0, "too early").await;
    world.send_from_frame("#frame").await;
    world.completed(0, "after an early message").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_window_that_is_blocked() {
    let world = World::start().await;
    world.open("/?at-once").await;
    world.ended_as(0, "blocked", "without a click").await;
    assert_eq!(world.read("test.attempts[0].started").await, 0, "a token would have been wasted");
    assert_eq!(world.read("test.log").await, json!(["open"]));
    assert_eq!(world.session.windows().await.len(), 1);

    let popup = world.connect(1, world.hand_off()).await;
    world.completes_from(&popup, 1, "with a click").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_window_opens_before_the_server_is_asked() {
    let world = World::start().await;
    let popup = world.connect(0, world.hand_off()).await;
    assert_eq!(world.read("test.log").await, json!(["open", "start", "listen"]));
    world.completes_from(&popup, 0, "in order").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_start_that_fails() {
    let world = World::start().await;
    for (attempt, (case, start)) in [
        ("rejects", "async () => { throw new Error('no'); }"),
        ("throws", "() => { throw new Error('no'); }"),
        ("rejects with nothing", "() => Promise.reject()"),
        ("is no function", "'start'"),
    ]
    .into_iter()
    .enumerate()
    {
        world.run(&format!("test.start = {start}"), ()).await;
        world.click().await;
        world.failed(attempt, case).await;
        world.alone().await;
    }
    world.run("test.start = undefined", ()).await;
    let popup = world.connect(4, world.hand_off()).await;
    world.completes_from(&popup, 4, "after all that failed").await;
}

/// Each response's description and its source; `good` is a hand-off, `cyclr` is Cyclr's origin.
const NO_HAND_OFF: &[(&str, &str)] = &[
    ("nothing", "undefined"),
    ("null", "null"),
    ("a text", "'hand-off'"),
    ("a number", "42"),
    ("an empty object", "({})"),
    ("an array", "[good]"),
    ("no address", "({ ...good, url: undefined })"),
    ("no origin", "({ ...good, origin: undefined })"),
    ("no message", "({ ...good, message: undefined })"),
    ("no time", "({ ...good, expiresInMs: undefined })"),
    ("a relative address", "({ ...good, url: '/' })"),
    ("an address that is none", "({ ...good, url: 'http://' })"),
    ("an address of another site", "({ ...good, url: good.url.replace('cyclr', 'evil') })"),
    ("an address of another port", "({ ...good, url: 'http://cyclr.localhost/' })"),
    ("an address over TLS", "({ ...good, url: good.url.replace('http', 'https') })"),
    (
        "an address with Cyclr as the user",
        "({ ...good, url: `${cyclr.replace(/:\\d+$/, '')}@evil.localhost/` })",
    ),
    ("an origin with a slash", "({ ...good, origin: `${cyclr}/` })"),
    ("an origin in upper case", "({ ...good, origin: cyclr.toUpperCase() })"),
    (
        "an origin in Unicode",
        "({ ...good, url: good.url.replace('c', '\\u0441'), origin: cyclr.replace('c', '\\u0441') })",
    ),
    ("an origin with a dot", "({ ...good, origin: cyclr.replace('localhost', 'localhost.') })"),
    ("any origin", "({ ...good, origin: '*' })"),
    ("a list of origins", "({ ...good, origin: [cyclr] })"),
    ("the origin null", "({ ...good, origin: 'null' })"),
    (
        "a script",
        "({ ...good, url: 'javascript:void(opener.test.hacked = true)', origin: 'null' })",
    ),
    (
        "a script of Cyclr's origin",
        "({ ...good, url: `javascript://${cyclr.slice(7)}/%0aopener.test.hacked=true`, origin: cyclr })",
    ),
    ("data", "({ ...good, url: 'data:text/html,hello', origin: 'null' })"),
    ("a blank page", "({ ...good, url: 'about:blank', origin: 'null' })"),
    (
        "a blob",
        "({ ...good, url: URL.createObjectURL(new Blob(['hello'])), origin: location.origin })",
    ),
    (
        "a blob of Cyclr's origin",
        "({ ...good, url: `blob:${cyclr}/6a0c3a04-8d6e-4a52-a5a0-1a4a3f2f1a11` })",
    ),
    ("a file", "({ ...good, url: 'file:///etc/passwd', origin: 'null' })"),
    (
        "another protocol",
        "({ ...good, url: 'ftp://cyclr.localhost/', origin: 'ftp://cyclr.localhost' })",
    ),
    ("an empty message", "({ ...good, message: '' })"),
    ("a message that is null", "({ ...good, message: null })"),
    ("a message that is a number", "({ ...good, message: 42 })"),
    ("a message that is an object", "({ ...good, message: new String('m') })"),
    ("no time at all", "({ ...good, expiresInMs: 0 })"),
    ("time that is over", "({ ...good, expiresInMs: -1 })"),
    ("time that is no number", "({ ...good, expiresInMs: NaN })"),
    ("time that is a word", "({ ...good, expiresInMs: 'soon' })"),
    ("time that is null", "({ ...good, expiresInMs: null })"),
];

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_response_that_is_not_a_hand_off_is_refused() {
    let world = World::start().await;
    // On a page without a policy that stops scripts.
    world.open("/lax").await;
    for (attempt, (case, answer)) in NO_HAND_OFF.iter().enumerate() {
        let popup = world.begin().await;
        let statement = format!(
            "const good = argument, cyclr = good.origin; test.attempts[{attempt}].resolve({answer})"
        );
        world.run(&statement, world.hand_off()).await;
        world.failed(attempt, case).await;
        world.session.until_closed(&popup).await;
        assert_eq!(world.visits(), 0, "{case}: the window went there");
        assert_eq!(world.read("test.hacked ?? null").await, json!(null), "{case}");
    }
    let attempt = NO_HAND_OFF.len();
    let popup = world.connect(attempt, world.hand_off()).await;
    world.completes_from(&popup, attempt, "after all these answers").await;
}

/// A time too long for a timer doesn't count as expired.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_hand_off_for_ever() {
    let world = World::start().await;
    for (attempt, time) in ["Infinity", "2 ** 31", "1e300"].into_iter().enumerate() {
        let popup = world.begin().await;
        let statement =
            format!("test.attempts[{attempt}].resolve({{ ...argument, expiresInMs: {time} }})");
        world.run(&statement, world.hand_off()).await;
        world.until_shown(&popup, &world.cyclr_page("/")).await;
        world.waits(attempt, time).await;
        world.completes_from(&popup, attempt, time).await;
    }
}

/// A frame that is not in the page has no window.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_frame_without_a_window() {
    let world = World::start().await;
    for (attempt, (case, frame)) in [
        ("never in the page", "document.createElement('iframe')"),
        (
            "in a document without windows",
            "new DOMParser().parseFromString('<iframe>', 'text/html').querySelector('iframe')",
        ),
        ("taken out of the page", "(document.querySelector('#frame').remove(), test.embedded)"),
    ]
    .into_iter()
    .enumerate()
    {
        world.run("test.embedded = document.querySelector('#frame')", ()).await;
        world.run(&format!("test.frame = {frame}"), ()).await;
        world.session.click("#embed").await;
        world.ended_as(attempt, "closed", case).await;
        let started = world.read(&format!("test.attempts[{attempt}].started")).await;
        assert_eq!(started, 0, "{case}: a token would have been wasted");
    }
}

/// Moved in the page, the frame has a new window, which never went to Cyclr.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_frame_that_is_moved() {
    let world = World::start().await;
    let move_it = "document.body.prepend(document.querySelector('#frame'))";
    world.session.click("#embed").await;
    world.run(move_it, ()).await;
    world.answer(0, world.hand_off()).await;
    world.ended_as(0, "closed", "before the hand-off").await;
    assert_eq!(world.visits(), 0);

    world.embed(1, world.hand_off()).await;
    world.run(move_it, ()).await;
    world.ended_as(1, "closed", "after the hand-off").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_value_that_is_not_a_frame_is_refused() {
    let world = World::start().await;
    for (attempt, frame) in ["'#frame'", "({})", "document.body", "false"].into_iter().enumerate() {
        world.run(&format!("test.frame = {frame}"), ()).await;
        world.session.click("#embed").await;
        world.failed(attempt, frame).await;
        let started = world.read(&format!("test.attempts[{attempt}].started")).await;
        assert_eq!(started, 0, "{frame}: a token would have been wasted");
    }
}

/// A window that refuses to go to Cyclr.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_window_that_refuses() {
    let world = World::start().await;
    let stand_in = "test.standIn = (opened) => ({ \
        get closed() { return opened.closed; }, \
        close: () => opened.close(), \
        location: { replace() { throw new DOMException('not allowed', 'SecurityError'); } } })";
    world.run(stand_in, ()).await;
    world.begin().await;
    world.answer(0, world.hand_off()).await;
    let error = world.failed(0, "it throws").await;
    assert_eq!(error, "SecurityError: not allowed");
    world.alone().await;

    world.run("test.standIn = (opened) => opened", ()).await;
    let popup = world.connect(1, world.hand_off()).await;
    world.completes_from(&popup, 1, "after a window that refused").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_browser_that_throws() {
    let world = World::start().await;
    world.run("window.open = () => { throw new Error('no'); }", ()).await;
    world.click().await;
    world.failed(0, "window.open throws").await;
    assert_eq!(world.read("test.attempts[0].started").await, 0);
}

/// The browser would open the window and report that it hasn't.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_window_without_an_opener() {
    let world = World::start().await;
    for (attempt, features) in ["popup,noopener", "noreferrer"].into_iter().enumerate() {
        world.run("test.options = { features: argument }", features).await;
        world.click().await;
        world.failed(attempt, features).await;
        assert_eq!(world.read("test.log").await, json!([]));
        world.alone().await;
    }
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_start_that_never_answers() {
    let world = World::start().await;
    let popup = world.begin().await;
    world.session.close(&popup, &world.page).await;
    world.ended_as(0, "closed", "the user has closed the window").await;
    assert_eq!(world.read("test.attempts[0].signals[0].aborted").await, true);
    // Too late.
    world.answer(0, world.hand_off()).await;
    world.ended_as(0, "closed", "too late").await;

    world.run("test.speed = 30", ()).await;
    world.begin().await;
    world.ended_as(1, "timed-out", "a minute is over").await;
    world.alone().await;

    world.session.click("#embed").await;
    world.ended_as(2, "timed-out", "in a frame").await;
    assert_eq!(world.read("test.attempts[2].signals[0].aborted").await, true);
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_text_in_the_blank_window() {
    let world = World::start().await;
    world.run("test.options = { placeholder: '<b>One moment …' }", ()).await;
    let popup = world.begin().await;
    world.session.switch_to(&popup).await;
    world.session.until_text("<b>One moment …").await;
    assert_eq!(world.session.script::<String>("return document.title;", ()).await, "Partner");
    assert_eq!(
        world.session.script::<String>("return document.documentElement.lang;", ()).await,
        "en"
    );
    world.answer(0, world.hand_off()).await;
    world.until_shown(&popup, &world.cyclr_page("/")).await;
    world.completes_from(&popup, 0, "with a text").await;
    world.no_complaints().await;
}
