use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(with = f64::to_string)]
    method: f64,
    #[cyclr(with = <f64 as ToString>::to_string, secret)]
    of_a_trait: f64,
    #[cyclr(with = functions::parsed::<u8, u16>, skip_if = Vec::<u8>::is_empty)]
    with_parameters: Vec<u8>,
    #[cyclr(with = Self::own)]
    own: f64,
    #[cyclr(with = std::convert::identity)]
    itself: u8,
    #[cyclr(with = str::trim, skip_if = str::is_empty)]
    coerced: String,
    #[cyclr(with = String::from)]
    any_argument: String,
    #[cyclr(with = Some)]
    constructor: &'static str,
    #[cyclr(with = functions::shown)]
    any_type: f64,
    #[cyclr(with = functions::POINTER)]
    pointer: f64,
}

impl Acme {
    fn own(own: &f64) -> Option<&'static str> {
        (*own > 1.0).then_some("many")
    }
}

mod functions {
    pub const POINTER: fn(&f64) -> String = f64::to_string;

    pub fn shown(shown: &impl ToString) -> String {
        shown.to_string()
    }

    pub fn parsed<T: Copy + Into<U>, U: ToString>(list: &Vec<T>) -> Option<String> {
        list.first().map(|first| (*first).into().to_string())
    }
}

fn main() {
    let acme = Acme {
        method: 1.5,
        of_a_trait: 2.5,
        with_parameters: vec![3],
        own: 1.0,
        itself: 5,
        coerced: " a ".to_owned(),
        any_argument: "b".to_owned(),
        constructor: "c",
        any_type: 6.5,
        pointer: 7.5,
    };
    let properties = acme.properties();
    let expected = [
        ("Method", "1.5"),
        ("OfATrait", "2.5"),
        ("WithParameters", "3"),
        ("Itself", "5"),
        ("Coerced", "a"),
        ("AnyArgument", "b"),
        ("Constructor", "c"),
        ("AnyType", "6.5"),
        ("Pointer", "7.5"),
    ];
    assert!(properties.iter().eq(expected));
}
