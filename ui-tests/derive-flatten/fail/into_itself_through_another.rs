use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme<'a> {
    client_id: String,
    #[cyclr(flatten)]
    region: &'a Region<'a>,
}

#[derive(AccountConnector)]
struct Region<'a> {
    domain: String,
    #[cyclr(flatten)]
    application: Application<'a>,
}

#[derive(AccountConnector)]
enum Application<'a> {
    Public {
        scope: String,
    },
    Private {
        #[cyclr(flatten)]
        owner: &'a Acme<'a>,
        scope: String,
    },
}

// Only those within one another are a mistake.
#[derive(AccountConnector)]
struct Outer {
    #[cyclr(flatten)]
    acme: Acme<'static>,
}

#[derive(AccountConnector)]
struct Wrapper<T> {
    #[cyclr(flatten)]
    inner: T,
}

#[derive(AccountConnector)]
struct Wrapped {
    #[cyclr(flatten)]
    wrapper: Box<Wrapper<Wrapped>>,
}

fn main() {
    let _ = Outer::PROPERTY_NAMES;
}
