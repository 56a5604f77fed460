use cyclr_oauth::SessionKey;

fn main() {
    let row = 42_u64;
    let _ = SessionKey::new(&row);
}
