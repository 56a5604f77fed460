//! [`Pages`]: a paged list.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::api::{Error, List, Page};
use crate::client::core::Core;

/// A list that is fetched page by page.
///
/// ```no_run
/// # async fn list(account: cyclr_oauth::client::AccountScope) -> Result<(), cyclr_oauth::Error> {
/// let mut pages = account.connectors().page_size(100);
/// while let Some(page) = pages.next().await {
///     for connector in page? {
///         println!("{} {}", connector.id, connector.name);
///     }
/// }
///
/// let all = account.connectors().await?;
/// # Ok(())
/// # }
/// ```
///
/// The last page is the one that Cyclr's `Total-Pages` names
/// ([observed](crate::guide::how_cyclr_behaves)). Without that header, it is the first page that
/// isn't exactly full.
pub struct Pages<T> {
    core: Arc<Core>,
    fetch: Fetch<T>,
    /// The next page to fetch; `None` after the last.
    page: Option<Page>,
    /// Identifies the previous page.
    hash: Option<u64>,
}

type Fetch<T> = Box<dyn Fn(&Core, Page) -> Fetched<'_, T> + Send + Sync>;
type Fetched<'a, T> = Pin<Box<dyn Future<Output = Result<List<T>, Error>> + Send + 'a>>;

impl<T> Pages<T> {
    pub(super) fn new(
        core: Arc<Core>,
        fetch: impl Fn(&Core, Page) -> Fetched<'_, T> + Send + Sync + 'static,
    ) -> Self {
        Self { core, fetch: Box::new(fetch), page: Some(Page::first(100)), hash: None }
    }

    /// Sets the number of items per page; the default is 100.
    #[must_use]
    pub fn page_size(mut self, size: u32) -> Self {
        self.page = Some(Page::first(size.max(1)));
        self
    }

    /// Fetches the next page; `None` after the last. After an error, it fetches the same page
    /// again.
    pub async fn next(&mut self) -> Option<Result<Vec<T>, Error>> {
        let page = self.page?;
        let list = match (self.fetch)(&self.core, page).await {
            Ok(list) => list,
            Err(error) => return Some(Err(error)),
        };
        // The same page again: this list ignores paging and always comes whole. Unless the header counts
        // pages, and this one is full.
        let is_repeated = self.hash.replace(list.hash) == Some(list.hash);
        if is_repeated && !(list.total_pages.is_some() && list.is_full(page)) {
            self.page = None;
            return None;
        }
        self.page = list.has_next(page).then(|| page.next());
        Some(Ok(list.items))
    }

    /// Fetches all items of all pages.
    ///
    /// # Errors
    ///
    /// The [`Error`] of the first page that fails.
    pub async fn all(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(page) = self.next().await {
            all.append(&mut page?);
        }
        Ok(all)
    }
}

/// [`Pages::all`]
impl<T: Send + 'static> IntoFuture for Pages<T> {
    type Output = Result<Vec<T>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.all())
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("page", &self.page).finish_non_exhaustive()
    }
}
