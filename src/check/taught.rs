//! Nothing is used before it is taught: the constructs of answers, of pieces, of what is given and of code in hints.
//!
//! What is given to be read may also use what the code in the step's prose shows: it is told of there, and nobody has to
//! write it.
//! What a learner brings along is taken for taught: simple commands, quotes, `$name`, `$( )`, `for`, and output sent to files.

use super::Notes;
use crate::lesson::ahead::{code_in, untaught};
use crate::lesson::check::{Construct, written};
use crate::lesson::{Step, StepKind};

/// What `step` uses beyond what is known when its lesson is done.
pub fn step(notes: &mut Notes<'_>, step: &Step) {
    let known = &notes.lesson.known;
    for (what, line, text) in written_by_learners(step) {
        find(notes, what, line, untaught(&text, known));
    }
    let told = code_in(&step.prose);
    let told = told.iter().flat_map(|code| written(code));
    let readable: Vec<Construct> = known.iter().copied().chain(told).collect();
    for (what, line, text) in given(step) {
        find(notes, what, line, untaught(text, &readable));
    }
}

fn find(notes: &mut Notes<'_>, what: &str, line: u32, constructs: Vec<Construct>) {
    for construct in constructs {
        let (name, word) = (construct.name(), construct.word());
        let said = format!(
            "{what} uses {name} before it is taught; do without, or add \"{word}\" to `teaches` of this lesson or an \
             earlier one"
        );
        notes.add(line, said);
    }
}

/// What a learner is to write or may take over: what it is called, its line, and its text.
fn written_by_learners(step: &Step) -> Vec<(&'static str, u32, String)> {
    let lines = step.lines;
    let mut texts = Vec::new();
    // What is put in order without a script need not be of the language.
    if step.kind.judge().is_some() {
        let answer = step.answer.clone();
        texts.extend(answer.map(|text| ("the answer", lines.answer, text)));
        let other = step.alternative.clone();
        texts.extend(other.map(|text| ("the alternative", lines.alternative, text)));
    }
    if let StepKind::Order {
        pieces,
        judge: Some(_),
        ..
    } = &step.kind
    {
        let pieces = pieces.iter().cloned();
        texts.extend(pieces.map(|piece| ("a piece", lines.answer, piece)));
    }
    let code = step.hints.iter().flat_map(|hint| code_in(hint));
    texts.extend(code.map(|code| ("a hint", lines.hints, code)));
    texts
}

/// What a learner has to understand, in the same form.
fn given(step: &Step) -> Vec<(&'static str, u32, &str)> {
    let snippets = step.kind.snippets().iter();
    let mut texts: Vec<_> = snippets
        .map(|snippet| ("the session", snippet.line, snippet.source.as_str()))
        .collect();
    if let StepKind::Fix { broken, .. } = &step.kind {
        texts.push(("the broken text", step.line, broken));
    }
    texts
}
