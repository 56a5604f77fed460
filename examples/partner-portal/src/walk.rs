//! The whole exchange with Cyclr, step by step, each with what went over the wire.

use std::error::Error;

use cyclr_oauth::client::AccountScope;
use cyclr_oauth::{AccountConnectorId, AccountId, Client, TargetOrigin};
use cyclr_sandbox::{Completion, Sandbox};

use crate::connectors::{Docusign, QuickBooks};
use crate::customer::Customer;
use crate::local_cyclr::LocalCyclr;

/// The vendor's page that users come back to.
const COMPLETE_PAGE: TargetOrigin =
    TargetOrigin::from_static("https://yourapplication.com/complete-page");

/// Both ways to authenticate a connector: the user's, and the vendor's.
///
/// # Errors
///
/// If a call fails, or a connector is not authenticated in the end.
pub async fn walk(local: &LocalCyclr) -> Result<(), Box<dyn Error>> {
    let cyclr = local.client()?;
    let account = AccountId::new("Acme-42")?;
    local.sandbox.create_account(&account);
    let walk = Walk { cyclr, account, sandbox: &local.sandbox };
    let customer = Customer::sample()?;
    walk.user_authenticates(local, &customer.docusign).await?;
    walk.vendor_supplies_everything(local, &customer.quick_books).await
}

struct Walk<'a> {
    cyclr: Client,
    account: AccountId,
    sandbox: &'a Sandbox,
}

impl Walk<'_> {
    async fn user_authenticates(
        &self,
        local: &LocalCyclr,
        docusign: &Docusign,
    ) -> Result<(), Box<dyn Error>> {
        println!("A. The user authenticates: Docusign\n");
        let scope = self.cyclr.account(&self.account);

        let installed = scope.install(local.docusign, &()).await?;
        self.step(&format!("installed, as account connector {}", installed.id));

        let missing = scope.missing_properties(installed.id).await?;
        let names: Vec<_> = missing.iter().map(|parameter| &*parameter.target_name).collect();
        self.step(&format!("still to be set: {}", names.join(", ")));

        scope.configure(installed.id, docusign).await?;
        self.step("its properties are set, from a derived struct");

        let missing = scope.missing_properties(installed.id).await?;
        self.step(&format!("still to be set: {}", missing.len()));

        let token = self.cyclr.sign_in_token(&self.account, "example_user").await?;
        self.step("a sign-in token for the user, who has just clicked");

        let url = self
            .cyclr
            .connector_auth_url()
            .id(installed.id)
            .token(token)
            .target_origin(COMPLETE_PAGE)
            .build();
        println!("   {url:?}");
        let redirect = url.into_redirect::<()>()?;
        self.step(&format!("the browser is sent there: {}", redirect.status()));

        let location = redirect.headers()["location"].to_str()?;
        let consent = self.sandbox.user().open(location).await?;
        self.step("the browser arrives at the third party's consent page");

        let Completion::Redirect(page) = consent.approve().await? else {
            return Err("the hand-off did not end on the vendor's page".into());
        };
        self.step(&format!("the user approves, and comes back to {page}"));

        // Anyone may open that page: the only proof is what Cyclr says.
        self.confirm(&scope, installed.id).await
    }

    async fn vendor_supplies_everything(
        &self,
        local: &LocalCyclr,
        quick_books: &QuickBooks,
    ) -> Result<(), Box<dyn Error>> {
        println!("B. The vendor supplies everything: QuickBooks\n");
        let scope = self.cyclr.account(&self.account);

        let installed = scope.install(local.quick_books, &()).await?;
        self.step(&format!("installed, as account connector {}", installed.id));

        scope.configure(installed.id, quick_books).await?;
        self.step("its properties are set, and then its AuthValue");

        self.confirm(&scope, installed.id).await
    }

    async fn confirm(
        &self,
        scope: &AccountScope,
        id: AccountConnectorId,
    ) -> Result<(), Box<dyn Error>> {
        let state = scope.connector(id).await?;
        self.step(&format!("Authenticated: {}", state.authenticated));
        if !state.authenticated {
            return Err(format!("account connector {id} is not authenticated").into());
        }
        Ok(())
    }

    /// Prints a step, and what went over the wire for it.
    fn step(&self, done: &str) {
        for request in self.sandbox.requests() {
            println!("   {request}");
        }
        self.sandbox.clear_requests();
        println!("=> {done}\n");
    }
}
