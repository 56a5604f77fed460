//! Paged lists.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::api::response::{ApiResponse, Unreadable};

/// The page of a list to fetch: Cyclr's `page` and `pageSize`.
///
/// ```
/// use cyclr_oauth::api::Page;
///
/// assert_eq!(Page::first(50), Page { number: 1, size: 50 });
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Page {
    /// The page number, from 1.
    pub number: u32,
    /// The number of items per page.
    pub size: u32,
}

impl Page {
    /// The first page, with `size` items.
    #[must_use]
    pub const fn first(size: u32) -> Self {
        Self { number: 1, size }
    }

    /// The next page.
    #[must_use]
    pub const fn next(self) -> Self {
        Self { number: self.number.saturating_add(1), ..self }
    }
}

/// Writes the query.
impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "page={}&pageSize={}", self.number, self.size)
    }
}

/// One page of a list.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct List<T> {
    /// The items on this page.
    pub items: Vec<T>,
    /// The number of pages, if Cyclr sent it: its header `Total-Pages`
    /// ([observed](crate::guide::how_cyclr_behaves)).
    pub total_pages: Option<u32>,
    /// Distinguishes pages.
    #[cfg(feature = "client")]
    pub(crate) hash: u64,
}

impl<T: DeserializeOwned> List<T> {
    /// Reads a page, for your own list call.
    ///
    /// `Client::pages` fetches such a list page by page.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] if the body isn't a JSON array of such items.
    pub fn read(response: &ApiResponse) -> Result<Self, Unreadable> {
        let total_pages = response.header("total-pages").and_then(|text| text.trim().parse().ok());
        Ok(Self {
            items: response.json()?,
            total_pages,
            #[cfg(feature = "client")]
            hash: hash(response.body().as_bytes()),
        })
    }
}

impl<T> List<T> {
    /// Whether another page follows this one.
    ///
    /// Without `Total-Pages`, a page that isn't exactly full is the last.
    #[must_use]
    pub fn has_next(&self, page: Page) -> bool {
        let is_full = self.is_full(page);
        !self.items.is_empty() && self.total_pages.map_or(is_full, |total| page.number < total)
    }

    pub(crate) fn is_full(&self, page: Page) -> bool {
        u32::try_from(self.items.len()).is_ok_and(|length| length == page.size)
    }
}

#[cfg(feature = "client")]
fn hash(bytes: &[u8]) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};

    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}
