//! [`Reader`], with which derived code reads an account connector, and the types that it reads.

use crate::api::account_connectors::AccountConnectorState;
use crate::api::property_problem::PropertyProblem;
use crate::connector::{AuthValue, FromPropertyText, InvalidPropertyText, OAuthTokens};
use crate::values::{Secret, UtcTimestamp};

/// An account connector, the properties that were read, and the problems.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Reader<'s> {
    state: &'s AccountConnectorState,
    flattened: bool,
    known: Vec<&'static str>,
    problems: Vec<PropertyProblem>,
    tokens: Option<Result<Option<OAuthTokens>, ()>>,
    properties_used: usize,
    auth_value_use: AuthValueUse,
}

/// How the `AuthValue` was read.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum AuthValueUse {
    Unread,
    Text,
    Tokens,
}

impl<'s> Reader<'s> {
    pub(crate) fn new(state: &'s AccountConnectorState) -> Self {
        Self {
            state,
            flattened: false,
            known: Vec::new(),
            problems: Vec::new(),
            tokens: None,
            properties_used: 0,
            auth_value_use: AuthValueUse::Unread,
        }
    }

    /// Marks a property as known without reading it.
    pub fn know(&mut self, name: &'static str) {
        self.known.push(name);
    }

    /// Requires a property to have this text if it is present.
    pub fn expect(&mut self, name: &'static str, text: &str) {
        if self.text(name).is_some_and(|found| found != text) {
            // The text may be a secret.
            let expected = "the text of the variant's `property`";
            self.problems.push(PropertyProblem::Malformed { name, expected });
        }
    }

    /// The reader for a connector inside this one, whose `authentication_id` isn't sent.
    pub fn flattened(&mut self) -> &mut Self {
        self.flattened = true;
        self
    }

    pub(super) fn is_flattened(&self) -> bool {
        self.flattened
    }

    pub(super) fn authentication_id(&self) -> Option<&'s str> {
        self.state.authentication_id.as_deref()
    }

    /// A reader for one of several variants.
    pub(super) fn attempt(&self) -> Self {
        Self { flattened: self.flattened, ..Self::new(self.state) }
    }

    /// Takes over what the selected variant has read.
    pub(super) fn accept(&mut self, attempt: Self) {
        self.known.extend(attempt.known);
        self.properties_used += attempt.properties_used;
        self.auth_value_use = self.auth_value_use.max(attempt.auth_value_use);
    }

    /// The problems of a variant that isn't selected. Its properties stay known, since they aren't
    /// the problem.
    pub(super) fn give_up(&mut self, attempt: Self) -> Vec<PropertyProblem> {
        self.known.extend(attempt.known);
        attempt.problems
    }

    /// How much was read: properties and `AuthValue`, then whether the latter was read as tokens.
    pub(super) fn used(&self) -> (usize, bool) {
        let auth_value = usize::from(self.auth_value_use != AuthValueUse::Unread);
        (self.properties_used + auth_value, self.auth_value_use == AuthValueUse::Tokens)
    }

    pub(super) fn problem(&mut self, problem: PropertyProblem) {
        self.problems.push(problem);
    }

    pub(super) fn problems(&self) -> &[PropertyProblem] {
        &self.problems
    }

    pub(crate) fn finish(mut self, deny_unknown: bool) -> Vec<PropertyProblem> {
        if deny_unknown {
            for property in &self.state.properties {
                if !self.known.contains(&property.name.as_str()) {
                    let name = property.name.clone();
                    self.problems.push(PropertyProblem::Unknown { name });
                }
            }
        }
        self.problems
    }

    fn text(&mut self, name: &'static str) -> Option<&'s str> {
        self.know(name);
        let mut properties = self.state.properties.iter();
        let found = properties.find(|property| property.name == name)?;
        let text = found.value.as_ref().map(Secret::expose_secret)?;
        self.properties_used += 1;
        Some(text)
    }

    fn auth_value(&mut self, as_tokens: bool) -> Option<&'s AuthValue> {
        let auth_value = self.state.auth_value.as_ref()?;
        let this = if as_tokens { AuthValueUse::Tokens } else { AuthValueUse::Text };
        self.auth_value_use = self.auth_value_use.max(this);
        Some(auth_value)
    }

    fn read<T>(
        &mut self,
        name: &'static str,
        absent: Option<T>,
        parse: impl FnOnce(&str) -> Result<T, InvalidPropertyText>,
    ) -> Option<T> {
        let problem = match self.text(name).map(parse) {
            Some(Ok(value)) => return Some(value),
            Some(Err(error)) => PropertyProblem::Malformed { name, expected: error.expected() },
            None if absent.is_some() => return absent,
            None => PropertyProblem::Absent { name },
        };
        self.problems.push(problem);
        None
    }

    /// `None` without an `AuthValue`. If it isn't tokens, reports that problem once.
    fn tokens(&mut self) -> Result<Option<&OAuthTokens>, ()> {
        let auth_value = self.auth_value(true);
        let problems = &mut self.problems;
        let tokens = self.tokens.get_or_insert_with(|| match auth_value {
            None => Ok(None),
            Some(auth_value) => tokens(auth_value).map(Some).ok_or_else(|| {
                problems.push(PropertyProblem::NoTokens);
            }),
        });
        tokens.as_ref().map(Option::as_ref).map_err(Clone::clone)
    }

    fn missing<T>(&mut self, part: &'static str) -> Option<T> {
        self.problems.push(PropertyProblem::NoAuthValue { part });
        None
    }
}

fn tokens(auth_value: &AuthValue) -> Option<OAuthTokens> {
    serde_json::from_str(auth_value.to_text().expose_secret()).ok()
}

/// Reads one property; for a missing one, the type's value for that if it has one.
pub fn read_property<T: FromPropertyText>(
    reader: &mut Reader<'_>,
    name: &'static str,
    absent: Option<T>,
) -> Option<T> {
    reader.read(name, absent.or_else(T::absent), T::from_property_text)
}

/// Reads one property with the function of `#[cyclr(parse_with = …)]`.
pub fn read_with<T, E>(
    reader: &mut Reader<'_>,
    name: &'static str,
    absent: Option<T>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Option<T> {
    let unread = InvalidPropertyText::new("what its function reads");
    reader.read(name, absent, |text| parse(text).map_err(|_| unread))
}

/// The type of a readable field with `#[cyclr(auth_value)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from an `AuthValue`",
    label = "not an `AuthValue` or `OAuthTokens`",
    note = "use an owned type: `AuthValue`, `OAuthTokens`, or an `Option` of one"
)]
pub trait FromAuthValue: Sized {
    /// Whether it parses the `AuthValue` as OAuth tokens instead of keeping it as text.
    const TOKENS: bool = false;

    /// Reads the `AuthValue`.
    ///
    /// # Errors
    ///
    /// The problem with it.
    fn from_auth_value(auth_value: Option<&AuthValue>) -> Result<Self, PropertyProblem>;
}

#[diagnostic::do_not_recommend]
impl FromAuthValue for AuthValue {
    fn from_auth_value(auth_value: Option<&AuthValue>) -> Result<Self, PropertyProblem> {
        auth_value.cloned().ok_or(PropertyProblem::NoAuthValue { part: "AuthValue" })
    }
}

#[diagnostic::do_not_recommend]
impl FromAuthValue for OAuthTokens {
    const TOKENS: bool = true;

    fn from_auth_value(auth_value: Option<&AuthValue>) -> Result<Self, PropertyProblem> {
        let missing = PropertyProblem::NoAuthValue { part: "AuthValue" };
        tokens(auth_value.ok_or(missing)?).ok_or(PropertyProblem::NoTokens)
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromAuthValue> FromAuthValue for Option<T> {
    const TOKENS: bool = T::TOKENS;

    fn from_auth_value(auth_value: Option<&AuthValue>) -> Result<Self, PropertyProblem> {
        auth_value.map(|auth_value| T::from_auth_value(Some(auth_value))).transpose()
    }
}

/// Reads the field with `#[cyclr(auth_value)]`.
pub fn read_auth_value<T: FromAuthValue>(reader: &mut Reader<'_>) -> Option<T> {
    match T::from_auth_value(reader.auth_value(T::TOKENS)) {
        Ok(value) => Some(value),
        Err(problem) => {
            reader.problems.push(problem);
            None
        }
    }
}

/// The type of a field that holds part of an `AuthValue`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from this part of an `AuthValue`",
    label = "can't be read",
    note = "use an owned type: a token is a `Secret` or `String`, an expiry a `UtcTimestamp`, or an `Option` of one"
)]
pub trait FromTokenPart<P>: Sized {
    /// Converts the part, if it is present.
    fn from_part(part: Option<&P>) -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl FromTokenPart<Secret> for Secret {
    fn from_part(part: Option<&Secret>) -> Option<Self> {
        part.cloned()
    }
}

#[diagnostic::do_not_recommend]
impl FromTokenPart<Secret> for String {
    fn from_part(part: Option<&Secret>) -> Option<Self> {
        part.map(|part| part.expose_secret().to_owned())
    }
}

#[diagnostic::do_not_recommend]
impl FromTokenPart<UtcTimestamp> for UtcTimestamp {
    fn from_part(part: Option<&UtcTimestamp>) -> Option<Self> {
        part.copied()
    }
}

#[diagnostic::do_not_recommend]
impl<P, T: FromTokenPart<P>> FromTokenPart<P> for Option<T> {
    fn from_part(part: Option<&P>) -> Option<Self> {
        Some(part.and_then(|part| T::from_part(Some(part))))
    }
}

fn read_part<P: Clone, T: FromTokenPart<P>>(
    reader: &mut Reader<'_>,
    name: &'static str,
    part: impl FnOnce(&OAuthTokens) -> Option<P>,
) -> Option<T> {
    let part = reader.tokens().ok()?.and_then(part);
    T::from_part(part.as_ref()).or_else(|| reader.missing(name))
}

/// Reads the field with `#[cyclr(access_token)]`.
pub fn read_access_token<T: FromTokenPart<Secret>>(reader: &mut Reader<'_>) -> Option<T> {
    read_part(reader, "AccessToken", |tokens| Some(tokens.access_token().clone()))
}

/// Reads the field with `#[cyclr(refresh_token)]`.
pub fn read_refresh_token<T: FromTokenPart<Secret>>(reader: &mut Reader<'_>) -> Option<T> {
    read_part(reader, "RefreshToken", |tokens| tokens.refresh_token().cloned())
}

/// Reads the field with `#[cyclr(expires)]`.
pub fn read_expires<T: FromTokenPart<UtcTimestamp>>(reader: &mut Reader<'_>) -> Option<T> {
    read_part(reader, "Expires", OAuthTokens::expires)
}

/// Reads the field with `#[cyclr(refresh_expires)]`.
pub fn read_refresh_expires<T: FromTokenPart<UtcTimestamp>>(reader: &mut Reader<'_>) -> Option<T> {
    read_part(reader, "RefreshExpires", OAuthTokens::refresh_expires)
}
