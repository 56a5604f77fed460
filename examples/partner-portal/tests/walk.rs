//! What `cargo run` does.

use cyclr_oauth::AccountId;
use cyclr_sandbox::AccountConnectorSnapshot;
use partner_portal::local_cyclr::LocalCyclr;
use partner_portal::walk::walk;

#[tokio::test]
async fn the_walk_leaves_both_connectors_authenticated() {
    let local = LocalCyclr::start().await;
    walk(&local).await.unwrap();

    let account = AccountId::new("Acme-42").unwrap();
    let connectors = local.sandbox.account_connectors(&account);
    assert_eq!(connectors.len(), 2);
    assert!(connectors.iter().all(AccountConnectorSnapshot::is_authenticated));

    let docusign = connectors.iter().find(|connector| connector.name() == "Docusign").unwrap();
    assert_eq!(docusign.property("Domain"), Some("account-d.docusign.com"));
    let quick_books = connectors.iter().find(|connector| connector.name() == "QuickBooks").unwrap();
    assert_eq!(quick_books.property("BaseUrl"), Some("sandbox-quickbooks.api.intuit.com"));
    assert_eq!(
        quick_books.auth_value(),
        Some(
            r#"{"AccessToken":"eyJlbmMi.T0k3n","RefreshToken":"AB11-r3fr3sh","Expires":"2021-10-01T00:00:00Z","RefreshExpires":"2022-10-01T00:00:00Z"}"#
        ),
    );
}
