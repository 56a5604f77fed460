use cyclr_oauth::SessionKey;

fn main() {
    let session = SessionKey::new("0b7f3a52c1d94e0f8a6b5c4d3e2f1a09").unwrap();
    println!("{session}");
}
