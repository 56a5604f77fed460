use cyclr_oauth::TargetOrigin;
use cyclr_oauth::completion::Invitation;

fn main() {}

async fn invite(invitation: Invitation, done: TargetOrigin) {
    let answer = invitation.redirect::<String>("ann", &done).await;
    drop(answer);
}
