use cyclr_oauth::ServiceDomain;

const _: ServiceDomain = ServiceDomain::from_static("api.cyclr.com");

fn main() {}
