use cyclr_oauth::Attempts;

struct Table;

fn main() {
    let _ = Attempts::new(Table);
}
