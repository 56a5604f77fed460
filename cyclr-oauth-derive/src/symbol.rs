//! The words of `#[cyclr(…)]`, each written once, with the place that it belongs to.

use std::fmt;

/// A word of `#[cyclr(…)]`.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Word {
    AccessToken,
    Allow,
    AuthValue,
    AuthenticationId,
    Connector,
    ConnectorId,
    Crate,
    DenyUnknown,
    Exact,
    Expires,
    Flatten,
    Name,
    ParseWith,
    Property,
    RefreshExpires,
    RefreshToken,
    Rename,
    RenameAll,
    Schema,
    Secret,
    Skip,
    SkipIf,
    Version,
    With,
}

/// Where an attribute can stand.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Place {
    /// The struct of `#[derive(AccountConnector)]`.
    Connector,
    /// A field of it.
    Field,
    /// The enum of `#[derive(AccountConnector)]`, which takes what the struct takes.
    Ways,
    /// A variant of it: one way to authenticate.
    Way,
    /// A field of such a variant, which takes what a field of the struct takes.
    WayField,
    /// The enum of `#[derive(PropertyValue)]`.
    Enum,
    /// A variant of it.
    Variant,
}

/// What a word takes.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Takes {
    Nothing,
    /// `= "text"`
    Text,
    /// `= path::to::something`
    Path,
    /// `= 123`
    Number,
    /// `("Name" = "value")`
    Constant,
}

struct Symbol {
    word: Word,
    text: &'static str,
    takes: Takes,
    /// How it is written, for sentences that show it.
    usage: &'static str,
    places: &'static [Place],
}

const SYMBOLS: &[Symbol] = {
    use Place::{Connector, Enum, Field, Variant, Way};
    use Takes::{Constant, Nothing, Number, Path, Text};
    use Word::{
        AccessToken, Allow, AuthValue, AuthenticationId, ConnectorId, Crate, DenyUnknown, Exact,
        Expires, Flatten, Name, ParseWith, Property, RefreshExpires, RefreshToken, Rename,
        RenameAll, Schema, Secret, Skip, SkipIf, Version, With,
    };

    const fn symbol(
        word: Word,
        text: &'static str,
        takes: Takes,
        usage: &'static str,
        places: &'static [Place],
    ) -> Symbol {
        Symbol { word, text, takes, usage, places }
    }

    &[
        symbol(Name, "name", Text, r#"name = "Acme CRM""#, &[Connector, Way]),
        symbol(Version, "version", Text, r#"version = "1.0""#, &[Connector, Way]),
        symbol(
            AuthenticationId,
            "authentication_id",
            Text,
            r#"authentication_id = "…""#,
            &[Connector, Way],
        ),
        symbol(
            RenameAll,
            "rename_all",
            Text,
            r#"rename_all = "camelCase""#,
            &[Connector, Enum, Way],
        ),
        symbol(
            Property,
            "property",
            Constant,
            r#"property("ApiVersion" = "2")"#,
            &[Connector, Way],
        ),
        symbol(Schema, "schema", Text, r#"schema = "acme.json""#, &[Connector]),
        symbol(Word::Connector, "connector", Text, r#"connector = "Acme CRM""#, &[Connector]),
        symbol(ConnectorId, "connector_id", Number, "connector_id = 123", &[Connector]),
        symbol(Allow, "allow", Constant, r#"allow("Region" = "the reason")"#, &[Connector]),
        symbol(DenyUnknown, "deny_unknown", Nothing, "deny_unknown", &[Connector]),
        symbol(Crate, "crate", Path, "crate = path::to::cyclr_oauth", &[Connector, Enum]),
        symbol(Rename, "rename", Text, r#"rename = "SubDomain""#, &[Field, Variant]),
        symbol(Exact, "exact", Nothing, "exact", &[Field]),
        symbol(Skip, "skip", Nothing, "skip", &[Field]),
        symbol(SkipIf, "skip_if", Path, "skip_if = path::to::function", &[Field]),
        symbol(Flatten, "flatten", Nothing, "flatten", &[Field]),
        symbol(With, "with", Path, "with = path::to::function", &[Field]),
        symbol(ParseWith, "parse_with", Path, "parse_with = path::to::function", &[Field]),
        symbol(Secret, "secret", Nothing, "secret", &[Field]),
        symbol(AuthValue, "auth_value", Nothing, "auth_value", &[Field]),
        symbol(AccessToken, "access_token", Nothing, "access_token", &[Field]),
        symbol(RefreshToken, "refresh_token", Nothing, "refresh_token", &[Field]),
        symbol(Expires, "expires", Nothing, "expires", &[Field]),
        symbol(RefreshExpires, "refresh_expires", Nothing, "refresh_expires", &[Field]),
    ]
};

impl Word {
    pub(crate) fn new(text: &str) -> Option<Self> {
        SYMBOLS.iter().find(|symbol| symbol.text == text).map(|symbol| symbol.word)
    }

    pub(crate) fn text(self) -> &'static str {
        self.symbol().map_or("", |symbol| symbol.text)
    }

    pub(crate) fn usage(self) -> &'static str {
        self.symbol().map_or("", |symbol| symbol.usage)
    }

    pub(crate) fn takes(self) -> Takes {
        self.symbol().map_or(Takes::Nothing, |symbol| symbol.takes)
    }

    pub(crate) fn places(self) -> &'static [Place] {
        self.symbol().map_or(&[], |symbol| symbol.places)
    }

    /// Whether it can stand there.
    pub(crate) fn stands_on(self, place: Place) -> bool {
        self.places().contains(&place.like())
    }

    /// Whether several of it can stand in one place.
    pub(crate) fn repeats(self) -> bool {
        matches!(self, Self::Property | Self::Allow)
    }

    /// Whether a field with it is the `AuthValue` or a part of it, and so no property.
    pub(crate) fn is_auth(self) -> bool {
        self == Self::AuthValue || self.is_token_part()
    }

    /// Whether a field with it is a part of the `AuthValue`.
    pub(crate) fn is_token_part(self) -> bool {
        matches!(
            self,
            Self::AccessToken | Self::RefreshToken | Self::Expires | Self::RefreshExpires
        )
    }

    fn symbol(self) -> Option<&'static Symbol> {
        SYMBOLS.iter().find(|symbol| symbol.word == self)
    }
}

impl Place {
    pub(crate) const fn article(self) -> &'static str {
        match self {
            Self::Connector => "the struct",
            Self::Field | Self::WayField => "a field",
            Self::Enum | Self::Ways => "the enum",
            Self::Variant => "a variant",
            Self::Way => "the variant",
        }
    }

    /// A word to show how attributes are written here.
    pub(crate) const fn example(self) -> Word {
        match self {
            Self::Connector | Self::Ways | Self::Way => Word::Name,
            Self::Enum => Word::RenameAll,
            Self::Field | Self::WayField | Self::Variant => Word::Rename,
        }
    }

    /// The places that go with it in the same derive, the nearest first.
    pub(crate) const fn others(self) -> &'static [Self] {
        match self {
            Self::Connector => &[Self::Field],
            Self::Field => &[Self::Connector],
            Self::Enum => &[Self::Variant],
            Self::Variant => &[Self::Enum],
            Self::Ways => &[Self::WayField],
            Self::Way => &[Self::WayField, Self::Ways],
            Self::WayField => &[Self::Way, Self::Ways],
        }
    }

    /// The place that takes the same words.
    const fn like(self) -> Self {
        match self {
            Self::Ways => Self::Connector,
            Self::WayField => Self::Field,
            place => place,
        }
    }

    /// Every word that can stand here.
    pub(crate) fn words(self) -> impl Iterator<Item = &'static str> {
        SYMBOLS.iter().filter(move |symbol| symbol.word.stands_on(self)).map(|symbol| symbol.text)
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
