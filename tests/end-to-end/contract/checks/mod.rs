//! The contract, point by point, from the access token to LAUNCH.

mod accounts;
mod connectors;
mod hand_off;
mod launch;
mod tokens;

use serde_json::Value;

use crate::report::Check;
use crate::report::Standing::{Documented, Observed, Undocumented};
use crate::server::Answer;

macro_rules! checks {
    ($($standing:ident $point:literal => $expected:literal, $find:expr;)*) => {
        pub(super) fn all() -> Vec<Check> {
            vec![$(Check {
                point: $point,
                standing: $standing,
                expected: $expected,
                find: |server| Box::pin($find(server)),
            }),*]
        }
    };
}

checks! {
    Documented "an access token" =>
        "access_token: text, token_type: bearer, expires_in: number, clientId: own",
        tokens::access_token;
    Documented "an access token's lifetime" => "14 days", tokens::lifetime;
    Observed "an access token's other members" => ".issued, .expires, .refresh: False", tokens::other_members;
    Documented "two access tokens side by side" => "200, 200", tokens::side_by_side;
    Undocumented "wrong client credentials" => "400, error, error_description", tokens::wrong_credentials;
    Documented "an access token for one account, used for LAUNCH" => "refused", tokens::scoped_launch;
    Undocumented "the status of that" => "403", tokens::scoped_launch_status;
    Documented "no access token" => "401", tokens::no_token;
    Documented "a wrong access token" => "401, Message: text", tokens::wrong_token;

    Documented "a sign-in token" => "200, ExpiresAtUtc, Token", tokens::sign_in_token;
    Documented "a sign-in token's lifetime" => "5 minutes", tokens::sign_in_lifetime;
    Documented "a sign-in token without a user name" => "400, Message: text", tokens::no_user;
    Documented "a sign-in token in an unknown account" => "404, Message: text", tokens::unknown_account;

    Documented "a new account" => "200, Id: own, Name, CreatedDate, NextBillDateUtc", accounts::new_account;
    Observed "an account id that exists" => "400, ID already in use", accounts::id_in_use;
    Observed "an account without a name" => "400, Name is required", accounts::no_name;
    Observed "a partial update of an account" => "200, the rest stays", accounts::partial_update;
    Observed "retention hours" => "744 at most, null clears them", accounts::hours;
    Observed "negative retention hours" => "400, StepDataSuccessRetentionHours (-10): must be non negative", accounts::negative_hours;
    Observed "a webhook without its URL" => "400, Transaction Error Webhook enabled: Transaction Error Webhook URL must be defined", accounts::no_webhook_url;
    Observed "an account's users" => "200, listed, removed", accounts::users;
    Observed "a deleted account" => "200, gone 404", accounts::deleted;
    Observed "what every answer forbids" => "nosniff", accounts::nosniff;

    Documented "connectors" => "an array", connectors::connectors;
    Observed "how many pages of connectors there are" => "Total-Pages", connectors::total_pages;
    Documented "a connector" => "Id, Name, Version, AuthType, Parameters", connectors::connector;
    Documented "words for AuthType" => "", connectors::auth_types;
    Documented "an unknown connector" => "404, Message: text", connectors::unknown_connector;

    Documented "an installation" =>
        "200, Id: number, Authenticated: false, Connector: object, Properties: array", connectors::install;
    Documented "an account connector" => "the same, AuthValue: null", connectors::account_connector;
    Documented "an unknown account connector" => "404, Message: text", connectors::unknown_account_connector;
    Documented "pages of account connectors" => "1 item, 1 item, another one", connectors::pages;
    Documented "a partial update" => "200, the rest stays", connectors::partial_update;
    Documented "keys of requests in lower case" => "200, changed", connectors::lower_case;
    Documented "an AuthValue" => "shown as it was set", connectors::auth_value;
    Undocumented "tokens in an AuthValue" => "authenticated at once", connectors::tokens;
    Documented "a new property" => "200, Id: number, Name, Value", connectors::new_property;
    Observed "a property's own route" => "read 200, changed 200, removed 200, gone 404", connectors::property_routes;
    Undocumented "the same property once more" => "400, one property", connectors::same_property;
    Undocumented "an update that names one of two properties" => "two properties", connectors::put_properties;
    Observed "deauthentication" => "200, Message: text, not authenticated", connectors::deauthenticate;
    Observed "removal" => "200, gone 404", connectors::removal;

    Documented "the hand-off" => "on to another host", hand_off::hand_off;
    Documented "the hand-off's path in another case" => "on to another host", hand_off::other_case;
    Undocumented "the hand-off with a used token" => "403", hand_off::used_token;
    Undocumented "the hand-off with a wrong token" => "403", hand_off::wrong_hand_off;
    Documented "the hand-off without a required property" => "Bad Request", hand_off::missing_property;
    Documented "a sign-in link with a wrong token" => "403", hand_off::wrong_sign_in;

    Documented "LAUNCH" => "200, AccountId, ExpiresAtUtc, LaunchUrl, Token", launch::launch;
    Documented "where a LaunchUrl leads" => "the service domain's sign-in, with token and returnUrl", launch::launch_url;
    Documented "a LaunchUrl once more" => "403", launch::launch_twice;
    Documented "ORBIT" => "200, AccountId, ExpiresAtUtc, OrbitUrl, Token", launch::orbit;
    Documented "LAUNCH with an array, an object, the old name" => "200, 200, 200", launch::launch_forms;
}

/// The JSON type, without the value.
pub(super) fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(_) => "number".to_owned(),
        Value::String(_) => "text".to_owned(),
        Value::Array(_) => "array".to_owned(),
        Value::Object(_) => "object".to_owned(),
    }
}

pub(super) fn kinds(value: &Value, names: &[&str]) -> String {
    let kinds = names.iter().map(|name| format!("{name}: {}", kind(&value[*name])));
    kinds.collect::<Vec<_>>().join(", ")
}

/// The members that are present.
pub(super) fn present(value: &Value, names: &[&str]) -> String {
    let there = names.iter().filter(|name| value.get(**name).is_some());
    there.copied().collect::<Vec<_>>().join(", ")
}

pub(super) fn refusal(answer: &Answer) -> String {
    match answer.json().get("Message") {
        Some(message) => format!("{}, Message: {}", answer.status, kind(message)),
        None => format!("{}, no Message", answer.status),
    }
}
