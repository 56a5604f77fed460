//! What all tests use: a sandbox, an account, and a client that does nothing by itself.

use cyclr_oauth::{AccountId, ConnectorAuthUrl, SignInToken, TargetOrigin};
use cyclr_sandbox::Sandbox;
use reqwest::{Client, Method, RequestBuilder, Response, redirect};
use serde_json::{Value, json};

pub(crate) const TARGET: &str = "https://partner.example/done?attempt=a%20b#part";

pub(crate) struct Api {
    pub(crate) cyclr: Sandbox,
    pub(crate) client: Client,
    pub(crate) account: AccountId,
}

impl Api {
    pub(crate) async fn start() -> Self {
        Self::around(Sandbox::start().await)
    }

    pub(crate) fn around(cyclr: Sandbox) -> Self {
        let account = AccountId::new("Acme/42 ü").unwrap();
        cyclr.create_account(&account);
        let client =
            Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap();
        Self { cyclr, client, account }
    }

    /// The path of the account.
    pub(crate) const ACCOUNT: &str = "/v1.0/accounts/Acme%2F42%20%C3%BC";

    pub(crate) fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.cyclr.api_domain()))
    }

    /// With a bearer token and an account.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let token = self.cyclr.mint_access_token(None);
        self.bare(method, path)
            .bearer_auth(token.expose_secret())
            .header("x-cyclr-account", self.account.as_str())
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        ok(self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: Value) -> Value {
        ok(self.request(method, path).json(&body).send().await.unwrap()).await
    }

    /// Status and `Message`.
    pub(crate) async fn refusal(&self, method: Method, path: &str, body: Value) -> (u16, String) {
        refusal(self.request(method, path).json(&body).send().await.unwrap()).await
    }

    pub(crate) async fn sign_in_token(&self) -> SignInToken {
        let path = format!("{}/signintoken", Self::ACCOUNT);
        let answer = self.send(Method::POST, &path, json!({"Username": "ann"})).await;
        serde_json::from_value(answer).unwrap()
    }

    pub(crate) async fn auth_url(&self, id: u64, message: Option<&str>) -> String {
        let service = self.cyclr.service_domain();
        let url = ConnectorAuthUrl::builder(&service)
            .id(id)
            .token(self.sign_in_token().await)
            .target_origin(TargetOrigin::parse(TARGET).unwrap())
            .callback_message(message.map(|it| cyclr_oauth::CallbackMessage::new(it).unwrap()))
            .build();
        url.expose_url().to_string()
    }
}

pub(crate) async fn ok(answer: Response) -> Value {
    let status = answer.status();
    let text = answer.text().await.unwrap();
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).unwrap()
}

pub(crate) async fn refusal(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.unwrap();
    (status, body["Message"].as_str().unwrap().to_owned())
}

/// Waits, without sleeping, for what other threads are about to do.
pub(crate) async fn eventually(condition: impl Fn() -> bool) {
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !condition() {
        assert!(std::time::Instant::now() < patience, "it never came true");
        tokio::task::yield_now().await;
    }
}
