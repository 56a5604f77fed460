//! Fields of every kind.

use cyclr_oauth::{AccountConnector, PropertyValue};

#[derive(AccountConnector)]
struct Raw {
    r#type: u8,
    r#match: u8,
    #[cyclr(rename = "r#odd")]
    r#fn: u8,
}

#[derive(AccountConnector)]
#[allow(non_snake_case, reason = "a name may be anything")]
struct Unicode {
    größe: u8,
    straßen_name: u8,
    ключ: u8,
    #[cyclr(rename = "naïve \u{7} \\ \"☃\"")]
    名前: u8,
}

#[derive(AccountConnector)]
struct Conditional {
    #[cfg(test)]
    here: u8,
    #[cfg(not(test))]
    gone: NoSuchType,
    #[cfg_attr(test, cyclr(rename = "isHere"))]
    renamed: u8,
    #[cfg_attr(not(test), cyclr(no_such_word))]
    plain: u8,
}

#[derive(AccountConnector)]
#[deprecated = "to see that derived code doesn't warn"]
struct Deprecated {
    #[deprecated]
    old: u8,
    new: Versions,
}

#[derive(PropertyValue)]
enum Versions {
    #[deprecated]
    Old,
    New,
    #[cfg(not(test))]
    Gone(NoSuchType),
}

mod private {
    use cyclr_oauth::AccountConnector;

    #[derive(AccountConnector)]
    pub(super) struct Visible<T> {
        pub(super) hidden: Option<Hidden>,
        pub(super) generic: Wrapper<T>,
    }

    #[derive(cyclr_oauth::PropertyValue)]
    pub(super) enum Hidden {
        One,
    }

    pub(super) struct Wrapper<T>(pub(super) T);

    impl<T: cyclr_oauth::PropertyValue> cyclr_oauth::PropertyValue for Wrapper<T> {
        fn property_text(&self) -> Option<cyclr_oauth::connector::PropertyText<'_>> {
            self.0.property_text()
        }
    }
}

fn json(connector: &impl AccountConnector) -> String {
    connector.payload().to_json().expose_secret().to_owned()
}

#[test]
fn raw_identifiers() {
    assert_eq!(Raw::PROPERTY_NAMES, ["Type", "Match", "r#odd"]);
    assert_eq!(
        json(&Raw { r#type: 1, r#match: 2, r#fn: 3 }),
        r#"{"Properties":[{"Name":"Type","Value":"1"},{"Name":"Match","Value":"2"},{"Name":"r#odd","Value":"3"}]}"#
    );
}

#[test]
fn other_alphabets() {
    // The first letter is made upper-case only where it is ASCII, as serde does it.
    assert_eq!(Unicode::PROPERTY_NAMES, ["Größe", "StraßenName", "ключ", "naïve \u{7} \\ \"☃\""]);
    let unicode = Unicode { größe: 1, straßen_name: 2, ключ: 3, 名前: 4 };
    assert!(json(&unicode).ends_with(r#"{"Name":"naïve \u0007 \\ \"☃\"","Value":"4"}]}"#));
}

#[test]
fn conditional_fields() {
    assert_eq!(Conditional::PROPERTY_NAMES, ["Here", "isHere", "Plain"]);
    let conditional = Conditional { here: 1, renamed: 2, plain: 3 };
    assert_eq!(conditional.properties().iter().count(), 3);
}

#[test]
#[allow(deprecated, reason = "used on purpose")]
fn deprecated_fields() {
    let texts = [Versions::Old, Versions::New].map(|new| json(&Deprecated { old: 1, new }));
    assert!(texts.iter().all(|text| text.contains(r#""Old","Value":"1""#)));
}

#[test]
fn private_types() {
    let hidden = Some(private::Hidden::One);
    let visible = private::Visible { hidden, generic: private::Wrapper("text") };
    assert_eq!(visible.properties().iter().count(), 2);
}

#[test]
fn within_a_function() {
    #[derive(AccountConnector)]
    struct Local<'a> {
        kind: Kind,
        text: &'a str,
        #[cyclr(flatten)]
        inner: Inner,
    }

    #[derive(AccountConnector)]
    struct Inner {
        #[cyclr(with = length)]
        list: Vec<u8>,
    }

    #[derive(PropertyValue)]
    enum Kind {
        Local,
    }

    fn length(list: &[u8]) -> usize {
        list.len()
    }

    let local = Local { kind: Kind::Local, text: "text", inner: Inner { list: vec![1, 2] } };
    assert_eq!(
        json(&local),
        r#"{"Properties":[{"Name":"Kind","Value":"Local"},{"Name":"Text","Value":"text"},{"Name":"List","Value":"2"}]}"#
    );
}
