//! How documented and observed responses are read.

use std::time::Duration;

use cyclr_oauth::api::{
    AccessToken, ApiResponse, AuthType, Authentication, Call, Connector, GetAccountConnector,
    GetConnector, ListAccountConnectors, ListMethods, ListProperties, OAuth2Type, Operation, Page,
    Parameter, RequestAccessToken, Session, Unreadable,
};
use cyclr_oauth::{AccountId, Error, Secret, SignInToken};
use http::Method;

use crate::calls::{US, response};

fn account() -> AccountId {
    AccountId::new("Acme-42").unwrap()
}

fn read<C: Call>(call: &C, answer: &str) -> Result<C::Output, Error> {
    Session::without_token(&US).read(call, response(200, answer))
}

fn access_token(answer: &str) -> Result<AccessToken, Error> {
    let secret = Secret::from("s3cr3t");
    read(&RequestAccessToken { client_id: "id", client_secret: &secret, account: None }, answer)
}

fn connector(answer: &str) -> Result<Connector, Error> {
    read(&GetConnector { account: &account(), id: 77.into() }, answer)
}

#[test]
fn an_access_token_as_observed() {
    let token = access_token(
        r#"{"access_token":"+7fCuHJ1L/Ufs=","token_type":"bearer","expires_in":1209599,"clientId":"id",".issued":"Thu, 16 Feb 2023 03:03:24 GMT",".expires":"Thu, 02 Mar 2023 03:03:24 GMT",".refresh":"False"}"#,
    )
    .unwrap();
    assert_eq!(token.expose_secret(), "+7fCuHJ1L/Ufs=");
    assert_eq!(token.lifetime(), Some(Duration::from_secs(1_209_599)));
}

#[test]
fn the_lifetime_of_an_access_token_is_a_number_or_a_text_or_unknown() {
    for (expires_in, seconds) in [
        (r#","expires_in":3600"#, Some(3600)),
        (r#","expires_in":"3600""#, Some(3600)),
        (r#","expires_in":0"#, Some(0)),
        (r#","expires_in":18446744073709551615"#, Some(u64::MAX)),
        (r#","expires_in":18446744073709551616"#, None),
        (r#","expires_in":-1"#, None),
        (r#","expires_in":"-1""#, None),
        (r#","expires_in":"soon""#, None),
        (r#","expires_in":null"#, None),
        (r#","expires_in":{"seconds":[1]}"#, None),
        ("", None),
    ] {
        let token = access_token(&format!(r#"{{"access_token":"t0k3n"{expires_in}}}"#)).unwrap();
        assert_eq!(token.lifetime(), seconds.map(Duration::from_secs), "{expires_in}");
    }
}

#[test]
fn an_access_token_that_no_header_can_carry_is_an_error() {
    for token in [r"a\nb", "", " ", r"\u0000"] {
        let error = access_token(&format!(r#"{{"access_token":"{token}"}}"#)).unwrap_err();
        assert!(error.is_decode());
        insta::allow_duplicates! {
            insta::assert_snapshot!(error, @"POST /oauth/token: the response can't be read: the `access_token` can't be in a header");
        }
    }
    insta::assert_snapshot!(access_token("{}").unwrap_err(), @"POST /oauth/token: the response can't be read: missing field `access_token` at line 1 column 2 of 2 bytes");
}

#[test]
fn times_have_any_number_of_digits() {
    struct SignIn;

    impl Call for SignIn {
        type Output = SignInToken;
        const OPERATION: Operation = Operation::new(Method::POST, "/");

        fn path(&self) -> String {
            "/".to_owned()
        }

        fn read(&self, answer: &ApiResponse) -> Result<SignInToken, Unreadable> {
            answer.json()
        }
    }

    for (text, shown) in [
        ("2017-12-08T11:02:48.7436471Z", "2017-12-08T11:02:48.7436471Z"),
        ("2001-03-28T11:22:33.138Z", "2001-03-28T11:22:33.138Z"),
        ("2018-01-01T00:00:00+00:00", "2018-01-01T00:00:00Z"),
    ] {
        let token = read(&SignIn, &format!(r#"{{"Token":"+/=","ExpiresAtUtc":"{text}","New":1}}"#))
            .unwrap();
        assert_eq!(token.expose_secret(), "+/=");
        assert_eq!(token.expires_at().unwrap().to_string(), shown);
    }
}

#[test]
fn methods_as_observed() {
    let call = ListMethods { account: &account(), connector: 7.into(), page: Page::first(50) };
    let methods = read(
        &call,
        r#"[{"MethodUniqueIdentifier":"6f9619ff-8b86-d011-b42d-00cf4fc964ff","Name":"Get Current User","Category":"Users","Parameters":[{"Id":5}]},
            {"MethodUniqueIdentifier":"6F9619FF-8B86-D011-B42D-00CF4FC964FE","Name":null,"Category":null}]"#,
    );
    let methods = methods.unwrap().items;
    assert_eq!(methods[0].id.as_str(), "6f9619ff-8b86-d011-b42d-00cf4fc964ff");
    assert_eq!(
        (&*methods[0].name, methods[0].category.as_deref()),
        ("Get Current User", Some("Users"))
    );
    assert_eq!((&*methods[1].name, methods[1].category.as_deref()), ("", None));
    // It would become a part of a path.
    let error = read(&call, r#"[{"MethodUniqueIdentifier":"../1"}]"#).unwrap_err();
    assert!(error.is_decode(), "{error}");
}

#[test]
fn null_members_read_as_absent() {
    let call = GetAccountConnector { account: &account(), id: 1.into() };
    let with = r#"{"Id":1,"Name":null,"Description":null,"AuthValue":null,"Authenticated":false,"Connector":{"Id":2,"Name":null,"Version":null,"AuthType":null,"OAuth2Type":null,"Parameters":null,"Authentication":null},"IsPartnerIntegrationConnector":null,"Properties":null}"#;
    let without = r#"{"Id":1,"Authenticated":false,"Connector":{"Id":2}}"#;
    let with = read(&call, with).unwrap();
    assert_eq!(format!("{with:?}"), format!("{:?}", read(&call, without).unwrap()));
    assert_eq!((&*with.name, with.properties.len(), with.auth_value.is_none()), ("", 0, true));

    let call = ListProperties { account: &account(), id: 1.into(), page: Page::first(100) };
    let properties =
        read(&call, r#"[{"Id":null,"Name":null,"Value":null},{},{"Name":"a","Value":""}]"#)
            .unwrap();
    let properties = properties.items;
    assert!(properties[0].value.is_none() && properties[1].id.is_none());
    assert_eq!(properties[2].value.as_ref().unwrap().expose_secret(), "");
}

#[test]
fn an_error_names_a_missing_required_member() {
    let call = GetAccountConnector { account: &account(), id: 1.into() };
    for (answer, name) in [
        (r#"{"Authenticated":true,"Connector":{"Id":2}}"#, "Id"),
        (r#"{"Id":1,"Connector":{"Id":2}}"#, "Authenticated"),
        (r#"{"Id":1,"Authenticated":true}"#, "Connector"),
        (r#"{"Id":1,"Authenticated":true,"Connector":{}}"#, "Id"),
    ] {
        let error = read(&call, answer).unwrap_err().to_string();
        assert!(error.contains(&format!("missing field `{name}`")), "{error}");
    }
}

#[test]
fn an_error_says_what_a_value_should_be() {
    let call = GetConnector { account: &account(), id: 1.into() };
    for (answer, expected) in [
        ("7", "struct Connector"),
        (r#"{"Id":1,"Name":7}"#, "a string"),
        (r#"{"Id":1,"Parameters":[7]}"#, "an object"),
        (r#"{"Id":1,"Parameters":[["Domain"]]}"#, "an object"),
    ] {
        let error = read(&call, answer).unwrap_err().to_string();
        assert!(error.contains(&format!("expected {expected} at line 1 ")), "{error}");
    }
}

#[test]
fn a_version_is_none_when_it_is_null_in_either_way() {
    for (version, read) in [
        (r#""1.0""#, Some("1.0")),
        ("null", None),
        (r#""null""#, None),
        (r#""Null""#, Some("Null")),
    ] {
        let connector = connector(&format!(r#"{{"Id":77,"Version":{version}}}"#)).unwrap();
        assert_eq!(connector.version.as_deref(), read, "{version}");
    }
}

#[test]
fn an_authentication_has_its_own_type_or_the_connectors() {
    let connector = connector(
        r#"{"Id":77,"AuthType":"OAuth2","OAuth2Type":"ClientCredentials","Authentication":
            [{"AuthType":"ApiKey"},{"OAuth2Type":"AuthorisationCode"}]}"#,
    )
    .unwrap();
    let [key, code] = &*connector.authentication else { panic!("{connector:?}") };
    let own = (&AuthType::OAuth2, Some(&OAuth2Type::ClientCredentials));
    assert_eq!(connector.auth_type_of(None), own);
    assert_eq!(connector.auth_type_of(Some(key)), (&AuthType::ApiKey, own.1));
    let of_code = (&AuthType::OAuth2, Some(&OAuth2Type::AuthorisationCode));
    assert_eq!(connector.auth_type_of(Some(code)), of_code);
}

#[test]
fn unknown_words_are_kept() {
    for word in
        ["ApiKey", "Basic", "OAuth1", "OAuth2", "None", "AuthFields", "Kerberos", "oauth2", ""]
    {
        let connector = connector(&format!(
            r#"{{"Id":77,"AuthType":"{word}","Authentication":[{{"AuthType":"{word}"}}]}}"#
        ))
        .unwrap();
        assert_eq!(
            (connector.auth_type.as_str(), connector.auth_type.to_string()),
            (word, word.to_owned())
        );
        assert_eq!(connector.authentication[0].auth_type, connector.auth_type);
        let known = !matches!(word, "Kerberos" | "oauth2" | "");
        assert_eq!(matches!(connector.auth_type, AuthType::Other(_)), !known, "{word}");
    }
    for word in
        ["AuthorisationCode", "ClientCredentials", "PasswordCredentials", "Unknown", "DeviceCode"]
    {
        let connector = connector(&format!(r#"{{"Id":77,"OAuth2Type":"{word}"}}"#)).unwrap();
        let kind = connector.oauth2_type.unwrap();
        assert_eq!(kind.as_str(), word);
        assert_eq!(matches!(kind, OAuth2Type::Other(_)), word == "DeviceCode");
    }
}

#[test]
fn a_connector_serializes_to_what_it_was_read_from() {
    let whole = r#"{"Id":77,"Name":"Acme","Description":"d","Status":"Released","Version":"1.0","Icon":"https://acme.example/i.png","AuthDescription":"a","AuthType":"OAuth2","OAuth2Type":"ClientCredentials","AuthScheme":"Bearer","Parameters":[{"Id":5,"Name":"Sub Domain","TargetName":"SubDomain","TargetType":"Property","IsAccountConnectorProperty":true,"IsOptional":true,"IsSensitive":true,"DataType":"String","Values":["a","b"]}],"Authentication":[{"Id":"6d4e","AuthName":"Key","AuthType":"ApiKey","OAuth2Type":"AuthorisationCode"}]}"#;
    let bare = r#"{"Id":77,"Name":"","Description":null,"Status":null,"Version":null,"Icon":null,"AuthDescription":null,"AuthType":null,"OAuth2Type":null,"AuthScheme":null,"Parameters":[{"Id":null,"Name":"","TargetName":"","TargetType":null,"IsAccountConnectorProperty":false,"IsOptional":false,"IsSensitive":false,"DataType":null,"Values":[]}],"Authentication":[{"Id":"","AuthName":null,"AuthType":null,"OAuth2Type":null}]}"#;
    let unknown = whole.replace("OAuth2\"", "Kerberos\"").replace("Credentials", "Something");
    for json in [whole, bare, &unknown] {
        let read = connector(json).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
    }
    let sparse = connector(r#"{"Id":77,"Version":"null","Parameters":[{}],"Authentication":[{}]}"#);
    assert_eq!(serde_json::to_string(&sparse.unwrap()).unwrap(), bare);
}

#[test]
fn a_new_connector_has_only_an_id_and_a_name() {
    let mut made = Connector::new(77, "Acme");
    made.parameters.push(Parameter::new("Region"));
    made.authentication.push(Authentication::new("6d4e", AuthType::Basic));
    let read = connector(
        r#"{"Id":77,"Name":"Acme","Parameters":[{"TargetName":"Region"}],"Authentication":[{"Id":"6d4e","AuthType":"Basic"}]}"#,
    );
    assert_eq!(made, read.unwrap());
}

#[test]
fn values_of_a_parameter_read_as_texts() {
    for (values, texts) in [
        (r#"["a","b"]"#, &["a", "b"][..]),
        (r#"[1,-1,1.5,1.0,true,null]"#, &["1", "-1", "1.5", "1", "true"]),
        ("[9007199254740993]", &["9007199254740993"]),
        (
            r#"[{"Value":"a","Name":"A"},{"Name":"B","Value":2},{"Name":"C"},{"Value":null},{}]"#,
            &["a", "2"],
        ),
        ("[]", &[]),
        ("null", &[]),
    ] {
        let connector =
            connector(&format!(r#"{{"Id":77,"Parameters":[{{"Values":{values}}}]}}"#)).unwrap();
        assert_eq!(connector.parameters[0].values, texts, "{values}");
    }
}

#[test]
fn a_list_among_the_values_of_a_parameter_is_ignored() {
    let connector = connector(r#"{"Id":77,"Parameters":[{"Values":["a",["b"]]}]}"#).unwrap();
    assert_eq!(connector.parameters[0].values[0], "a");
}

#[test]
fn a_required_property_is_one_of_the_account_connector_that_is_not_optional() {
    for (of_account_connector, optional, required) in [
        ("true", "false", true),
        ("true", "null", true),
        ("true", "true", false),
        ("false", "false", false),
        ("null", "null", false),
    ] {
        let connector = connector(&format!(
            r#"{{"Id":77,"Parameters":[{{"IsAccountConnectorProperty":{of_account_connector},"IsOptional":{optional}}}]}}"#
        ))
        .unwrap();
        assert_eq!(connector.parameters[0].is_required_property(), required);
    }
}

#[test]
fn a_list_has_a_next_page_by_its_header_or_when_it_is_full() {
    let two = r#"[{"Id":1,"Authenticated":true,"Connector":{"Id":2}},{"Id":3,"Authenticated":true,"Connector":{"Id":2}}]"#;
    for (header, body, number, size, total, has_next) in [
        (None, two, 1, 2, None, true),
        (None, two, 1, 3, None, false),
        (None, two, 1, 1, None, false),
        (None, "[]", 1, 2, None, false),
        (Some("2"), two, 1, 2, Some(2), true),
        (Some(" 2 "), two, 1, 100, Some(2), true),
        (Some("2"), two, 2, 2, Some(2), false),
        (Some("1"), two, 1, 2, Some(1), false),
        (Some("0"), two, 1, 2, Some(0), false),
        (Some("9"), "[]", 1, 2, Some(9), false),
        (Some("many"), two, 1, 2, None, true),
        (Some("-1"), two, 1, 2, None, true),
    ] {
        let (account, page) = (account(), Page { number, size });
        let mut answer = response(200, body);
        if let Some(header) = header {
            answer.headers_mut().insert("Total-Pages", header.parse().unwrap());
        }
        let call = ListAccountConnectors { account: &account, page };
        let list = Session::without_token(&US).read(&call, answer).unwrap();
        assert_eq!(
            (list.total_pages, list.has_next(page)),
            (total, has_next),
            "{header:?} {page:?}"
        );
    }
}
