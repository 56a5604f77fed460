//! Links in memory: once one is used up or revoked, no schedule opens it again.

use cyclr_oauth::completion::{ConnectLink, LinkClick, LinkError, NewLink};
use cyclr_oauth::{AccountConnectorId, AttemptError};
use http::Request;
use http::request::Parts;
use shuttle::future::block_on;

use crate::attempts::{PAGE, Service, session};
use crate::cyclr::account;
use crate::play::play;

fn issue(service: &Service) -> ConnectLink {
    let link = NewLink::new(&account(), AccountConnectorId::from(1234));
    block_on(service.attempts.issue_link(&service.client, link, &PAGE)).unwrap()
}

fn click(url: &str) -> Parts {
    let (_, query) = url.split_once('?').unwrap();
    let request = Request::post(format!("/invite?{query}")).header("sec-fetch-site", "same-origin");
    request.body(()).unwrap().into_parts().0
}

/// Begins from a link, and completes.
fn connect(service: &Service, url: &str) -> Result<(), AttemptError> {
    let (click, session, account) = (LinkClick::by_form(&click(url))?, session(), account());
    let begun = service.attempts.begin_link(&service.client, click, &account, "ann", &session);
    let text = service.hand_off(block_on(begun)?);
    service.cyclr.state().authenticated = true;
    service.complete(&text).map(drop)
}

fn open(service: &Service, url: &str) -> Result<(), AttemptError> {
    let request = click(url);
    block_on(service.attempts.open_link(&service.client, &request, &account(), "ann")).map(drop)
}

#[test]
fn a_link_is_used_up_whoever_is_first() {
    play("two users of a link", || {
        let service = Service::new();
        let url = issue(&service).expose_url().to_owned();
        let other = service.thread({
            let url = url.clone();
            move |service| connect(&service, &url)
        });
        let results = [connect(&service, &url), other.join().unwrap()];
        assert!(results.iter().any(Result::is_ok), "{results:?}");
        for result in results.into_iter().filter_map(Result::err) {
            assert!(matches!(result, AttemptError::Link(LinkError::Used)), "{result:?}");
        }
        assert!(matches!(open(&service, &url), Err(AttemptError::Link(LinkError::Used))));
    });
}

#[test]
fn a_link_that_was_revoked_stays_so() {
    play("one uses a link, one revokes it", || {
        let service = Service::new();
        let link = issue(&service);
        let (url, id) = (link.expose_url().to_owned(), link.id().clone());
        let revoking = service.thread(move |service| {
            block_on(service.attempts.revoke_link(&service.client, &account(), &id)).unwrap();
        });
        let used = connect(&service, &url);
        revoking.join().unwrap();
        if let Err(error) = used {
            assert!(matches!(error, AttemptError::Link(LinkError::Revoked)), "{error:?}");
        }
        let opened = open(&service, &url);
        let has_ended = |it: &_| matches!(it, LinkError::Used | LinkError::Revoked);
        assert!(matches!(&opened, Err(AttemptError::Link(end)) if has_ended(end)), "{opened:?}");
    });
}
