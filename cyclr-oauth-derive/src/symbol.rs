//! The words of `#[cyclr(…)]`: how each is written, what it takes, and where.

use std::fmt;

/// Where a program writes `#[cyclr(…)]`.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Place {
    /// The struct of `#[derive(AccountConnector)]`.
    Connector,
    /// A field of that struct.
    Field,
    /// The enum of `#[derive(AccountConnector)]`; takes what the struct takes.
    Ways,
    /// A variant of that enum: one way to authenticate.
    Way,
    /// A field of such a variant; takes what a field of the struct takes.
    WayField,
    /// The enum of `#[derive(PropertyValue)]`.
    Enum,
    /// A variant of that enum.
    Variant,
}

/// What follows a word.
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

/// A row of the table of words.
struct Symbol {
    text: &'static str,
    takes: Takes,
    /// An example that sentences show.
    usage: &'static str,
    /// The place that sentences send a stray word to; one of `places`.
    home: Place,
    places: &'static [Place],
}

/// Makes [`Word`] and its table from the same rows: a word without a row can't exist.
macro_rules! words {
    ($($Word:ident, $text:literal, $Takes:ident, $usage:literal, [$Home:ident $(, $Place:ident)*];)*) => {
        /// A word of `#[cyclr(…)]`.
        #[derive(Clone, Copy, Eq, PartialEq)]
        pub(crate) enum Word {
            $($Word,)*
        }

        impl Word {
            const ALL: &'static [Self] = &[$(Self::$Word,)*];

            const fn symbol(self) -> &'static Symbol {
                match self {
                    $(Self::$Word => &Symbol {
                        text: $text,
                        takes: Takes::$Takes,
                        usage: $usage,
                        home: Place::$Home,
                        places: &[Place::$Home, $(Place::$Place),*],
                    },)*
                }
            }
        }
    };
}

// Sentences list the words in this order.
words! {
    Name, "name", Text, r#"name = "Acme CRM""#, [Connector, Way];
    Version, "version", Text, r#"version = "1.0""#, [Connector, Way];
    AuthenticationId, "authentication_id", Text, r#"authentication_id = "…""#, [Connector, Way];
    RenameAll, "rename_all", Text, r#"rename_all = "camelCase""#, [Connector, Enum, Way];
    Property, "property", Constant, r#"property("ApiVersion" = "2")"#, [Connector, Way];
    Schema, "schema", Text, r#"schema = "acme.json""#, [Connector];
    Connector, "connector", Text, r#"connector = "Acme CRM""#, [Connector];
    ConnectorId, "connector_id", Number, "connector_id = 123", [Connector];
    Allow, "allow", Constant, r#"allow("Region" = "the reason")"#, [Connector];
    DenyUnknown, "deny_unknown", Nothing, "deny_unknown", [Connector];
    Crate, "crate", Path, "crate = path::to::cyclr_oauth", [Connector, Enum];
    Rename, "rename", Text, r#"rename = "SubDomain""#, [Field, Variant];
    Exact, "exact", Nothing, "exact", [Field];
    Skip, "skip", Nothing, "skip", [Field];
    SkipIf, "skip_if", Path, "skip_if = path::to::function", [Field];
    Flatten, "flatten", Nothing, "flatten", [Field];
    With, "with", Path, "with = path::to::function", [Field];
    ParseWith, "parse_with", Path, "parse_with = path::to::function", [Field];
    Secret, "secret", Nothing, "secret", [Field];
    NotSecret, "not_secret", Nothing, "not_secret", [Field];
    AuthValue, "auth_value", Nothing, "auth_value", [Field];
    AccessToken, "access_token", Nothing, "access_token", [Field];
    RefreshToken, "refresh_token", Nothing, "refresh_token", [Field];
    Expires, "expires", Nothing, "expires", [Field];
    RefreshExpires, "refresh_expires", Nothing, "refresh_expires", [Field];
}

impl Word {
    pub(crate) fn new(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.text() == text)
    }

    pub(crate) const fn text(self) -> &'static str {
        self.symbol().text
    }

    pub(crate) const fn usage(self) -> &'static str {
        self.symbol().usage
    }

    pub(crate) const fn takes(self) -> Takes {
        self.symbol().takes
    }

    pub(crate) const fn home(self) -> Place {
        self.symbol().home
    }

    pub(crate) fn fits(self, place: Place) -> bool {
        self.symbol().places.contains(&place.like())
    }

    /// Whether one place takes the word several times.
    pub(crate) const fn repeats(self) -> bool {
        matches!(self, Self::Property | Self::Allow)
    }

    /// Whether the word makes a field the `AuthValue` or a part of it, instead of a property.
    pub(crate) fn is_auth(self) -> bool {
        self == Self::AuthValue || self.is_token_part()
    }

    /// Whether the word makes a field a part of the `AuthValue`.
    pub(crate) const fn is_token_part(self) -> bool {
        matches!(
            self,
            Self::AccessToken | Self::RefreshToken | Self::Expires | Self::RefreshExpires
        )
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

    /// The word that sentences show as an example here.
    pub(crate) const fn example(self) -> Word {
        match self {
            Self::Connector | Self::Ways | Self::Way => Word::Name,
            Self::Enum => Word::RenameAll,
            Self::Field | Self::WayField | Self::Variant => Word::Rename,
        }
    }

    /// The other places of the same derive, the nearest first.
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

    /// The place that the table names for this one, since both take the same words.
    const fn like(self) -> Self {
        match self {
            Self::Ways => Self::Connector,
            Self::WayField => Self::Field,
            place => place,
        }
    }

    /// The words that this place takes.
    pub(crate) fn words(self) -> impl Iterator<Item = &'static str> {
        Word::ALL.iter().filter(move |word| word.fits(self)).map(|word| word.text())
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
