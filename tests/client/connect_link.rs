//! A link on the partner's own origin: issued, opened, clicked, used up, revoked.

use std::time::Duration;

use cyclr_oauth::completion::{
    AttemptStore, Begun, Completed, Invitation, LinkClick, LinkId, MemoryAttempts, NewLink,
    StoreEntry,
};
use cyclr_oauth::web::InvalidUrl;
use cyclr_oauth::{AccountId, AttemptError, Attempts, Client, ConnectLink, TargetOrigin, blocking};
use http::Request;
use http::request::Parts;

use crate::attempt::{SESSION, attempts, connector, kind, last, returned, session, sign_in_token};
use crate::attempt_store::Glass;
use crate::completion::{authenticated, poll_and_drop};
use crate::script::{Script, account, status};

const PAGE: TargetOrigin = TargetOrigin::from_static("https://partner.example/invite");
const DONE: TargetOrigin = TargetOrigin::from_static("https://partner.example/done");
const DAY: Duration = Duration::from_secs(24 * 3600);
const USER: &str = "ann@acme.example";

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
    async fn new() -> Self {
        Self::of(MemoryAttempts::default(), new_link()).await
    }

    pub(crate) async fn of(store: impl AttemptStore + 'static, link: NewLink) -> Self {
        let script = Script::new([]);
        let (attempts, client) = (attempts(store), script.client());
        let link = attempts.issue_link(&client, link, &PAGE).await.unwrap();
        Self { script, client, attempts, link }
    }

    async fn open_as(&self, account: &str, user: &str) -> Result<Invitation, AttemptError> {
        let account = AccountId::new(account).unwrap();
        let request = get(self.link.expose_url());
        self.attempts.open_link(&self.client, &request, &account, user).await
    }

    async fn open(&self) -> Result<Invitation, AttemptError> {
        self.open_as("Acme-42", USER).await
    }

    async fn click_as(&self, account: &str, user: &str) -> Result<Begun, AttemptError> {
        let account = AccountId::new(account).unwrap();
        let click = LinkClick::by_form(&post(self.link.expose_url()))?;
        let session = session(SESSION);
        self.attempts.begin_link(&self.client, click, &account, user, &session).await
    }

    /// Cyclr is asked how the account connector stands.
    async fn click(&self) -> Result<Begun, AttemptError> {
        let _ = self.script.clone().then([connector(false)]);
        self.click_as("Acme-42", USER).await
    }

    /// Completes the attempt that was begun last.
    async fn complete(&self) -> Result<Completed, AttemptError> {
        self.complete_that(&last()).await
    }

    async fn complete_that(&self, text: &str) -> Result<Completed, AttemptError> {
        let _ = self.script.clone().then([connector(true)]);
        self.attempts.complete(&self.client, returned(text), &session(SESSION)).await
    }

    async fn revoke(&self) -> bool {
        self.attempts.revoke_link(&self.client, &account(), self.link.id()).await.unwrap()
    }

    /// That it neither opens nor begins, why, and that Cyclr isn't asked.
    async fn is_refused(&self, account: &str, user: &str, why: &str) {
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

#[tokio::test(start_paused = true)]
async fn a_link_expires_and_later_it_is_forgotten() {
    for (link, lifetime) in [
        (new_link(), DAY * 7),
        (new_link().with_lifetime(DAY), DAY),
        (new_link().with_lifetime(DAY * 30), DAY * 30),
        (new_link().with_lifetime(DAY * 31), DAY * 30),
        (new_link().with_lifetime(Duration::MAX), DAY * 30),
    ] {
        let issued = Issued::of(MemoryAttempts::default(), link).await;
        tokio::time::advance(lifetime - Duration::from_nanos(1)).await;
        assert!(issued.open().await.is_ok());
        tokio::time::advance(Duration::from_nanos(1)).await;
        issued.is_refused("Acme-42", USER, "link expired").await;
        let error = issued.open().await.unwrap_err();
        assert_eq!(error.status(), 410);
        assert_eq!(error.public_message(), "This link is no longer valid. Ask for another.");
        // After another week a sweep forgets it.
        tokio::time::advance(DAY * 7 - Duration::from_nanos(1)).await;
        assert_eq!(issued.attempts.sweep(&issued.client).await.unwrap().examined, 0);
        assert_eq!(kind(issued.open().await), "link expired");
        tokio::time::advance(Duration::from_nanos(1)).await;
        assert_eq!(issued.attempts.sweep(&issued.client).await.unwrap().examined, 0);
        assert_eq!(kind(issued.open().await), "link unknown");
    }
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
async fn a_revoked_link_is_revoked_on_every_machine() {
    let glass = Glass::default();
    let issued = Issued::of(glass.clone(), new_link()).await;
    let there = attempts(glass.clone());
    // From a database.
    let id: LinkId = issued.link.id().to_string().parse().unwrap();
    let other = AccountId::new("Acme-43").unwrap();
    assert!(!there.revoke_link(&issued.client, &other, &id).await.unwrap());
    assert!(issued.open().await.is_ok(), "another account revokes nothing");
    assert!(there.revoke_link(&issued.client, &account(), &id).await.unwrap());
    issued.is_refused("Acme-42", USER, "link revoked").await;
    assert_eq!(issued.open().await.unwrap_err().status(), 410);
    assert!(!issued.revoke().await, "once");
    assert_eq!(issued.script.calls().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn what_began_before_the_revocation_can_still_be_completed() {
    let issued = Issued::new().await;
    drop(issued.click().await.unwrap());
    assert!(issued.revoke().await);
    assert!(issued.complete().await.is_ok());
    issued.is_refused("Acme-42", USER, "link revoked").await;
}

#[tokio::test(start_paused = true)]
async fn the_id_of_a_link_reaches_no_other_entry() {
    let glass = Glass::default();
    let issued = Issued::of(glass.clone(), new_link()).await;
    drop(issued.click().await.unwrap());
    let text = last();
    assert!(issued.complete().await.is_ok());
    drop(issued.click_as("Acme-43", USER).await);
    let rows = glass.rows();
    // The link, and the completion on the account connector.
    assert_eq!(rows.len(), 2);
    for [key, ..] in &rows {
        let id: LinkId = key.parse().unwrap();
        assert!(!issued.attempts.revoke_link(&issued.client, &account(), &id).await.unwrap());
    }
    assert_eq!(glass.rows(), rows);
    // Neither an attempt nor a link can be presented as the other.
    let as_link = get(&format!("/invite?cyclr_link={text}"));
    let opened = issued.attempts.open_link(&issued.client, &as_link, &account(), USER).await;
    assert_eq!(kind(opened), "link unknown");
    let (_, link) = issued.link.expose_url().split_once("cyclr_link=").unwrap();
    assert_eq!(kind(issued.complete_that(link).await), "unknown");
    for text in ["", "1234", &"A".repeat(42), &"A".repeat(44), &"+".repeat(43)] {
        assert!(text.parse::<LinkId>().is_err(), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_in_the_store_opens_nothing() {
    let glass = Glass::default();
    let issued = Issued::of(glass.clone(), new_link()).await;
    let [[key, value, room]] = glass.rows().try_into().unwrap();
    assert_eq!(key, issued.link.id().as_str());
    assert_eq!(room, "links of\nAcme-42", "no account has this name");
    for text in [&key, &value] {
        assert!(!text.contains(&last()) && !text.contains(USER), "{text}");
    }
    let value: serde_json::Value = serde_json::from_str(&value).unwrap();
    let user = value["user"].as_str().unwrap();
    assert_eq!(user.len(), 43);
    let all = serde_json::json!({
        "kind": "link",
        "account": "Acme-42",
        "id": 1234,
        "user": user,
        "note": "Kim asks you to connect Docusign.",
        "expires": "2021-10-08T00:00:00Z",
        "state": "open",
    });
    assert_eq!(value, all);
    // The same user looks different in each link.
    let glass = Glass::default();
    let _issued = Issued::of(glass.clone(), new_link()).await;
    assert!(!glass.rows()[0][1].contains(user));
    let presented = get(&format!("/invite?cyclr_link={}", &key[..22]));
    let opened = issued.attempts.open_link(&issued.client, &presented, &account(), USER).await;
    assert_eq!(kind(opened), "link unknown");
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
    for note in ["a".repeat(NewLink::MAX_NOTE + 1), "a\0b".to_owned(), "a\r\nb".to_owned()] {
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

#[tokio::test(start_paused = true)]
async fn cyclr_or_a_store_that_fails_leaves_the_link() {
    let glass = Glass::default();
    let issued = Issued::of(glass.clone(), new_link()).await;
    // Cyclr, at the click.
    for (answer, expected) in [(status(403), 503), (status(404), 404)] {
        let _ = issued.script.clone().then([answer]);
        let error = issued.click_as("Acme-42", USER).await.unwrap_err();
        assert_eq!(error.status(), expected);
    }
    for call in ["get", "insert"] {
        let _glass = glass.clone().failing(call);
        assert_eq!(kind(issued.click().await), "store", "{call}");
        let own = account();
        let revoked = issued.attempts.revoke_link(&issued.client, &own, issued.link.id());
        assert_eq!(kind(revoked.await), "store", "{call}");
        let fresh = issued.attempts.issue_link(&issued.client, new_link(), &PAGE).await;
        assert_eq!(fresh.is_err(), call == "insert");
        glass.works_again();
    }
    let _ = issued.script.clone().otherwise(connector(false));
    assert!(issued.open().await.is_ok());
    drop(issued.click_as("Acme-42", USER).await.unwrap());
    let _ = issued.script.clone().otherwise(connector(true));
    // A completion that is not remembered does not count, and can be repeated.
    for call in ["get", "insert", "take"] {
        let _glass = glass.clone().failing(call);
        assert_eq!(kind(issued.complete().await), "store", "{call}");
        glass.works_again();
    }
    assert!(issued.complete().await.is_ok());
    issued.is_refused("Acme-42", USER, "link used").await;
}

#[tokio::test(start_paused = true)]
async fn links_and_attempts_of_an_account_push_out_only_their_own_kind() {
    let store = MemoryAttempts::with_capacity(1000).per_account(3);
    let issued = Issued::of(store.clone(), new_link()).await;
    drop(issued.click().await.unwrap());
    let text = last();
    // Three attempts, and three links: the fourth of a kind takes the place of its oldest.
    for _ in 0..2 {
        drop(issued.click().await.unwrap());
    }
    let later =
        async || issued.attempts.issue_link(&issued.client, new_link(), &PAGE).await.unwrap();
    let (_second, _third) = (later().await, later().await);
    assert!(issued.open().await.is_ok(), "three attempts push out no link");
    let _fourth = later().await;
    assert_eq!(kind(issued.open().await), "link unknown");
    for _ in 0..3 {
        drop(later().await);
    }
    assert!(issued.complete_that(&text).await.is_ok(), "links push out no attempt");
}

#[tokio::test(start_paused = true)]
async fn a_sweep_takes_no_link_for_an_attempt() {
    let glass = Glass::default();
    let issued = Issued::of(glass.clone(), new_link()).await;
    drop(issued.click().await.unwrap());
    tokio::time::advance(Duration::from_secs(20 * 60)).await;
    let _ = issued.script.clone().then([connector(true), crate::script::ok("{}")]);
    let swept = issued.attempts.sweep(&issued.client).await.unwrap();
    assert_eq!((swept.examined, swept.refused.len()), (1, 1), "the attempt alone");
    assert!(issued.open().await.is_ok());
    assert!(issued.click().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn anything_else_in_the_store_opens_nothing() {
    let issued = Issued::of(MemoryAttempts::default(), new_link()).await;
    let store = MemoryAttempts::default();
    let there = attempts(store.clone());
    let request = get(issued.link.expose_url());
    let now = "2021-10-01T00:00:00Z".parse().unwrap();
    let keep_until = "2022-10-01T00:00:00Z".parse().unwrap();
    let record =
        |fields: &str| format!(r#"{{"kind":"link","account":"Acme-42","id":1234,{fields}}}"#);
    for (value, expected) in [
        ("null".to_owned(), "store"),
        ("[".repeat(100_000), "store"),
        (record(r#""expires":"soon","state":"open""#), "store"),
        (record(r#""expires":"2021-10-08T00:00:00Z""#), "store"),
        (record(r#""expires":"2021-10-08T00:00:00Z","state":"new""#), "store"),
        (
            record(r#""expires":"2021-10-08T00:00:00Z","state":"open","user":"AAAA""#),
            "link of another user",
        ),
        (
            record(r#""expires":"2021-10-08T00:00:00Z","state":"open","user":"""#),
            "link of another user",
        ),
        (r#"{"kind":"completion","at":"2021-10-01T00:00:00Z"}"#.to_owned(), "link unknown"),
    ] {
        let (key, value, account_id) = (issued.link.id().as_str(), &*value, "A");
        let entry =
            StoreEntry { key, value, account: account_id, now, due: keep_until, keep_until };
        store.insert(entry).await.unwrap();
        let opened = there.open_link(&issued.client, &request, &account(), USER).await;
        assert_eq!(kind(opened), expected, "{value:.100}");
    }
}

#[test]
fn a_future_that_is_dropped_at_any_poll_leaves_a_usable_link() {
    let (client, own) = (authenticated(), session(SESSION));
    let mut ended = 0;
    for polls in 0..50 {
        // A store that lets others go first, before each of its calls.
        let attempts = attempts(Glass::default().yielding());
        let link = poll_and_drop(attempts.issue_link(&client, new_link(), &PAGE), 1000);
        let link = link.unwrap().unwrap();
        let request = post(link.expose_url());
        let of = account();
        let click = || {
            let click = LinkClick::by_form(&request).unwrap();
            attempts.begin_link(&client, click, &of, USER, &own)
        };
        drop(poll_and_drop(click(), polls));
        drop(poll_and_drop(click(), 1000).unwrap().unwrap());
        let text = last();
        let complete = || attempts.complete(&client, returned(&text), &own);
        let first = poll_and_drop(complete(), polls);
        ended += usize::from(first.is_some());
        let second = poll_and_drop(complete(), 1000).unwrap();
        let is_once = match first {
            None => second.is_ok(),
            Some(first) => first.is_ok() && kind(second) == "unknown",
        };
        assert!(is_once, "{polls}");
        assert_eq!(kind(poll_and_drop(click(), 1000).unwrap()), "link used", "{polls}");
    }
    assert!((1..49).contains(&ended), "{ended}: some are dropped, some end");
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
