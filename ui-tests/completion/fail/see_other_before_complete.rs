use cyclr_oauth::Returned;

fn main() {}

fn done(returned: Returned) {
    let answer = returned.see_other::<String>("/connections");
    drop(answer);
}
