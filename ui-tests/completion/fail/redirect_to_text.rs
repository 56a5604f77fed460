use cyclr_oauth::completion::Begun;

fn main() {}

async fn connect(begun: Begun) {
    let answer = begun.redirect::<String>("ann", "https://yourapplication.com/done").await;
    drop(answer);
}
