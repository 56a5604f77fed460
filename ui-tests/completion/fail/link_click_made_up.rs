use cyclr_oauth::completion::LinkClick;

fn main() {}

fn accept(presented: &str) -> LinkClick {
    LinkClick(presented.to_owned())
}
