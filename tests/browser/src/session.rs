//! [`Session`]: a browser for one test, and a user's actions in it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::error::WebDriverError;
use thirtyfour::{By, Capabilities, WebDriver, WebElement, WindowHandle};

use crate::chromedriver;
use crate::scratch::Scratch;

/// How long to wait for a condition. No test should come near it: it is for busy machines.
const PATIENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(15);

/// A fresh headless Chromium with its own profile, closed on drop, also when the test fails.
///
/// Commands go to the most recently selected window and frame.
#[derive(Debug)]
pub struct Session {
    driver: WebDriver,
    // Dropped after the browser is gone.
    profile: Scratch,
}

/// The settings of a [`Session`].
#[derive(Clone, Debug, Default)]
pub struct SessionBuilder {
    any_popup: bool,
    any_certificate: bool,
    arguments: Vec<String>,
}

impl SessionBuilder {
    /// Allows popups without a user's click. By default Chromium blocks them.
    #[must_use]
    pub fn with_any_popup(self) -> Self {
        Self { any_popup: true, ..self }
    }

    /// Accepts every certificate.
    #[must_use]
    pub fn with_any_certificate(self) -> Self {
        Self { any_certificate: true, ..self }
    }

    /// Adds an argument to Chromium's command line.
    #[must_use]
    pub fn with_argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// Opens the browser.
    pub async fn start(self) -> Session {
        let profile = Scratch::new();
        let capabilities = self.capabilities(&profile);
        let driver = WebDriver::new(chromedriver::url(), capabilities).await;
        let driver = driver.expect("Chromium starts: is Debian's chromium installed?");
        Session { driver, profile }
    }

    fn capabilities(self, profile: &Scratch) -> Capabilities {
        let mut arguments: Vec<String> = ARGUMENTS.map(str::to_owned).into();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        arguments.extend(self.arguments);
        // By default, chromedriver turns the popup blocker off.
        let excluded: &[&str] = if self.any_popup { &[] } else { &["disable-popup-blocking"] };
        let mut capabilities = Capabilities::new();
        for (name, value) in [
            ("browserName", json!("chrome")),
            ("acceptInsecureCerts", json!(self.any_certificate)),
            ("goog:loggingPrefs", json!({ "browser": "ALL" })),
            (
                "goog:chromeOptions",
                json!({
                    "binary": "/usr/bin/chromium",
                    "args": arguments,
                    "excludeSwitches": excluded,
                }),
            ),
        ] {
            capabilities.set(name, value).expect("JSON is JSON");
        }
        capabilities
    }
}

const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--lang=en-US",
    "--window-size=1280,900",
    // Only this machine exists; other names are never looked up.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE *.localhost., EXCLUDE 127.0.0.1",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
];

/// A window or a tab.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Window(WindowHandle);

/// A browser's complaint: a console error, a policy violation or a failed request.
#[derive(Clone, Debug)]
pub struct Complaint {
    /// `javascript`, `network`, `security` and the like.
    pub source: String,
    /// Chromium's sentence.
    pub message: String,
}

impl Complaint {
    /// Whether it is about a Content-Security-Policy.
    #[must_use]
    pub fn is_csp(&self) -> bool {
        self.message.contains("Content Security Policy")
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.source, self.message)
    }
}

impl Session {
    /// A browser with the default settings.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// A browser with other settings.
    #[must_use]
    pub fn builder() -> SessionBuilder {
        SessionBuilder::default()
    }

    /// Gives access to anything that isn't here.
    #[must_use]
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// The folder of the browser's profile: cache, history, cookies.
    #[must_use]
    pub fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// Opens an address, and waits until it is loaded.
    pub async fn open(&self, url: &str) {
        done(self.driver.goto(url).await, || format!("opening {url}"));
    }

    /// The address of the current window.
    pub async fn address(&self) -> String {
        done(self.driver.current_url().await, || "reading the address".to_owned()).into()
    }

    /// Runs a function body and returns its result. `arguments[0]` is the argument.
    pub async fn script<T: DeserializeOwned>(&self, body: &str, argument: impl Into<Value>) -> T {
        let returned = self.driver.execute(body, vec![argument.into()]).await;
        done(returned.and_then(|it| it.convert()), || format!("running: {body}"))
    }

    /// Runs the body of an async function, and waits for its result.
    pub async fn script_async<T: DeserializeOwned>(
        &self,
        body: &str,
        argument: impl Into<Value>,
    ) -> T {
        let body = format!(
            "const [argument, done] = arguments; \
             (async function () {{ {body} }})(argument).then( \
               (value) => done({{ value }}), (error) => done({{ error: String(error) }}));"
        );
        let returned = self.driver.execute_async(body.as_str(), vec![argument.into()]).await;
        let returned: Value =
            done(returned.and_then(|it| it.convert()), || format!("running: {body}"));
        if let Some(error) = returned.get("error") {
            panic!("running: {body}: {error}");
        }
        let value = returned.get("value").cloned().unwrap_or_default();
        serde_json::from_value(value).unwrap_or_else(|error| panic!("running: {body}: {error}"))
    }

    /// Polls until there is a value.
    pub async fn until<T>(&self, what: &str, mut probe: impl AsyncFnMut() -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = probe().await {
                return answer;
            }
            assert!(Instant::now() < deadline, "waited in vain: {what}");
            tokio::time::sleep(POLL).await;
        }
    }

    /// Waits until an expression is true in the current page.
    pub async fn until_true(&self, expression: &str) {
        let body = format!("return Boolean({expression});");
        self.until(expression, async || self.try_script(&body).await.then_some(())).await;
    }

    /// While a window navigates, scripts may fail.
    async fn try_script(&self, body: &str) -> bool {
        let returned = self.driver.execute(body, Vec::new()).await;
        returned.is_ok_and(|it| it.json() == &Value::Bool(true))
    }

    /// Waits until the current window shows a loaded page whose address begins with this.
    pub async fn until_at(&self, beginning: &str) {
        let what = format!("a page at {beginning}");
        let ready = "return document.readyState === 'complete';";
        self.until(&what, async || {
            let address = self.driver.current_url().await.ok()?;
            let is_there = address.as_str().starts_with(beginning);
            (is_there && self.try_script(ready).await).then_some(())
        })
        .await;
    }

    /// Waits for the one element that a CSS selector finds.
    pub async fn element(&self, css: &str) -> WebElement {
        self.until(css, async || self.driver.find(By::Css(css)).await.ok()).await
    }

    /// Clicks like a user, which popups require.
    pub async fn click(&self, css: &str) {
        let element = self.element(css).await;
        done(element.click().await, || format!("clicking {css}"));
    }

    /// Types into an element, after what it has.
    pub async fn fill(&self, css: &str, text: &str) {
        let element = self.element(css).await;
        done(element.send_keys(text).await, || format!("typing into {css}"));
    }

    /// Types in the place of what a field has.
    pub async fn replace(&self, css: &str, text: &str) {
        let element = self.element(css).await;
        done(element.clear().await, || format!("clearing {css}"));
        self.fill(css, text).await;
    }

    /// The page's visible text.
    pub async fn text(&self) -> String {
        self.text_of("body").await
    }

    /// An element's visible text.
    pub async fn text_of(&self, css: &str) -> String {
        let element = self.element(css).await;
        done(element.text().await, || format!("reading {css}"))
    }

    /// Waits until the page's text contains this.
    pub async fn until_text(&self, part: &str) {
        let body = format!("return document.body.innerText.includes({});", json!(part));
        self.until(part, async || self.try_script(&body).await.then_some(())).await;
    }

    /// The current window.
    pub async fn window(&self) -> Window {
        Window(done(self.driver.window().await, || "asking for the window".to_owned()))
    }

    /// All windows.
    pub async fn windows(&self) -> Vec<Window> {
        let windows = done(self.driver.windows().await, || "listing the windows".to_owned());
        windows.into_iter().map(Window).collect()
    }

    /// Runs an action that opens a window, and waits for it. The current window stays selected.
    pub async fn opened_by(&self, action: impl AsyncFnOnce()) -> Window {
        let before = self.windows().await;
        action().await;
        self.until("a new window", async || {
            self.windows().await.into_iter().find(|it| !before.contains(it))
        })
        .await
    }

    /// Whether a window is still open.
    pub async fn is_open(&self, window: &Window) -> bool {
        self.windows().await.contains(window)
    }

    /// Waits until a window is closed.
    pub async fn until_closed(&self, window: &Window) {
        self.until("a window is closed", async || (!self.is_open(window).await).then_some(()))
            .await;
    }

    /// Selects another window, and its top frame.
    pub async fn switch_to(&self, window: &Window) {
        let switched = self.driver.switch_to_window(window.0.clone()).await;
        done(switched, || format!("switching to {window:?}"));
    }

    /// Closes a window as its user would, and selects another.
    pub async fn close(&self, window: &Window, then: &Window) {
        self.switch_to(window).await;
        done(self.driver.close_window().await, || format!("closing {window:?}"));
        self.switch_to(then).await;
    }

    /// Selects a frame of the current page.
    pub async fn enter_frame(&self, css: &str) {
        let frame = self.element(css).await;
        done(frame.enter_frame().await, || format!("entering {css}"));
    }

    /// Selects the current window's top frame.
    pub async fn leave_frames(&self) {
        let left = self.driver.enter_default_frame().await;
        done(left, || "leaving the frames".to_owned());
    }

    /// Sends a command of the Chrome `DevTools` Protocol.
    pub async fn cdp(&self, command: &str, parameters: Value) -> Value {
        let answer = self.driver.cdp().send_raw(command, parameters).await;
        done(answer, || format!("sending {command}"))
    }

    /// Emulates a user who prefers dark colours.
    pub async fn prefer_dark(&self) {
        let feature = json!({ "name": "prefers-color-scheme", "value": "dark" });
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": [feature] })).await;
    }

    /// Emulates a small phone: 360 × 740, with touch.
    pub async fn be_a_phone(&self) {
        let metrics =
            json!({ "width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": true });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
        self.cdp("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await;
    }

    /// Takes a screenshot of the current window and returns its path: `<name>.png` in the folder
    /// that `BROWSER_SCREENSHOTS` names, or else in the one for temporary files.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let folder = std::env::var_os("BROWSER_SCREENSHOTS");
        let folder = folder.map_or_else(std::env::temp_dir, PathBuf::from);
        let path = folder.join(name).with_extension("png");
        done(self.driver.screenshot(&path).await, || format!("taking {}", path.display()));
        path
    }

    /// The browser's warnings and errors in all windows since the last call.
    pub async fn complaints(&self) -> Vec<Complaint> {
        let log = done(self.driver.get_log("browser").await, || "reading the console".to_owned());
        log.into_iter()
            .filter(|it| matches!(it.level.as_str(), "SEVERE" | "WARNING"))
            .map(|it| Complaint { source: it.source.unwrap_or_default(), message: it.message })
            .collect()
    }
}

/// The driver's own method would block its thread until there is a response.
impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.driver.clone().leak();
        chromedriver::end_session(&self.driver.session_id().to_string());
    }
}

fn done<T>(result: Result<T, WebDriverError>, what: impl FnOnce() -> String) -> T {
    result.unwrap_or_else(|error| panic!("{}: {error}", what()))
}
