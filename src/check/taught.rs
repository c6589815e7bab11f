//! Nothing is used before it is taught: the constructs of answers, of pieces and of code in hints.
//!
//! What a learner brings along is taken for taught: simple commands, quotes, `$name`, `$( )`, `for`, and output sent to files.

use super::Notes;
use crate::lesson::check::{Construct, written};
use crate::lesson::{Step, StepKind};
use pulldown_cmark::{Event, Parser};

/// What `step` uses beyond what is known when its lesson is done.
pub fn step(notes: &mut Notes<'_>, step: &Step) {
    let lesson = notes.lesson;
    let lines = step.lines;
    let mut texts: Vec<(&str, u32, &str)> = Vec::new();
    // What is put in order without a script need not be of the language.
    let shell = step.kind.judge().is_some();
    let answer = step.answer.iter().filter(|_| shell);
    texts.extend(answer.map(|text| ("the answer", lines.answer, text.as_str())));
    let other = step.alternative.iter().filter(|_| shell);
    texts.extend(other.map(|text| ("the alternative", lines.alternative, text.as_str())));
    if let StepKind::Order {
        pieces,
        judge: Some(_),
        ..
    } = &step.kind
    {
        texts.extend(
            pieces
                .iter()
                .map(|piece| ("a piece", lines.answer, piece.as_str())),
        );
    }
    let code: Vec<String> = step.hints.iter().flat_map(|hint| code_in(hint)).collect();
    texts.extend(
        code.iter()
            .map(|code| ("a hint", lines.hints, code.as_str())),
    );
    for (what, line, text) in texts {
        for construct in untaught(text, &lesson.known) {
            let (name, word) = (construct.name(), construct.word());
            notes.add(
                line,
                format!(
                    "{what} uses {name} before it is taught; do without, or add \"{word}\" to `teaches` of \
                     this lesson or an earlier one"
                ),
            );
        }
    }
}

/// The constructs of `text` that are not `known`, each once.
fn untaught(text: &str, known: &[Construct]) -> Vec<Construct> {
    let used = written(text);
    let count = |construct| used.iter().filter(|used| **used == construct).count();
    let mut found = Vec::new();
    for construct in &used {
        // A `for` is a loop too.
        let brought =
            *construct == Construct::Loop && count(Construct::Loop) == count(Construct::For);
        if !brought && !known.contains(construct) && !found.contains(construct) {
            found.push(*construct);
        }
    }
    found
}

/// The inline code of a text.
fn code_in(markdown: &str) -> Vec<String> {
    let code = |event: Event<'_>| match event {
        Event::Code(code) => Some(code.into_string()),
        _ => None,
    };
    Parser::new(markdown).filter_map(code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_learner_brings_along_is_no_finding() {
        let known = Construct::BROUGHT;
        let check = |text: &str, expected: &[Construct]| {
            assert_eq!(untaught(text, &known), expected, "{text}");
        };
        check(
            "for f in $(ls); do echo \"$f\" >> log; done 2>/dev/null",
            &[],
        );
        check(
            "for f in a; do while false; do :; done; done",
            &[Construct::Loop],
        );
        check("a && b && ! c", &[Construct::And, Construct::Not]);
        check("cat <<E\nE", &[Construct::HereDocument]);
        check(
            "echo $((1 + 1)) 2>&1 < f",
            &[
                Construct::Arithmetic,
                Construct::Duplication,
                Construct::Input,
            ],
        );
    }

    #[test]
    fn the_code_of_a_hint_is_found() {
        assert_eq!(code_in("Try `a || b`, then `c`."), ["a || b", "c"]);
    }
}
