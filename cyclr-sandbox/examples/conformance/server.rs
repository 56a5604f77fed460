//! [`Server`]: the server under test, and what was created on it.

use std::cell::RefCell;
use std::env;
use std::error::Error;

use cyclr_oauth::api::path_segment;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder, redirect};
use serde_json::{Value, json};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

pub(crate) struct Server {
    http: Client,
    pub(crate) api: String,
    /// Without it, the checks of the service domain are left out.
    pub(crate) service: Option<String>,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    token: String,
    /// The only account that is used.
    pub(crate) account: String,
    /// The connector that is installed.
    pub(crate) connector: String,
    /// Each with the body that its DELETE needs.
    created: RefCell<Vec<(String, Option<Value>)>>,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// `null` if it isn't JSON.
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn message(&self) -> &str {
        self.body["Message"].as_str().unwrap_or_default()
    }
}

impl Server {
    pub(crate) async fn from_environment() -> Result<Self> {
        let required = |name: &str, what: &str| {
            env::var(name).ok().filter(|it| !it.is_empty()).ok_or(format!("set {name}: {what}"))
        };
        // First: nothing is sent before somebody has named the account.
        let account = required(
            "CYCLR_CONFORMANCE_ACCOUNT",
            "the id of an account that these checks may use; they install a connector there, and delete it",
        )?;
        let connector = required(
            "CYCLR_CONFORMANCE_CONNECTOR",
            "the id of a connector without several authentications, which these checks install",
        )?;
        let api = required("CYCLR_API_DOMAIN", "for example https://api.cyclr.com")?;
        let client_id = required("CYCLR_CLIENT_ID", "the partner's")?;
        let client_secret = required("CYCLR_CLIENT_SECRET", "the partner's")?;
        let service = env::var("CYCLR_SERVICE_DOMAIN").ok().filter(|it| !it.is_empty());
        let with_scheme = |domain: String| {
            let domain = domain.trim_end_matches('/');
            if domain.contains("://") { domain.to_owned() } else { format!("https://{domain}") }
        };
        let http = Client::builder().redirect(redirect::Policy::none()).build()?;
        let mut server = Self {
            http,
            api: with_scheme(api),
            service: service.map(with_scheme),
            client_id,
            client_secret,
            token: String::new(),
            account,
            connector,
            created: RefCell::default(),
        };
        let answer = server.token(&server.client_secret).await?;
        let token = answer.body["access_token"].as_str();
        server.token = token.ok_or(format!("no access token: status {}", answer.status))?.into();
        Ok(server)
    }

    pub(crate) async fn token(&self, secret: &str) -> Result<Answer> {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.client_id),
            ("client_secret", secret),
        ];
        self.send(self.bare(Method::POST, "/oauth/token").form(&form)).await
    }

    pub(crate) fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.api))
    }

    /// A navigation: no credentials.
    pub(crate) fn browser(&self, url: &str) -> RequestBuilder {
        self.http.get(url)
    }

    /// With the access token.
    pub(crate) fn partner(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path).bearer_auth(&self.token)
    }

    /// Within the account.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Answer> {
        let request = self.partner(method, path).header("x-cyclr-account", &self.account);
        self.send(match body {
            Some(body) => request.json(&body),
            None => request,
        })
        .await
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Result<Answer> {
        let answer = request.send().await.map_err(reqwest::Error::without_url)?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let text = answer.text().await.map_err(reqwest::Error::without_url)?;
        Ok(Answer { status, headers, body: serde_json::from_str(&text).unwrap_or_default() })
    }

    /// The path of an account.
    pub(crate) fn account_path(&self) -> String {
        account_path(&self.account)
    }

    /// Asks for a new account that must be refused. Whatever is created nevertheless is deleted at the end.
    pub(crate) async fn refused_account(&self, body: Value) -> Result<Answer> {
        let answer = self.send(self.partner(Method::POST, "/v1.0/accounts").json(&body)).await?;
        let id = answer.body["Id"].as_str().filter(|id| *id != self.account);
        if let (200..300, Some(id)) = (answer.status, id) {
            self.created(account_path(id), None);
        }
        Ok(answer)
    }

    /// Deletes it at the end.
    pub(crate) fn created(&self, path: String, body: Option<Value>) {
        self.created.borrow_mut().push((path, body));
    }

    pub(crate) fn created_user(&self, name: &str) {
        let path = format!("{}/users", self.account_path());
        self.created(path, Some(json!({"UserName": name})));
    }

    /// Deletes what was created, the last first; what is gone already is fine. Gives what is left.
    pub(crate) async fn clean_up(&self) -> Vec<String> {
        let mut left = Vec::new();
        let created = self.created.take();
        for (path, body) in created.into_iter().rev() {
            match self.call(Method::DELETE, &path, body).await {
                Ok(answer) if matches!(answer.status, 200..300 | 404) => {}
                _ => left.push(path),
            }
        }
        left
    }
}

fn account_path(account: &str) -> String {
    format!("/v1.0/accounts/{}", path_segment(account))
}
