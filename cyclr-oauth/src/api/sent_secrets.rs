//! The secrets in a request body that this library wrote.

use crate::api::json_texts::each_text;
use crate::values::Secret;

/// Visits the `AuthValue`s, property values and passwords in the body of an installation, LAUNCH and the like. Names,
/// versions and ids aren't secret, so an error may repeat what Cyclr says about them.
pub(super) fn visit_sent_secrets(body: &Secret, visit: &mut dyn FnMut(&str)) {
    let mut is_secret = false;
    each_text(body.expose_secret(), &mut |text, is_name| {
        if is_name {
            is_secret = matches!(text, "AuthValue" | "Password" | "Value");
        } else if is_secret {
            visit(text);
        }
    });
}
