use cyclr_oauth::Returned;

fn main() {}

fn done(presented: &str) -> Returned {
    Returned(presented.to_owned())
}
