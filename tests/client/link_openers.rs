//! Whoever opens a link before its user does: mail scanners, previews, browsers that run ahead. Nothing changes,
//! Cyclr is asked for nothing, and the click of the user begins one attempt that completes once.

use cyclr_oauth::completion::{LinkClick, NotReturned};
use cyclr_oauth::{AttemptError, Attempts, Client, PageHeaders, TargetOrigin};
use http::request::Parts;
use http::{HeaderMap, Method, Request, Response, StatusCode};

use crate::attempt::{SESSION, connector, kind, last, returned, session, sign_in_token};
use crate::attempt_store::Glass;
use crate::connect_link::{Issued, new_link};
use crate::script::account;

const DONE: TargetOrigin = TargetOrigin::from_static("https://partner.example/done");
const COOKIE: &str = "session=the id of the session on the server";
const CSRF: &str = "csrf=0b7f3a52c1d94e0f";

/// The page of a partner: `GET` and `POST` of `/invite`.
async fn page(
    attempts: &Attempts,
    cyclr: &Client,
    request: &Parts,
    body: &str,
) -> Result<Response<String>, AttemptError> {
    let is_signed_in = request.headers.get("cookie").is_some_and(|it| it == COOKIE);
    if !is_signed_in {
        let mut sign_in = Response::new("Sign in".to_owned());
        *sign_in.status_mut() = StatusCode::UNAUTHORIZED;
        return Ok(sign_in);
    }
    let (account, user, own) = (account(), "ann@acme.example", session(SESSION));
    if request.method != Method::POST {
        let invitation = attempts.open_link(cyclr, request, &account, user).await?;
        let mut shown = Response::new(invitation.note.unwrap_or_default());
        *shown.headers_mut() = PageHeaders::new().into_headers();
        return Ok(shown);
    }
    if body != CSRF {
        return Err(NotReturned::CrossOrigin.into());
    }
    let click = LinkClick::by_form(request)?;
    attempts.begin_link(cyclr, click, &account, user, &own).await?.redirect("ann", &DONE).await
}

/// A request of somebody who is not the user that clicks.
struct Opener {
    method: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    status: u16,
}

const TIMES: usize = 20;

async fn does_no_harm(opener: Opener) {
    let glass = Glass::default();
    let issued = Issued::of(glass.clone(), new_link()).await;
    let before = glass.rows();
    let url = issued.link.expose_url();
    for _ in 0..TIMES {
        let mut request = Request::builder().method(opener.method).uri(url);
        for (name, value) in opener.headers {
            request = request.header(*name, *value);
        }
        let request = request.body(()).unwrap().into_parts().0;
        let answer = page(&issued.attempts, &issued.client, &request, opener.body).await;
        let status = answer.map_or_else(|error| error.status(), |answer| answer.status());
        assert_eq!(status, opener.status);
    }
    assert_eq!(glass.rows(), before, "nothing has changed");
    assert_eq!(issued.script.calls().len(), 0, "Cyclr was asked for something");

    // The user opens it, and clicks.
    let user = |method: &str| {
        let request = Request::builder().method(method).uri(url).header("cookie", COOKIE);
        let request = request.header("sec-fetch-site", "same-origin");
        request.header("sec-fetch-mode", "navigate").body(()).unwrap().into_parts().0
    };
    let shown = page(&issued.attempts, &issued.client, &user("GET"), "").await.unwrap();
    assert_eq!(shown.body(), "Kim asks you to connect Docusign.");
    assert_eq!(shown.headers()["referrer-policy"], "no-referrer");
    let _ = issued.script.clone().then([connector(false), sign_in_token(), connector(true)]);
    let away = page(&issued.attempts, &issued.client, &user("POST"), CSRF).await.unwrap();
    assert_eq!(away.status(), 303);
    let (text, own) = (last(), session(SESSION));
    assert!(issued.attempts.complete(&issued.client, returned(&text), &own).await.is_ok());
    let again = page(&issued.attempts, &issued.client, &user("POST"), CSRF).await;
    assert_eq!(kind(again), "link used");
    assert_eq!(issued.script.calls().len(), 3, "one attempt, and its completion");
}

macro_rules! openers {
    ($($name:ident: $method:literal $headers:expr, $body:expr => $status:literal;)*) => {$(
        #[tokio::test(start_paused = true)]
        async fn $name() {
            let (method, body, status) = ($method, $body, $status);
            does_no_harm(Opener { method, headers: &$headers, body, status }).await;
        }
    )*};
}

openers! {
    // Scanners of mail, which have no session.
    outlook_safelinks: "GET" [("user-agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Safari/537.36 Edg/124.0"), ("x-native-host", "SafeLinks")], "" => 401;
    outlook_safelinks_head: "HEAD" [("user-agent", "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0)")], "" => 401;
    proofpoint_url_defense: "GET" [("user-agent", "Mozilla/5.0 (compatible; Proofpoint URL Defense)"), ("referer", "https://urldefense.proofpoint.com/")], "" => 401;
    mimecast_url_protect: "GET" [("user-agent", "Mozilla/5.0 (compatible; Mimecast)"), ("via", "1.1 url.mimecast.com")], "" => 401;
    barracuda_link_protect: "GET" [("user-agent", "BarracudaCentral/1.0"), ("referer", "https://linkprotect.cudasvc.com/")], "" => 401;
    a_scanner_that_posts_every_form: "POST" [("user-agent", "Mozilla/5.0 (compatible; Barracuda Sentinel)"), ("content-type", "application/x-www-form-urlencoded")], "" => 401;
    a_scanner_that_posts_with_the_token_of_its_page: "POST" [("sec-fetch-site", "same-origin")], CSRF => 401;
    a_scanner_that_makes_up_a_session: "GET" [("cookie", "session=AAAAAAAAAAAAAAAAAAAAAAAA")], "" => 401;
    // Previews in chats and networks.
    slackbot_link_expanding: "GET" [("user-agent", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"), ("range", "bytes=0-32768")], "" => 401;
    slack_image_proxy: "GET" [("user-agent", "Slack-ImgProxy (+https://api.slack.com/robots)")], "" => 401;
    twitterbot: "GET" [("user-agent", "Twitterbot/1.0")], "" => 401;
    facebookexternalhit: "GET" [("user-agent", "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)")], "" => 401;
    whatsapp: "GET" [("user-agent", "WhatsApp/2.23.20.0 A")], "" => 401;
    telegram: "GET" [("user-agent", "TelegramBot (like TwitterBot)")], "" => 401;
    microsoft_teams_preview: "GET" [("user-agent", "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com")], "" => 401;
    google_image_proxy: "GET" [("user-agent", "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)")], "" => 401;
    an_agent_that_fetches_what_it_was_handed: "GET" [("user-agent", "ChatGPT-User/1.0"), ("accept", "text/markdown, text/html;q=0.9")], "" => 401;
    // The user's own browser, with the user's session.
    a_prefetch: "GET" [("cookie", COOKIE), ("sec-purpose", "prefetch")], "" => 200;
    a_prerender: "GET" [("cookie", COOKIE), ("sec-purpose", "prefetch;prerender")], "" => 200;
    an_anonymous_prefetch_by_a_proxy: "GET" [("sec-purpose", "prefetch;anonymous-client-ip")], "" => 401;
    a_prefetch_of_an_old_browser: "GET" [("cookie", COOKIE), ("purpose", "prefetch")], "" => 200;
    a_prefetch_of_firefox: "GET" [("cookie", COOKIE), ("x-moz", "prefetch")], "" => 200;
    a_preview_of_safari: "GET" [("cookie", COOKIE), ("x-purpose", "preview")], "" => 200;
    a_head: "HEAD" [("cookie", COOKIE)], "" => 200;
    repeated_opening: "GET" [("cookie", COOKIE), ("sec-fetch-mode", "navigate"), ("sec-fetch-user", "?1")], "" => 200;
    a_frame_of_another_site: "GET" [("cookie", COOKIE), ("sec-fetch-site", "cross-site"), ("sec-fetch-dest", "iframe")], "" => 200;
    options_before_a_request_of_another_site: "OPTIONS" [("origin", "https://attacker.example")], "" => 401;
    // Clicks that are none, with the user's session.
    a_form_of_another_site: "POST" [("cookie", COOKIE), ("sec-fetch-site", "cross-site")], CSRF => 403;
    a_form_of_a_sibling_site: "POST" [("cookie", COOKIE), ("sec-fetch-site", "same-site")], CSRF => 403;
    a_form_of_nowhere: "POST" [("cookie", COOKIE), ("sec-fetch-site", "none")], CSRF => 403;
    a_form_of_an_old_browser_without_an_origin: "POST" [("cookie", COOKIE)], CSRF => 403;
    a_form_with_the_origin_null: "POST" [("cookie", COOKIE), ("origin", "null")], CSRF => 403;
    a_form_without_the_csrf_token: "POST" [("cookie", COOKIE), ("sec-fetch-site", "same-origin")], "" => 403;
    a_form_in_a_frame: "POST" [("cookie", COOKIE), ("sec-fetch-site", "same-origin"), ("sec-fetch-dest", "iframe")], CSRF => 403;
    a_post_that_is_ahead: "POST" [("cookie", COOKIE), ("sec-fetch-site", "same-origin"), ("sec-purpose", "prefetch")], CSRF => 403;
    two_answers_to_where_it_comes_from: "POST" [("cookie", COOKIE), ("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], CSRF => 403;
}

#[test]
fn no_other_method_is_a_click() {
    for method in ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "post"] {
        let request = Request::builder().method(method).header("sec-fetch-site", "same-origin");
        let request = request.uri("/invite?cyclr_link=BwcHBwcHBwcHBwcHBwcHBw").body(()).unwrap();
        let error = LinkClick::by_form(&request.into_parts().0).unwrap_err();
        assert_eq!(error.status(), 405, "{method}");
        assert_eq!(kind::<()>(Err(error.into())), "link not clicked");
    }
}

#[test]
fn an_old_browser_says_by_origin_and_host_where_its_click_comes_from() {
    let click = |headers: &[(&'static str, &str)]| {
        let (mut request, ()) = Request::post("/invite?cyclr_link=BwcHBwcHBwcHBwcHBwcHBw")
            .body(())
            .unwrap()
            .into_parts();
        request.headers = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect::<HeaderMap>();
        LinkClick::by_form(&request)
    };
    assert!(click(&[("host", "partner.example"), ("origin", "https://partner.example")]).is_ok());
    for other in ["https://partner.example.evil", "https://evil.example", "null", "partner.example"]
    {
        assert!(click(&[("host", "partner.example"), ("origin", other)]).is_err(), "{other}");
    }
}
