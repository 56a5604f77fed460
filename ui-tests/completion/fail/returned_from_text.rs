use cyclr_oauth::Returned;

fn main() {}

fn done() {
    let returned = Returned::by_navigation("/done?cyclr_attempt=BwcHBwcHBwcHBwcHBwcHBw");
    drop(returned);
}
