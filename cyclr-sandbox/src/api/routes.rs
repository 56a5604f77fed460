//! Every route of the API domain. The router and the document are made from this table.

use http::{Method, StatusCode};

use super::launch_kind::{Launch, Marketplace, Orbit};
use super::route::Route;
use super::{
    access_token, account, account_connector, connector, launch, method, property, sign_in_token,
    user,
};

#[rustfmt::skip] // One line for each, so that they can be read as a table.
pub(super) fn routes() -> Vec<Route> {
    const GET: Method = Method::GET;
    const POST: Method = Method::POST;
    const PUT: Method = Method::PUT;
    const DELETE: Method = Method::DELETE;
    vec![
        Route::new(POST, "/oauth/token", "issueAccessToken", "Issues an access token.", access_token::issue),

        Route::new(GET, "/v1.0/accounts", "accounts", "Lists the accounts.", account::list),
        Route::new(POST, "/v1.0/accounts", "createAccount", "Creates an account.", account::create),
        Route::new(GET, "/v1.0/accounts/{account}", "account", "Reads an account.", account::read),
        Route::new(PUT, "/v1.0/accounts/{account}", "updateAccount", "Updates some members of an account.", account::update),
        Route::new(DELETE, "/v1.0/accounts/{account}", "deleteAccount", "Deletes an account with everything in it.", account::delete),
        Route::new(GET, "/v1.0/accounts/{account}/subaccounts", "subAccounts", "Lists the accounts below an account; the sandbox has none.", account::sub_accounts),
        Route::new(GET, "/v1.0/accounts/{account}/usage", "usage", "Reads how many tasks an account used; in the sandbox, none.", account::usage),

        Route::new(GET, "/v1.0/accounts/{account}/users", "users", "Lists the names of an account's users.", user::list),
        Route::new(PUT, "/v1.0/accounts/{account}/users", "addUser", "Adds a user to an account.", user::add),
        Route::new(DELETE, "/v1.0/accounts/{account}/users", "removeUser", "Removes a user from an account.", user::remove),
        Route::new(PUT, "/v1.0/users", "setPassword", "Sets a user's password.", user::set_password).refuses(StatusCode::NOT_FOUND, "There is no such user."),
        Route::new(POST, "/v1.0/accounts/{account}/signintoken", "issueSignInToken", "Issues a one-time sign-in token for a user, who is created if necessary.", sign_in_token::issue),

        Route::new(POST, "/v1.0/accounts/{account}/launch", "launch", "Makes a LAUNCH URL for an account.", launch::for_account::<Launch>),
        Route::new(POST, "/v1.0/users/launch", "launchForUser", "Makes a LAUNCH URL for a user.", launch::for_user::<Launch>),
        Route::new(POST, "/v1.0/accounts/{account}/marketplace", "marketplace", "Makes a Marketplace URL for an account.", launch::for_account::<Marketplace>),
        Route::new(POST, "/v1.0/users/marketplace", "marketplaceForUser", "Makes a Marketplace URL for a user.", launch::for_user::<Marketplace>),
        Route::new(POST, "/v1.0/accounts/{account}/orbit", "orbit", "Makes an ORBIT URL for an account.", launch::for_account::<Orbit>),
        Route::new(POST, "/v1.0/users/orbit", "orbitForUser", "Makes an ORBIT URL for a user.", launch::for_user::<Orbit>),

        Route::new(GET, "/v1.0/account/connectors", "accountConnectors", "Lists an account's connectors.", account_connector::list),
        Route::new(GET, "/v1.0/account/connectors/{id}", "accountConnector", "Reads an account connector.", account_connector::read),
        Route::new(PUT, "/v1.0/account/connectors/{id}", "updateAccountConnector", "Updates some members of an account connector.", account_connector::update),
        Route::new(DELETE, "/v1.0/account/connectors/{id}", "deleteAccountConnector", "Deletes an account connector.", account_connector::delete),
        Route::new(PUT, "/v1.0/account/connectors/{id}/deauthenticate", "deauthenticate", "Takes an account connector's authentication away.", account_connector::deauthenticate),

        Route::new(GET, "/v1.0/account/connectors/{id}/properties", "properties", "Lists an account connector's properties.", property::list),
        Route::new(POST, "/v1.0/account/connectors/{id}/properties", "createProperty", "Creates a property.", property::create),
        Route::new(GET, "/v1.0/account/connectors/{id}/properties/{property}", "property", "Reads a property.", property::read),
        Route::new(PUT, "/v1.0/account/connectors/{id}/properties/{property}", "updateProperty", "Updates a property.", property::update),
        Route::new(DELETE, "/v1.0/account/connectors/{id}/properties/{property}", "deleteProperty", "Deletes a property.", property::delete),

        Route::new(GET, "/v1.0/account/connectors/{id}/methods/{method}", "readByMethod", "Calls a method at the third party.", method::call),
        Route::new(POST, "/v1.0/account/connectors/{id}/methods/{method}", "callMethod", "Calls a method at the third party, with parameters and fields.", method::call_with),
        Route::new(GET, "/v1.0/cycles/{cycle}/prerequisites", "prerequisites", "Lists what keeps a cycle from running.", method::prerequisites),

        Route::new(GET, "/v1.0/connectors", "connectors", "Lists the connectors that can be installed.", connector::list),
        Route::new(GET, "/v1.0/connectors/{id}", "connector", "Reads one connector by its id, or an array of connectors by their name.", connector::read),
        Route::new(GET, "/v1.0/connectors/{id}/{version}", "connectorOfVersion", "Reads an array of connectors by name and version.", connector::of_version),
        Route::new(POST, "/v1.0/connectors/{id}/install", "install", "Installs a connector in an account.", connector::install),
        Route::new(GET, "/v1.0/connectors/{id}/methods", "methods", "Lists the methods of a connector.", method::list),
        Route::new(GET, "/v1.0/connectors/{id}/{version}/methods", "methodsOfVersion", "Lists the methods of the connectors of a name and a version.", method::list_named),
    ]
}
