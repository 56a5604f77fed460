//! A portal of one test, and a browser that keeps cookies.

use std::collections::BTreeMap;
use std::sync::Arc;

use cyclr_oauth::{AccountConnectorId, AccountId};
use cyclr_sandbox::{AccountConnectorSnapshot, Completion, Sandbox};
use partner_portal::people::Person;
use partner_portal::web::{Address, Limits, Portal, router, serve};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, Response, StatusCode, redirect};
use url::Url;

pub(crate) struct World {
    pub(crate) sandbox: Arc<Sandbox>,
    pub(crate) address: String,
    pub(crate) portal: Portal,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::known_as(None).await
    }

    /// With another address than the one that it listens at.
    pub(crate) async fn known_as(public: Option<&str>) -> Self {
        Self::with(public, Limits::default()).await
    }

    async fn with(public: Option<&str>, limits: Limits) -> Self {
        Self::changed(public, limits, |_| {}).await
    }

    async fn changed(
        public: Option<&str>,
        limits: Limits,
        change: impl FnOnce(&mut Portal),
    ) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let public = Address::parse(public.unwrap_or(&address)).unwrap();
        let mut portal = Portal::local(public).await.unwrap();
        change(&mut portal);
        let sandbox = portal.sandbox.clone().unwrap();
        let served = serve(listener, router(portal.clone()), limits, std::future::pending());
        tokio::spawn(served);
        Self { sandbox, address, portal }
    }

    /// With more people of Acme: `p0`, `p1` and so on.
    pub(crate) async fn crowded() -> Self {
        let crowd = |portal: &mut Portal| portal.people = crowd(&portal.people);
        Self::changed(None, Limits::default(), crowd).await
    }

    /// With times that a test can wait for.
    pub(crate) async fn limited(limits: Limits) -> Self {
        Self::with(None, limits).await
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&self.address)
    }

    pub(crate) async fn signed_in_as(&self, person: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.post("/sign-in", &[("person", person)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        browser
    }

    fn connectors(&self, account: &str) -> Vec<AccountConnectorSnapshot> {
        self.sandbox.account_connectors(&AccountId::new(account).unwrap())
    }

    /// Of Acme.
    pub(crate) fn id(&self, name: &str) -> AccountConnectorId {
        self.id_of("Acme-42", name)
    }

    pub(crate) fn id_of(&self, account: &str, name: &str) -> AccountConnectorId {
        self.connectors(account).iter().find(|it| it.name() == name).unwrap().id()
    }

    pub(crate) fn is_authenticated(&self, id: AccountConnectorId) -> bool {
        self.sandbox.account_connector(id).unwrap().is_authenticated()
    }

    /// The user at Cyclr, who approves, and where that leads.
    pub(crate) async fn approve(&self, url: &str) -> Completion {
        self.sandbox.user().open(url).await.unwrap().approve().await.unwrap()
    }

    /// The same, up to the path and query of the page that the browser is sent to.
    pub(crate) async fn approve_redirect(&self, url: &str) -> String {
        match self.approve(url).await {
            Completion::Redirect(page) => {
                assert_eq!(page.origin().ascii_serialization(), self.address);
                page[url::Position::BeforePath..].to_owned()
            }
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn sign_in_tokens(&self) -> usize {
        self.sandbox.request_count("POST", "/v1.0/accounts/*/signintoken")
    }
}

/// The people of a portal, and five more of the first one's customer.
pub(crate) fn crowd(people: &[Person]) -> Arc<[Person]> {
    let more = ["p0", "p1", "p2", "p3", "p4"].map(|id| Person { id, ..people[0].clone() });
    people.iter().cloned().chain(more).collect()
}

/// A browser, which follows no redirects.
#[derive(Clone)]
pub(crate) struct Browser {
    client: Client,
    address: String,
    pub(crate) cookies: BTreeMap<String, String>,
    /// What a browser says of the page that a request comes from.
    pub(crate) site: Option<&'static str>,
    pub(crate) headers: Vec<(&'static str, String)>,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    #[track_caller]
    pub(crate) fn location(&self) -> &str {
        self.headers.get(LOCATION).unwrap_or_else(|| panic!("{}", self.text)).to_str().unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// A member of a JSON object, if it is a text.
    pub(crate) fn member(&self, name: &str) -> String {
        let (_, rest) = self.text.split_once(&format!(r#""{name}":""#)).unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// The token that the forms of a page hold.
    pub(crate) fn csrf(&self) -> String {
        let start = r#"name="csrf" value=""#;
        let rest = self.text.split_once(start).unwrap_or_else(|| panic!("{}", self.text)).1;
        rest.split('"').next().unwrap().to_owned()
    }
}

impl Browser {
    pub(crate) fn new(address: &str) -> Self {
        let client = Client::builder().redirect(redirect::Policy::none()).no_proxy();
        Self {
            client: client.build().unwrap(),
            address: address.to_owned(),
            cookies: BTreeMap::new(),
            site: Some("same-origin"),
            headers: Vec::new(),
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub(crate) async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, path, Some(form)).await
    }

    /// Sends a form with the token of the page that it is on.
    pub(crate) async fn submit(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf().await;
        let form = [form, &[("csrf", &*csrf)]].concat();
        self.post(path, &form).await
    }

    pub(crate) async fn csrf(&mut self) -> String {
        self.get("/").await.csrf()
    }

    /// The click on "Connect"; gives the one-time URL.
    pub(crate) async fn connect(&mut self, id: AccountConnectorId) -> String {
        let answer = self.submit(&format!("/connectors/{id}/connect"), &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        answer.location().to_owned()
    }

    /// What the page's script sends when "Connect" opens a window; gives the JSON of the answer.
    pub(crate) async fn connect_in_window(&mut self, id: AccountConnectorId) -> Answer {
        let csrf = self.csrf().await;
        self.by_script(&format!("/connectors/{id}/connect"), &[("csrf", &csrf)]).await
    }

    /// A form that the page's script sends, which asks for JSON.
    pub(crate) async fn by_script(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let mut script = self.clone();
        script.headers.push(("accept", "application/json".to_owned()));
        script.post(path, form).await
    }

    pub(crate) async fn send(
        &mut self,
        method: Method,
        path: &str,
        form: Option<&[(&str, &str)]>,
    ) -> Answer {
        let mut request = self.client.request(method, format!("{}{path}", self.address));
        if !self.cookies.is_empty() {
            let cookies: Vec<_> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            request = request.header(COOKIE, cookies.join("; "));
        }
        if let Some(site) = self.site {
            request = request.header("sec-fetch-site", site);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if let Some(form) = form {
            request = request.form(form);
        }
        let answer: Response = request.send().await.unwrap();
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() || rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let (status, headers) = (answer.status(), answer.headers().clone());
        Answer { status, headers, text: answer.text().await.unwrap() }
    }
}

/// A parameter of a URL's query.
pub(crate) fn parameter(url: &str, name: &str) -> Option<String> {
    let url = Url::parse(url).unwrap();
    url.query_pairs().find(|(it, _)| it == name).map(|(_, value)| value.into_owned())
}
