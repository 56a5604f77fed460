//! Links whose steps are dropped half-way: a link opens until it is used up or revoked, and not after that.

use cyclr_oauth::completion::{ConnectLink, LinkClick, LinkError, NewLink};
use cyclr_oauth::{AccountConnectorId, AttemptError, Attempts, Client};
use http::Request;
use http::request::Parts;

use crate::attempts::{PAGE, presented, session};
use crate::slow::Slow;
use crate::world::{Cuts, World, cut, in_time};

crate::with_both_transports! {
    a_link_that_is_issued_opened_and_clicked
    a_link_that_is_used_up
    a_link_that_is_revoked
}

struct Service<'a> {
    world: &'a World,
    client: Client,
    attempts: Attempts,
    id: AccountConnectorId,
}

impl<'a> Service<'a> {
    fn new(world: &'a World) -> Self {
        let (client, id) = (world.client(), world.connector());
        Self { world, client, attempts: Attempts::new(Slow::default()), id }
    }

    async fn issue(&self) -> ConnectLink {
        let link = NewLink::new(&self.world.account, self.id);
        self.attempts.issue_link(&self.client, link, &PAGE).await.unwrap()
    }

    async fn open(&self, link: &ConnectLink) -> Result<(), AttemptError> {
        let (request, account) = (click(link), &self.world.account);
        self.attempts.open_link(&self.client, &request, account, "ann").await.map(drop)
    }

    async fn hand_off(
        &self,
        link: &ConnectLink,
    ) -> Result<cyclr_oauth::completion::Returned, AttemptError> {
        let (click, session) = (LinkClick::by_form(&click(link))?, session());
        let account = &self.world.account;
        let begun = self.attempts.begin_link(&self.client, click, account, "ann", &session).await?;
        Ok(presented(&begun.redirect::<()>("ann", &PAGE).await?))
    }
}

fn click(link: &ConnectLink) -> Parts {
    let (_, query) = link.expose_url().split_once('?').unwrap();
    let request = Request::post(format!("/invite?{query}")).header("sec-fetch-site", "same-origin");
    request.body(()).unwrap().into_parts().0
}

async fn a_link_that_is_issued_opened_and_clicked(world: World) {
    let mut cuts = Cuts::of("issue_link, open_link, begin_link and redirect");
    loop {
        let service = Service::new(&world);
        let polls = cuts.next();
        let issued = cut(polls, service.issue()).await.is_some();
        let link = in_time(service.issue()).await;
        let opened = cut(polls, service.open(&link)).await.is_some();
        in_time(service.open(&link)).await.unwrap();
        let handed_off = cut(polls, service.hand_off(&link)).await.is_some();
        let _returned = in_time(service.hand_off(&link)).await.unwrap();
        if issued && opened && handed_off {
            return cuts.end(8);
        }
    }
}

async fn a_link_that_is_used_up(world: World) {
    let mut cuts = Cuts::of("complete, of a link");
    loop {
        let service = Service::new(&world);
        let link = in_time(service.issue()).await;
        let returned = || in_time(service.hand_off(&link));
        let (first, own) = (returned().await.unwrap(), session());
        let second = returned().await.unwrap();
        world.sandbox.set_authenticated(service.id, true);
        let ended = cut(cuts.next(), service.attempts.complete(&service.client, first, &own)).await;
        // Whatever has become of the first attempt, the second completes and uses the link up.
        let completed = service.attempts.complete(&service.client, second, &own);
        assert_eq!(in_time(completed).await.unwrap().id, service.id);
        let opened = in_time(service.open(&link)).await;
        assert!(matches!(opened, Err(AttemptError::Link(LinkError::Used))), "{opened:?}");
        if ended.is_some() {
            return cuts.end(8);
        }
    }
}

async fn a_link_that_is_revoked(world: World) {
    let mut cuts = Cuts::of("revoke_link");
    loop {
        let service = Service::new(&world);
        let link = in_time(service.issue()).await;
        let revoke = || service.attempts.revoke_link(&service.client, &world.account, link.id());
        let ended = cut(cuts.next(), revoke()).await;
        in_time(revoke()).await.unwrap();
        let opened = in_time(service.open(&link)).await;
        assert!(matches!(opened, Err(AttemptError::Link(LinkError::Revoked))), "{opened:?}");
        if ended.is_some() {
            return cuts.end(4);
        }
    }
}
