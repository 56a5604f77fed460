use cyclr_oauth::Returned;

fn main() {}

fn done(returned: &Returned) -> Returned {
    returned.clone()
}
