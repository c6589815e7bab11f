//! What drawn questions depend on: chance, or a number that a teacher or a test sets.

use crate::quiz::draw::seed_of;
use std::hash::{BuildHasher, Hasher, RandomState};

/// Its name in the environment.
pub const VARIABLE: &str = "SHTUTOR_SEED";

/// The value of `SHTUTOR_SEED`, any text; if there is none, another number each time.
pub fn base() -> u64 {
    match std::env::var(VARIABLE) {
        Ok(text) if !text.is_empty() => seed_of(0, &[&text]),
        _ => RandomState::new().build_hasher().finish(),
    }
}
