use cyclr_oauth::AccountId;
use cyclr_oauth::completion::NewLink;

fn main() {}

fn invite(account: AccountId) -> NewLink {
    NewLink::new(&account, "1234")
}
