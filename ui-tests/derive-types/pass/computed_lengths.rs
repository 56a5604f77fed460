use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme<const N: usize>
where
    [u8; N]: Sized,
{
    #[cyclr(with = hex)]
    #[allow(unused_braces)]
    braces: [u8; { 4 }],
    #[cyclr(with = hex)]
    block: [u8; {
        let size = 2;
        size
    }],
    #[cyclr(with = hex)]
    condition: [u8; if true { 2 } else { 8 }],
    #[cyclr(with = Bytes::hex)]
    argument: Bytes<{ if true { 1 } else { 8 } }>,
    #[cyclr(with = hex)]
    plain: [u8; N],
}

struct Bytes<const N: usize>([u8; N]);

impl<const N: usize> Bytes<N> {
    fn hex(&self) -> String {
        hex(&self.0)
    }
}

fn hex<const N: usize>(bytes: &[u8; N]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn main() {
    let acme = Acme {
        braces: [1, 2, 3, 4],
        block: [5, 6],
        condition: [7, 8],
        argument: Bytes([9]),
        plain: [10],
    };
    let expected = [
        ("Braces", "01020304"),
        ("Block", "0506"),
        ("Condition", "0708"),
        ("Argument", "09"),
        ("Plain", "0a"),
    ];
    assert!(acme.properties().iter().eq(expected));
}
