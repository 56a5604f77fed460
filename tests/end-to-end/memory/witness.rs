//! An allocator that looks for secrets in every block that is freed, and says who frees it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};

/// How every secret begins.
const START: &[u8] = b"c4n4ry-";

thread_local! {
    static LOOKING: Cell<bool> = const { Cell::new(false) };
    static FOUND: RefCell<Vec<Found>> = const { RefCell::new(Vec::new()) };
}

/// A freed block with a secret in it.
#[derive(Debug)]
pub struct Found {
    /// The secrets' names: what follows their start.
    pub secrets: Vec<String>,
    pub size: usize,
    /// The functions that were running, the innermost first, without those of the standard library.
    pub by: Vec<String>,
}

struct Witness;

impl Witness {
    fn look(block: &[u8]) {
        // Also while the thread ends, when its values are gone.
        if !LOOKING.try_with(Cell::get).unwrap_or(false) {
            return;
        }
        let starts = block.windows(START.len()).enumerate().filter(|(_, window)| *window == START);
        let mut starts = starts.map(|(at, _)| at).peekable();
        if starts.peek().is_none() {
            return;
        }
        LOOKING.set(false);
        let name = |at: usize| {
            let rest = block[at + START.len()..].iter();
            let name = rest.take_while(|byte| byte.is_ascii_lowercase() || **byte == b'_');
            name.map(|byte| char::from(*byte)).collect::<String>()
        };
        let mut secrets: Vec<_> = starts.map(name).collect();
        secrets.sort();
        secrets.dedup();
        FOUND.with_borrow_mut(|found| {
            found.push(Found { secrets, size: block.len(), by: callers() })
        });
        LOOKING.set(true);
    }
}

/// The functions that are running, but for the standard library's and this file's.
fn callers() -> Vec<String> {
    let backtrace = Backtrace::force_capture().to_string();
    let names = backtrace.lines().filter_map(|line| {
        let (number, name) = line.trim_start().split_once(": ")?;
        number.parse::<u32>().is_ok().then(|| name.to_owned())
    });
    let is_own = |name: &str| name.contains("witness::") || name.contains("__rust");
    let is_std = |name: &str| {
        let name = name.trim_start_matches(['<', '&']).trim_start_matches("dyn ");
        ["core::", "alloc::", "std::"].iter().any(|start| name.starts_with(start))
    };
    names.filter(|name| !is_own(name) && !is_std(name)).take(12).collect()
}

// SAFETY: every call goes to the system's allocator unchanged.
#[expect(unsafe_code, reason = "an allocator can't be written without")]
unsafe impl GlobalAlloc for Witness {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Zeroed, so that looking at a block never reads uninitialized memory.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        Self::look(unsafe { std::slice::from_raw_parts(block, layout.size()) });
        unsafe { System.dealloc(block, layout) }
    }

    // `realloc` keeps its default, which allocates, copies and frees: the worst that an allocator may do.
}

#[global_allocator]
static WITNESS: Witness = Witness;

/// The blocks with secrets that this thread frees during some work.
pub fn left_behind(work: impl FnOnce()) -> Vec<Found> {
    LOOKING.set(true);
    work();
    LOOKING.set(false);
    FOUND.take()
}
