//! `ensure` returns one account, whichever response is lost and whoever else creates it.

use cyclr_oauth::api::AccountUpdate;
use cyclr_oauth::{AccountId, Error, NewAccount, Secret};

use crate::script::{Outcome, Script, account, class, ok, status};

const GET: &str = "GET /v1.0/accounts/Acme-42";
const CREATE: &str = "POST /v1.0/accounts";

fn acme() -> Outcome {
    ok(r#"{"Id":"Acme-42","Name":"Acme"}"#)
}

fn in_use() -> Outcome {
    Outcome::Answer {
        status: 400,
        headers: Vec::new(),
        body: r#"{"Message":"ID already in use"}"#.to_owned(),
    }
}

async fn ensure(script: &Script) -> Result<AccountId, Error> {
    let id = account();
    let account = NewAccount::new("Acme").id(&id);
    script.client().accounts().ensure(&account).await.map(|it| it.id)
}

#[tokio::test(start_paused = true)]
async fn an_existing_account_is_only_read() {
    let script = Script::new([acme()]);
    assert_eq!(ensure(&script).await.unwrap(), account());
    assert_eq!(script.lines(), [GET]);
}

#[tokio::test(start_paused = true)]
async fn a_missing_account_is_created_with_its_id() {
    let script = Script::new([status(404), ok(r#"{"Id":"an-id-of-cyclr"}"#)]);
    assert_eq!(ensure(&script).await.unwrap().as_str(), "an-id-of-cyclr");
    assert_eq!(script.lines(), [GET, CREATE]);
    assert_eq!(script.calls()[1].body, r#"{"Id":"Acme-42","Name":"Acme"}"#);

    let script = Script::at_once([status(404), acme()]);
    let id = account();
    let created = script.blocking().accounts().ensure(&NewAccount::new("Acme").id(&id)).unwrap();
    assert_eq!((created.id, created.name), (id, "Acme".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn an_account_that_another_process_has_created_meanwhile_is_read() {
    for refusal in [in_use(), status(400), status(409)] {
        let script = Script::new([status(404), refusal, acme()]);
        assert_eq!(ensure(&script).await.unwrap(), account());
        assert_eq!(script.lines(), [GET, CREATE, GET]);
    }
    // The id belongs to another partner, or the request is wrong.
    let script = Script::new([status(404), in_use(), status(404)]);
    let error = ensure(&script).await.unwrap_err();
    assert_eq!((class(&error), error.message()), ("400".to_owned(), Some("ID already in use")));
    // Whether there is one is unknown.
    let script = Script::new([status(404), in_use(), status(403)]);
    assert_eq!(class(&ensure(&script).await.unwrap_err()), "403");
}

#[tokio::test(start_paused = true)]
async fn a_lost_response_is_looked_for_before_anything_is_sent_again() {
    for lost in [Outcome::Broken, Outcome::Never, Outcome::Timeout, status(500), ok("<html>")] {
        let script = Script::new([status(404), lost.clone(), acme()]);
        assert_eq!(ensure(&script).await.unwrap(), account(), "{lost:?}");
        assert_eq!(script.lines(), [GET, CREATE, GET]);

        let script = Script::new([status(404), lost.clone(), status(404), acme()]);
        assert_eq!(ensure(&script).await.unwrap(), account());
        assert_eq!(script.lines(), [GET, CREATE, GET, CREATE]);

        let twice = [status(404), lost.clone(), status(404), lost.clone(), acme()];
        assert_eq!(ensure(&Script::new(twice)).await.unwrap(), account());

        let script = Script::new([status(404), lost.clone(), status(404), lost]);
        let script = script.otherwise(status(404));
        assert_ne!(class(&ensure(&script).await.unwrap_err()), "404");
        assert_eq!(script.lines(), [GET, CREATE, GET, CREATE, GET]);
    }
}

#[tokio::test(start_paused = true)]
async fn any_other_refusal_ends_the_call() {
    for refusal in [status(401), status(403), status(422)] {
        let script = Script::new([status(404), refusal]);
        ensure(&script).await.unwrap_err();
        assert_eq!(script.lines(), [GET, CREATE]);
    }
    let script = Script::new([status(403)]);
    ensure(&script).await.unwrap_err();
    assert_eq!(script.lines(), [GET]);
}

#[tokio::test(start_paused = true)]
async fn an_account_without_an_id_is_created_once() {
    let script = Script::new([Outcome::Broken]);
    let error = script.client().accounts().create(&NewAccount::new("Acme")).await.unwrap_err();
    assert_eq!(class(&error), "transport");
    assert_eq!(script.lines(), [CREATE]);
}

#[tokio::test(start_paused = true)]
async fn every_call_has_its_route() {
    let script = Script::new([]).otherwise(ok("[]"));
    let (accounts, id) = (script.client().accounts(), account());
    assert!(accounts.users(&id).await.unwrap().is_empty());
    assert!(accounts.list().await.unwrap().is_empty());
    let password = Secret::from("s3cr3t");
    accounts.add_user(&id, "ann", &password).await.unwrap();
    accounts.set_password("ann", &password).await.unwrap();
    accounts.remove_user(&id, "ann").await.unwrap();
    accounts.delete(&id).await.unwrap();
    let script = Script::new([acme(), acme()]);
    let accounts = script.client().accounts();
    accounts.get(&id).await.unwrap();
    accounts.update(&id, &AccountUpdate::new().success_retention_hours(7)).await.unwrap();
    assert_eq!(script.lines(), [GET, "PUT /v1.0/accounts/Acme-42"]);
    assert_eq!(script.calls()[1].body, r#"{"StepDataSuccessRetentionHours":7}"#);
}
