//! Snapshots of the generated code for the main shapes.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::DeriveInput;

use crate::{derives, lengths};

mod code;
mod mistakes;
mod words;

fn readable(expand: impl Fn(&DeriveInput) -> TokenStream, item: &str) -> String {
    let tokens = expand(&syn::parse_str(item).unwrap());
    let code = prettyplease::unparse(&syn::parse2(tokens).unwrap());
    // Lest `forbid(unsafe_code)` in the user's crate refuse it.
    assert!(!code.contains("unsafe"), "{code}");
    code
}

#[test]
fn plain_properties() {
    let code = readable(
        derives::send,
        r#"
        #[cyclr(name = "Acme CRM", version = "1.0", property("ApiVersion" = "2"))]
        struct Acme<'a> {
            client_id: &'a str,
            client_secret: Secret,
            #[cyclr(rename = "Is \"Sandbox\"?")]
            sandbox: bool,
            #[cyclr(skip)]
            row_id: i64,
        }"#,
    );
    insta::assert_snapshot!(code);
}

#[test]
fn tokens_functions_and_secrets() {
    let code = readable(
        derives::send,
        r"
        struct Acme<T> {
            #[cyclr(access_token)]
            token: Secret,
            #[cyclr(expires)]
            expires: Option<UtcTimestamp>,
            #[cyclr(secret)]
            pin: u32,
            #[cyclr(with = percent)]
            discount: f64,
            #[cyclr(skip_if = str::is_empty)]
            language: String,
            region: T,
        }",
    );
    insta::assert_snapshot!(code);
}

#[test]
fn a_connector_within_another() {
    let code = readable(
        derives::send,
        r"
        struct Acme {
            #[cyclr(flatten)]
            application: Application,
            domain: String,
        }",
    );
    insta::assert_snapshot!(code);
}

#[test]
fn an_enum_has_a_variant_for_each_way_to_authenticate() {
    let code = readable(
        derives::send,
        r#"
        #[cyclr(name = "Acme CRM")]
        enum Acme {
            #[cyclr(authentication_id = "1")]
            Key { hostname: String, #[cyclr(auth_value)] key: AuthValue },
            #[cyclr(authentication_id = "2")]
            Application(Application),
        }"#,
    );
    insta::assert_snapshot!(code);
}

#[test]
fn read_back() {
    let code = readable(
        derives::read,
        r"
        struct Acme {
            client_id: String,
            region: Option<Region>,
            #[cyclr(auth_value)]
            tokens: OAuthTokens,
            #[cyclr(skip)]
            row_id: i64,
        }",
    );
    insta::assert_snapshot!(code);
}

#[test]
fn an_enum_is_read_back() {
    let code = readable(
        derives::read,
        r#"
        #[cyclr(property("ApiVersion" = "2"))]
        enum Acme<T> {
            #[cyclr(authentication_id = "1")]
            Key {
                hostname: String,
                #[cyclr(parse_with = percent)]
                discount: Discount,
                #[cyclr(auth_value)]
                key: AuthValue,
            },
            Application(Application<T>),
            #[cyclr(property("Mode" = "public"))]
            Public,
        }"#,
    );
    insta::assert_snapshot!(code);
}

#[test]
fn parameters_and_lifetimes() {
    let code = readable(
        derives::send,
        r"
        struct Acme<'a, 'b, T: ToOwned, U>
        where
            for<'x> Wrapper<'x, U>: PropertyValue,
        {
            first: &'a T,
            second: &'b T,
            third: Cow<'a, T>,
            fourth: Cow<'static, T>,
            fifth: Wrapper<'a, U>,
        }",
    );
    insta::assert_snapshot!(code);
}

#[test]
fn checked_against_a_definition() {
    let code = readable(
        derives::send,
        r#"
        #[cyclr(schema = "connectors/acme.json")]
        struct Acme {
            sub_domain: String,
            region: Option<Region>,
            password: Secret,
            theme: String,
        }"#,
    );
    insta::assert_snapshot!(code);
}

/// Other tests don't get here: a crate in their build switches on what the parser needs for such lengths.
#[test]
fn computed_lengths() {
    let item = "
        struct Acme<T, const N: usize>
        where
            T: Any,
        {
            #[cyclr(with = hex, list = [1; { 2 }])]
            plain: [u8; 4],
            block: [u8; { 4 }],
            condition: [[u8; if true { 2 } else { 8 }]; N],
            arguments: Bytes<{ 1 }, { 2 }, (u8, u8), T>,
            group: Bytes<(u8, u8), [u8; N]>,
            call: [u8; length!{ a; b }],
        }";
    let read = |item: &str| item.parse::<TokenStream>().unwrap();
    let text = |tokens: TokenStream| tokens.to_string().replace(' ', "");
    let whole = lengths::with_named_lengths(read(item), |item| {
        let named = item.to_token_stream().to_string();
        insta::assert_snapshot!(
            named,
            @"struct Acme < T , const N : usize > where T : Any , { # [cyclr (with = hex , list = [1 ; { 2 }])] plain : [u8 ; __CYCLR_LENGTH_0] , block : [u8 ; __CYCLR_LENGTH_1] , condition : [[u8 ; __CYCLR_LENGTH_2] ; __CYCLR_LENGTH_3] , arguments : Bytes < __CYCLR_LENGTH_4 , __CYCLR_LENGTH_5 , (u8 , u8) , T > , group : Bytes < (u8 , u8) , [u8 ; __CYCLR_LENGTH_6] > , call : [u8 ; __CYCLR_LENGTH_7] , }"
        );
        item.to_token_stream()
    });
    assert_eq!(text(whole), text(read(item)));
    let tuple = "struct Acme(#[cyclr(flatten)] [u8; { 4 }]);";
    let whole = lengths::with_named_lengths(read(tuple), ToTokens::to_token_stream);
    assert_eq!(text(whole), text(read(tuple)));
    let odd = lengths::with_named_lengths(read("struct Acme { a: }"), ToTokens::to_token_stream);
    assert!(odd.to_string().contains("the derive can't read this"), "{odd}");
}
