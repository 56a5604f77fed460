//! Every operation of the control address.

use http::{Method, StatusCode};

use super::operation::Operation;
use super::{
    account_connector, clock, failure, fault_rule, request, running, settings, snapshot, visit,
};

#[rustfmt::skip] // One line for each, so that they can be read as a table.
pub(super) fn operations() -> Vec<Operation> {
    const GET: Method = Method::GET;
    const POST: Method = Method::POST;
    const PUT: Method = Method::PUT;
    const DELETE: Method = Method::DELETE;
    vec![
        Operation::new(GET, "/openapi.json", "document", "Describes this address, in OpenAPI 3.1.", running::document),
        Operation::new(GET, "/openapi/api.json", "apiDocument", "Describes Cyclr's API as the sandbox serves it, in OpenAPI 3.1.", running::api_document),
        Operation::new(GET, "/sandbox", "sandbox", "Gives the sandbox's addresses and the partner's credentials.", running::read),
        Operation::new(POST, "/reset", "reset", "Goes back to the state at the start: seed, clock, faults, records.", snapshot::reset),

        Operation::new(GET, "/clock", "clock", "Reads the clock.", clock::read),
        Operation::new(POST, "/clock/advance", "advance", "Moves the time forward.", clock::advance).refuses(StatusCode::CONFLICT, "Nothing waited for the clock."),
        Operation::new(POST, "/clock/advance-to-next", "advanceToNext", "Waits until something waits for the clock, and moves the time to the end of that.", clock::advance_to_next).refuses(StatusCode::CONFLICT, "Nothing waited for the clock."),
        Operation::new(POST, "/clock/freeze", "freeze", "Stops the time.", clock::freeze),
        Operation::new(POST, "/clock/resume", "resume", "Lets the time go on from where it is.", clock::resume),

        Operation::new(GET, "/faults", "faults", "Lists the faults that are still to happen.", fault_rule::list),
        Operation::new(POST, "/faults", "addFault", "Makes requests go wrong.", fault_rule::add).refuses(StatusCode::CONFLICT, "There are too many faults."),
        Operation::new(DELETE, "/faults", "clearFaults", "Forgets all faults. Requests that are held stay held.", fault_rule::clear),
        Operation::new(DELETE, "/faults/{id}", "deleteFault", "Forgets one fault.", fault_rule::delete).refuses(StatusCode::NOT_FOUND, "There is no such fault."),

        Operation::new(GET, "/requests", "requests", "Lists the last requests that the sandbox received, without secrets.", request::list),
        Operation::new(DELETE, "/requests", "clearRequests", "Forgets the recorded requests.", request::clear),

        Operation::new(POST, "/visits", "visit", "Has a user open a URL and decide on the consent page.", visit::visit).refuses(StatusCode::CONFLICT, "No answer came, because of a fault."),

        Operation::new(POST, "/account-connectors", "install", "Installs a connector in an account, unchecked.", account_connector::install).refuses(StatusCode::CONFLICT, "The sandbox is full."),
        Operation::new(GET, "/account-connectors/{id}", "accountConnector", "Reads an account connector of any account.", account_connector::read).refuses(StatusCode::NOT_FOUND, "There is no such account connector."),
        Operation::new(POST, "/account-connectors/{id}/break", "breakConnection", "Has the third party refuse a connection's tokens, and Cyclr post the account's webhook for transaction errors.", failure::break_connection).refuses(StatusCode::NOT_FOUND, "There is no such account connector."),
        Operation::new(POST, "/cycles", "installCycle", "Installs a cycle that runs with some account connectors.", failure::install_cycle),
        Operation::new(POST, "/marketplace-notifications", "notifyMarketplace", "Posts a marketplace notification.", failure::notify_marketplace),
        Operation::new(GET, "/webhooks", "webhooks", "Lists the webhooks that were posted, and what came back.", failure::webhooks),
        Operation::new(DELETE, "/access-tokens", "revokeAccessTokens", "Makes all access tokens invalid that were given out.", running::revoke_access_tokens),

        Operation::new(GET, "/switches", "switches", "Reads what Cyclr's documentation leaves open.", settings::read),
        Operation::new(PUT, "/switches", "setSwitches", "Sets some switches, and leaves the others.", settings::change),

        Operation::new(GET, "/snapshots", "snapshots", "Lists the snapshots.", snapshot::list),
        Operation::new(POST, "/snapshots", "takeSnapshot", "Saves the whole state: Cyclr's, clock, randomness, faults, records.", snapshot::take).refuses(StatusCode::CONFLICT, "There are too many snapshots."),
        Operation::new(POST, "/snapshots/{id}/restore", "restore", "Goes back to a snapshot, which stays.", snapshot::restore).refuses(StatusCode::NOT_FOUND, "There is no such snapshot."),
        Operation::new(DELETE, "/snapshots/{id}", "deleteSnapshot", "Forgets a snapshot.", snapshot::delete).refuses(StatusCode::NOT_FOUND, "There is no such snapshot."),
    ]
}
