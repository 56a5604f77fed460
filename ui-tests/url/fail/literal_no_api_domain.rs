use cyclr_oauth::ApiDomain;

const _: ApiDomain = ApiDomain::from_static("ftp://api.cyclr.com");
const _: ApiDomain = ApiDomain::from_static("user@api.cyclr.com");
const _: ApiDomain = ApiDomain::from_static("api cyclr com");

fn main() {}
