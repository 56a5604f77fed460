//! The partner supplies everything: installations and updates with derived structs.

use cyclr_oauth::{AccountConnector, AuthValue, FromAccountConnector, OAuthTokens, Secret};
use cyclr_oauth_end_to_end::{Kind, World, connectors};
use cyclr_sandbox::{AuthenticationSeed, ConnectorSeed, EmptyAuthValue, OAuth2Type, Switches};
use partner_portal::connectors::{DocusignDomain, Velocify};
use partner_portal::customer::Customer;
use serde_json::{Value, json};

super::with_both_clients! {
    an_installation_with_a_payload_is_authenticated_at_once
    an_installation_without_a_payload_is_configured_later
    each_kind_of_auth_value_arrives_as_it_is_documented
    tokens_that_cyclr_is_to_fetch_are_fetched
    of_several_authentications_an_installation_names_one
    each_way_to_authenticate_is_read_back_and_sent_again
    configuring_twice_updates_and_doubles_nothing
    an_auth_value_alone_leaves_the_properties
    more_properties_than_a_page_holds_are_all_known
}

async fn an_installation_with_a_payload_is_authenticated_at_once(kind: Kind) {
    let world = World::start(kind);
    let customer = Customer::sample().unwrap();
    let seeds: [ConnectorSeed; 5] = [
        connectors::active_campaign(),
        connectors::ebay(),
        connectors::quick_books(),
        connectors::sap(),
        connectors::velocify(),
    ];
    let [active_campaign, ebay, quick_books, sap, velocify] =
        seeds.map(|seed| world.sandbox.define(seed).into());
    let installed = [
        world.scope.install(active_campaign, &customer.active_campaign).await.unwrap(),
        world.scope.install(ebay, &customer.ebay).await.unwrap(),
        world.scope.install(quick_books, &customer.quick_books).await.unwrap(),
        world.scope.install(sap, &customer.sap).await.unwrap(),
        world.scope.install(velocify, &customer.velocify).await.unwrap(),
    ];
    for state in installed {
        assert!(state.authenticated, "{}", state.name);
        assert_eq!(state.name, state.connector.name);
        let shown: Vec<_> = state
            .properties
            .iter()
            .map(|it| (it.name.clone(), it.value.as_ref().unwrap().expose_secret().to_owned()))
            .collect();
        assert_eq!(shown, world.properties(state.id), "{}", state.name);
    }
    let there = world.scope.connectors().await.unwrap();
    assert_eq!(there.len(), 5);
}

async fn an_installation_without_a_payload_is_configured_later(kind: Kind) {
    let world = World::start(kind);
    let customer = Customer::sample().unwrap();
    let sap = world.sandbox.define(connectors::sap());
    let state = world.scope.install(sap.into(), &()).await.unwrap();
    assert!(!state.authenticated && state.properties.is_empty() && state.auth_value.is_none());
    let install = world.sandbox.requests().pop().unwrap();
    assert_eq!(install.json(), Some(json!({})), "a body is there, if empty");

    let missing = world.scope.missing_properties(state.id).await.unwrap();
    let missing: Vec<_> = missing.iter().map(|it| &*it.target_name).collect();
    assert_eq!(missing, ["ClientId", "PrivateKey", "Domain", "UserId", "CompanyId"]);
    world.scope.configure(state.id, &customer.sap).await.unwrap();
    assert!(world.scope.missing_properties(state.id).await.unwrap().is_empty());
    assert!(world.scope.connector(state.id).await.unwrap().authenticated);
    let key = "-----BEGIN PRIVATE KEY-----\nMIIE+/==\n-----END PRIVATE KEY-----\n";
    let stored = world.sandbox.account_connector(state.id).unwrap();
    assert_eq!(stored.property("PrivateKey"), Some(key));
}

async fn each_kind_of_auth_value_arrives_as_it_is_documented(kind: Kind) {
    let world = World::start(kind);
    let customer = Customer::sample().unwrap();
    let stored = |id| {
        let stored = world.sandbox.account_connector(id).unwrap();
        assert!(stored.is_authenticated(), "{stored:?}");
        stored.auth_value().unwrap().to_owned()
    };

    let id = world.sandbox.install(&world.account, connectors::active_campaign());
    world.scope.configure(id, &customer.active_campaign).await.unwrap();
    assert_eq!(stored(id), "4p1-k3y");
    let shown = world.scope.connector(id).await.unwrap();
    assert!(shown.auth_value.is_some(), "Cyclr shows it in clear");

    // The base64 of both halves, without `Basic `; a password may be empty.
    let id = world.sandbox.install(&world.account, connectors::velocify());
    world.scope.configure(id, &customer.velocify).await.unwrap();
    assert_eq!(stored(id), "bWVAZXhhbXBsZS5jb206Ky9AOnMzY3IzdA==");
    let empty = Velocify { credentials: AuthValue::basic("me+you", "").unwrap() };
    world.scope.configure(id, &empty).await.unwrap();
    assert_eq!(stored(id), "bWUreW91Og==");

    let id = world.sandbox.install(&world.account, connectors::ebay());
    world.scope.configure(id, &customer.ebay).await.unwrap();
    let tokens: Value = serde_json::from_str(&stored(id)).unwrap();
    let expected = json!({
        "AccessToken": "v^1.1#i^1#p^3#\"r\\0",
        "RefreshToken": "v^1.1#i^1#I^3",
        "Expires": "2026-10-01T00:00:00Z",
    });
    assert_eq!(tokens, expected);

    let id = world.sandbox.install(&world.account, connectors::quick_books());
    world.scope.configure(id, &customer.quick_books).await.unwrap();
    let tokens: Value = serde_json::from_str(&stored(id)).unwrap();
    let expected = json!({
        "AccessToken": "eyJlbmMi.T0k3n",
        "RefreshToken": "AB11-r3fr3sh",
        "Expires": "2021-10-01T00:00:00Z",
        "RefreshExpires": "2022-10-01T00:00:00Z",
    });
    assert_eq!(tokens, expected);
    let properties = world.properties(id);
    assert!(properties.contains(&("RealmId".to_owned(), "9130347957123456".to_owned())));
    assert!(
        properties
            .contains(&("BaseUrl".to_owned(), "sandbox-quickbooks.api.intuit.com".to_owned()))
    );
}

async fn tokens_that_cyclr_is_to_fetch_are_fetched(kind: Kind) {
    let world = World::start(kind);
    let genesys = &Customer::sample().unwrap().genesys_cloud;
    let id = world.sandbox.install(&world.account, connectors::genesys_cloud());
    world.scope.configure(id, genesys).await.unwrap();
    assert!(world.scope.connector(id).await.unwrap().authenticated);
    let requests = world.sandbox.requests();
    let update = requests.iter().find(|it| it.method() == "PUT").unwrap();
    assert_eq!(update.json(), Some(json!({"AuthValue": "{}"})));

    // When Cyclr does it is not documented; it may wait for the connector's first use.
    let empty_auth_value = EmptyAuthValue::OnFirstCall;
    world.sandbox.set_switches(Switches { empty_auth_value, ..Switches::default() });
    let id = world.sandbox.install(&world.account, connectors::genesys_cloud());
    world.scope.configure(id, genesys).await.unwrap();
    assert!(!world.scope.connector(id).await.unwrap().authenticated);
    assert!(world.sandbox.use_connector(id));
    assert!(world.scope.connector(id).await.unwrap().authenticated);
}

#[derive(AccountConnector)]
#[cyclr(authentication_id = "6d4e4e5c-0a0e-4d7f-9a59-5f0e8f4e2a10")]
struct ShopByKey {
    #[cyclr(auth_value)]
    key: AuthValue,
}

#[derive(AccountConnector)]
#[cyclr(authentication_id = "0c0f2f2e-3b0e-4a51-8a9b-7d9f9d1c5b20")]
struct ShopByTokens {
    hostname: String,
    #[cyclr(auth_value)]
    tokens: OAuthTokens,
}

async fn of_several_authentications_an_installation_names_one(kind: Kind) {
    let world = World::start(kind);
    let (key, tokens) =
        ("6d4e4e5c-0a0e-4d7f-9a59-5f0e8f4e2a10", "0c0f2f2e-3b0e-4a51-8a9b-7d9f9d1c5b20");
    let shop = ConnectorSeed::oauth2("Shop")
        .authentication(AuthenticationSeed::new(key, "Key", "ApiKey"))
        .authentication(
            AuthenticationSeed::new(tokens, "App", "OAuth2")
                .oauth2_type(OAuth2Type::AuthorisationCode),
        );
    let shop = world.sandbox.define(shop).into();

    let error = world.scope.install(shop, &()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    assert!(error.message().unwrap().contains("AuthenticationId"), "{error}");
    assert!(world.sandbox.account_connectors(&world.account).is_empty());

    let definition = world.scope.definition(shop).await.unwrap();
    let ids: Vec<_> = definition.authentication.iter().map(|it| &*it.id).collect();
    assert_eq!(ids, [key, tokens]);

    let by_key = ShopByKey { key: AuthValue::api_key("k3y") };
    let by_key = world.scope.install(shop, &by_key).await.unwrap();
    let by_tokens =
        ShopByTokens { hostname: "acme.example".to_owned(), tokens: OAuthTokens::new("t0k3n") };
    let by_tokens = world.scope.install(shop, &by_tokens).await.unwrap();
    for (state, authentication) in [(by_key, key), (by_tokens, tokens)] {
        assert!(state.authenticated);
        let stored = world.sandbox.account_connector(state.id).unwrap();
        assert_eq!(stored.authentication(), Some(authentication));
    }
}

/// The sandbox doesn't return the `AuthenticationId`, because Cyclr doesn't document it. The
/// properties of each way are enough.
#[derive(AccountConnector, FromAccountConnector)]
enum HubSpot {
    #[cyclr(authentication_id = "0c0f2f2e-3b0e-4a51-8a9b-7d9f9d1c5b20")]
    OAuth2 {
        client_id: String,
        client_secret: Secret,
        scopes: String,
        optional_scopes: Option<String>,
        #[cyclr(auth_value)]
        tokens: OAuthTokens,
    },
    #[cyclr(authentication_id = "6d4e4e5c-0a0e-4d7f-9a59-5f0e8f4e2a10")]
    PrivateApp {
        #[cyclr(auth_value)]
        key: AuthValue,
    },
}

async fn each_way_to_authenticate_is_read_back_and_sent_again(kind: Kind) {
    let world = World::start(kind);
    let private_app = "6d4e4e5c-0a0e-4d7f-9a59-5f0e8f4e2a10";
    let hubspot = ConnectorSeed::oauth2("HubSpot")
        .authentication(
            AuthenticationSeed::new("0c0f2f2e-3b0e-4a51-8a9b-7d9f9d1c5b20", "App", "OAuth2")
                .oauth2_type(OAuth2Type::AuthorisationCode),
        )
        .authentication(AuthenticationSeed::new(private_app, "Private app", "ApiKey"));
    let hubspot = world.sandbox.define(hubspot).into();
    let ways = [
        HubSpot::OAuth2 {
            client_id: "id".to_owned(),
            client_secret: Secret::from("s3cr3t"),
            scopes: "crm.objects.contacts.read crm.objects.contacts.write".to_owned(),
            optional_scopes: None,
            tokens: OAuthTokens::new("t0k3n").with_refresh_token("r3fr3sh"),
        },
        HubSpot::PrivateApp { key: AuthValue::api_key("pat-eu1-k3y") },
    ];
    for way in ways {
        let id = world.scope.install(hubspot, &way).await.unwrap().id;
        let state = world.scope.connector(id).await.unwrap();
        let read = HubSpot::from_account_connector(&state).unwrap();
        let payload = |way: &HubSpot| way.payload().to_json().expose_secret().to_owned();
        assert_eq!(payload(&read), payload(&way));

        let again = world.scope.install(hubspot, &read).await.unwrap().id;
        let stored = [id, again].map(|id| world.sandbox.account_connector(id).unwrap());
        assert_eq!(stored[0].authentication(), stored[1].authentication());
        assert_eq!(stored[0].auth_value(), stored[1].auth_value());
        assert!(stored[0].properties().eq(stored[1].properties()));
    }
}

async fn configuring_twice_updates_and_doubles_nothing(kind: Kind) {
    let world = World::start(kind);
    let mut docusign = Customer::sample().unwrap().docusign;
    let id = world.sandbox.install(&world.account, connectors::docusign());
    world.sandbox.set_property(id, "Unmentioned", "stays");
    world.scope.configure(id, &docusign).await.unwrap();
    let properties = "/v1.0/account/connectors/*/properties";
    assert_eq!(world.sandbox.request_count("POST", properties), 4);

    docusign.domain = DocusignDomain::Production;
    docusign.client_secret = Secret::from("an0th3r");
    docusign.scopes = None;
    world.scope.configure(id, &docusign).await.unwrap();
    assert_eq!(world.sandbox.request_count("POST", properties), 4, "what is there is not created");
    let expected = [
        ("Unmentioned", "stays"),
        ("ClientId", "0oa1b2c3d4"),
        ("ClientSecret", "an0th3r"),
        ("Scopes", "signature impersonation"),
        ("Domain", "account.docusign.com"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(world.properties(id), expected);
}

async fn an_auth_value_alone_leaves_the_properties(kind: Kind) {
    let world = World::start(kind);
    let seed = connectors::quick_books().property("BaseUrl", "quickbooks.api.intuit.com");
    let id = world.sandbox.install(&world.account, seed);
    let tokens = AuthValue::from(OAuthTokens::new("t0k3n"));
    world.scope.set_auth_value(id, &tokens).await.unwrap();
    assert!(world.is_authenticated(id));
    assert_eq!(world.properties(id).len(), 1);
    let update = world.sandbox.requests().pop().unwrap();
    assert_eq!(update.json(), Some(json!({"AuthValue": "{\"AccessToken\":\"t0k3n\"}"})));
}

async fn more_properties_than_a_page_holds_are_all_known(kind: Kind) {
    // Cyclr's lists are paged, with an undocumented page size.
    let world = World::start(kind);
    world.sandbox.set_switches(Switches { page_size: 2, ..Switches::default() });
    let docusign = Customer::sample().unwrap().docusign;
    let id = world.sandbox.install(&world.account, connectors::docusign());
    world.scope.configure(id, &docusign).await.unwrap();
    assert_eq!(world.scope.properties(id).await.unwrap().len(), 4);
    world.scope.configure(id, &docusign).await.unwrap();
    assert_eq!(world.properties(id).len(), 4);
}
