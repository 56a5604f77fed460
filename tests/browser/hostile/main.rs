//! The popup's listener among hostile windows, frames and messages.
