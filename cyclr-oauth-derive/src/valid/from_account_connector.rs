//! The further rules of `#[derive(FromAccountConnector)]`.

use crate::ast::Connector;
use crate::attr::Entry;
use crate::ctxt::Ctxt;
use crate::symbol::Word;

pub(crate) fn from_account_connector(connector: &Connector<'_>, ctxt: &Ctxt) {
    for field in connector.fields().filter(|field| field.role.is_none()) {
        if let Some(Entry { ident, .. }) = field.attrs.get(Word::With)
            && !field.attrs.has(Word::ParseWith)
            && !field.attrs.unreadable
        {
            let usage = Word::ParseWith.usage();
            let sentence = format!(
                "`with` says how this field is written, and nothing how it is read; add \
                 `{usage}`, of a function from `&str` to a `Result`"
            );
            ctxt.error(ident, sentence);
        }
    }
}
