use cyclr_oauth::{AccountConnector, AuthValue, OAuthTokens, PropertyValue, Secret};

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json", connector = "Acme CRM", connector_id = 77)]
#[cyclr(allow("Colour" = "not in the definition yet"))]
struct Acme<'a, 'b, T> {
    client_id: &'a str,
    client_secret: Secret,
    sub_domain: T,
    #[cyclr(rename = "isSandbox")]
    sandbox: Option<&'b bool>,
    region: Option<&'a Region>,
    password: Option<Secret>,
    colour: &'static str,
    #[cyclr(auth_value)]
    tokens: OAuthTokens,
}

#[derive(PropertyValue)]
#[cyclr(rename_all = "lowercase")]
enum Region {
    Eu,
    Us,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json", property("isSandbox" = "true"))]
enum Ways<'a, I> {
    #[cyclr(authentication_id = "0f8d6b2e-7a4c-4e19-b3f5-1c2d3e4f5a6b")]
    Key {
        sub_domain: &'a str,
        #[cyclr(auth_value)]
        key: AuthValue,
    },
    Held(I),
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json", allow("SubDomain" = "chosen by the user"))]
struct Later {
    region: Region,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Computed<'a, S: Show> {
    #[cyclr(with = S::show)]
    sub_domain: f64,
    #[cyclr(with = Self::region)]
    region: &'a f64,
    #[cyclr(skip)]
    show: std::marker::PhantomData<S>,
}

trait Show {
    fn show(value: &f64) -> String;
}

impl<S: Show> Computed<'_, S> {
    fn region(_: &&f64) -> Region {
        Region::Eu
    }
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json", allow("SubDomain" = "Cyclr asks for it"))]
#[cyclr(allow("Password" = "of a test account"), allow("Region" = "a number, lately"))]
struct Excepted {
    sub_domain: Option<String>,
    password: String,
    region: u8,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json", allow("Colour" = "not in the definition yet"))]
struct Within<'a> {
    #[cyclr(flatten)]
    inner: Inner<'a>,
    region: Region,
}

#[derive(AccountConnector)]
struct Sub {
    sub_domain: String,
}

#[derive(AccountConnector)]
struct Inner<'a> {
    sub_domain: &'a str,
    colour: u8,
}

const _: usize = Ways::<Sub>::PROPERTY_NAMES.len();

fn main() {}
