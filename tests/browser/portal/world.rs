//! A portal, the sandbox behind it, and a browser in front of it.

use std::sync::Arc;

use axum::Router;
use cyclr_oauth::{AccountConnectorId, AccountId, Client};
use cyclr_oauth_browser_tests::{Server, Session, SessionBuilder, Window};
use cyclr_sandbox::Sandbox;
use partner_portal::web::{Address, Portal, router};

/// The portal is at `partner.localhost`, Cyclr and the third party at two ports of 127.0.0.1. These
/// are three origins, and the portal is a different site from the other two.
pub(crate) struct World {
    pub(crate) session: Session,
    pub(crate) sandbox: Arc<Sandbox>,
    pub(crate) portal: String,
    cyclr: Client,
    _server: Server,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(Session::builder()).await
    }

    pub(crate) async fn with(builder: SessionBuilder) -> Self {
        let reserved = Server::reserve().await;
        let origin = reserved.origin("partner.localhost");
        let portal = Portal::local(Address::parse(&origin).unwrap()).await.unwrap();
        let sandbox = portal.sandbox.clone().unwrap();
        let cyclr = portal.cyclr.clone();
        let server = reserved.serve(router(portal));
        let session = builder.start().await;
        Self { session, sandbox, portal: origin, cyclr, _server: server }
    }

    pub(crate) async fn signed_in_as(person: &str) -> Self {
        let world = Self::start().await;
        world.sign_in(person).await;
        world
    }

    pub(crate) async fn sign_in(&self, person: &str) {
        self.open("/sign-in").await;
        self.session.click(&format!("button[value={person}]")).await;
        self.session.until_text("Your connections").await;
    }

    pub(crate) async fn new_tab(&self) -> Window {
        self.session
            .opened_by(async || {
                self.session.driver().new_tab().await.unwrap();
            })
            .await
    }

    pub(crate) async fn open(&self, path: &str) {
        self.session.open(&format!("{}{path}", self.portal)).await;
    }

    pub(crate) fn id(&self, name: &str) -> AccountConnectorId {
        self.id_of("Acme-42", name)
    }

    pub(crate) fn id_of(&self, account: &str, name: &str) -> AccountConnectorId {
        let connectors = self.sandbox.account_connectors(&AccountId::new(account).unwrap());
        connectors.iter().find(|it| it.name() == name).unwrap().id()
    }

    pub(crate) fn is_authenticated(&self, id: AccountConnectorId) -> bool {
        self.sandbox.account_connector(id).unwrap().is_authenticated()
    }

    pub(crate) fn sign_in_tokens(&self) -> usize {
        self.sandbox.request_count("POST", "/v1.0/accounts/*/signintoken")
    }

    /// Details of Docusign that lack what is required: the page with status 422.
    pub(crate) async fn details_mistake(&self) {
        self.open(&format!("/connectors/{}/properties", self.id("Docusign"))).await;
        self.session.fill("input[id='property.Scopes']", "signature").await;
        let unchecked = "document.querySelector('main form').noValidate = true";
        self.session.script::<()>(unchecked, ()).await;
        self.session.click("main form button").await;
        self.session.until_text("Nothing was saved").await;
    }

    /// The list of Globex, to which nothing is installed any more.
    pub(crate) async fn empty_list(&self) {
        let globex = AccountId::new("Globex-7").unwrap();
        for connector in self.sandbox.account_connectors(&globex) {
            self.cyclr.account(&globex).delete(connector.id()).await.unwrap();
        }
        self.sign_in("grace").await;
        self.session.until_text("No connectors yet").await;
    }

    /// The consent page, in the current window.
    pub(crate) async fn until_consent(&self) {
        self.session.until_at(&self.sandbox.third_party_origin()).await;
    }

    /// The user approves, in the current window.
    pub(crate) async fn approve(&self) {
        self.until_consent().await;
        self.session.click("button[value=approve]").await;
    }

    /// The click on "Connect"; gives the window. The page stays the current one.
    pub(crate) async fn connect_in_window(&self, id: AccountConnectorId) -> Window {
        self.session.opened_by(async || self.session.click(&button(id, "")).await).await
    }

    /// The same from the list, on a browser without windows.
    pub(crate) async fn connect_by_redirect(&self, id: AccountConnectorId) {
        self.open("/?transport=redirect").await;
        self.session.click(&button(id, "")).await;
    }

    /// "Reconnect" in the menu of a connection.
    pub(crate) async fn reconnect_in_window(&self, id: AccountConnectorId) -> Window {
        self.session.click(&format!("[data-row='{id}'] .menu summary")).await;
        self.connect_in_window(id).await
    }

    /// What a connector's row says of the flow.
    pub(crate) async fn until_status(&self, id: AccountConnectorId, part: &str) {
        let text =
            format!("document.querySelector('[data-row=\"{id}\"] [data-status]')?.textContent");
        self.session.until_true(&format!("{text}?.includes({part:?})")).await;
    }

    /// What the page says has just been done. Without script in the page, its elements are asked.
    pub(crate) async fn until_news(&self, part: &str) {
        let driver = self.session.driver();
        let news = async || {
            let news = driver.find(thirtyfour::By::Css("#news")).await.ok()?;
            news.text().await.ok()?.contains(part).then_some(())
        };
        self.session.until(part, news).await;
    }

    /// The user approves in that window and returns to the page.
    pub(crate) async fn approve_in(&self, popup: &Window, page: &Window) {
        self.session.switch_to(popup).await;
        self.approve().await;
        self.session.switch_to(page).await;
    }

    /// The page says so, on the list as on the connector's own page, and it is so.
    pub(crate) async fn until_connected(&self, id: AccountConnectorId) {
        let state = format!("document.querySelector('[data-row=\"{id}\"] .state')?.textContent");
        self.session.until_true(&format!("{state} === 'Connected'")).await;
        self.session.until_text(" is connected").await;
        assert!(self.is_authenticated(id));
    }

    /// Asserts that the pages broke no policy and caused no error.
    pub(crate) async fn no_complaints(&self) {
        let complaints = self.session.complaints().await;
        assert!(complaints.is_empty(), "{complaints:#?}");
    }
}

/// Another site with its own pages, in which `PORTAL` is the portal's origin.
pub(crate) async fn evil(world: &World, pages: &[(&'static str, &str)]) -> Server {
    let routes = pages.iter().fold(Router::new(), |routes, (path, page)| {
        let page = axum::response::Html(page.replace("PORTAL", &world.portal));
        routes.route(path, axum::routing::get(move || async move { page }))
    });
    Server::start(routes).await
}

/// "Connect" or "Reconnect". On a desktop it opens a window.
pub(crate) fn button(id: AccountConnectorId, _: &str) -> String {
    format!("form[data-connect='{id}'] button")
}
