use cyclr_oauth::completion::LinkClick;

fn main() {}

fn accept() {
    let click = LinkClick::by_form("/invite?cyclr_link=BwcHBwcHBwcHBwcHBwcHBw");
    drop(click);
}
