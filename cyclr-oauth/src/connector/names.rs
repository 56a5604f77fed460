//! Lists of property names, as derived code writes them.

/// The names of a connector's properties.
pub type Names = &'static [&'static str];

/// Names that are sent one after the other, and for each of them, or for all, what sends it.
pub type Group = (Names, &'static [&'static str]);
