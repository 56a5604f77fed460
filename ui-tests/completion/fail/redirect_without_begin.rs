use cyclr_oauth::{Attempts, TargetOrigin};

fn main() {}

async fn connect(attempts: Attempts, done: TargetOrigin) {
    let answer = attempts.redirect::<String>("ann", &done).await;
    drop(answer);
}
