//! Starts a Cyclr of its own, and walks through what the vendor's server does with it.

use std::error::Error;

use partner_portal::local_cyclr::LocalCyclr;
use partner_portal::walk::walk;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let local = LocalCyclr::start().await;
    println!(
        "A local stand-in for Cyclr: API {}, service domain {}\n",
        local.sandbox.api_domain(),
        local.sandbox.service_domain()
    );
    walk(&local).await
}
