//! Models of what callers share: see the tests `loom` and `shuttle`.
