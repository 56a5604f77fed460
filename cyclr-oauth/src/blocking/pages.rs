//! [`Pages`]: a paged list.

use crate::api::Error;
use crate::blocking::wait::wait;
use crate::client::Pages as AsyncPages;

/// A paged list, as an iterator over pages.
#[derive(Debug)]
pub struct Pages<T> {
    pub(super) pages: AsyncPages<T>,
}

impl<T> Pages<T> {
    /// Sets the number of items per page; the default is 100.
    #[must_use]
    pub fn page_size(self, size: u32) -> Self {
        Self { pages: self.pages.page_size(size) }
    }

    /// Fetches all items of all pages.
    ///
    /// # Errors
    ///
    /// The [`Error`] of the first page that fails.
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
