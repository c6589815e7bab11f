//! What may be meant by a name that no command has: a value, a text to print, an assignment.

use super::Spot;
use super::evidence::{Evidence, Ran, Text};
use super::exits::is_variable;
use super::find::find_simple;
use super::missing::{is_behind_or, is_to_be_printed};
use super::program_texts::is_not_executable;
use super::status::shorten;
use super::tree::{self, Role, Simple};
use super::words;
use crate::source::Span;
use crate::syntax::ast::{Command, Word};
use crate::trace::How;

/// The command of the line that a run is of.
fn written<'t, 'e>(text: &'t Text<'e>, ran: &Ran) -> Option<Simple<'t, 'e>> {
    let mut simples = text.tree.simples();
    simples.find(|simple| simple.command.span == ran.run.span)
}

/// A script of the line's that holds what it was to print, and no command that prints it.
pub(super) fn text_for_script(evidence: &Evidence<'_>) -> Option<Spot> {
    let texts = evidence.texts.iter().enumerate();
    let mut scripts = texts.filter(|(_, text)| text.runner.is_some());
    scripts.find_map(|(index, text)| {
        let holds = text.name.as_deref().filter(|name| *name != "sh -c")?;
        text.tree.simples().find_map(|simple| {
            let span = simple.command.span;
            let ran = evidence.runs_at(text, span).last()?;
            let missing = ran.run.how == Some(How::NotFound);
            let name = words::literal(simple.command.words.first()?).filter(|_| missing)?;
            let written = text.at(span);
            if written.contains('`') {
                return None;
            }
            let meant = match written.contains(['"', '\'']) {
                true => format!("echo {written}"),
                false => format!("echo \"{written}\""),
            };
            // A whole command between quotes is no text to print.
            let first = name.split(' ').next().filter(|_| name.contains(' '));
            if first.is_some_and(words::is_known_command) {
                return Some(Spot::of(index, span).saying(format!(
                    "127: no command `{}` was found. Between quotes blanks and `;` part nothing, so all of it is one word, and that is the name of a command.",
                    shorten(&name)
                )));
            }
            is_to_be_printed(evidence, &name).then(|| {
                Spot::of(index, span)
                    .instead(text.with(span, &meant))
                    .asking(format!(
                        "127: no command `{name}` was found. Is it to be printed? Then {holds} needs the command that does that, and not the text alone: `{}`.",
                        shorten(&meant)
                    ))
            })
        })
    })
}

/// A typing error in the name of a command of a script's.
pub(super) fn near_in_script(evidence: &Evidence<'_>) -> Option<Spot> {
    let texts = evidence.texts.iter().enumerate();
    let mut scripts = texts.filter(|(_, text)| text.runner.is_some());
    scripts.find_map(|(index, text)| {
        text.tree.simples().find_map(|simple| {
            let ran = evidence.runs_at(text, simple.command.span).last()?;
            let missing = ran.run.how == Some(How::NotFound);
            let first = simple.command.words.first()?;
            let name = words::bare(first).filter(|_| missing)?;
            let near = words::near_command(&name)?;
            Some(
                Spot::of(index, first.span)
                    .instead(text.with(first.span, near))
                    .asking(format!(
                        "127: no command `{name}` was found. Is `{near}` meant?"
                    )),
            )
        })
    })
}

/// `then dir; else none`: a line that is to be printed, where there is a command of that name and it ran.
pub(super) fn word_that_runs(evidence: &Evidence<'_>) -> Option<Spot> {
    let wanted = evidence.wanted?.output.as_ref()?;
    if evidence.prints_as_wanted() {
        return None;
    }
    let lines = wanted.split(|byte| *byte == b'\n');
    find_simple(evidence, |index, text, simple| {
        let ([only], []) = (simple.command.words, simple.command.redirects) else {
            return None;
        };
        let ran = evidence.runs_at(text, simple.command.span).last()?;
        let runs = ran.run.how.is_some_and(|how| how != How::NotFound);
        let name = words::bare(only).filter(|_| runs)?;
        let is_line = lines.clone().any(|line| line == name.as_bytes());
        (is_line && !text.tree.decides(simple.index)).then(|| {
            let meant = format!("echo {name}");
            Spot::of(index, only.span)
                .instead(text.with(only.span, &meant))
                .asking(format!(
                    "There is a command `{name}`, and it ran. Is the word `{name}` to be printed? That is `{meant}`."
                ))
        })
    })
}

/// How the substitution that a command stands in is spoken of. Backquotes cannot be shown in a message.
pub(super) fn substitution_as_written(evidence: &Evidence<'_>, ran: &Ran) -> &'static str {
    let before = evidence.line().bytes.get(..ran.run.span.start as usize);
    match before.map(<[u8]>::trim_ascii_end) {
        Some([.., b'`']) => "A pair of backquotes, like `$( )`,",
        _ => "`$( )`",
    }
}

/// What is said of `name`, which a `$( )` was to run: it is a file, a variable, or nothing that is known.
pub(super) fn in_substitution(evidence: &Evidence<'_>, ran: &Ran, name: &str) -> Option<String> {
    let text = evidence.line();
    let simple = written(text, ran)?;
    let list = text.tree.list_of(simple.index);
    if list.role != Role::Substitution {
        return None;
    }
    if evidence
        .file(name.as_bytes())
        .is_some_and(is_not_executable)
    {
        return Some(format!(
            "What stands in the file `{name}` is printed by `cat {name}`: `$(cat {name})`."
        ));
    }
    let [only] = list.list.items else { return None };
    tree::sole_command(only)?;
    if simple.command.words.len() == 1 && is_variable(evidence, text, name) {
        return Some(format!(
            "The value of the variable `{name}` is `\"${name}\"`."
        ));
    }
    let guessed = words::near_command(name).is_some() || words::is_known_elsewhere(name);
    (words::is_name(name) && !guessed).then(|| "So it stands for nothing.".to_owned())
}

/// What is asked where `name` is what a `$( )` at the place of a command printed.
pub(super) fn of_what_is_printed(evidence: &Evidence<'_>, ran: &Ran, name: &str) -> Option<Spot> {
    let text = evidence.line();
    let simple = written(text, ran)?;
    let [only] = simple.command.words else {
        return None;
    };
    let inner = words::substitution(only)?.script.list.span()?;
    let (written, inner) = (text.at(only.span), text.at(inner));
    // A condition is told in words of its own.
    let plain = !written.contains('`') && !text.tree.is_checked(simple.index);
    plain.then(|| {
        Spot::line(only.span)
            .instead(text.with(only.span, &inner))
            .asking(format!(
                "`$( )` is replaced by what it prints, and that is run here as a command: `{name}` was not found (127). Is it to be printed? That is `{}` alone.",
                shorten(&inner)
            ))
    })
}

/// `"port"=8080` and `"port=8080"` as the assignments they were meant to be.
pub(super) fn quoted_assignment(source: &str, name: &str) -> Option<String> {
    let (variable, value) = name.split_once('=')?;
    let quoted = source.starts_with(['"', '\'']) && !source.contains(['$', '`', '\\']);
    let plain = !value.is_empty()
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._/-".contains(&byte));
    (quoted && plain && words::is_name(variable)).then(|| format!("{variable}={value}"))
}

/// `port 8080` or `port is 8080`, where the step wants a variable of that name, as the assignment.
pub(super) fn value_as_argument(evidence: &Evidence<'_>, ran: &Ran, name: &str) -> Option<String> {
    let text = evidence.line();
    let simple = written(text, ran)?;
    let value = match simple.command.words {
        [_, value] => value,
        [_, is, value]
            if ["is", "to", "be"]
                .iter()
                .any(|word| words::is_text(is, word)) =>
        {
            value
        }
        _ => return None,
    };
    let value = text.at(value.span);
    let plain = !value.starts_with(['=', ':']) && !value.contains('`');
    (plain && words::is_name(name) && evidence.lacks(name.as_bytes()))
        .then(|| format!("{name}={value}"))
}

/// `|| build failed`, `then not counted`: plain words behind `||` or in a branch, where something is mostly said.
pub(super) fn message_behind_or(evidence: &Evidence<'_>, ran: &Ran, name: &str) -> Option<Spot> {
    let text = evidence.line();
    let simple = written(text, ran)?;
    let is_plain = |word: &Word<'_>| {
        let word = words::bare(word);
        word.is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    let many = simple.command.words.len() > 1 && simple.command.redirects.is_empty();
    let written = shorten(&text.at(ran.run.span));
    let before = Span::at(ran.run.span.start);
    let said = is_behind_or(evidence, ran) || text.tree.list_of(simple.index).role == Role::Branch;
    (many && said && simple.command.words.iter().all(is_plain)).then(|| {
        Spot::line(ran.run.span)
            .instead(text.with(before, "echo "))
            .asking(format!(
                "127: no command `{name}` was found. Are these words to be printed? That is `echo {written}`."
            ))
    })
}

/// `exist lock`, `file_exists lock` and `lock exists` as the test they were meant to be.
pub(super) fn question_of_file(evidence: &Evidence<'_>, ran: &Ran, name: &str) -> Option<String> {
    let text = evidence.line();
    let simple = written(text, ran)?;
    let asks = |word: &str| {
        let plain = word.to_ascii_lowercase().replace(['_', '-'], "");
        matches!(
            plain.as_str(),
            "exist" | "exists" | "fileexist" | "fileexists"
        )
    };
    let [first, second] = simple.command.words else {
        return None;
    };
    let path = match asks(name) {
        true => second,
        false => words::bare(second)
            .filter(|word| asks(word))
            .map(|_| first)?,
    };
    let plain = words::literal(path).is_some_and(|path| !path.is_empty() && !path.starts_with('-'));
    (plain && text.tree.is_checked(simple.index)).then(|| format!("[ -e {} ]", text.at(path.span)))
}

/// `config || echo no config`: a name alone that decides whether something is said of it, as the test it was meant to be.
pub(super) fn name_as_question(evidence: &Evidence<'_>, ran: &Ran, name: &str) -> Option<String> {
    let text = evidence.line();
    let simple = written(text, ran)?;
    let [only] = simple.command.words else {
        return None;
    };
    let is_name = words::bare(only).is_some_and(|word| word == name)
        && words::near_command(name).is_none()
        && !words::is_known_elsewhere(name);
    let pipeline = text.tree.pipeline_of(simple.index);
    let and_or = text.tree.and_or_of(simple.index).and_or;
    let first = pipeline.part == 0 && pipeline.pipeline.commands.len() == 1;
    let message = and_or
        .rest
        .iter()
        .find_map(|part| match part.pipeline.commands {
            [Command::Simple(said)] => said.words.split_first(),
            _ => None,
        });
    let is_of_it = message.is_some_and(|(says, said)| {
        let parts = said.iter().filter_map(words::literal);
        let text = parts.collect::<Vec<_>>().join(" ");
        let mut parts = text.split_ascii_whitespace();
        words::is_text(says, "echo") && text != name && parts.any(|part| part == name)
    });
    (is_name && first && is_of_it).then(|| format!("test -e {name}"))
}
