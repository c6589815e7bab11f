//! What is left of a file that holds nothing but newlines, where a test looks at it through `$( )`.

use super::evidence::Evidence;
use super::testing::find_test_run;
use super::words::{self, Test};
use super::{Idea, Spot};
use crate::observation::FileKind;
use crate::syntax::ast::{Command, RedirectOperator, Word};

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "newlines-dropped",
    "`[ \"$(cat log)\" = \"\" ]` asks whether log is empty.",
    "`$( )` drops the newlines at the end of what it catches, so a file of empty lines looks like an empty one. `[ -s FILE ]` asks whether a file holds anything.",
)
.ranked(2)
.by(dropped)];

fn dropped(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test_run(evidence, |text, _, test| {
        let word = compared_with_nothing(test)?;
        let path = caught_file(word)?;
        let file = evidence.file(path.as_bytes())?;
        let only_newlines =
            !file.content.is_empty() && file.content.iter().all(|byte| *byte == b'\n');
        (file.kind == FileKind::File && only_newlines).then(|| {
            let written = text.at(word.span);
            Spot::line(word.span).saying(format!(
                "`{path}` holds newlines and nothing else. `$( )` drops those at the end of what it catches, so `{written}` is an empty text although the file is not empty. Whether a file holds anything is asked by `[ -s {path} ]`."
            ))
        })
    })
}

/// The operand of which a test asks whether it is an empty text.
fn compared_with_nothing<'a>(test: &Test<'a>) -> Option<&'a Word<'a>> {
    let is_empty = |word: &Word<'_>| words::is_text(word, "");
    match test.turned().1 {
        [sign, word] if words::is_text(sign, "-z") || words::is_text(sign, "-n") => Some(word),
        [word, sign, other] | [other, sign, word]
            if is_empty(other)
                && words::bare(sign).is_some_and(|sign| matches!(sign.as_str(), "=" | "!=")) =>
        {
            Some(word)
        }
        [word] => Some(word),
        _ => None,
    }
}

/// The file whose content a word is: `"$(cat FILE)"` or `"$(cat < FILE)"`.
fn caught_file(word: &Word<'_>) -> Option<String> {
    let substitution = words::substitution(word)?;
    let [item] = substitution.script.list.items else {
        return None;
    };
    let ([], [Command::Simple(command)]) = (item.and_or.rest, item.and_or.first.commands) else {
        return None;
    };
    let [name, operands @ ..] = command.words else {
        return None;
    };
    if !words::is_text(name, "cat") {
        return None;
    }
    match (operands, command.redirects) {
        ([only], _) => words::literal(only),
        ([], [input]) if input.operator == RedirectOperator::Input => words::literal(&input.target),
        _ => None,
    }
}
