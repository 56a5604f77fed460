//! The control address, as a program in any language uses it.

mod clock;
mod document;
mod fault;
mod guard;
mod hand_off;
mod input;
mod request;
mod snapshot;

use std::net::SocketAddr;

use cyclr_sandbox::{Limits, Sandbox};
use http::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::Api;

pub(crate) struct Control {
    pub(crate) api: Api,
    base: String,
}

impl Control {
    async fn start() -> Self {
        Self::around(Limits::default()).await
    }

    async fn around(limits: Limits) -> Self {
        let builder =
            Sandbox::builder().limits(limits).control(SocketAddr::from(([127, 0, 0, 1], 0)));
        let api = Api::around(builder.start().await.unwrap());
        let base = format!("http://{}", api.cyclr.control_address().unwrap());
        Self { api, base }
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let request = self.api.client.request(method, format!("{}{path}", self.base));
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    async fn get(&self, path: &str) -> Value {
        let (status, value) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{value}");
        value
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let (status, value) = self.call(Method::POST, path, Some(body)).await;
        assert_eq!(status, 200, "{value}");
        value
    }

    /// A call without body or answer.
    async fn done(&self, method: Method, path: &str) {
        assert_eq!(self.call(method, path, None).await, (204, Value::Null));
    }

    /// The wrong field, and the message.
    async fn refused(&self, path: &str, body: Value) -> (String, String) {
        let (status, value) = self.call(Method::POST, path, Some(body)).await;
        assert_eq!(status, 400, "{value}");
        let field = value["field"].as_str().unwrap_or_default().to_owned();
        (field, value["message"].as_str().unwrap().to_owned())
    }

    async fn install(&self) -> u64 {
        let connector = json!({"Name": "Salesforce", "AuthType": "OAuth2"});
        let body = json!({"account": self.api.account.as_str(), "connector": connector});
        self.post("/account-connectors", body).await["id"].as_u64().unwrap()
    }

    async fn visit(&self, id: u64, decision: Value) -> Value {
        let url = self.api.auth_url(id, None).await;
        let mut body = decision;
        body["url"] = url.into();
        self.post("/visits", body).await
    }

    /// What a connection that is written to by hand answers.
    async fn raw(&self, request: &str) -> String {
        let address = self.base.replace("http://", "");
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap()
    }
}
