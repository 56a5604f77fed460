//! [`Scratch`]: a temporary folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// An empty folder, which is removed on drop.
#[derive(Debug)]
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// The parent folder for this process.
    pub(crate) fn root() -> PathBuf {
        std::env::temp_dir().join(format!("cyclr-oauth-browser-tests-{}", std::process::id()))
    }

    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let path = Self::root().join(COUNT.fetch_add(1, Ordering::Relaxed).to_string());
        // Left by a killed process with the same id.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a temporary folder can be made");
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
