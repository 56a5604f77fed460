use cyclr_oauth::{CallbackMessage, ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin};

fn main() {
    static DOMAIN: ServiceDomain = ServiceDomain::from_static("app-h.cyclr.com");
    const TARGET: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/done");
    let builder = ConnectorAuthUrl::builder(&DOMAIN).callback_message(None);
    let _ = builder.target_origin(TARGET).token(SignInToken::new("token")).id(1234).build();
    let message = CallbackMessage::from_static("completed");
    let _ = ConnectorAuthUrl::builder(&DOMAIN)
        .token(SignInToken::new("token"))
        .callback_message(CallbackMessage::from_static("ignored"))
        .id(1234)
        .callback_message(message)
        .target_origin(TARGET)
        .build();
}
