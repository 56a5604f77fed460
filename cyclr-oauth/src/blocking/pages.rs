//! [`Pages`]: a list, page by page.

use crate::api::Error;
use crate::blocking::wait::wait;
use crate::client::Pages as AsyncPages;

/// A list that comes page by page: an iterator over pages.
#[derive(Debug)]
pub struct Pages<T> {
    pub(super) pages: AsyncPages<T>,
}

impl<T> Pages<T> {
    /// How many items a page has: 100, unless this is called.
    #[must_use]
    pub fn page_size(self, size: u32) -> Self {
        Self { pages: self.pages.page_size(size) }
    }

    /// All items of all pages.
    ///
    /// # Errors
    ///
    /// [`Error`] of the first page that can't be had.
    pub fn all(self) -> Result<Vec<T>, Error> {
        wait(self.pages.all())
    }
}

impl<T> Iterator for Pages<T> {
    type Item = Result<Vec<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        wait(self.pages.next())
    }
}
