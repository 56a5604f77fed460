use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme<'a, 'cyclr, T, const N: usize>
where
    T: Clone,
{
    #[cyclr(renam = "A")]
    a: &'a T,
    b: Option<&'cyclr [T; N]>,
}

fn main() {}
