//! Ctrl-C while a line is edited: the line is given up, and keys typed after it are not.
//!
//! The editor's own way to tell of the key forgets what it has read beyond it. So the key ends the line like Enter does, and
//! a mark says that it was this one.

use rustyline::history::FileHistory;
use rustyline::{
    Cmd, ConditionalEventHandler, Editor, Event, EventContext, EventHandler, Helper, KeyEvent,
    RepeatCount,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the line that was edited last was given up.
#[derive(Clone, Debug, Default)]
pub struct GivenUp(Arc<AtomicBool>);

impl GivenUp {
    /// Lets Ctrl-C, and Ctrl-\ as well, give up the line in `editor`.
    pub fn bind<H: Helper>(editor: &mut Editor<H, FileHistory>) -> GivenUp {
        let given_up = GivenUp::default();
        for key in ['C', '\\'] {
            let handler = EventHandler::Conditional(Box::new(given_up.clone()));
            editor.bind_sequence(KeyEvent::ctrl(key), handler);
        }
        given_up
    }

    /// Whether it was, asked once.
    pub fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}

impl ConditionalEventHandler for GivenUp {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, _: &EventContext<'_>) -> Option<Cmd> {
        self.0.store(true, Ordering::Relaxed);
        Some(Cmd::AcceptLine)
    }
}
