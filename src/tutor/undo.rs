//! `:undo`: what a room was before each of the last lines, and what is said when one is taken back.

use super::view::{Page, prose};
use crate::observation::ShellState;
use crate::session::checkpoint::{Checkpoints, LEVELS, Untaken};
use std::collections::VecDeque;
use std::path::Path;

/// Characters of a line that are shown.
const SHOWN: usize = 40;

/// The lines that can be taken back, oldest first, with what was there before each.
#[derive(Debug)]
pub struct Undo {
    checkpoints: Checkpoints,
    lines: VecDeque<Before>,
}

/// What was before a line.
#[derive(Debug)]
pub struct Before {
    /// The line.
    pub line: String,
    /// The shell; `None` if it had not begun.
    pub state: Option<ShellState>,
    /// How many lines had been run.
    pub seen: usize,
}

/// What was taken back.
#[derive(Debug)]
pub struct TakenBack {
    /// What was before all of it.
    pub before: Before,
    /// How many lines.
    pub count: usize,
    /// Whether files or shell were different before.
    pub differed: bool,
    /// The commands that still ran, and were ended.
    pub ended: Vec<String>,
    /// How many lines more can be taken back.
    pub left: usize,
}

/// Why nothing was taken back, or not all.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// No line was run, or all were taken back.
    #[error("There is nothing to take back.")]
    Nothing,
    /// More than there are.
    #[error("No more than {0} can be taken back.")]
    Only(usize),
    /// The folder was not remembered.
    #[error("This cannot be taken back: {0}.")]
    Untaken(Untaken),
    /// The folder could be brought back in part only.
    #[error("The folder could not be brought back whole: {0}. :reset makes it new.")]
    Partly(Untaken),
}

impl Undo {
    /// Nothing to take back yet in `folder`.
    pub fn new(folder: &Path) -> Undo {
        let near = folder.parent().unwrap_or(folder);
        Undo {
            checkpoints: Checkpoints::new(folder, near),
            lines: VecDeque::new(),
        }
    }

    /// To be called before a line, or whatever else changes the folder.
    pub fn remember(&mut self, before: Before) {
        if self.lines.len() == LEVELS {
            self.lines.pop_front();
        }
        self.checkpoints.remember();
        self.lines.push_back(before);
    }

    /// What was before the last line.
    pub fn last(&self) -> Option<&Before> {
        self.lines.back()
    }

    /// The first `count` of all lines that were run are not known any more.
    pub fn forget_seen(&mut self, count: usize) {
        for before in &mut self.lines {
            before.seen = before.seen.saturating_sub(count);
        }
    }

    /// Whether the last `count` lines can be taken back.
    ///
    /// # Errors
    /// They cannot.
    pub fn check(&self, count: usize) -> Result<(), Refusal> {
        match (self.lines.len(), self.checkpoints.obstacle(count)) {
            (0, _) => Err(Refusal::Nothing),
            (most, _) if count > most => Err(Refusal::Only(most)),
            (_, Some(why)) => Err(Refusal::Untaken(why.clone())),
            (_, None) => Ok(()),
        }
    }

    /// Brings the folder back to what it was before the last `count` lines, where now the shell is `state`. Nothing may run in
    /// the folder.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub fn take_back(
        &mut self,
        count: usize,
        state: Option<&ShellState>,
    ) -> (Option<Before>, Result<bool, Refusal>) {
        let mut later = self.lines.split_off(self.lines.len().saturating_sub(count));
        let before = later.pop_front();
        let was = before.as_ref().and_then(|before| before.state.as_ref());
        let is_like = was.zip(state).is_some_and(|(was, now)| was.is_like(now));
        let restored = self.checkpoints.restore(count);
        let differed = restored.map(|files| files || !is_like);
        (before, differed.map_err(Refusal::Partly))
    }

    /// How many lines can be taken back.
    pub fn reach(&self) -> usize {
        self.checkpoints.reach()
    }
}

/// What is said of it.
pub fn told(taken: &TakenBack, page: Page) -> String {
    let line = shortened(&taken.before.line, page);
    let what = match taken.count {
        1 => format!("Taken back: {line}"),
        count => format!("Taken back {count} lines, from  {line}  on"),
    };
    let effect = match (taken.differed, taken.count) {
        (true, _) => "files and shell are as before it",
        (false, 1) => "it had changed nothing",
        (false, _) => "they had changed nothing",
    };
    let left = match taken.left {
        0 => "no more".to_owned(),
        left => format!("{left} more"),
    };
    let mut text = prose::plain(&format!("{what} ({effect}; {left})"), 2, page);
    if !taken.ended.is_empty() {
        let ended: Vec<String> = taken
            .ended
            .iter()
            .map(|command| shortened(command, page))
            .collect();
        let ended = format!("Still ran, and was ended: {}", ended.join("; "));
        text = format!("{text}\n{}", prose::plain(&ended, 2, page));
    }
    text
}

/// The beginning of a command, on one line.
fn shortened(line: &str, page: Page) -> String {
    let dots = if page.theme.unicode {
        "\u{2026}"
    } else {
        "..."
    };
    let first = line.trim().lines().next().unwrap_or_default();
    let shown: String = first.chars().take(SHOWN).collect();
    match shown.len() < line.trim().len() {
        true => format!("{}{dots}", shown.trim_end()),
        false => shown,
    }
}
