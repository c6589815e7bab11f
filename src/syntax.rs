//! What was written, as data.
pub mod ast;
