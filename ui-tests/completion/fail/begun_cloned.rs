use cyclr_oauth::completion::Begun;

fn main() {}

fn twice(begun: Begun) -> (Begun, Begun) {
    (begun.clone(), begun)
}
