//! A prompt that waits for a key, and is left when something else happens while nothing is typed: the editor is interrupted as
//! by Ctrl-C, from another thread that looks now and then.

use crate::sys::signal;
use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;
use rustyline::{Context, Helper};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Between two looks.
const GLANCE: Duration = Duration::from_millis(200);

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
    /// Runs `ask`, which waits at a prompt behind which `begun` stands, while `happened` is looked at.
    pub(super) fn during<T>(
        &self,
        begun: &str,
        happened: &mut (dyn FnMut() -> bool + Send),
        ask: impl FnOnce() -> T,
    ) -> T {
        let state = &*self.0;
        state.is_typed.store(!begun.is_empty(), Ordering::Relaxed);
        let (stop, stopped) = mpsc::channel::<()>();
        thread::scope(|scope| {
            scope.spawn(move || {
                while stopped.recv_timeout(GLANCE) == Err(RecvTimeoutError::Timeout) {
                    if happened() && !state.is_typed.load(Ordering::Relaxed) {
                        state.has_happened.store(true, Ordering::Relaxed);
                        return signal::interrupt_own();
                    }
                }
            });
            let answer = ask();
            drop(stop);
            answer
        })
    }

    /// Whether it has happened.
    pub(super) fn has_happened(&self) -> bool {
        self.0.has_happened.load(Ordering::Relaxed)
    }

    /// Forgets that it has.
    pub(super) fn begin(&self) {
        self.0.has_happened.store(false, Ordering::Relaxed);
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
