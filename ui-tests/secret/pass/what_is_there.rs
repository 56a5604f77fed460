use cyclr_oauth::{Secret, SignInToken};

fn main() {
    let secret = Secret::from("s3cr3t");
    let clone = secret.clone();
    assert_eq!(clone.expose_secret(), "s3cr3t");
    assert!(!format!("{secret:?} {:?}", SignInToken::new(clone)).contains("s3cr3t"));
}
