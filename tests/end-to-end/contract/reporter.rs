//! The reporter itself, against sandboxes that differ.

use cyclr_oauth::AccountId;
use cyclr_sandbox::{ErrorBody, Fault, RepeatedProperty, Switches, WrongCredentials};

use crate::report::{Difference, Report, Standing};
use crate::server::{Server, sandbox};

fn points(report: &Report, standing: Standing) -> Vec<&'static str> {
    let of_it = |it: &&Difference| it.standing == standing;
    report.differences().iter().filter(of_it).map(|it| it.point).collect()
}

fn installed(sandbox: &cyclr_sandbox::Sandbox) -> usize {
    sandbox.account_connectors(&AccountId::new("contract / tests").unwrap()).len()
}

#[tokio::test]
async fn nothing_differs_in_a_sandbox_as_it_is_and_nothing_is_left_behind() {
    let sandbox = sandbox();
    let report = crate::run(&Server::sandbox(sandbox.clone())).await;
    assert_eq!(report.differences(), []);
    assert_eq!(report.not_applicable(), []);
    assert!(!report.has_failed());
    assert_eq!(installed(&sandbox), 0);
    assert!(sandbox.request_count("POST", "/v1.0/connectors/*/install") > 10);
    assert!(report.to_string().contains("checked against the sandbox"), "{report}");
}

#[tokio::test]
async fn undocumented_differences_are_reported_and_no_failure() {
    let sandbox = sandbox();
    sandbox.set_switches(Switches {
        repeated_property: RepeatedProperty::Duplicate,
        wrong_credentials: WrongCredentials::Unauthorized,
        ..Switches::default()
    });
    let report = crate::run(&Server::sandbox(sandbox.clone())).await;
    assert_eq!(
        points(&report, Standing::Undocumented),
        ["wrong client credentials", "the same property once more"]
    );
    assert_eq!(report.differences().len(), 2);
    assert!(!report.has_failed());
    let found = &report.differences()[1];
    assert_eq!((found.expected, &*found.found), ("400, one property", "200, 2 properties"));
    let text = report.to_string();
    assert!(text.contains("the same property once more (undocumented)"), "{text}");
    assert!(text.contains("expected: 400, one property"), "{text}");
    assert!(text.contains("found:    200, 2 properties"), "{text}");
    assert_eq!(installed(&sandbox), 0);
}

#[tokio::test]
async fn documented_differences_are_all_reported_and_a_failure() {
    let sandbox = sandbox();
    sandbox.set_switches(Switches { error_body: ErrorBody::Html, ..Switches::default() });
    let orbit = Fault::status(501);
    sandbox.faults().always("POST", "/v1.0/accounts/*/orbit", orbit);
    let report = crate::run(&Server::sandbox(sandbox.clone())).await;
    assert!(report.has_failed());
    assert_eq!(
        points(&report, Standing::Documented),
        [
            "a wrong access token",
            "a sign-in token without a user name",
            "a sign-in token in an unknown account",
            "an unknown connector",
            "an unknown account connector",
            "ORBIT",
        ]
    );
    assert_eq!(installed(&sandbox), 0, "what the others installed is removed all the same");
}

#[tokio::test]
async fn a_server_that_breaks_off_ends_no_check_and_what_stays_there_is_told() {
    let sandbox = sandbox();
    sandbox.faults().always("PUT", "**", Fault::reset());
    sandbox.faults().always("DELETE", "**", Fault::status(500));
    let report = crate::run(&Server::sandbox(sandbox.clone())).await;
    assert!(report.has_failed());
    assert!(points(&report, Standing::Documented).contains(&"a partial update"));
    assert!(points(&report, Standing::Observed).contains(&"removal"));
    assert_eq!(report.leftovers().len(), installed(&sandbox));
    assert!(report.to_string().contains("left behind: account connector"), "{report}");
}

#[test]
fn the_real_cyclr_is_asked_if_all_variables_are_set_and_half_of_them_are_a_mistake() {
    let all = |name: &str| {
        Some(match name {
            "CYCLR_API_DOMAIN" => "https://api.eu.cyclr.com/".to_owned(),
            "CYCLR_SERVICE_DOMAIN" => "acme-h.eu.cyclr.com".to_owned(),
            "CYCLR_CONNECTOR_ID" => "77".to_owned(),
            _ => "x".to_owned(),
        })
    };
    assert!(Server::from_variables(|_| None).is_ok_and(|server| server.is_none()));
    let real = Server::from_variables(all).unwrap().unwrap();
    assert_eq!(real.name(), "Cyclr, at https://api.eu.cyclr.com");
    let half = Server::from_variables(|name| all(name).filter(|_| name.ends_with("_ID")));
    let missing = half.err().unwrap();
    assert_eq!(missing, "CYCLR_API_DOMAIN, CYCLR_SERVICE_DOMAIN, CYCLR_CLIENT_SECRET");
}
