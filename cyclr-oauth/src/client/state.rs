//! Typestate of the builder of a client, and its compiler errors.

use crate::client::credentials::ClientCredentials;
use crate::handoff::Missing;
use crate::web::{ApiDomain, ServiceDomain};

/// The builder has the API domain.
#[diagnostic::on_unimplemented(
    message = "this client has no API domain",
    label = "`.api_domain(…)` is missing before this call",
    note = "call `.api_domain(ApiDomain::US)` with the `ApiDomain` of your Cyclr instance"
)]
pub trait HasApiDomain {
    #[doc(hidden)]
    fn api_domain(self) -> ApiDomain;
}

/// The builder has the credentials.
#[diagnostic::on_unimplemented(
    message = "this client has no credentials",
    label = "`.client_credentials(…)` is missing before this call",
    note = "call `.client_credentials(client_id, client_secret)` with the client id and the client secret that the Cyclr console shows"
)]
pub trait HasClientCredentials {
    #[doc(hidden)]
    fn client_credentials(self) -> ClientCredentials;
}

/// The builder has the service domain.
#[diagnostic::on_unimplemented(
    message = "this client has no service domain",
    label = "`.service_domain(…)` is missing before this call",
    note = "call `.service_domain(service_domain)` with the `ServiceDomain` that the Cyclr console shows"
)]
pub trait HasServiceDomain {
    #[doc(hidden)]
    fn service_domain(self) -> ServiceDomain;
}

/// The builder has no API domain yet.
#[diagnostic::on_unimplemented(
    message = "this client already has its API domain",
    label = "the second `.api_domain(…)`",
    note = "remove one of the two calls"
)]
pub trait NoApiDomainYet {}

/// The builder has no credentials yet.
#[diagnostic::on_unimplemented(
    message = "this client already has its credentials",
    label = "the second `.client_credentials(…)`",
    note = "remove one of the two calls"
)]
pub trait NoClientCredentialsYet {}

/// The builder has no service domain yet.
#[diagnostic::on_unimplemented(
    message = "this client already has its service domain",
    label = "the second `.service_domain(…)`",
    note = "remove one of the two calls"
)]
pub trait NoServiceDomainYet {}

#[diagnostic::do_not_recommend]
impl HasApiDomain for ApiDomain {
    fn api_domain(self) -> ApiDomain {
        self
    }
}

#[diagnostic::do_not_recommend]
impl HasClientCredentials for ClientCredentials {
    fn client_credentials(self) -> ClientCredentials {
        self
    }
}

#[diagnostic::do_not_recommend]
impl HasServiceDomain for ServiceDomain {
    fn service_domain(self) -> ServiceDomain {
        self
    }
}

#[diagnostic::do_not_recommend]
impl NoApiDomainYet for Missing {}

#[diagnostic::do_not_recommend]
impl NoClientCredentialsYet for Missing {}

#[diagnostic::do_not_recommend]
impl NoServiceDomainYet for Missing {}
