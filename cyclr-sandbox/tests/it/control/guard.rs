//! Web pages and other addresses.

use cyclr_oauth::AccountId;
use cyclr_sandbox::Sandbox;
use http::Method;

use super::Control;

#[tokio::test]
async fn web_pages_are_refused() {
    let control = Control::start().await;
    let own = control.base.replace("http://", "");
    let attack = |headers: &str| {
        format!("POST /reset HTTP/1.1\r\n{headers}content-length: 0\r\nconnection: close\r\n\r\n")
    };
    let account = AccountId::new("stays").unwrap();
    control.api.cyclr.create_account(&account);
    for headers in [
        "host: attacker.example\r\n".to_owned(),
        format!("host: 127.0.0.1.attacker.example:{}\r\n", own.rsplit(':').next().unwrap()),
        "host: 10.0.0.1\r\n".to_owned(),
        "host: localhost:evil\r\n".to_owned(),
        "host: \r\n".to_owned(),
        format!("host: {own}\r\norigin: https://attacker.example\r\n"),
        format!("host: {own}\r\norigin: null\r\n"),
        format!("host: {own}\r\norigin: http://localhost:3000\r\n"),
        format!("host: {own}\r\nsec-fetch-site: cross-site\r\n"),
        format!("host: {own}\r\nsec-fetch-site: same-site\r\n"),
        format!("host: {own}\r\nhost: {own}\r\n"),
    ] {
        let answer = control.raw(&attack(&headers)).await;
        assert!(answer.starts_with("HTTP/1.1 403"), "{headers}{answer}");
        assert!(!answer.to_ascii_lowercase().contains("access-control"), "{answer}");
    }
    let absolute =
        attack(&format!("host: {own}\r\n")).replace("/reset", "http://attacker.example/reset");
    assert!(control.raw(&absolute).await.starts_with("HTTP/1.1 403"));
    assert!(control.api.cyclr.has_account(&account));

    for headers in [
        format!("host: {own}\r\n"),
        "host: localhost:1\r\n".to_owned(),
        "host: [::1]:1\r\n".to_owned(),
        "host: [::1]\r\n".to_owned(),
        format!("host: {own}\r\norigin: http://{own}\r\nsec-fetch-site: same-origin\r\n"),
    ] {
        let answer = control.raw(&attack(&headers)).await;
        assert!(answer.starts_with("HTTP/1.1 204"), "{headers}{answer}");
    }
    assert!(!control.api.cyclr.has_account(&account));
}

#[tokio::test]
async fn other_addresses_have_no_controls() {
    let control = Control::start().await;
    let cyclr = &control.api.cyclr;
    let addresses = [
        cyclr.api_domain().to_string(),
        cyclr.service_domain().to_string(),
        cyclr.third_party_origin(),
    ];
    let document = cyclr_sandbox::openapi();
    for path in document["paths"].as_object().unwrap().keys() {
        for address in &addresses {
            for method in [Method::GET, Method::POST] {
                let url = format!("{address}{}", path.replace("{id}", "1"));
                let answer = control.api.client.request(method, &url).send().await.unwrap();
                assert_eq!(answer.status(), 404, "{url}");
            }
        }
    }
    assert!(Sandbox::start().await.control_address().is_none());
    let public = Sandbox::builder().control("0.0.0.0:0".parse().unwrap());
    assert!(public.start().await.unwrap_err().to_string().contains("other machines"));
}
