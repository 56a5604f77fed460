//! Which requests a pattern is for.

/// Whether a request is one of those that the patterns name.
pub(crate) fn matches(method_pattern: &str, path_pattern: &str, method: &str, path: &str) -> bool {
    let method_matches = method_pattern == "*" || method_pattern.eq_ignore_ascii_case(method);
    method_matches && path_matches(path_pattern, path)
}

fn path_matches(pattern: &str, path: &str) -> bool {
    let mut segments = path.split('/');
    for expected in pattern.split('/') {
        if expected == "**" {
            return true;
        }
        match segments.next() {
            Some(segment) if expected == "*" || expected.eq_ignore_ascii_case(segment) => {}
            _ => return false,
        }
    }
    segments.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn star_is_one_segment() {
        assert!(matches(
            "POST",
            "/v1.0/accounts/*/signintoken",
            "POST",
            "/v1.0/Accounts/a%2Fb/SignInToken"
        ));
        assert!(!matches(
            "POST",
            "/v1.0/accounts/*/signintoken",
            "GET",
            "/v1.0/accounts/a/signintoken"
        ));
        assert!(!matches("*", "/v1.0/*", "GET", "/v1.0/a/b"));
        assert!(!matches("*", "/v1.0/*/b", "GET", "/v1.0/a"));
    }

    #[test]
    fn two_stars_are_the_rest() {
        assert!(matches("*", "**", "GET", "/"));
        assert!(matches("*", "/v1.0/**", "get", "/v1.0/a/b"));
        assert!(!matches("*", "/v1.0/**", "get", "/oauth/token"));
    }
}
