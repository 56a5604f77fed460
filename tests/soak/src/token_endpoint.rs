//! A minimal Cyclr: a token endpoint that fails on demand, and sign-in tokens for callers with a
//! token.

use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::time::sleep;

const ACCESS_TOKEN: &str =
    r#"{"access_token":"t0k3n","token_type":"bearer","expires_in":1209599,"clientId":"id"}"#;
const SIGN_IN_TOKEN: &str = r#"{"Token":"+7fCuHJ1LUq1bGasmHGVvnVw/UfsVe1DlYHXDrFuaBo=","ExpiresAtUtc":"2099-12-08T11:02:48.7436471Z"}"#;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Never responds.
    Hang,
    /// A valid response after 20 s.
    Slow,
    InternalError,
    TooManyRequests,
    /// A page where JSON is expected.
    Garbage,
    /// The connection ends instead of a response.
    Reset,
    WrongSecret,
}

impl Fault {
    pub const ALL: [(Self, &str); 7] = [
        (Self::Hang, "hang"),
        (Self::Slow, "slow"),
        (Self::InternalError, "500"),
        (Self::TooManyRequests, "429"),
        (Self::Garbage, "garbage"),
        (Self::Reset, "reset"),
        (Self::WrongSecret, "wrong-secret"),
    ];
}

pub struct TokenEndpoint {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    fault: Fault,
    is_faulty: AtomicBool,
    /// The latency of a successful token request.
    latency: Duration,
    requests: AtomicUsize,
}

impl TokenEndpoint {
    /// Starts the fault.
    pub async fn start(fault: Fault, latency: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (is_faulty, requests) = (AtomicBool::new(true), AtomicUsize::new(0));
        let shared = Arc::new(Shared { fault, is_faulty, latency, requests });
        tokio::spawn(Arc::clone(&shared).serve(listener));
        Self { port, shared }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends the fault; hanging requests still hang.
    pub fn recover(&self) {
        self.shared.is_faulty.store(false, Ordering::SeqCst);
    }

    pub fn token_requests(&self) -> usize {
        self.shared.requests.load(Ordering::SeqCst)
    }
}

impl Shared {
    async fn serve(self: Arc<Self>, listener: TcpListener) {
        while let Ok((stream, _)) = listener.accept().await {
            stream.set_nodelay(true).unwrap();
            let shared = Arc::clone(&self);
            let service = service_fn(move |request| Arc::clone(&shared).answer(request));
            // A connection that ends early is one of the faults.
            tokio::spawn(
                http1::Builder::new()
                    .timer(TokioTimer::new())
                    .serve_connection(TokioIo::new(stream), service),
            );
        }
    }

    async fn answer(self: Arc<Self>, mut request: Request<Incoming>) -> io::Result<Response<Text>> {
        assert_eq!(request.method(), Method::POST);
        read(request.body_mut()).await;
        if request.uri().path() == "/oauth/token" {
            self.requests.fetch_add(1, Ordering::SeqCst);
            return self.token().await;
        }
        let is_authorized =
            request.headers().get("authorization").is_some_and(|value| value == "Bearer t0k3n");
        Ok(if is_authorized { json(200, SIGN_IN_TOKEN) } else { json(401, "{}") })
    }

    async fn token(&self) -> io::Result<Response<Text>> {
        if !self.is_faulty.load(Ordering::SeqCst) {
            sleep(self.latency).await;
            return Ok(json(200, ACCESS_TOKEN));
        }
        Ok(match self.fault {
            Fault::Hang => pending().await,
            Fault::Slow => {
                sleep(Duration::from_secs(20)).await;
                json(200, ACCESS_TOKEN)
            }
            Fault::InternalError => json(500, r#"{"Message":"An error has occurred."}"#),
            Fault::TooManyRequests => json(429, r#"{"Message":"Too many requests."}"#),
            Fault::Garbage => json(200, "<html><body>Please wait</body></html>"),
            Fault::Reset => return Err(io::ErrorKind::ConnectionReset.into()),
            Fault::WrongSecret => json(401, r#"{"error":"invalid_client"}"#),
        })
    }
}

async fn read(body: &mut Incoming) {
    let mut body = Pin::new(body);
    while let Some(Ok(_)) = std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await
    {
    }
}

fn json(status: u16, text: &'static str) -> Response<Text> {
    let response = Response::builder().status(status).header("content-type", "application/json");
    response.body(Text(Some(text))).unwrap()
}

struct Text(Option<&'static str>);

impl Body for Text {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|text| Ok(Frame::data(Bytes::from_static(text.as_bytes())))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.map_or(0, |text| text.len() as u64))
    }
}
