//! Every call of the API in one list, so that a test can check them all.

#![allow(dead_code, reason = "each test binary uses its part of it")]

use std::collections::BTreeMap;
use std::error::Error as _;
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use cyclr_oauth::api::Orbit;
use cyclr_oauth::api::{
    AccountUpdate, AddUser, Body, Call, CallMethod, CreateAccount, CreateProperty,
    CreateSignInToken, CycleId, DeauthenticateAccountConnector, DeleteAccount,
    DeleteAccountConnector, DeleteProperty, GetAccount, GetAccountConnector, GetConnector,
    GetCyclePrerequisites, GetProperty, InstallConnector, ListAccountConnectors, ListAccounts,
    ListConnectors, ListMethods, ListProperties, ListUsers, MethodId, OpenMarketplace, OpenOrbit,
    Operation, Page, RemoveUser, RequestAccessToken, Session, SetPassword, StartLaunch,
    UpdateAccount, UpdateAccountConnector, UpdateProperty, WebhookUrl, path_segment,
};
use cyclr_oauth::{
    AccountConnector, AccountId, ApiDomain, AuthValue, Client, Error, Launch, Marketplace,
    NewAccount, OAuthTokens, Secret,
};
use http::{Request, Response};

/// The API domain of the calls.
pub static US: ApiDomain = ApiDomain::US;
/// In every value of the valid responses, and in nothing that the library itself prints.
pub const CANARY: &str = "c4n4ry";
/// The same for numbers.
pub const NUMBER: &str = "987654321";

const TOKEN: &str = r#"{"access_token":"c4n4ry","token_type":"c4n4ry","expires_in":987654321,"clientId":"c4n4ry",".issued":"c4n4ry",".refresh":"False"}"#;
const SIGN_IN: &str = r#"{"Token":"c4n4ry","ExpiresAtUtc":"2017-12-08T11:02:48.7436471Z"}"#;
const CONNECTOR: &str = r#"{"Id":987654321,"Name":"c4n4ry","Description":"c4n4ry","Status":"c4n4ry","Version":"c4n4ry","Icon":"c4n4ry","AuthDescription":"c4n4ry","AuthType":"OAuth2","OAuth2Type":"c4n4ry","AuthScheme":"c4n4ry","Parameters":[{"Id":987654321,"Name":"c4n4ry","TargetName":"c4n4ry","TargetType":"c4n4ry","IsAccountConnectorProperty":true,"IsOptional":false,"IsSensitive":true,"DataType":"c4n4ry","Values":["c4n4ry",{"Value":"c4n4ry"}]}],"Authentication":[{"Id":"c4n4ry","AuthName":"c4n4ry","AuthType":"c4n4ry","OAuth2Type":"c4n4ry"}]}"#;
const PROPERTY: &str =
    r#"{"Name":"c4n4ry","Value":"c4n4ry","Id":987654321,"AccountConnectorId":987654321}"#;
const EMBEDDED: &str = r#"{"AccountId":"c4n4ry","ExpiresAtUtc":"2017-12-08T11:02:48.7436471Z","Token":"c4n4ry","LaunchUrl":"https://c4n4ry.example/account/signinwithtoken?token=c4n4ry"}"#;
const PREREQUISITES: &str =
    r#"[{"ReasonCode":20,"Reason":"c4n4ry","ObjectType":"c4n4ry","ObjectId":"c4n4ry"}]"#;
const METHOD: &str = r#"{"MethodUniqueIdentifier":"c4n4ry","Name":"c4n4ry","Category":"c4n4ry","Parameters":[{"Id":987654321}]}"#;
const ACCOUNT: &str = r#"{"Id":"c4n4ry","Name":"c4n4ry","Description":"c4n4ry","AuditInfo":"c4n4ry","TaskAuditInfo":"c4n4ry","Timezone":"c4n4ry","CreatedDate":"2017-12-06T15:54:06.6440352Z","NextBillDateUtc":"2022-12-14T11:00:55.4629051Z","StepDataSuccessRetentionHours":987654321,"StepDataErroredRetentionHours":987654321,"TransactionErrorWebhookEnabled":true,"TransactionErrorWebhookUrl":"c4n4ry","TransactionErrorWebhookIncludeWarnings":false}"#;

fn account_connector() -> String {
    format!(
        r#"{{"Id":987654321,"Name":"c4n4ry","Description":"c4n4ry","AuthValue":"c4n4ry","Authenticated":true,"Connector":{CONNECTOR},"IsPartnerIntegrationConnector":false,"Properties":[{PROPERTY}],"CustomFields":[]}}"#
    )
}

/// A connector with a secret in every place that can hold one.
#[derive(AccountConnector)]
#[cyclr(name = "Acme", version = "1.0")]
pub struct Acme {
    #[cyclr(secret)]
    password: String,
    api_key: Secret,
    #[cyclr(auth_value)]
    tokens: OAuthTokens,
}

/// The values that the calls refer to.
pub struct Fixture {
    pub account: AccountId,
    pub secret: Secret,
    acme: Acme,
    key: AuthValue,
    oauth: AuthValue,
    webhook: WebhookUrl,
    cycle: CycleId,
    method: MethodId,
}

impl Fixture {
    /// The same secret, in every place that can hold one.
    pub fn new(account: &str, secret: &str) -> Self {
        let tokens = || OAuthTokens::new(secret).with_refresh_token(secret);
        Self {
            account: AccountId::new(account).unwrap(),
            secret: Secret::from(secret),
            acme: Acme {
                password: secret.to_owned(),
                api_key: Secret::from(secret),
                tokens: tokens(),
            },
            key: AuthValue::api_key(secret),
            oauth: AuthValue::oauth(tokens()),
            webhook: webhook_url(secret),
            cycle: CycleId::new("6f9619ff-8b86-d011-b42d-00cf4fc964ff").unwrap(),
            method: MethodId::new("7f9619ff-8b86-d011-b42d-00cf4fc964ff").unwrap(),
        }
    }

    pub fn calls(&self) -> Vec<AnyCall<'_>> {
        let Self { account, secret, acme, key, oauth, webhook, cycle, method } = self;
        let (id, property, connector) = (1234.into(), 9.into(), 77.into());
        let page = Page::first(2);
        let (name, value) = ("Password", secret.expose_secret());
        let update = |auth_value| UpdateAccountConnector {
            account,
            id,
            name: None,
            description: None,
            auth_value,
        };
        let token =
            |account| RequestAccessToken { client_id: "id &=+", client_secret: secret, account };
        let list = |item: &str| format!("[{item},{item}]");
        let state = account_connector();
        let marketplace = EMBEDDED.replace("Launch", "Marketplace");
        let orbit = EMBEDDED.replace("Launch", "Orbit");
        let new = NewAccount::new("Acme Ltd").description("d\"").timezone("Europe/London");
        let new = new.audit_info("a").task_audit_info("t").success_retention_hours(744);
        let new = new.transaction_error_webhook(webhook).include_warnings(true);
        let changed = AccountUpdate::new().name("Acme PLC").errored_retention_hours(None);
        let changed = changed.next_bill_date("2022-12-14T11:00:55Z".parse().unwrap());
        let with = AccountUpdate::new().transaction_error_webhook(webhook);
        let without = AccountUpdate::new().transaction_error_webhook(webhook);
        let without = without.no_transaction_error_webhook();
        let (username, password) = ("us\"er", secret);
        vec![
            any("list accounts", &list(ACCOUNT), ListAccounts { page }),
            any("get account", ACCOUNT, GetAccount { account }),
            any("create account", ACCOUNT, CreateAccount::new(&new)),
            any("create account with an id", ACCOUNT, CreateAccount::new(&new.id(account))),
            any("update account", ACCOUNT, UpdateAccount::new(account, &changed)),
            any("turn webhook on", ACCOUNT, UpdateAccount::new(account, &with)),
            any("turn webhook off", ACCOUNT, UpdateAccount::new(account, &without)),
            any("delete account", "", DeleteAccount { account }),
            any("list users", r#"["c4n4ry"]"#, ListUsers { account, page }),
            any("add user", "", AddUser { account, username, password }),
            any("set password", "", SetPassword { username, password }),
            any("remove user", "", RemoveUser { account, username }),
            any("cycle prerequisites", PREREQUISITES, GetCyclePrerequisites { account, cycle }),
            any("list methods", &list(METHOD), ListMethods { account, connector, page }),
            any(
                "current user",
                r#"{"User":"c4n4ry"}"#,
                CallMethod::<BTreeMap<String, String>>::new(account, id, method),
            ),
            any("access token", TOKEN, token(None)),
            any("access token of an account", TOKEN, token(Some(account))),
            any("sign-in token", SIGN_IN, CreateSignInToken { account, username: "us\"er" }),
            any("list", &list(&state), ListAccountConnectors { account, page }),
            any("get", &state, GetAccountConnector { account, id }),
            any("update key", "", update(Some(key))),
            any("update tokens", "", update(Some(oauth))),
            any("update nothing", "", update(None)),
            any("delete", "", DeleteAccountConnector { account, id }),
            any("deauthenticate", "", DeauthenticateAccountConnector { account, id }),
            any("list properties", &list(PROPERTY), ListProperties { account, id, page }),
            any("get property", PROPERTY, GetProperty { account, id, property }),
            any("create property", "", CreateProperty { account, id, name, value }),
            any("update property", "", UpdateProperty { account, id, property, name, value }),
            any("delete property", "", DeleteProperty { account, id, property }),
            any("list connectors", &list(CONNECTOR), ListConnectors { account, page }),
            any("get connector", CONNECTOR, GetConnector { account, id: connector }),
            any("install", &state, InstallConnector::new(account, connector, acme)),
            any("install nothing", &state, InstallConnector::new(account, connector, &())),
            any("launch", EMBEDDED, StartLaunch::new(account, Launch::new().connector(acme))),
            any(
                "launch of a user",
                EMBEDDED,
                StartLaunch::new(account, Launch::new().connector(acme).user("user", secret)),
            ),
            any(
                "marketplace",
                &marketplace,
                OpenMarketplace::new(account, Marketplace::new(5).connector(acme)),
            ),
            any(
                "marketplace of a user",
                &marketplace,
                OpenMarketplace::new(account, Marketplace::new(5).user("user", secret)),
            ),
            any("orbit", &orbit, OpenOrbit::new(account, Orbit::new().connector(acme))),
            any(
                "orbit of a user",
                &orbit,
                OpenOrbit::new(
                    account,
                    Orbit::new().connector(acme).single_partner_connector().user("user", secret),
                ),
            ),
        ]
    }
}

/// With the secret in its query.
fn webhook_url(secret: &str) -> WebhookUrl {
    WebhookUrl::parse(&format!("https://hook.example/?key={}", path_segment(secret))).unwrap()
}

type Sent<'a> = Pin<Box<dyn Future<Output = Result<String, Error>> + Send + 'a>>;

type MakesRequest<'a> = dyn Fn(Session<'_>) -> Result<Request<Body>, Error> + 'a;
type Reads<'a> = dyn Fn(Session<'_>, Response<Body>) -> Result<String, Error> + 'a;
/// The fuzzer builds no HTTP library.
#[cfg(not(fuzzing))]
type Waits<'a> = dyn Fn(&cyclr_oauth::blocking::Client) -> Result<String, Error> + 'a;

/// A call of any type, whose output is shown by `Debug`.
pub struct AnyCall<'a> {
    pub name: &'static str,
    pub operation: Operation,
    /// A readable response whose values are canaries; empty if the call reads none.
    pub answer: String,
    pub request: Box<MakesRequest<'a>>,
    pub read: Box<Reads<'a>>,
    pub send: Box<dyn Fn(&Client) -> Sent<'a> + 'a>,
    #[cfg(not(fuzzing))]
    pub wait: Box<Waits<'a>>,
}

impl AnyCall<'_> {
    pub fn reads(&self) -> bool {
        !self.answer.is_empty()
    }
}

fn any<'a, C>(name: &'static str, answer: &str, call: C) -> AnyCall<'a>
where
    C: Call<Output: Debug> + Send + Sync + 'a,
{
    let call = Arc::new(call);
    let [first, second, third] = [(); 3].map(|()| Arc::clone(&call));
    AnyCall {
        name,
        operation: C::OPERATION,
        answer: answer.to_owned(),
        request: Box::new(move |session| session.request(&*first)),
        read: Box::new(move |session, response| {
            session.read(&*second, response).map(|answer| format!("{answer:?}"))
        }),
        send: Box::new(move |client| {
            let (client, call) = (client.clone(), Arc::clone(&third));
            Box::pin(async move { client.call(&*call).await.map(|answer| format!("{answer:?}")) })
        }),
        #[cfg(not(fuzzing))]
        wait: Box::new(move |client| client.call(&*call).map(|answer| format!("{answer:?}"))),
    }
}

pub fn response(status: u16, body: impl Into<Vec<u8>>) -> Response<Body> {
    Response::builder().status(status).body(Body::from(body.into())).unwrap()
}

/// Everything that an error prints, and its sources.
pub fn all_of(error: &Error) -> String {
    let mut all = format!("{error}\n{error:?}\n{error:#?}\n{:?}", error.message());
    let mut source = error.source();
    while let Some(error) = source {
        all.push_str(&format!("\n{error}\n{error:?}"));
        source = error.source();
    }
    all
}
