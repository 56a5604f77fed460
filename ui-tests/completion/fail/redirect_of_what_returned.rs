use cyclr_oauth::{Returned, TargetOrigin};

fn main() {}

async fn connect(returned: Returned, done: TargetOrigin) {
    let answer = returned.redirect::<String>("ann", &done).await;
    drop(answer);
}
