use cyclr_oauth::ConnectLink;

fn main() {}

fn twice(link: ConnectLink) -> (ConnectLink, ConnectLink) {
    (link.clone(), link)
}
