//! `ensure_installed` returns one account connector, whichever response is lost and whoever else
//! installs it. Also: which connections need attention.

use cyclr_oauth::Error;
use cyclr_oauth::api::{CycleId, TransactionError};
use cyclr_oauth::client::Installed;

use crate::script::{Outcome, Script, account, class, ok, status};

const LIST: &str = "GET /v1.0/account/connectors?page=1&pageSize=100";
const INSTALL: &str = "POST /v1.0/connectors/77/install";

/// An account connector: its id, its connector, and whether it is authenticated.
fn state((id, connector, authenticated): (u64, u64, bool)) -> String {
    format!(
        r#"{{"Id":{id},"Name":"n","Authenticated":{authenticated},"Connector":{{"Id":{connector},"AuthType":"OAuth2"}}}}"#
    )
}

fn list(all: &[(u64, u64, bool)]) -> Outcome {
    let all: Vec<_> = all.iter().copied().map(state).collect();
    ok(format!("[{}]", all.join(",")))
}

fn installed(id: u64) -> Outcome {
    ok(state((id, 77, false)))
}

async fn ensure(script: &Script) -> Result<Installed, Error> {
    script.client().account(&account()).ensure_installed(77, &()).await
}

/// Its id, whether it is new, and the other ids.
fn shown(installed: &Installed) -> (u64, bool, Vec<u64>) {
    let others = installed.others.iter().map(|id| id.get()).collect();
    (installed.connector.id.get(), installed.is_new, others)
}

#[tokio::test(start_paused = true)]
async fn an_installed_connector_is_only_read() {
    for (all, expected) in [
        (&[(5, 77, false)][..], (5, false, vec![])),
        (&[(4, 76, true), (6, 77, false), (5, 77, false)], (5, false, vec![6])),
        // A user has connected the younger one.
        (&[(5, 77, false), (7, 77, true), (6, 77, true)], (6, false, vec![7, 5])),
    ] {
        let script = Script::new([list(all)]);
        assert_eq!(shown(&ensure(&script).await.unwrap()), expected);
        assert_eq!(script.lines(), [LIST]);
    }
    let script = Script::at_once([list(&[(5, 77, false)])]);
    let scope = script.blocking().account(&account());
    assert_eq!(scope.ensure_installed(77, &()).unwrap().connector.id.get(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_missing_connector_is_installed() {
    let script =
        Script::new([list(&[(4, 76, true)]), installed(5), list(&[(4, 76, true), (5, 77, false)])]);
    assert_eq!(shown(&ensure(&script).await.unwrap()), (5, true, vec![]));
    assert_eq!(script.lines(), [LIST, INSTALL, LIST]);
    // In a list that is out of date.
    let script = Script::new([list(&[]), installed(5), list(&[])]);
    assert_eq!(shown(&ensure(&script).await.unwrap()), (5, true, vec![]));
}

#[tokio::test(start_paused = true)]
async fn a_lost_installation_is_looked_for_before_it_is_sent_again() {
    for lost in [Outcome::Broken, Outcome::Never, status(502), ok("<html>")] {
        let script = Script::new([list(&[]), lost.clone(), list(&[(5, 77, false)])]);
        assert_eq!(shown(&ensure(&script).await.unwrap()), (5, false, vec![]));
        assert_eq!(script.lines(), [LIST, INSTALL, LIST]);

        let found = list(&[(5, 77, false)]);
        let script = Script::new([list(&[]), lost.clone(), list(&[]), installed(5), found.clone()]);
        assert_eq!(shown(&ensure(&script).await.unwrap()), (5, true, vec![]));
        assert_eq!(script.lines(), [LIST, INSTALL, LIST, INSTALL, LIST]);

        let script = Script::new([list(&[]), lost.clone(), list(&[]), lost.clone(), found]);
        assert_eq!(shown(&ensure(&script).await.unwrap()), (5, false, vec![]));
        let script = Script::new([list(&[]), lost.clone(), list(&[]), lost, list(&[])]);
        ensure(&script).await.unwrap_err();
        assert_eq!(script.lines(), [LIST, INSTALL, LIST, INSTALL, LIST]);
    }
    let script = Script::new([list(&[]), status(400)]);
    assert_eq!(class(&ensure(&script).await.unwrap_err()), "400");
    assert_eq!(script.lines(), [LIST, INSTALL]);
}

#[tokio::test(start_paused = true)]
async fn of_two_concurrent_installations_the_younger_is_removed() {
    const DELETE: &str = "DELETE /v1.0/account/connectors/6";
    let both = [(5, 77, false), (6, 77, false)];
    for deleted in [ok(""), status(404)] {
        let script = Script::new([list(&[]), installed(6), list(&both), deleted]);
        assert_eq!(shown(&ensure(&script).await.unwrap()), (5, false, vec![]));
        assert_eq!(script.lines(), [LIST, INSTALL, LIST, DELETE]);
    }
    let script = Script::new([list(&[]), installed(6), list(&both), status(403)]);
    assert_eq!(shown(&ensure(&script).await.unwrap()), (5, false, vec![6]), "it is reported");

    // The older one stays, and the younger one's process removes the younger.
    let script = Script::new([list(&[]), installed(5), list(&both)]);
    assert_eq!(shown(&ensure(&script).await.unwrap()), (5, true, vec![6]));
    // An authenticated one may be in use.
    for (all, expected) in [
        (&[(5, 77, true), (6, 77, true)][..], (5, false, vec![6])),
        (&[(5, 77, false), (6, 77, true)], (6, true, vec![5])),
        (&[(5, 77, true), (6, 77, true), (7, 77, false)], (5, false, vec![6, 7])),
    ] {
        let script = Script::new([list(&[]), installed(6), list(all)]);
        assert_eq!(shown(&ensure(&script).await.unwrap()), expected);
        assert_eq!(script.lines(), [LIST, INSTALL, LIST]);
    }
    // Another caller may have received the older one before the younger was authenticated.
    let script = Script::new([list(&[]), installed(5), list(&[(5, 77, false), (6, 77, true)])]);
    assert_eq!(shown(&ensure(&script).await.unwrap()), (6, false, vec![5]));
    assert_eq!(script.lines(), [LIST, INSTALL, LIST]);
}

fn ids(all: Vec<cyclr_oauth::api::AccountConnectorState>) -> Vec<u64> {
    all.into_iter().map(|it| it.id.get()).collect()
}

#[tokio::test(start_paused = true)]
async fn connections_that_are_not_authenticated_need_attention() {
    let none = r#"{"Id":9,"Authenticated":false,"Connector":{"Id":1,"AuthType":"None"}}"#;
    let all = ok(format!(
        "[{},{},{none},{}]",
        state((5, 77, true)),
        state((6, 77, false)),
        state((7, 78, false))
    ));
    let script = Script::new([all]);
    let scope = script.client().account(&account());
    assert_eq!(ids(scope.needs_attention().await.unwrap()), [6, 7]);
}

#[tokio::test(start_paused = true)]
async fn a_webhook_leads_to_what_stops_its_cycle_and_else_to_all() {
    const CYCLE: &str = "GET /v1.0/cycles/c0ffee/prerequisites";
    let all = || list(&[(5, 77, true), (6, 77, false), (7, 78, false)]);
    let webhook = TransactionError::read(br#"{"CycleId":"c0ffee"}"#).unwrap();
    for (answer, expected) in [
        (ok(r#"[{"ReasonCode":20,"ObjectType":"AccountConnector","ObjectId":"7"}]"#), vec![7]),
        (
            ok(r#"[{"ReasonCode":"20","ObjectType":"AccountConnector","ObjectId":7,"New":1}]"#),
            vec![7],
        ),
        (ok(r#"[{"ReasonCode":20,"ObjectType":"AccountConnector","ObjectId":"99"}]"#), vec![]),
        (ok(r#"[{"ReasonCode":3,"ObjectType":"AccountConnector","ObjectId":"7"}]"#), vec![6, 7]),
        (
            ok(r#"[{"ReasonCode":20,"ObjectType":"Step","ObjectId":"7"},{},{"ReasonCode":{}}]"#),
            vec![6, 7],
        ),
        (ok("[]"), vec![6, 7]),
        (status(404), vec![6, 7]),
        (status(400), vec![6, 7]),
    ] {
        let script = Script::new([answer.clone(), all()]);
        let scope = script.client().account(&account());
        assert_eq!(
            ids(scope.needs_attention_after(&webhook).await.unwrap()),
            expected,
            "{answer:?}"
        );
        assert_eq!(script.lines(), [CYCLE, LIST]);
    }
    let script = Script::new([status(403)]);
    let scope = script.client().account(&account());
    assert_eq!(class(&scope.needs_attention_after(&webhook).await.unwrap_err()), "403");

    // An id that no cycle can have is not sent.
    for body in ["{}", r#"{"CycleId":"../accounts"}"#, r#"{"CycleId":null}"#] {
        let script = Script::at_once([all()]);
        let scope = script.blocking().account(&account());
        let webhook = TransactionError::read(body.as_bytes()).unwrap();
        assert_eq!(ids(scope.needs_attention_after(&webhook).unwrap()), [6, 7]);
        assert_eq!(script.lines(), [LIST]);
    }

    let script =
        Script::new([ok(r#"[{"ReasonCode":20,"ObjectType":"AccountConnector","ObjectId":"7"}]"#)]);
    let scope = script.client().account(&account());
    let cycle = CycleId::new("c0ffee").unwrap();
    let [prerequisite] = &scope.cycle_prerequisites(&cycle).await.unwrap()[..] else { panic!() };
    assert_eq!(prerequisite.unauthenticated(), Some(7.into()));
}
