//! Where the portal remembers attempts to connect.

pub use cyclr_oauth::MemoryAttempts as Store;
