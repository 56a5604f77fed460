//! The properties of an account connector: `/v1.0/account/connectors/{id}/properties`.

use http::Method;

use crate::api::account_connectors::{Property, path};
use crate::api::call::{Call, Content};
use crate::api::operation::Operation;
use crate::api::page::{List, Page};
use crate::api::response::{ApiResponse, Unreadable};
use crate::connector::{Value, object};
use crate::values::{AccountConnectorId, AccountId, PropertyId};

/// Lists the properties that are set ([observed](crate::guide::how_cyclr_behaves)).
///
/// Whether Cyclr pages this list is undocumented. The call requests pages, and also accepts the
/// whole list at once.
#[derive(Clone, Copy, Debug)]
pub struct ListProperties<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The account connector.
    pub id: AccountConnectorId,
    /// The page to fetch.
    pub page: Page,
}

impl Call for ListProperties<'_> {
    type Output = List<Property>;

    const OPERATION: Operation = Operation::new(Method::GET, ALL);

    fn path(&self) -> String {
        format!("{}/properties?{}", path(self.id), self.page)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn read(&self, response: &ApiResponse) -> Result<List<Property>, Unreadable> {
        List::read(response)
    }
}

/// Gets one property ([observed](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Copy, Debug)]
pub struct GetProperty<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The account connector.
    pub id: AccountConnectorId,
    /// The property.
    pub property: PropertyId,
}

impl Call for GetProperty<'_> {
    type Output = Property;

    const OPERATION: Operation = Operation::new(Method::GET, ONE);

    fn path(&self) -> String {
        format!("{}/properties/{}", path(self.id), self.property)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn read(&self, response: &ApiResponse) -> Result<Property, Unreadable> {
        response.json()
    }
}

/// Adds a property ([documented](crate::guide::how_cyclr_behaves)).
///
/// What Cyclr does with an existing name is undocumented: list first, and update existing
/// properties. The client doesn't repeat this call when the response is lost.
#[derive(Clone, Copy)]
pub struct CreateProperty<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The account connector.
    pub id: AccountConnectorId,
    /// `Name`
    pub name: &'a str,
    /// `Value`
    pub value: &'a str,
}

impl Call for CreateProperty<'_> {
    type Output = ();

    const OPERATION: Operation = Operation::new(Method::POST, ALL);

    fn path(&self) -> String {
        format!("{}/properties", path(self.id))
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn content(&self) -> Content {
        content(self.name, self.value)
    }

    fn visit_secrets(&self, visit: &mut dyn FnMut(&str)) {
        visit(self.value);
    }

    fn read(&self, _: &ApiResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

/// Changes a property ([observed](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Copy)]
pub struct UpdateProperty<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The account connector.
    pub id: AccountConnectorId,
    /// The property.
    pub property: PropertyId,
    /// `Name`
    pub name: &'a str,
    /// `Value`
    pub value: &'a str,
}

impl Call for UpdateProperty<'_> {
    type Output = ();

    const OPERATION: Operation = Operation::new(Method::PUT, ONE);

    fn path(&self) -> String {
        format!("{}/properties/{}", path(self.id), self.property)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn content(&self) -> Content {
        content(self.name, self.value)
    }

    fn visit_secrets(&self, visit: &mut dyn FnMut(&str)) {
        visit(self.value);
    }

    fn read(&self, _: &ApiResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

/// Removes a property ([observed](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Copy, Debug)]
pub struct DeleteProperty<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The account connector.
    pub id: AccountConnectorId,
    /// The property.
    pub property: PropertyId,
}

impl Call for DeleteProperty<'_> {
    type Output = ();

    const OPERATION: Operation = Operation::new(Method::DELETE, ONE);

    fn path(&self) -> String {
        format!("{}/properties/{}", path(self.id), self.property)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn read(&self, _: &ApiResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

const ALL: &str = "/v1.0/account/connectors/{id}/properties";
const ONE: &str = "/v1.0/account/connectors/{id}/properties/{property}";

fn content(name: &str, value: &str) -> Content {
    let members = [("Name", Some(Value::Text(name))), ("Value", Some(Value::Text(value)))];
    Content::Json(object(&members).into())
}

macro_rules! redacted_debug {
    ($($Call:ident { $($field:ident),* })*) => {$(
        impl std::fmt::Debug for $Call<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let Self { $($field,)* value: _ } = self;
                f.debug_struct(stringify!($Call))
                    $(.field(stringify!($field), $field))*
                    .finish_non_exhaustive()
            }
        }
    )*};
}

// The value may be a password.
redacted_debug! {
    CreateProperty { account, id, name }
    UpdateProperty { account, id, property, name }
}
