use cyclr_oauth::TargetOrigin;
use cyclr_oauth::completion::LinkClick;

fn main() {}

async fn accept(click: LinkClick, done: TargetOrigin) {
    let answer = click.redirect::<String>("ann", &done).await;
    drop(answer);
}
