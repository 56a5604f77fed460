//! The server under test, called with plain requests: these checks don't test how the library reads
//! responses.

use std::env;
use std::error::Error;
use std::sync::Mutex;

use cyclr_oauth::api::path_segment;
use cyclr_oauth::{
    AccountId, ApiDomain, ConnectorAuthUrl, Secret, ServiceDomain, SignInToken, TargetOrigin,
};
use cyclr_oauth_end_to_end::connectors;
use cyclr_sandbox::{ConnectorSeed, Sandbox};
use http::Method;
use reqwest::{Client, RequestBuilder, Response, redirect};
use serde_json::{Value, json};

pub(super) const USER: &str = "cyclr-oauth-contract@example.com";
const TARGET: TargetOrigin = TargetOrigin::from_static("https://partner.example/done");

pub(super) struct Server {
    name: String,
    api: ApiDomain,
    service: ServiceDomain,
    client_id: String,
    client_secret: Secret,
    account: AccountId,
    connector: u64,
    http: Client,
    /// Installed connectors, to remove at the end.
    installed: Mutex<Vec<u64>>,
    /// Keeps a sandbox running.
    sandbox: Option<Sandbox>,
}

/// A response that has been read.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    pub(super) total_pages: Option<String>,
    pub(super) content_type_options: Option<String>,
    pub(super) text: String,
}

impl Answer {
    async fn read(response: reqwest::Result<Response>) -> Self {
        let response = match response {
            Ok(response) => response,
            Err(error) => {
                let text = error.without_url().to_string();
                return Self {
                    status: 0,
                    location: None,
                    total_pages: None,
                    content_type_options: None,
                    text,
                };
            }
        };
        let header = |name| {
            let value = response.headers().get(name)?;
            Some(value.to_str().ok()?.to_owned())
        };
        let (location, total_pages) = (header("location"), header("total-pages"));
        let content_type_options = header("x-content-type-options");
        let status = response.status().as_u16();
        let text = response.text().await.unwrap_or_default();
        Self { status, location, total_pages, content_type_options, text }
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

impl Server {
    /// The real Cyclr, if all variables are set; `None` if none is.
    pub(super) fn from_variables() -> Result<Option<Self>, Box<dyn Error>> {
        const NAMES: [&str; 6] = [
            "CYCLR_API_DOMAIN",
            "CYCLR_SERVICE_DOMAIN",
            "CYCLR_CLIENT_ID",
            "CYCLR_CLIENT_SECRET",
            "CYCLR_ACCOUNT_ID",
            "CYCLR_CONNECTOR_ID",
        ];
        let values = NAMES.map(|name| env::var(name).ok().filter(|it| !it.trim().is_empty()));
        if values.iter().all(Option::is_none) {
            return Ok(None);
        }
        let missing = NAMES.iter().zip(&values).find(|(_, value)| value.is_none());
        if let Some((name, _)) = missing {
            return Err(format!("{name} is missing").into());
        }
        let [api, service, client_id, secret, account, connector] = values.map(Option::unwrap);
        let api = ApiDomain::parse(&api)?;
        Ok(Some(Self {
            name: format!("Cyclr, at {api}"),
            service: ServiceDomain::parse(&service)?,
            client_id,
            client_secret: Secret::from(secret),
            account: AccountId::new(account)?,
            connector: connector.trim().parse()?,
            http: Client::builder().redirect(redirect::Policy::none()).build()?,
            installed: Mutex::default(),
            api,
            sandbox: None,
        }))
    }

    /// A sandbox with everything that the checks need.
    pub(super) fn sandbox() -> Self {
        let sandbox = Sandbox::start_blocking();
        let account = AccountId::new("contract / tests").unwrap();
        sandbox.create_account(&account);
        let connector = sandbox.define(ConnectorSeed::oauth2("Contract"));
        sandbox.define(connectors::docusign());
        let (client_id, client_secret) = sandbox.client_credentials();
        let http = Client::builder().redirect(redirect::Policy::none()).no_proxy();
        Self {
            name: "the sandbox, for the variables of the real Cyclr are not set".to_owned(),
            api: sandbox.api_domain(),
            service: sandbox.service_domain(),
            client_id,
            client_secret,
            account,
            connector,
            http: http.build().unwrap(),
            installed: Mutex::default(),
            sandbox: Some(sandbox),
        }
    }

    pub(super) fn is_sandbox(&self) -> bool {
        self.sandbox.is_some()
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(super) fn account(&self) -> &AccountId {
        &self.account
    }

    /// A path within the account.
    pub(super) fn of_account(&self, rest: &str) -> String {
        format!("/v1.0/accounts/{}/{rest}", path_segment(self.account.as_str()))
    }

    pub(super) fn connector(&self) -> u64 {
        self.connector
    }

    pub(super) fn service(&self) -> &ServiceDomain {
        &self.service
    }

    /// Requests an access token, perhaps with a wrong secret or for one account.
    pub(super) async fn access_token(&self, wrong: bool, for_account: bool) -> Answer {
        let secret = self.client_secret.expose_secret();
        let wrong_secret = format!("{secret}x");
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials")
            .append_pair("client_id", &self.client_id)
            .append_pair("client_secret", if wrong { &wrong_secret } else { secret });
        if for_account {
            form.append_pair("scope", &format!("account:{}", self.account));
        }
        let request = self
            .http
            .post(format!("{}/oauth/token", self.api))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.finish());
        Answer::read(request.send().await).await
    }

    async fn bearer(&self, for_account: bool) -> String {
        let answer = self.access_token(false, for_account).await.json();
        answer["access_token"].as_str().unwrap_or_default().to_owned()
    }

    pub(super) fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.api))
    }

    pub(super) async fn send(&self, request: RequestBuilder) -> Answer {
        Answer::read(request.send().await).await
    }

    /// A call outside any account.
    pub(super) async fn partner(&self, path: &str, body: &Value) -> Answer {
        let bearer = self.bearer(false).await;
        self.send(self.bare(Method::POST, path).bearer_auth(bearer).json(body)).await
    }

    /// A call outside any account, by any method.
    pub(super) async fn manage(&self, method: Method, path: &str, body: &Value) -> Answer {
        let request = self.bare(method, path).bearer_auth(self.bearer(false).await);
        self.send(if body.is_null() { request } else { request.json(body) }).await
    }

    /// Creates an account with this id; the check deletes it.
    pub(super) async fn new_account(&self, id: &str, mut body: Value) -> Answer {
        body["Id"] = json!(id);
        self.manage(Method::POST, "/v1.0/accounts", &body).await
    }

    /// The same with an access token for the account.
    pub(super) async fn scoped(&self, path: &str, body: &Value) -> Answer {
        let bearer = self.bearer(true).await;
        self.send(self.bare(Method::POST, path).bearer_auth(bearer).json(body)).await
    }

    /// A call within the account.
    pub(super) async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let request = self
            .bare(method, path)
            .bearer_auth(self.bearer(false).await)
            .header("x-cyclr-account", self.account.as_str());
        self.send(match body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    /// Installs a connector, and removes it at the end.
    pub(super) async fn install(&self, connector: u64, body: &Value) -> Answer {
        let path = format!("/v1.0/connectors/{connector}/install");
        let answer = self.call(Method::POST, &path, Some(body)).await;
        if let Some(id) = answer.json()["Id"].as_u64() {
            self.installed.lock().unwrap().push(id);
        }
        answer
    }

    /// The path of a newly installed connector.
    pub(super) async fn installed(&self, body: &Value) -> String {
        let answer = self.install(self.connector, body).await.json();
        format!("/v1.0/account/connectors/{}", answer["Id"].as_u64().unwrap_or_default())
    }

    pub(super) async fn sign_in_token(&self) -> Option<SignInToken> {
        let body = json!({"Username": USER});
        let answer = self.partner(&self.of_account("signintoken"), &body).await;
        serde_json::from_value(answer.json()).ok()
    }

    pub(super) fn auth_url(&self, id: u64, token: SignInToken) -> ConnectorAuthUrl {
        ConnectorAuthUrl::builder(&self.service).id(id).token(token).target_origin(TARGET).build()
    }

    /// Opens a page as a browser does, but stays on the service domain.
    pub(super) async fn open(&self, url: &str) -> Answer {
        let mut answer = self.send(self.http.get(url)).await;
        for _ in 0..10 {
            let inside = match answer.location.as_deref() {
                Some(location) if location.starts_with('/') => {
                    format!("{}{location}", self.service)
                }
                Some(location) if self.is_inside(location) => location.to_owned(),
                _ => break,
            };
            answer = self.send(self.http.get(inside)).await;
        }
        answer
    }

    fn is_inside(&self, url: &str) -> bool {
        let parsed = url::Url::parse(url).ok();
        parsed.is_some_and(|it| it.origin().ascii_serialization() == self.service.to_string())
    }

    /// Removes the installed connectors; returns those that remain.
    pub(super) async fn clean_up(&self) -> Vec<String> {
        let installed = std::mem::take(&mut *self.installed.lock().unwrap());
        let mut leftovers = Vec::new();
        for id in installed {
            let path = format!("/v1.0/account/connectors/{id}");
            let status = self.call(Method::DELETE, &path, None).await.status;
            // Some checks remove their own.
            if !matches!(status, 200..=299 | 404) {
                leftovers.push(format!("account connector {id}, whose removal ended in {status}"));
            }
        }
        leftovers
    }
}
