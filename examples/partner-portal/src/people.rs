//! Who can sign in: a few people of two customers, in place of a login of the vendor's own.

use cyclr_oauth::AccountId;

/// Somebody who can sign in.
#[derive(Clone, Debug)]
pub struct Person {
    /// What a session knows the person by.
    pub id: &'static str,
    /// For the page.
    pub name: String,
    /// The customer that the person works for.
    pub customer: String,
    /// The customer's account in Cyclr.
    pub account: AccountId,
}

impl Person {
    /// The name of the user in Cyclr, who is created when it is first used.
    #[must_use]
    pub fn username(&self) -> String {
        format!("{}@{}", self.id, self.account)
    }
}

/// Two people of one customer, and one of another.
#[must_use]
pub fn sample(acme: &AccountId, globex: &AccountId) -> Vec<Person> {
    let person = |id, name: &str, customer: &str, account: &AccountId| Person {
        id,
        name: name.to_owned(),
        customer: customer.to_owned(),
        account: account.clone(),
    };
    vec![
        person("ada", "Ada", "Acme Ltd", acme),
        person("alan", "Alan", "Acme Ltd", acme),
        person("grace", "Grace", "Globex Corp", globex),
    ]
}

/// One customer of the real Cyclr.
#[must_use]
pub fn of_account(account: AccountId) -> Vec<Person> {
    let customer = account.to_string();
    vec![Person { id: "user", name: "User".to_owned(), customer, account }]
}
