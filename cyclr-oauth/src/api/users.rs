//! The users of an account: `/v1.0/accounts/{account}/users` and `/v1.0/users`.

use http::Method;

use crate::api::call::{Call, Content};
use crate::api::operation::Operation;
use crate::api::page::{List, Page};
use crate::api::path::path;
use crate::api::response::{ApiResponse, Unreadable};
use crate::connector::{Value, object};
use crate::values::{AccountId, Secret};
use crate::web::Piece;

/// Lists the names of an account's users ([observed](crate::guide::how_cyclr_behaves)). Whether
/// this list comes in pages, as others do, is undocumented: pages are asked for, and the whole list
/// at once is accepted, too.
#[derive(Clone, Copy, Debug)]
pub struct ListUsers<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// Which part of the list.
    pub page: Page,
}

impl Call for ListUsers<'_> {
    type Output = List<String>;

    const OPERATION: Operation = Operation::new(Method::GET, OF_ACCOUNT);

    fn path(&self) -> String {
        format!("{}?{}", of_account(self.account), self.page)
    }

    fn read(&self, response: &ApiResponse) -> Result<List<String>, Unreadable> {
        List::read(response)
    }
}

/// Adds a user to an account, and creates the user if there is none of that name
/// ([observed](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Copy, Debug)]
pub struct AddUser<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// `UserName`
    pub username: &'a str,
    /// `Password`
    pub password: &'a Secret,
}

impl Call for AddUser<'_> {
    type Output = ();

    const OPERATION: Operation = Operation::new(Method::PUT, OF_ACCOUNT);

    fn path(&self) -> String {
        of_account(self.account)
    }

    fn content(&self) -> Content {
        content(self.username, Some(self.password))
    }

    fn visit_secrets(&self, visit: &mut dyn FnMut(&str)) {
        visit(self.password.expose_secret());
    }

    fn read(&self, _: &ApiResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

/// Sets a user's password ([observed](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Copy, Debug)]
pub struct SetPassword<'a> {
    /// `UserName`
    pub username: &'a str,
    /// `Password`
    pub password: &'a Secret,
}

impl Call for SetPassword<'_> {
    type Output = ();

    const OPERATION: Operation = Operation::new(Method::PUT, USERS);

    fn path(&self) -> String {
        USERS.to_owned()
    }

    fn content(&self) -> Content {
        content(self.username, Some(self.password))
    }

    fn visit_secrets(&self, visit: &mut dyn FnMut(&str)) {
        visit(self.password.expose_secret());
    }

    fn read(&self, _: &ApiResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

/// Removes a user from an account ([observed](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Copy, Debug)]
pub struct RemoveUser<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// `UserName`
    pub username: &'a str,
}

impl Call for RemoveUser<'_> {
    type Output = ();

    const OPERATION: Operation = Operation::new(Method::DELETE, OF_ACCOUNT);

    fn path(&self) -> String {
        of_account(self.account)
    }

    fn content(&self) -> Content {
        content(self.username, None)
    }

    fn visit_secrets(&self, _: &mut dyn FnMut(&str)) {}

    fn read(&self, _: &ApiResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

const OF_ACCOUNT: &str = "/v1.0/accounts/{account}/users";
const USERS: &str = "/v1.0/users";

fn of_account(account: &AccountId) -> String {
    path(&[Piece::Text("/v1.0/accounts/"), Piece::Value(account.as_str()), Piece::Text("/users")])
}

fn content(username: &str, password: Option<&Secret>) -> Content {
    let password = password.map(|password| Value::Text(password.expose_secret()));
    let members = [("UserName", Some(Value::Text(username))), ("Password", password)];
    Content::Json(object(&members).into())
}
