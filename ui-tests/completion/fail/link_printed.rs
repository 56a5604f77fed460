use cyclr_oauth::ConnectLink;

fn main() {}

fn mail(link: &ConnectLink) -> String {
    format!("Connect Salesforce: {link}")
}
