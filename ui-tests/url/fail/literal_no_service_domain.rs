use cyclr_oauth::ServiceDomain;

const _: ServiceDomain = ServiceDomain::from_static("http://app-h.cyclr.com");
const _: ServiceDomain = ServiceDomain::from_static("app-h.cyclr.com/path");
const _: ServiceDomain = ServiceDomain::from_static("");

fn main() {}
