use cyclr_oauth::SessionKey;

fn main() {
    let id = "0b7f3a52c1d94e0f8a6b5c4d3e2f1a09".to_owned();
    let _ = SessionKey::new(id);
}
