use cyclr_oauth::Secret;

fn equal(a: &Secret, b: &Secret) -> bool {
    a == b
}

fn main() {}
