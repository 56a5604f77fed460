use cyclr_oauth::completion::NewLink;

fn main() {}

fn mail(link: NewLink) -> String {
    link.expose_url().to_owned()
}
