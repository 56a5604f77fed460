//! LAUNCH, Marketplace and ORBIT: in an account and as a user, with connectors as an array and as
//! the older single object.

use cyclr_oauth::api::{Embedded, Orbit};
use cyclr_oauth::{AccountId, Launch, Marketplace, Secret};
use cyclr_oauth_end_to_end::{Kind, World, connectors, refused};
use cyclr_sandbox::Completion;
use partner_portal::customer::Customer;
use serde_json::{Value, json};

super::with_both_clients! {
    launch_brings_the_user_to_what_was_asked_for
    a_marketplace_brings_the_user_to_what_was_asked_for
    orbit_brings_the_user_to_what_was_asked_for
    an_account_that_is_not_there_is_made
    a_second_launch_brings_new_credentials_to_the_same_connector
    an_unknown_connector_is_refused_by_name
}

/// All four forms: in the account or as a user, an array or a single object.
const FORMS: [(bool, bool); 4] = [(false, false), (false, true), (true, false), (true, true)];

/// All three have these calls, but share no trait.
macro_rules! embedding {
    ($embed:expr, $form:expr, $customer:expr, $password:expr) => {{
        let (as_user, single) = $form;
        let mut embed = $embed.connector(&$customer.quick_books).connector(&$customer.velocify);
        if single {
            embed = embed.single_partner_connector();
        }
        if as_user {
            embed = embed.user("ann@example.com", $password);
        }
        embed.inline_oauth(true).complete_parameter("attempt 1&2")
    }};
}

struct Stage {
    world: World,
    customer: Customer,
    password: Secret,
}

impl Stage {
    fn new(kind: Kind) -> Self {
        let world = World::start(kind);
        world.sandbox.define(connectors::quick_books());
        world.sandbox.define(connectors::velocify());
        let (customer, password) = (Customer::sample().unwrap(), Secret::from("p4ss w0rd"));
        Self { world, customer, password }
    }

    /// Opens the URL, which shows what was requested, and works only once.
    async fn check(&self, embedded: Embedded, form: (bool, bool), path: &str) -> (Value, String) {
        let (as_user, single) = form;
        let Self { world, customer: _, password: _ } = self;
        let request = world.sandbox.requests().pop().unwrap();
        let (expected, account) = match as_user {
            true => (format!("/v1.0/users/{path}"), Some("Acme-42")),
            false => (format!("/v1.0/accounts/Acme-42/{path}"), None),
        };
        assert_eq!(request.path(), expected);
        assert_eq!(request.header("x-cyclr-account"), None);
        let body = request.json().unwrap();
        let text = |name: &str| body.get(name).and_then(Value::as_str);
        assert_eq!(text("AccountId"), account);
        assert_eq!(text("Username"), as_user.then_some("ann@example.com"));
        assert_eq!(text("Password"), as_user.then_some("p4ss w0rd"));
        let names = |value: &Value| value["Name"].as_str().unwrap().to_owned();
        match (body.get("ConnectorAuthentications"), body.get("PartnerConnector")) {
            (Some(Value::Array(all)), None) if !single => {
                assert_eq!(all.iter().map(names).collect::<Vec<_>>(), ["QuickBooks", "Velocify"]);
            }
            (None, Some(one @ Value::Object(_))) if single => assert_eq!(names(one), "Velocify"),
            _ => panic!("neither or both: {request}"),
        }

        assert_eq!(embedded.account_id.as_deref(), Some("Acme-42"));
        assert!(embedded.expires_at.unwrap() > world.sandbox.clock().now());
        let url = embedded.url.expose_url();
        let service = world.sandbox.service_domain();
        assert!(url.starts_with(&format!("{service}/account/signinwithtoken?token=")), "{path}");
        assert_eq!(
            world.sandbox.account_connectors(&world.account).len(),
            if single { 1 } else { 2 }
        );
        let all = world.sandbox.account_connectors(&world.account);
        assert!(all.iter().all(|it| it.is_authenticated()));

        let user = world.sandbox.user();
        let shown = user.open(url).await.unwrap().approve().await.unwrap();
        let Completion::Page { text: page } = shown else { panic!("{shown:?}") };
        let whom = if as_user { "ann@example.com" } else { "Acme-42" };
        assert!(page.contains(&format!("{whom} of the account Acme-42")), "{page}");
        assert!(page.contains("attempt 1&2") || page.contains("attempt 1&amp;2"), "{page}");
        assert!(page.contains("Velocify"), "{page}");
        assert_eq!(page.contains("QuickBooks"), !single, "{page}");
        let again = user.open(url).await.unwrap().approve().await.unwrap();
        assert_eq!(refused(again).0, 403, "for one access");
        (body, page)
    }
}

async fn launch_brings_the_user_to_what_was_asked_for(kind: Kind) {
    for form in FORMS {
        let stage = Stage::new(kind);
        let tags = ["crm".to_owned(), "eu".to_owned()];
        let launch = embedding!(Launch::new(), form, stage.customer, &stage.password)
            .start(false)
            .run_once(true)
            .tags(&tags)
            .auto_install(false)
            .single_install(true)
            .wizard(true)
            .display_descriptions(true);
        let embedded = stage.world.client.launch(&stage.world.account, launch).await.unwrap();
        let (body, page) = stage.check(embedded, form, "launch").await;
        let expected = json!({
            "Start": false, "RunOnce": true, "Tags": ["crm", "eu"], "InlineOAuth": true,
            "AutoInstall": false, "SingleInstall": true, "CompleteParameter": "attempt 1&2",
            "Wizard": true, "DisplayDescriptions": true,
        });
        for (name, value) in expected.as_object().unwrap() {
            assert_eq!(&body[name], value, "{name}");
            assert!(page.contains(name), "{name}: {page}");
        }
    }
}

async fn a_marketplace_brings_the_user_to_what_was_asked_for(kind: Kind) {
    for form in FORMS {
        let stage = Stage::new(kind);
        let marketplace = embedding!(Marketplace::new(77), form, stage.customer, &stage.password);
        let client = &stage.world.client;
        let embedded = client.marketplace(&stage.world.account, marketplace).await.unwrap();
        let (body, page) = stage.check(embedded, form, "marketplace").await;
        assert_eq!(body["MarketplaceId"], 77, "a number, and no text");
        assert!(page.contains("77"), "{page}");
    }
}

async fn orbit_brings_the_user_to_what_was_asked_for(kind: Kind) {
    for form in FORMS {
        let stage = Stage::new(kind);
        let orbit = embedding!(Orbit::new(), form, stage.customer, &stage.password);
        let embedded = stage.world.client.orbit(&stage.world.account, orbit).await.unwrap();
        stage.check(embedded, form, "orbit").await;
    }
}

async fn an_account_that_is_not_there_is_made(kind: Kind) {
    let Stage { world, .. } = Stage::new(kind);
    let new = AccountId::new("new / ünknown").unwrap();
    let launch = Launch::new().account_name("New").account_description("of today");
    let embedded = world.client.launch(&new, launch).await.unwrap();
    assert_eq!(embedded.account_id.as_deref(), Some("new / ünknown"));
    assert_eq!(world.sandbox.account_name(&new).as_deref(), Some("New"));
    assert_eq!(world.sandbox.account_description(&new).as_deref(), Some("of today"));
}

async fn a_second_launch_brings_new_credentials_to_the_same_connector(kind: Kind) {
    let Stage { world, mut customer, .. } = Stage::new(kind);
    for secret in ["first", "s3cond"] {
        customer.quick_books.client_secret = Secret::from(secret);
        let launch = Launch::new().connector(&customer.quick_books);
        world.client.launch(&world.account, launch).await.unwrap();
        let all = world.sandbox.account_connectors(&world.account);
        let [one] = &all[..] else { panic!("{all:?}") };
        assert_eq!(one.property("ClientSecret"), Some(secret));
    }
}

async fn an_unknown_connector_is_refused_by_name(kind: Kind) {
    let Stage { world, customer, .. } = Stage::new(kind);
    let launch = Launch::new().connector(&customer.active_campaign);
    let error = world.client.launch(&world.account, launch).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    assert!(error.message().unwrap().contains("ActiveCampaign"), "{error}");
    assert!(!format!("{error:?}").contains("4p1-k3y"));
}
