//! What the definition demands of properties, as a constant that all checks of the item share.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ast::Connector;
use crate::expand::inner::flattened;
use crate::schema::{ALWAYS, Definition, Parameter};

/// The properties: all that the connector takes where others are flattened into it, else those of its
/// fields.
pub(crate) struct Rules<'c> {
    pub(crate) definition: &'c Definition,
    names: Vec<String>,
    /// How many of them the definition has.
    defined: usize,
    /// One digit for each.
    demands: Vec<u8>,
    values: Vec<&'c [String]>,
    places: HashMap<String, usize>,
    /// Whether the names of other connectors are looked up.
    flattens: bool,
}

// As in the library.
const REQUIRED: u8 = 1;
const SENSITIVE: u8 = 2;
const ALLOWED: u8 = 4;

impl<'c> Rules<'c> {
    pub(crate) fn new(connector: &Connector<'_>, definition: &'c Definition) -> Self {
        let mut rules = Self {
            definition,
            names: Vec::new(),
            defined: 0,
            demands: Vec::new(),
            values: Vec::new(),
            places: HashMap::new(),
            flattens: flattened(connector).next().is_some(),
        };
        let own: HashSet<_> =
            connector.fields().filter_map(|field| field.name.as_deref()).collect();
        let allowed: Vec<String> =
            connector.attrs.allowed().map(|(name, _)| name.value()).collect();
        for parameter in definition.properties() {
            if rules.flattens || own.contains(&*parameter.name) {
                rules.add(&parameter.name, Some(parameter), &allowed);
            }
        }
        if rules.flattens {
            for name in ALWAYS {
                rules.add(name, None, &allowed);
            }
            rules.defined = rules.names.len();
            for name in &allowed {
                rules.add(name, None, &allowed);
            }
        }
        rules
    }

    fn add(&mut self, name: &str, parameter: Option<&'c Parameter>, allowed: &[String]) {
        if self.places.contains_key(name) {
            return;
        }
        let is = |demand: Option<bool>, bit| if demand == Some(true) { bit } else { 0 };
        let demand = is(parameter.map(|parameter| !parameter.is_optional), REQUIRED)
            | is(parameter.map(|parameter| parameter.is_sensitive), SENSITIVE)
            | is(Some(allowed.iter().any(|allowed| allowed == name)), ALLOWED);
        self.places.insert(name.to_owned(), self.names.len());
        self.names.push(name.to_owned());
        self.demands.push(b'0' + demand);
        self.values.push(parameter.map_or(&[], |parameter| &parameter.values));
    }

    /// Where the property is in the constant, if the definition demands anything of its type.
    pub(crate) fn demanding(&self, name: &str) -> Option<(usize, &'c Parameter)> {
        let parameter = self.definition.property(name)?;
        let demands =
            !parameter.is_optional || parameter.is_sensitive || !parameter.values.is_empty();
        Some((*self.places.get(name).filter(|_| demands)?, parameter))
    }

    pub(crate) fn expand(&self) -> TokenStream {
        let Self { names, defined, .. } = self;
        let connector = &self.definition.name;
        let demands = Literal::byte_string(&self.demands);
        let values = self.values.iter().map(|values| {
            let mut values: Vec<_> = values.iter().map(String::as_str).collect();
            // The compiler compares them with a type's texts in one pass.
            values.sort_unstable();
            quote!(&[#(#values),*])
        });
        let any = self.values.iter().any(|values| !values.is_empty());
        let values = any.then(|| quote!(#(#values),*));
        let table = self.flattens.then(|| {
            quote! {
                #[allow(dead_code)]
                const __TABLE: &_c::RuleTable = &_c::RuleTable::new(__RULES);
            }
        });
        quote! {
            #[allow(dead_code)]
            const __RULES: _c::Rules = _c::Rules {
                connector: #connector,
                names: &[#(#names),*],
                defined: #defined,
                demands: #demands,
                values: &[#values],
            };
            #table
        }
    }
}
