//! What may be meant by a name that no command has: a value, a text to print, an assignment.

use super::Spot;
use super::evidence::{Evidence, Ran, Text};
use super::exits::is_variable;
use super::missing::{is_behind_or, is_to_be_printed};
use super::program_texts::is_not_executable;
use super::status::shorten;
use super::tree::{self, Role, Simple};
use super::words;
use crate::observation::FileKind;
use crate::source::Span;
use crate::syntax::ast::Word;
use crate::trace::How;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

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
        let simple = text.tree.simples().next()?;
        let span = simple.command.span;
        let ran = evidence.runs_at(text, span).last()?;
        let name = words::bare(simple.command.words.first()?)?;
        let missing = ran.run.how == Some(How::NotFound);
        let written = text.at(span);
        let holds = text.name.as_deref().filter(|name| *name != "sh -c")?;
        (missing && is_to_be_printed(evidence, &name) && !written.contains(['`', '"'])).then(|| {
            Spot::of(index, span)
                .instead(text.with(span, &format!("echo \"{written}\"")))
                .asking(format!(
                    "127: no command `{name}` was found. Is it to be printed? Then {holds} needs the command that does that, and not the text alone: `echo \"{}\"`.",
                    shorten(&written)
                ))
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

/// `|| build failed`: plain words behind `||`, where something is mostly said.
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
    (many && is_behind_or(evidence, ran) && simple.command.words.iter().all(is_plain)).then(|| {
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

/// What is said of `./job` where the shell has gone to another folder, and the file is in one that it came from.
pub(super) fn in_another_folder(evidence: &Evidence<'_>, name: &str) -> Option<String> {
    let file = name.strip_prefix("./").filter(|file| !file.contains('/'))?;
    let state = evidence.seen.state.as_ref()?;
    let now = state.directory.as_path();
    let mut variables = state.variables.iter();
    let before = variables.find(|variable| variable.name == b"OLDPWD");
    let before = Path::new(OsStr::from_bytes(before?.value.as_deref()?));
    // Paths are told from the folder in which the session began.
    let first = evidence
        .earlier
        .first()
        .and_then(|line| line.state.as_ref());
    let begins = first.map_or(before, |state| state.directory.as_path());
    let is_in = |folder: &Path| {
        let path = folder
            .strip_prefix(begins)
            .ok()
            .map(|folder| folder.join(file));
        let mut files = evidence.seen.files.iter();
        path.is_some_and(|path| files.any(|fact| fact.kind == FileKind::File && fact.path == path))
    };
    let back = match now.parent() {
        _ if is_in(now) => return None,
        Some(above) if is_in(above) => "in the folder above, to which `cd ..` goes back",
        _ if is_in(before) => "in the folder before, to which `cd -` goes back",
        _ => return None,
    };
    let folder = now.file_name().map_or("/".into(), OsStr::to_string_lossy);
    Some(format!(
        "127: there is no `{file}` in the folder where the shell is now, `{folder}`. There is one {back}."
    ))
}
