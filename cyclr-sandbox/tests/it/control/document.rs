//! The OpenAPI documents.

use std::collections::BTreeSet;

use cyclr_sandbox::{AuthenticationSeed, ConnectorSeed, ParameterSeed};
use http::Method;
use serde_json::Value;

use super::Control;

/// The types and the routes are one table, so this checks that each route is really there.
#[tokio::test]
async fn every_route_is_in_the_document_and_every_path_of_it_is_routed() {
    let control = Control::start().await;
    let document = control.get("/openapi.json").await;
    assert_eq!(document, cyclr_sandbox::openapi());
    let methods = ["get", "post", "put", "delete", "patch"];
    let mut described = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        for name in methods {
            let method = Method::from_bytes(name.to_uppercase().as_bytes()).unwrap();
            let path = path.replace("{id}", "999999");
            let is_advance = path == "/clock/advance-to-next";
            if is_advance && operations.get(name).is_some() {
                described += 1; // takes five seconds
                continue;
            }
            let (status, answer) = control.call(method, &path, None).await;
            let is_described = operations.get(name).is_some();
            assert_eq!(status != 405, is_described, "{name} {path}: {status}");
            if is_described {
                described += 1;
                let declared = &operations[name]["responses"][status.to_string()];
                assert!(declared.is_object(), "{name} {path}: {status} {answer}");
            }
        }
    }
    assert_eq!(described, 29);
}

/// The same for the API, whose paths without credentials are refused.
#[tokio::test]
async fn every_route_of_the_api_is_in_its_document_and_every_path_of_it_is_routed() {
    let control = Control::start().await;
    let document = control.get("/openapi/api.json").await;
    assert_eq!(document, cyclr_sandbox::api_openapi());
    let mut described = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        for name in ["get", "post", "put", "delete", "patch"] {
            let method = Method::from_bytes(name.to_uppercase().as_bytes()).unwrap();
            let url = path.replace(['{', '}'], "");
            let answer = control.api.bare(method, &url).send().await.unwrap();
            let is_described = operations.get(name).is_some();
            let status = answer.status().as_u16();
            assert_eq!(status != 405, is_described, "{name} {path}: {status}");
            if is_described {
                described += 1;
                assert_eq!(status, if path == "/oauth/token" { 400 } else { 401 }, "{name} {path}");
                let declared = &operations[name]["responses"][status.to_string()];
                assert!(declared.is_object(), "{name} {path}: {status}");
            }
        }
    }
    assert_eq!(described, 38);
}

/// The schema of a definition is the only one that no type makes.
#[tokio::test]
async fn a_definition_has_the_members_of_its_schema() {
    let control = Control::start().await;
    let seed = ConnectorSeed::oauth2("Box")
        .parameter(ParameterSeed::required("ClientId"))
        .authentication(AuthenticationSeed::new("A", "Sign in", "OAuth2"));
    control.api.cyclr.define(seed);
    let answered = &control.api.get("/v1.0/connectors").await[0];
    let document = cyclr_sandbox::api_openapi();
    let schema = &document["components"]["schemas"]["Connector"];
    let members = |value: &Value| -> BTreeSet<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    for (value, schema) in [
        (answered, schema),
        (&answered["Parameters"][0], &schema["properties"]["Parameters"]["items"]),
        (&answered["Authentication"][0], &schema["properties"]["Authentication"]["items"]),
    ] {
        assert_eq!(members(value), members(&schema["properties"]));
        assert_eq!(schema["required"].as_array().unwrap().len(), members(value).len());
    }
}

#[test]
fn the_committed_documents_are_the_code_s() {
    for (name, document) in [
        ("openapi.json", cyclr_sandbox::openapi()),
        ("openapi-api.json", cyclr_sandbox::api_openapi()),
    ] {
        let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
        let document = format!("{document:#}\n");
        if std::env::var_os("UPDATE_OPENAPI").is_some() {
            std::fs::write(&path, &document).unwrap();
        }
        let committed = std::fs::read_to_string(path).unwrap();
        assert!(
            committed == document,
            "{name} is not what the code says; write it again with \
             `UPDATE_OPENAPI=1 cargo test -p cyclr-sandbox --all-features --test it the_committed_documents`"
        );
    }
}
