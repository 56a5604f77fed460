use cyclr_oauth::TargetOrigin;

const _: TargetOrigin = TargetOrigin::from_static("yourapplication.com");
const _: TargetOrigin = TargetOrigin::from_static("*");
const _: TargetOrigin = TargetOrigin::from_static("http://yourapplication.com");

fn main() {}
