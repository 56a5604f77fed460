//! One request, on its own connection, to this machine's loopback.

use http::header::{CONTENT_TYPE, HOST};
use http::{Method, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
#[cfg(feature = "tls")]
use tokio_rustls::rustls::pki_types::ServerName;
use url::form_urlencoded::Serializer;
use url::{Position, Url};

use super::error::{UserError, UserFailure};
use crate::addresses::Addresses;

pub(super) async fn get(url: &Url, addresses: &Addresses) -> Result<Response<String>, UserError> {
    send(Method::GET, url, String::new(), addresses).await
}

pub(super) async fn post(
    url: &Url,
    form: &[(&str, &str)],
    addresses: &Addresses,
) -> Result<Response<String>, UserError> {
    let form = Serializer::new(String::new()).extend_pairs(form).finish();
    send(Method::POST, url, form, addresses).await
}

async fn send(
    method: Method,
    url: &Url,
    form: String,
    addresses: &Addresses,
) -> Result<Response<String>, UserError> {
    #[cfg(not(feature = "tls"))]
    let _ = addresses;
    let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
        return Err(UserError(UserFailure::NotUrl));
    };
    // The brackets of an IPv6 address belong to the URL.
    let host = host.trim_matches(['[', ']']);
    let request = Request::builder()
        .method(method)
        .uri(&url[Position::BeforePath..Position::AfterQuery])
        .header(HOST, &url[Position::BeforeHost..Position::AfterPort])
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Full::new(Bytes::from(form)))
        .map_err(|_| UserError(UserFailure::NotUrl))?;
    let connect = || async { TcpStream::connect((host, port)).await.map_err(UserError::http) };
    match url.scheme() {
        "http" => exchange(connect().await?, request).await,
        #[cfg(feature = "tls")]
        "https" => {
            let authority = addresses.authority.as_ref();
            let authority = authority.ok_or(UserError(UserFailure::NotUrl))?;
            let name = ServerName::try_from(host.to_owned());
            let name = name.map_err(|_| UserError(UserFailure::NotUrl))?;
            let stream = authority.connector.connect(name, connect().await?).await;
            exchange(stream.map_err(UserError::http)?, request).await
        }
        _ => Err(UserError(UserFailure::NotUrl)),
    }
}

async fn exchange<S>(
    stream: S,
    request: Request<Full<Bytes>>,
) -> Result<Response<String>, UserError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(UserError::http)?;
    let exchange = async {
        let (parts, body) = sender.send_request(request).await?.into_parts();
        let page = body.collect().await?.to_bytes();
        // Dropped here, the sender ends the connection.
        drop(sender);
        Ok::<_, hyper::Error>(Response::from_parts(parts, page))
    };
    let (_, answer) = tokio::join!(connection, exchange);
    let answer = answer.map_err(UserError::http)?;
    Ok(answer.map(|page| String::from_utf8_lossy(&page).into_owned()))
}
