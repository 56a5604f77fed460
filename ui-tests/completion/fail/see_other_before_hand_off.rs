use cyclr_oauth::completion::Begun;

fn main() {}

fn connect(begun: Begun) {
    let answer = begun.see_other::<String>("/connections");
    drop(answer);
}
