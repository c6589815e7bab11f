//! A prompt that waits for a key, and is left when something else happens while nothing is typed.

use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;
use rustyline::{Context, Helper};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is known of a prompt that waits.
#[derive(Clone, Debug, Default)]
pub(super) struct Waiting(Arc<State>);

#[derive(Debug, Default)]
struct State {
    /// Whether something stands behind the prompt.
    is_typed: AtomicBool,
    /// Whether what it waits for beside keys has happened.
    has_happened: AtomicBool,
}

impl Waiting {
    /// Begins anew: nothing is typed, nothing has happened.
    pub(super) fn begin(&self) {
        self.0.is_typed.store(false, Ordering::Relaxed);
        self.0.has_happened.store(false, Ordering::Relaxed);
    }

    /// Whether something stands behind the prompt.
    pub(super) fn is_typed(&self) -> bool {
        self.0.is_typed.load(Ordering::Relaxed)
    }

    /// Notes that what it waits for has happened, and returns true, unless something is typed.
    pub(super) fn interrupt(&self) -> bool {
        let interrupts = !self.is_typed();
        self.0.has_happened.store(interrupts, Ordering::Relaxed);
        interrupts
    }

    /// Whether it has happened.
    pub(super) fn has_happened(&self) -> bool {
        self.0.has_happened.load(Ordering::Relaxed)
    }
}

/// Sees each change of a line that is edited, and changes nothing.
pub(super) struct Observer(pub(super) Waiting);

impl Hinter for Observer {
    type Hint = String;

    fn hint(&self, line: &str, _: usize, _: &Context<'_>) -> Option<String> {
        let is_typed = &self.0.0.is_typed;
        is_typed.store(!line.is_empty(), Ordering::Relaxed);
        None
    }
}

impl Completer for Observer {
    type Candidate = String;
}

impl Highlighter for Observer {}
impl Validator for Observer {}
impl Helper for Observer {}
