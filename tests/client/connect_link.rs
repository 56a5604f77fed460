//! A link on the partner's own origin: who opens it, and what the click begins.

use std::error::Error;
use std::time::Duration;

use cyclr_oauth::completion::{
    AttemptStore, Begun, Completed, Invitation, LinkClick, LinkError, LinkId, MemoryAttempts,
    NewLink,
};
use cyclr_oauth::web::InvalidUrl;
use cyclr_oauth::{AccountId, AttemptError, Attempts, Client, ConnectLink, TargetOrigin, blocking};
use http::Request;
use http::request::Parts;

use crate::attempt::{SESSION, attempts, connector, kind, last, returned, session, sign_in_token};
use crate::script::{Script, account};

pub(crate) const PAGE: TargetOrigin = TargetOrigin::from_static("https://partner.example/invite");
const DONE: TargetOrigin = TargetOrigin::from_static("https://partner.example/done");
pub(crate) const DAY: Duration = Duration::from_secs(24 * 3600);
pub(crate) const USER: &str = "ann@acme.example";

pub(crate) fn get(uri: &str) -> Parts {
    Request::get(uri).body(()).unwrap().into_parts().0
}

pub(crate) fn post(uri: &str) -> Parts {
    let request = Request::post(uri).header("sec-fetch-site", "same-origin");
    request.body(()).unwrap().into_parts().0
}

/// A link that was issued, and what Cyclr says from then on.
pub(crate) struct Issued {
    pub(crate) script: Script,
    pub(crate) client: Client,
    pub(crate) attempts: Attempts,
    pub(crate) link: ConnectLink,
}

impl Issued {
    pub(crate) async fn new() -> Self {
        Self::of(MemoryAttempts::default(), new_link()).await
    }

    pub(crate) async fn of(store: impl AttemptStore + 'static, link: NewLink) -> Self {
        let script = Script::new([]);
        let (attempts, client) = (attempts(store), script.client());
        let link = attempts.issue_link(&client, link, &PAGE).await.unwrap();
        Self { script, client, attempts, link }
    }

    pub(crate) async fn open_as(
        &self,
        account: &str,
        user: &str,
    ) -> Result<Invitation, AttemptError> {
        let account = AccountId::new(account).unwrap();
        let request = get(self.link.expose_url());
        self.attempts.open_link(&self.client, &request, &account, user).await
    }

    pub(crate) async fn open(&self) -> Result<Invitation, AttemptError> {
        self.open_as("Acme-42", USER).await
    }

    pub(crate) async fn click_as(&self, account: &str, user: &str) -> Result<Begun, AttemptError> {
        let account = AccountId::new(account).unwrap();
        let click = LinkClick::by_form(&post(self.link.expose_url()))?;
        let session = session(SESSION);
        self.attempts.begin_link(&self.client, click, &account, user, &session).await
    }

    /// Cyclr is asked how the account connector stands.
    pub(crate) async fn click(&self) -> Result<Begun, AttemptError> {
        let _ = self.script.clone().then([connector(false)]);
        self.click_as("Acme-42", USER).await
    }

    /// Completes the attempt that was begun last.
    pub(crate) async fn complete(&self) -> Result<Completed, AttemptError> {
        self.complete_that(&last()).await
    }

    pub(crate) async fn complete_that(&self, text: &str) -> Result<Completed, AttemptError> {
        let _ = self.script.clone().then([connector(true)]);
        self.attempts.complete(&self.client, returned(text), &session(SESSION)).await
    }

    pub(crate) async fn revoke(&self) -> bool {
        self.attempts.revoke_link(&self.client, &account(), self.link.id()).await.unwrap()
    }

    /// That it neither opens nor begins, why, and that Cyclr isn't asked.
    pub(crate) async fn is_refused(&self, account: &str, user: &str, why: &str) {
        let asked = self.script.calls().len();
        assert_eq!(kind(self.open_as(account, user).await), why);
        assert_eq!(kind(self.click_as(account, user).await), why);
        assert_eq!(self.script.calls().len(), asked, "{why}");
    }
}

pub(crate) fn new_link() -> NewLink {
    NewLink::new(&account(), 1234).for_user(USER).with_note("Kim asks you to connect Docusign.")
}

#[tokio::test(start_paused = true)]
async fn a_link_says_who_asks_for_what_and_the_click_begins() {
    let issued = Issued::new().await;
    let url = format!("https://partner.example/invite?cyclr_link={}", last());
    assert_eq!(issued.link.expose_url(), url);
    let invitation = issued.open().await.unwrap();
    assert_eq!((&invitation.account, invitation.id), (&account(), 1234.into()));
    assert_eq!(invitation.note.as_deref(), Some("Kim asks you to connect Docusign."));
    let week = "2021-10-08T00:00:00Z".parse().unwrap();
    assert_eq!((invitation.expires, issued.link.expires()), (week, week));
    assert_eq!(issued.script.calls().len(), 0);

    let begun = issued.click().await.unwrap();
    let text = last();
    let _ = issued.script.clone().then([sign_in_token()]);
    let redirect = begun.redirect::<()>("ann", &DONE).await.unwrap();
    let location = redirect.headers()["location"].to_str().unwrap();
    assert!(location.contains(&text) && location.contains("id=1234"), "{location}");
    assert!(!location.contains("cyclr_link"), "{location}");
    let completed = issued.complete_that(&text).await.unwrap();
    assert_eq!((completed.account, completed.id), (account(), 1234.into()));
}

#[tokio::test(start_paused = true)]
async fn a_link_without_a_user_is_for_every_user_of_the_account() {
    let issued = Issued::of(MemoryAttempts::default(), NewLink::new(&account(), 1234)).await;
    for user in [USER, "bob", ""] {
        assert_eq!(issued.open_as("Acme-42", user).await.unwrap().note, None);
    }
    issued.is_refused("Acme-43", USER, "link of another account").await;
}

#[tokio::test(start_paused = true)]
async fn only_a_session_that_the_link_is_for_opens_it() {
    let issued = Issued::new().await;
    for other in ["Acme-4", "acme-42", "Acme-422", "links of\u{2028}Acme-42"] {
        issued.is_refused(other, USER, "link of another account").await;
    }
    for other in ["", "ann", "Ann@acme.example", "ann@acme.example ", "ann@acme.exampl"] {
        issued.is_refused("Acme-42", other, "link of another user").await;
    }
    assert!(issued.open().await.is_ok());
    assert!(issued.click().await.is_ok(), "others do no harm");
    // A user without a name is nobody's.
    let nobody = Issued::of(MemoryAttempts::default(), new_link().for_user("")).await;
    nobody.is_refused("Acme-42", "", "link of another user").await;
}

#[tokio::test(start_paused = true)]
async fn the_application_learns_whose_link_it_is() {
    let issued = Issued::new().await;
    for (account_id, user) in [("Acme-43", USER), ("Acme-42", "bob")] {
        use cyclr_oauth::completion::LinkError::{OtherAccount, OtherUser};
        match issued.open_as(account_id, user).await.unwrap_err() {
            AttemptError::Link(
                OtherAccount { account: of, id } | OtherUser { account: of, id },
            ) => {
                assert_eq!((of, id), (account(), 1234.into()));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_stranger_cannot_distinguish_any_link_from_none() {
    let mut errors = Vec::new();
    let unknown = get("/invite?cyclr_link=AAAAAAAAAAAAAAAAAAAAAA");
    let open = Issued::new().await;
    let none = open.attempts.open_link(&open.client, &unknown, &account(), USER).await;
    errors.push(none.unwrap_err());
    let used = Issued::new().await;
    drop(used.click().await.unwrap());
    let _ = used.complete().await.unwrap();
    let revoked = Issued::new().await;
    assert!(revoked.revoke().await);
    let expired =
        Issued::of(MemoryAttempts::default(), new_link().with_lifetime(Duration::ZERO)).await;
    for issued in [open, used, revoked, expired] {
        for (account, user) in [("Acme-43", USER), ("Acme-42", "bob")] {
            errors.push(issued.open_as(account, user).await.unwrap_err());
            errors.push(issued.click_as(account, user).await.unwrap_err());
        }
    }
    assert_eq!(errors.len(), 17);
    for error in errors {
        assert_eq!(error.status(), 403, "{error:?}");
        let message =
            "This link isn't for you. Sign in as the user it was sent to, or ask for another.";
        assert_eq!(error.public_message(), message, "{error:?}");
    }
}

#[test]
fn a_log_gets_what_a_stranger_does_not() {
    let url = format!("https://partner.example/invite?cyclr_link={}", "A".repeat(22));
    let click = LinkClick::by_form(&post(&url)).unwrap();
    assert_eq!(format!("{click:?}"), "LinkClick([redacted])");
    let error = LinkClick::by_form(&get(&url)).unwrap_err();
    insta::assert_snapshot!(
        format!("{error}: {}", error.source().unwrap()),
        @"the request isn't a click on the page of the link: the request has a method that completes nothing"
    );
    let errors = [
        LinkError::Expired,
        LinkError::Malformed,
        LinkError::Note,
        LinkError::OtherAccount { account: account(), id: 1234.into() },
        LinkError::OtherUser { account: account(), id: 1234.into() },
        LinkError::Revoked,
        LinkError::Unknown,
        LinkError::Used,
    ];
    let texts = errors.map(|error| {
        assert!(error.source().is_none());
        error.to_string()
    });
    insta::assert_snapshot!(
        "1".parse::<LinkId>().unwrap_err(),
        @"not the id of a link: write the 43 characters that `ConnectLink::id` returned"
    );
    insta::assert_snapshot!(texts.join("\n"), @r"
    the link has expired
    the request doesn't hold exactly one link
    the note of the link is longer than 1000 bytes, or has control characters
    the link is for another account
    the link is for another user of the account
    the link was revoked
    there is no such link
    the link was used already
    ");
}

#[tokio::test(start_paused = true)]
async fn a_user_who_gives_up_can_click_again_until_an_attempt_is_completed() {
    let issued = Issued::new().await;
    drop(issued.click().await.unwrap());
    // Fifteen minutes later the attempt has expired, and the link has not.
    tokio::time::advance(Duration::from_secs(15 * 60)).await;
    assert_eq!(
        kind(issued.attempts.complete(&issued.client, returned(&last()), &session(SESSION)).await),
        "expired"
    );
    drop(issued.click().await.unwrap());
    assert!(issued.complete().await.is_ok());
    issued.is_refused("Acme-42", USER, "link used").await;
    let error = issued.open().await.unwrap_err();
    assert_eq!(error.status(), 410);
    assert_eq!(error.public_message(), "This link was used already. Check your connections.");
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_or_refused_attempt_leaves_the_link() {
    use cyclr_oauth::completion::Decision;
    let issued = Issued::new().await;
    drop(issued.click().await.unwrap());
    let _ = issued.script.clone().then([connector(false)]);
    let (own, text) = (session(SESSION), last());
    issued.attempts.cancel(&issued.client, returned(&text), &own).await.unwrap();
    drop(issued.click().await.unwrap());
    let _ = issued.script.clone().then([connector(true), crate::script::ok("{}")]);
    let refuse = async |_, _| Ok(Decision::Refuse);
    let refused = issued.attempts.complete_if(&issued.client, returned(&last()), &own, refuse);
    assert_eq!(kind(refused.await), "refused");
    drop(issued.click().await.unwrap());
    assert!(issued.complete().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn two_tabs_begin_an_attempt_each_and_the_first_completion_ends_the_link() {
    let issued = Issued::new().await;
    let mut texts = Vec::new();
    for _ in 0..2 {
        drop(issued.click().await.unwrap());
        texts.push(last());
    }
    assert!(issued.complete_that(&texts[1]).await.is_ok());
    issued.is_refused("Acme-42", USER, "link used").await;
    assert!(issued.complete_that(&texts[0]).await.is_ok(), "it had begun already");
    assert_eq!(kind(issued.complete_that(&texts[0]).await), "unknown");
}

#[tokio::test(start_paused = true)]
async fn an_attempt_begun_before_the_revocation_can_still_be_completed() {
    let issued = Issued::new().await;
    drop(issued.click().await.unwrap());
    assert!(issued.revoke().await);
    assert!(issued.complete().await.is_ok());
    issued.is_refused("Acme-42", USER, "link revoked").await;
}

#[tokio::test(start_paused = true)]
async fn a_link_that_was_changed_anywhere_opens_nothing() {
    let issued = Issued::new().await;
    let url = issued.link.expose_url();
    let start = url.len() - 22;
    let presents = async |text: &str| {
        let uri = format!("/invite?cyclr_link={text}");
        let opened = issued.attempts.open_link(&issued.client, &get(&uri), &account(), USER).await;
        let click = match LinkClick::by_form(&post(&uri)) {
            Ok(click) => click,
            Err(error) => return (kind(opened), kind::<()>(Err(error.into()))),
        };
        let own = session(SESSION);
        let begun = issued.attempts.begin_link(&issued.client, click, &account(), USER, &own).await;
        (kind(opened), kind(begun))
    };
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for place in start..url.len() {
        for other in alphabet.chars().filter(|it| !url[place..].starts_with(*it)) {
            let changed = format!("{}{other}{}", &url[start..place], &url[place + 1..]);
            assert_eq!(presents(&changed).await, ("link unknown", "link unknown"), "{changed}");
        }
        for bit in 0..8 {
            let byte = url.as_bytes()[place] ^ (1 << bit);
            let changed = format!("{}%{byte:02X}{}", &url[start..place], &url[place + 1..]);
            let (opened, clicked) = presents(&changed).await;
            assert_eq!(opened, clicked);
            assert!(matches!(opened, "link unknown" | "link malformed"), "{changed}: {opened}");
        }
        let cut = &url[start..place];
        assert_eq!(presents(cut).await, ("link malformed", "link malformed"), "{cut}");
    }
    let long = "A".repeat(8192);
    let own = &url[start..];
    let (repeated, twice) = (format!("{own}&cyclr_link={own}"), format!("{own}&cyclr%5Flink=x"));
    let (after, before) = (format!("{own}{long}"), format!("x&y={long}&cyclr_link={own}"));
    let padded = format!("{own}==");
    for text in [&*long, &repeated, &twice, &after, &before, &padded, "%00", "%FF%FE", "%22"] {
        assert_eq!(presents(text).await, ("link malformed", "link malformed"), "{text:.80}");
    }
    for none in ["/invite", "/invite?", "/invite?cyclr_attempt=AAAAAAAAAAAAAAAAAAAAAA"] {
        let opened = issued.attempts.open_link(&issued.client, &get(none), &account(), USER).await;
        let error = opened.unwrap_err();
        assert_eq!(error.status(), 400);
        assert_eq!(kind::<()>(Err(error)), "link malformed");
    }
    assert_eq!(issued.script.calls().len(), 0);
    // Other parameters are the application's, and trackers'.
    let tracked = get(&format!("{url}&utm_source=mail"));
    assert!(issued.attempts.open_link(&issued.client, &tracked, &account(), USER).await.is_ok());
    assert!(issued.click().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_page_keeps_its_address_and_does_not_carry_two_links() {
    let (client, attempts) = (Script::new([]).client(), attempts(MemoryAttempts::default()));
    for (page, url) in [
        ("https://partner.example", "https://partner.example/?cyclr_link="),
        ("https://partner.example/i?a=b", "https://partner.example/i?a=b&cyclr_link="),
        ("http://localhost:3000/i", "http://localhost:3000/i?cyclr_link="),
    ] {
        let page = TargetOrigin::parse(page).unwrap();
        let link = attempts.issue_link(&client, new_link(), &page).await.unwrap();
        assert_eq!(link.expose_url(), format!("{url}{}", last()));
    }
    let page = TargetOrigin::from_static("https://partner.example/i?cyclr_link=x");
    let error = attempts.issue_link(&client, new_link(), &page).await.unwrap_err();
    assert!(matches!(error, AttemptError::Target(InvalidUrl::HasLink)), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_note_is_bounded() {
    let (client, attempts) = (Script::new([]).client(), attempts(MemoryAttempts::default()));
    let fits = "é".repeat(NewLink::MAX_NOTE / 2);
    for note in ["", "Kim\nasks", "<script>alert(1)</script>", &fits] {
        let link = new_link().with_note(note);
        let link = attempts.issue_link(&client, link, &PAGE).await.unwrap();
        let request = get(link.expose_url());
        let invitation = attempts.open_link(&client, &request, &account(), USER).await.unwrap();
        assert_eq!(invitation.note.as_deref(), Some(note));
    }
    // As the text area of a form sends it.
    let link =
        attempts.issue_link(&client, new_link().with_note("Kim\r\nasks"), &PAGE).await.unwrap();
    let request = get(link.expose_url());
    let invitation = attempts.open_link(&client, &request, &account(), USER).await.unwrap();
    assert_eq!(invitation.note.as_deref(), Some("Kim\nasks"));
    for note in ["a".repeat(NewLink::MAX_NOTE + 1), "a\0b".to_owned(), "a\rb".to_owned()] {
        let link = attempts.issue_link(&client, new_link().with_note(note), &PAGE).await;
        let error = link.unwrap_err();
        assert_eq!(error.status(), 400);
        assert_eq!(kind::<()>(Err(error)), "link note");
    }
}

#[tokio::test(start_paused = true)]
async fn a_link_shows_in_no_debug_output_and_no_error() {
    let issued = Issued::new().await;
    let secret = last();
    let click = LinkClick::by_form(&post(issued.link.expose_url())).unwrap();
    let mut texts = vec![format!("{:?}", issued.link), format!("{click:?}")];
    texts.push(format!("{:?}", issued.open().await.unwrap()));
    texts.push(format!("{:?}", issued.open_as("Acme-43", USER).await.unwrap_err()));
    texts.push(format!("{:?}", issued.click().await.unwrap()));
    for text in texts {
        assert!(!text.contains(&secret), "{text}");
    }
    let id = issued.link.id();
    let debug = format!("ConnectLink {{ id: LinkId(\"{id}\"), expires: UtcTimestamp(");
    assert!(format!("{:?}", issued.link).starts_with(&debug), "{:?}", issued.link);
}

#[test]
fn the_blocking_attempts_do_the_same_with_links() {
    let script = Script::at_once([connector(false), sign_in_token(), connector(true)]);
    let (attempts, client) = (blocking::Attempts::in_memory(), script.blocking());
    let own = session(SESSION);
    let link = attempts.issue_link(&client, new_link(), &PAGE).unwrap();
    let (opened, clicked) = (get(link.expose_url()), post(link.expose_url()));
    assert_eq!(attempts.open_link(&client, &opened, &account(), USER).unwrap().id, 1234.into());
    let click = || LinkClick::by_form(&clicked).unwrap();
    let other = attempts.begin_link(&client, click(), &account(), "bob", &own);
    assert_eq!(kind(other), "link of another user");
    let begun = attempts.begin_link(&client, click(), &account(), USER, &own).unwrap();
    let answer = begun.popup::<String>("ann", &PAGE).unwrap();
    let json: serde_json::Value = serde_json::from_str(answer.body()).unwrap();
    let text = json["message"].as_str().unwrap();
    let _ = attempts.complete(&client, returned(text), &own).unwrap();
    let again = attempts.begin_link(&client, click(), &account(), USER, &own);
    assert_eq!(kind(again), "link used");
    assert!(!attempts.revoke_link(&client, &account(), link.id()).unwrap());
    let link = attempts.issue_link(&client, new_link(), &PAGE).unwrap();
    assert!(attempts.revoke_link(&client, &account(), link.id()).unwrap());
    let opened = attempts.open_link(&client, &get(link.expose_url()), &account(), USER);
    assert_eq!(kind(opened), "link revoked");
}
