use cyclr_oauth::Secret;

fn text(secret: &Secret) -> String {
    format!("{secret}")
}

fn main() {}
