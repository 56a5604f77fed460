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
}

impl Acme {
    fn own(own: &f64) -> Option<&'static str> {
        (*own > 1.0).then_some("many")
    }
}

mod functions {
    pub fn parsed<T: Copy + Into<U>, U: ToString>(list: &Vec<T>) -> Option<String> {
        list.first().map(|first| (*first).into().to_string())
    }
}

fn main() {
    let acme = Acme { method: 1.5, of_a_trait: 2.5, with_parameters: vec![3], own: 1.0, itself: 5 };
    let properties = acme.properties();
    let expected = [("Method", "1.5"), ("OfATrait", "2.5"), ("WithParameters", "3"), ("Itself", "5")];
    assert!(properties.iter().eq(expected));
}
