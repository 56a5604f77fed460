use cyclr_oauth::api::CycleId;
use cyclr_oauth::{AccountConnectorId, AccountId};

#[test]
fn an_account_id_is_opaque() {
    for id in ["Acme-42", "snjallgogn.is", "8b6bcd8c-0f6c-4a3a-9b9f-3d2b6a1f0c11", "a/b?c#d é", "0"]
    {
        let account = AccountId::new(id).unwrap();
        assert_eq!((account.as_str(), account.to_string().as_str()), (id, id));
    }
    for id in ["", " ", "\u{3000}", "a\nb", "a\0", ".", ".."] {
        let error = AccountId::new(id).unwrap_err();
        assert!(error.to_string().starts_with("an account id must not be blank, "));
        assert_eq!(error.into_inner(), id);
    }
}

#[test]
fn an_account_id_is_the_same_in_a_header() {
    // HTTP strips white space around a header's value: `Acme ` would act in the account `Acme`.
    for id in ["Acme ", " Acme", "\tAcme", "Acme\u{A0}", "Acme\u{2028}"] {
        assert_eq!(AccountId::new(id).unwrap_err().into_inner(), id);
        assert!(serde_json::from_value::<AccountId>(id.into()).is_err());
    }
    let error = serde_json::from_str::<AccountId>("1234").unwrap_err().to_string();
    assert!(error.contains("expected account id"), "{error}");
}

#[test]
fn the_id_of_a_cycle_may_become_a_part_of_a_path() {
    let sentence =
        "the id of a cycle or a method must be 1 to 64 ASCII letters, digits and hyphens";
    for id in ["", "a b", "..", "a/b", "\u{e9}", &"a".repeat(65)] {
        assert_eq!(CycleId::new(id).unwrap_err().to_string(), sentence);
    }
    for id in ["6f9619ff-8b86-d011-b42d-00cf4fc964ff", &"a".repeat(64)] {
        assert_eq!(CycleId::new(id).unwrap().as_str(), id);
    }
}

#[test]
fn ids_go_through_databases_text_and_json() {
    let id = AccountConnectorId::from(1234);
    assert_eq!(AccountConnectorId::try_from(1234_i64), Ok(id));
    assert!(AccountConnectorId::try_from(-1_i64).is_err());
    assert_eq!("1234".parse(), Ok(id));
    assert!("12a".parse::<AccountConnectorId>().is_err());
    let account = AccountId::new("Acme-42").unwrap();
    let json = serde_json::to_string(&account).unwrap();
    assert_eq!(serde_json::from_str::<AccountId>(&json).unwrap(), account);
}

#[test]
fn an_account_connector_id_is_a_number_in_json() {
    let id: AccountConnectorId = serde_json::from_str("18446744073709551615").unwrap();
    assert_eq!(u64::from(id), u64::MAX);
    assert_eq!(serde_json::to_string(&id).unwrap(), "18446744073709551615");
    assert!(serde_json::from_str::<AccountConnectorId>("-1").is_err());
    assert!(serde_json::from_str::<AccountConnectorId>("\"1\"").is_err());
}
