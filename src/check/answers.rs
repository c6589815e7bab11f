//! Answers that are typed: the right ones pass, the wrong ones are refused with the idea they are said to show, and nothing
//! passes by itself.

use super::sitting::{Outcome, Sitting};
use super::{CheckError, Finding, Notes};
use crate::lesson::answer::{Sequence, judge_sequence, parse_order};
use crate::lesson::{Example, Lesson, Step, StepKind};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How many different answers of each kind a step lists.
const ENOUGH: usize = 5;
/// Lines that look around, find what they look for, and do nothing.
const LOOKING: [&str; 5] = ["test -d .", "ls", "pwd", "echo $?", "type ls"];

/// An answer that a step lists, to be tried by itself.
pub struct Listed<'l> {
    lesson: &'l Lesson,
    sitting: Sitting<'l>,
    kind: Kind<'l>,
    /// Whether an answer of the same step took too long.
    late: Arc<AtomicBool>,
}

/// What is said of a listed answer.
enum Kind<'l> {
    /// That it passes.
    Right(Right<'l>),
    /// That it is refused.
    Wrong(&'l Example),
}

/// An answer that must pass.
struct Right<'l> {
    /// What it is called.
    name: &'static str,
    line: u32,
    typed: &'l str,
}

/// What is wrong with the answers of `step` as a whole. Returns those that are left to be tried, each by itself.
pub fn step<'l>(notes: &mut Notes<'l>, step: &'l Step) -> Result<Vec<Listed<'l>>, CheckError> {
    let Some(sitting) = Sitting::of(step) else {
        sequences(notes, step);
        return Ok(Vec::new());
    };
    count(notes, step);
    if !unsolved(notes, &sitting)? {
        return Ok(Vec::new());
    }
    let late = Arc::new(AtomicBool::new(false));
    let kinds = right(step).map(Kind::Right);
    let kinds = kinds.chain(step.wrong.iter().map(Kind::Wrong));
    let listed = kinds.map(|kind| Listed {
        lesson: notes.lesson,
        sitting,
        kind,
        late: late.clone(),
    });
    Ok(listed.collect())
}

impl Listed<'_> {
    /// Types the answer, and says what is wrong with it.
    ///
    /// # Errors
    /// Nothing can be run here.
    pub fn findings(&self) -> Result<Vec<Finding>, CheckError> {
        let mut notes = Notes::of(self.lesson);
        if self.late.load(Ordering::Relaxed) {
            return Ok(notes.findings);
        }
        let (line, outcome) = match &self.kind {
            Kind::Right(one) => (one.line, one.hold(&self.sitting)?),
            Kind::Wrong(example) => (example.line, self.sitting.hold(&example.typed)?),
        };
        if late(&mut notes, line, &outcome) {
            self.late.store(true, Ordering::Relaxed);
            return Ok(notes.findings);
        }
        match &self.kind {
            Kind::Right(one) => one.judge(&mut notes, &outcome),
            Kind::Wrong(example) => wrong(&mut notes, example, &outcome),
        }
        Ok(notes.findings)
    }
}

impl Right<'_> {
    fn hold(&self, sitting: &Sitting<'_>) -> Result<Outcome, CheckError> {
        match self.name {
            // The answer of an *order* step is its script.
            "answer" | "alternative" => sitting.run_text(self.typed),
            _ => sitting.hold(self.typed),
        }
    }

    fn judge(&self, notes: &mut Notes<'_>, outcome: &Outcome) {
        if outcome.passed {
            return;
        }
        let ideas = match outcome.ideas.as_slice() {
            [] => String::new(),
            ideas => format!("; the idea named is {}", ideas.join(", ")),
        };
        notes.add(
            self.line,
            format!(
                "this {} does not pass ({}{ideas}): {}; make it right, or the checks wider",
                self.name,
                shortened(self.typed),
                outcome.why
            ),
        );
    }
}

/// What is wrong with the answers of a step whose order is its own answer: one that is refused must be none that passes.
fn sequences(notes: &mut Notes<'_>, step: &Step) {
    let StepKind::Order { pieces, .. } = &step.kind else {
        return;
    };
    for example in &step.wrong {
        let passes = match parse_order(pieces, &example.typed) {
            Ok(order) => judge_sequence(step, &order) == Sequence::Right,
            Err(_) => false,
        };
        if passes {
            let typed = shortened(&example.typed);
            let said = format!("this wrong answer passes ({typed}); it is one of the right orders");
            notes.add(example.line, said);
        }
    }
}

/// The answers that must pass.
fn right(step: &Step) -> impl Iterator<Item = Right<'_>> {
    let one = |name, line, typed| Right { name, line, typed };
    let lines = step.lines;
    let answer = step.answer.iter();
    let answer = answer.map(move |text| one("answer", lines.answer, text));
    let other = step.alternative.iter();
    let other = other.map(move |text| one("alternative", lines.alternative, text));
    let more = step.right.iter();
    let more = more.map(move |more| one("right answer", more.line, &more.typed));
    answer.chain(other).chain(more)
}

/// Whether enough answers are listed where learners write their own.
fn count(notes: &mut Notes<'_>, step: &Step) {
    if !matches!(step.kind, StepKind::Try { .. } | StepKind::Fix { .. }) {
        return;
    }
    let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let different: BTreeSet<String> = right(step).map(|one| spaced(one.typed)).collect();
    let (right, wrong) = (different.len(), step.wrong.len());
    if right < ENOUGH {
        let said = format!(
            "{right} different right answers are listed; add [[right]] ones until there are {ENOUGH}"
        );
        notes.add(step.line, said);
    }
    if wrong < ENOUGH {
        let said = format!(
            "{wrong} wrong answers are listed; add [[wrong]] ones until there are {ENOUGH}, a constant and one that passes by accident among them"
        );
        notes.add(step.line, said);
    }
}

/// Whether the step asks for something: neither looking around nor what is to be repaired passes.
fn unsolved(notes: &mut Notes<'_>, sitting: &Sitting<'_>) -> Result<bool, CheckError> {
    let step = sitting.step;
    if sitting.is_at_the_prompt() {
        let setup = step.first_setup();
        let files = setup.files.keys();
        let read: Vec<String> = files.map(|path| format!("cat '{path}'")).collect();
        let outcome = sitting.hold(
            &[&LOOKING.join("\n"), &read.join("\n")]
                .map(String::as_str)
                .join("\n"),
        )?;
        if late(notes, step.line, &outcome) {
            return Ok(false);
        }
        if outcome.passed {
            let said = "looking around passes; add a check of what the learner has to do";
            notes.add(step.line, said);
            return Ok(false);
        }
    }
    if let Some(given) = given(step) {
        let outcome = sitting.run_text(&given)?;
        if late(notes, step.line, &outcome) {
            return Ok(false);
        }
        if outcome.passed {
            let said =
                "the broken text passes; break it, or add a check or a hidden run that it fails";
            notes.add(step.line, said);
        }
    }
    Ok(true)
}

/// The text that is there at first where a line or a file is to be repaired or written.
fn given(step: &Step) -> Option<String> {
    match (&step.kind, step.kind.file()) {
        (StepKind::Fix { broken, .. }, _) => Some(broken.clone()),
        (_, Some(name)) => step.first_setup().files.remove(name),
        (_, None) => None,
    }
}

fn wrong(notes: &mut Notes<'_>, example: &Example, outcome: &Outcome) {
    let typed = shortened(&example.typed);
    if outcome.passed {
        let todo = "add a check or a hidden run that it fails";
        notes.add(
            example.line,
            format!("this wrong answer passes ({typed}); {todo}"),
        );
        return;
    }
    let named = outcome.ideas.as_slice();
    if named == example.idea.as_deref().as_slice() {
        return;
    }
    let (expected, todo) = match (&example.idea, named) {
        (None, [one]) => ("none".to_owned(), format!("set idea = \"{one}\"")),
        (None, _) => ("none".to_owned(), "type less in one answer".to_owned()),
        (Some(idea), []) => (idea.clone(), "leave `idea` out".to_owned()),
        (Some(idea), [one]) => (idea.clone(), format!("set idea = \"{one}\"")),
        (Some(idea), _) => (idea.clone(), "type less in one answer".to_owned()),
    };
    let named = match named {
        [] => "none".to_owned(),
        named => named.join(", "),
    };
    notes.add(
        example.line,
        format!(
            "the idea named for this wrong answer ({typed}) is {named}, and not {expected}; if that is \
             what a learner should be told, {todo}"
        ),
    );
}

/// Whether a run took too long: then nothing more is begun in the step.
fn late(notes: &mut Notes<'_>, line: u32, outcome: &Outcome) -> bool {
    if outcome.timed_out {
        let said = "this did not end in time, and the rest of the step was not tried; type something that ends";
        notes.add(line, said);
    }
    outcome.timed_out
}

/// The beginning of an answer, on one line.
pub fn shortened(text: &str) -> String {
    const MOST: usize = 50;
    let text = text.trim().replace('\n', " / ");
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}
