//! Links that one machine issues, and another opens, takes the click of, and revokes: for every store on a server.

use std::time::Duration;

use cyclr_oauth::completion::{Begun, Completed, Invitation, LinkClick, LinkError, NewLink};
use cyclr_oauth::{
    AccountId, AttemptError, Attempts, ConnectLink, Returned, SessionKey, TargetOrigin,
};
use cyclr_sandbox::Completion;
use http::Request;
use http::request::Parts;

use crate::service::Service;

const INVITE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/invite");
const DONE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/done");
const DAY: Duration = Duration::from_secs(24 * 3600);

impl Service {
    pub(crate) async fn issue(&self) -> ConnectLink {
        let link = NewLink::new(&self.account, self.id).for_user("ann").with_note("Kim asks.");
        self.here.issue_link(&self.cyclr, link, &INVITE).await.unwrap()
    }

    async fn open(
        &self,
        attempts: &Attempts,
        link: &ConnectLink,
    ) -> Result<Invitation, AttemptError> {
        let request = request("GET", link.expose_url());
        attempts.open_link(&self.cyclr, &request, &self.account, "ann").await
    }

    async fn click(&self, attempts: &Attempts, link: &ConnectLink) -> Result<Begun, AttemptError> {
        let click = LinkClick::by_form(&request("POST", link.expose_url()))?;
        let session = session();
        attempts.begin_link(&self.cyclr, click, &self.account, "ann", &session).await
    }

    async fn consent(&self, begun: Begun) -> Parts {
        let redirect = begun.redirect::<()>("example_user", &DONE).await.unwrap();
        let location = redirect.headers()["location"].to_str().unwrap();
        let consent = self.sandbox.user().open(location).await.unwrap();
        let Completion::Redirect(page) = consent.approve().await.unwrap() else {
            panic!("the user is not sent back");
        };
        request("GET", page.as_str())
    }

    async fn finish(&self, attempts: &Attempts, page: &Parts) -> Result<Completed, AttemptError> {
        let returned = Returned::by_navigation(page)?;
        attempts.complete(&self.cyclr, returned, &session()).await
    }
}

fn session() -> SessionKey {
    SessionKey::new("the id of the session on the server").unwrap()
}

fn request(method: &str, uri: &str) -> Parts {
    let request =
        Request::builder().method(method).uri(uri).header("sec-fetch-site", "same-origin");
    request.body(()).unwrap().into_parts().0
}

fn refused<T>(result: Result<T, AttemptError>) -> LinkError {
    match result {
        Err(AttemptError::Link(error)) => error,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("the link is open"),
    }
}

#[tokio::test]
#[ignore = "needs a server"]
async fn a_link_that_was_issued_here_is_clicked_there_and_ends_everywhere() {
    let service = Service::start().await;
    let link = service.issue().await;
    for attempts in [&service.here, &service.there, &service.there] {
        let invitation = service.open(attempts, &link).await.unwrap();
        assert_eq!((invitation.id, invitation.note.as_deref()), (service.id, Some("Kim asks.")));
    }
    assert_eq!(service.sandbox.requests().len(), 0, "Cyclr was asked for something");

    // The user gives up once, and clicks again.
    drop(service.click(&service.here, &link).await.unwrap());
    let begun = service.click(&service.there, &link).await.unwrap();
    let page = service.consent(begun).await;
    assert!(service.open(&service.here, &link).await.is_ok(), "until it is completed");
    assert_eq!(service.finish(&service.here, &page).await.unwrap().id, service.id);
    for attempts in [&service.here, &service.there] {
        assert_eq!(refused(service.open(attempts, &link).await), LinkError::Used);
        assert_eq!(refused(service.click(attempts, &link).await), LinkError::Used);
    }
    assert!(matches!(service.finish(&service.there, &page).await, Err(AttemptError::Unknown)));
}

#[tokio::test]
#[ignore = "needs a server"]
async fn a_link_that_was_revoked_there_is_revoked_here() {
    let service = Service::start().await;
    let (link, other) = (service.issue().await, service.issue().await);
    let revoke = async |attempts: &Attempts, account: &AccountId| {
        attempts.revoke_link(&service.cyclr, account, link.id()).await.unwrap()
    };
    assert!(!revoke(&service.there, &AccountId::new("Acme-43").unwrap()).await);
    assert!(service.open(&service.here, &link).await.is_ok());
    assert!(revoke(&service.there, &service.account).await);
    for attempts in [&service.here, &service.there] {
        assert_eq!(refused(service.open(attempts, &link).await), LinkError::Revoked);
        assert_eq!(refused(service.click(attempts, &link).await), LinkError::Revoked);
        assert!(!revoke(attempts, &service.account).await);
        assert!(service.open(attempts, &other).await.is_ok());
    }
    assert_eq!(service.sandbox.requests().len(), 0, "Cyclr was asked for something");
}

#[tokio::test]
#[ignore = "needs a server"]
async fn a_link_outlives_sweeps_and_expires() {
    let service = Service::start().await;
    let link = service.issue().await;
    let begun = service.click(&service.here, &link).await.unwrap();
    let _page = service.consent(begun).await;
    service.sandbox.clock().advance(DAY);
    let swept = service.there.sweep(&service.cyclr).await.unwrap();
    assert_eq!((swept.examined, swept.refused.len()), (1, 1), "the attempt, and no link");
    assert!(service.open(&service.there, &link).await.is_ok());
    service.sandbox.clock().advance(DAY * 6);
    assert_eq!(refused(service.open(&service.there, &link).await), LinkError::Expired);
    service.sandbox.clock().advance(DAY * 8);
    assert_eq!(service.there.sweep(&service.cyclr).await.unwrap().examined, 0);
    assert_eq!(refused(service.open(&service.here, &link).await), LinkError::Unknown);
}
