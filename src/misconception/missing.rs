//! Ideas about commands that are not found, or cannot be run.

use super::and_or::is_output;
use super::evidence::{Evidence, Ran, Text};
use super::exits::is_variable;
use super::find::find_run;
use super::folders;
use super::program_texts::{is_not_executable, is_program, is_read_by_sh};
use super::status::shorten;
use super::tree::Simple;
use super::unfound;
use super::words;
use super::{Idea, Level, Spot};
use crate::observation::{FileFact, FileKind};
use crate::source::Span;
use crate::syntax::ast::{AndOr, Command};
use crate::trace::{ExitStatus, How};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "not-found-vs-not-runnable",
        "126 and 127 are the same: it did not run.",
        "127 = no such command was found (a typing error, or a missing `./`). 126 = the file was found but cannot be run (usually no execute permission, or a directory).",
    )
    .ranked(0)
    .by(not_found),
];

/// Whether `name` stands in what is to be printed, as a word or as several.
pub(super) fn is_to_be_printed(evidence: &Evidence<'_>, name: &str) -> bool {
    let output = evidence.wanted.and_then(|wanted| wanted.output.as_ref());
    let output = output.map_or(String::new(), |output| {
        String::from_utf8_lossy(output).into_owned()
    });
    let goes_on =
        |next: Option<char>| next.is_some_and(|c| c.is_alphanumeric() || "_-".contains(c));
    !name.is_empty()
        && output.match_indices(name).any(|(at, _)| {
            let behind = &output[at + name.len()..];
            !goes_on(output[..at].chars().next_back()) && !goes_on(behind.chars().next())
        })
}

fn not_found(evidence: &Evidence<'_>) -> Option<Spot> {
    not_found_in_line(evidence)
        .or_else(|| unfound::text_for_script(evidence))
        .or_else(|| unfound::near_in_script(evidence))
        .or_else(|| unfound::word_that_runs(evidence))
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each thing a name may be"
)]
fn not_found_in_line(evidence: &Evidence<'_>) -> Option<Spot> {
    find_run(evidence, |ran| {
        let name = String::from_utf8_lossy(ran.run.name()).into_owned();
        let spot = Spot::line(ran.run.span);
        let file = evidence.file(ran.run.name());
        match how_in_the_end(ran)? {
            How::NotFound if let Some(said) = of_another_folder(evidence, &name) => {
                Some(spot.saying(said))
            }
            How::NotFound if let Some(path) = name.strip_prefix('/').filter(|path| evidence.file(path.as_bytes()).is_some()) => {
                Some(spot.asking(format!(
                    "127: there is no file `{name}`: a path that begins with `/` begins at the top of all folders. Is `./{path}` meant, which is here?"
                )))
            }
            How::NotFound if name.contains('/') => {
                let (near, _) = near_file(evidence, name.strip_prefix("./")?)?;
                Some(spot.asking(format!(
                    "127: there is no file `{name}` here. Is `./{near}` meant?"
                )))
            }
            How::NotFound if let Some(meant) = unfound::in_substitution(evidence, ran, &name) => {
                Some(spot.saying(format!(
                    "{} runs a command and stands for what that prints; no command `{name}` was found (127). {meant}",
                    unfound::substitution_as_written(evidence, ran)
                )))
            }
            How::NotFound if let Some(printed) = unfound::of_what_is_printed(evidence, ran, &name) => Some(printed),
            How::NotFound if let Some(meant) = unfound::quoted_assignment(&evidence.line().at(ran.run.span), &name) => {
                Some(spot.instead(evidence.line().with(ran.run.span, &meant)).saying(format!(
                    "127: no command `{name}` was found. With quotes on the name, or round it all, a word is no assignment; only the value may have them: `{meant}`."
                )))
            }
            How::NotFound if let Some(meant) = unfound::value_as_argument(evidence, ran, &name) => {
                Some(spot.instead(evidence.line().with(ran.run.span, &meant)).asking(format!(
                    "127: no command `{name}` was found. Is a variable `{name}` to get a value? That is `{meant}`."
                )))
            }
            How::NotFound if file.is_some_and(|file| is_program(evidence, file)) && !is_own_output(evidence, ran, &name) => {
                Some(of_the_folder(evidence, ran, &name, file?))
            }
            How::NotFound if is_variable(evidence, evidence.line(), &name) => Some(spot.saying(format!(
                "127: no command `{name}` was found. There is a variable `{name}`: is its value meant, `${name}`?"
            )).at(Level::Ask)),
            How::NotFound if let Some(meant) = unfound::name_as_question(evidence, ran, &name) => {
                Some(spot.instead(evidence.line().with(ran.run.span, &meant)).asking(format!(
                    "127: no command `{name}` was found. Is the question whether there is a file `{name}`? That is `{meant}`."
                )))
            }
            How::NotFound
                if (is_to_be_printed(evidence, &name)
                    || name.contains(' ') && is_behind_or(evidence, ran))
                    && !is_quoted_line(&evidence.line().at(ran.run.span), &name) =>
            {
                let written = evidence.line().at(ran.run.span);
                let before = Span::at(ran.run.span.start);
                Some(spot.instead(evidence.line().with(before, "echo ")).asking(format!(
                    "127: no command `{name}` was found. Is it to be printed? That is `echo {}`.",
                    shorten(&written)
                )))
            }
            How::NotFound if name.contains(' ') && is_quoted_line(&evidence.line().at(ran.run.span), &name) => {
                let source = evidence.line().at(ran.run.span);
                Some(spot.instead(evidence.line().with(ran.run.span, &source.replacen(['"', '\''], "", 2))).saying(format!(
                    "127: no command `{name}` was found. Between quotes blanks part nothing, so all of it is one word, and that is the name of a command."
                )))
            }
            How::NotFound if file.is_some_and(is_not_executable) && !is_own_output(evidence, ran, &name) => {
                of_data(evidence, ran, &name)
            }
            How::NotFound if let Some(meant) = unfound::question_of_file(evidence, ran, &name) => {
                Some(spot.instead(evidence.line().with(ran.run.span, &meant)).saying(format!(
                    "127: no command `{name}` was found. Whether there is a file is asked by a test: `{meant}`."
                )))
            }
            How::NotFound if words::is_known_elsewhere(&name) => Some(spot.saying(format!(
                "127: there is no command `{name}` here."
            ))),
            How::NotFound => {
                if let Some(path) = name.strip_prefix('.').filter(|path| evidence.file(path.as_bytes()).is_some()) {
                    let start = ran.run.span.start;
                    let dot = Span::new(start, start + 1);
                    let instead = (evidence.line().at(dot) == ".").then(|| evidence.line().with(dot, "./"));
                    return Some(spot.instead(instead.flatten()).asking(format!(
                        "127: no command `{name}` was found. Is `./{path}` meant? Between the `.` for this folder and the name stands a `/`."
                    )));
                }
                if let Some((near, how)) = near_file(evidence, &name) {
                    return Some(spot.asking(format!(
                        "127: no command `{name}` was found. Is the file `{near}` meant? {how}"
                    )));
                }
                // A value for a variable was meant, and that is told in words of its own.
                if ran.run.words().get(1).is_some_and(|word| word.starts_with('=')) {
                    return None;
                }
                match words::near_command(&name) {
                    Some(near) => Some(spot.asking(format!(
                        "127: no command `{name}` was found. Is `{near}` meant?"
                    ))),
                    None => unfound::message_behind_or(evidence, ran, &name),
                }
            }
            How::External => slipped(evidence, ran, &name),
            How::NotExecutable => {
                Some(spot.saying(not_executable(evidence, &name, file)))
            }
            _ => None,
        }
    })
}

/// What is said of `./job` where the file is in another folder.
fn of_another_folder(evidence: &Evidence<'_>, name: &str) -> Option<String> {
    folders::elsewhere(evidence, name.strip_prefix("./")?)
}

/// What a name was found to be. Along a PATH that is set for the command alone it may be found after all.
fn how_in_the_end(ran: &Ran) -> Option<How> {
    match (ran.run.how?, ran.run.status()?) {
        (How::NotFound, ExitStatus::NOT_FOUND) => Some(How::NotFound),
        (How::NotFound, _) => None,
        (how, _) => Some(how),
    }
}

/// What is said of `name`, a program or script of the folder that was called without its `./`.
fn of_the_folder(evidence: &Evidence<'_>, ran: &Ran, name: &str, file: &FileFact) -> Spot {
    let source = evidence.line().at(ran.run.span);
    let instead = source.starts_with(name).then(|| format!("./{source}"));
    let spot = Spot::line(ran.run.span);
    match (is_not_executable(file), is_read_by_sh(file)) {
        // Who is to run it is not helped by another way.
        (true, _) if is_to_run(evidence, name) => spot.saying(format!(
            "127: no command `{name}` was found. There is a script of that name here, but the shell does not look here; `./{name}` is looked for here."
        )),
        (false, _) => spot.instead(instead).saying(format!(
            "127: no command `{name}` was found. There is a file of that name here, but the shell looks only in the folders of PATH; with a `/` in its name it is taken from where it is: `./{name}`."
        )),
        (true, true) => spot.saying(format!(
            "127: no command `{name}` was found. The script of that name here is read by `sh {name}`; as `./{name}` it runs once `chmod +x {name}` has allowed that."
        )),
        (true, false) => spot.saying(format!(
            "127: no command `{name}` was found. The script of that name here runs as `./{name}` once `chmod +x {name}` has allowed that."
        )),
    }
}

/// Whether the step wants the file `path` of the folder to be run itself.
fn is_to_run(evidence: &Evidence<'_>, path: &str) -> bool {
    let mut wanted = evidence.wanted.iter().flat_map(|wanted| &wanted.programs);
    wanted.any(|name| name == path)
}

/// What is asked of `name`, a file that does not look like a program and that somebody took for a command.
fn of_data(evidence: &Evidence<'_>, ran: &Ran, name: &str) -> Option<Spot> {
    let text = evidence.line();
    let mut simples = text.tree.simples();
    let simple = simples.find(|simple| simple.command.span == ran.run.span)?;
    let [only] = simple.command.words else {
        return None;
    };
    if let Some(spot) = names_for_deaf(text, &simple, name) {
        return Some(spot);
    }
    let decides = text.tree.decides(simple.index);
    let is_kept = simple.command.redirects.iter().any(is_output);
    let (asked, meant) = match decides {
        true => (
            "Is the question whether the file is there",
            format!("[ -e {name} ]"),
        ),
        false if is_kept => ("Is its name to be written", format!("echo {name}")),
        false => (
            "Is what stands in the file to be printed",
            format!("cat {name}"),
        ),
    };
    Some(Spot::line(ran.run.span).instead(text.with(only.span, &meant)).asking(format!(
        "127: no command `{name}` was found, and the file `{name}` here may not be run. {asked}? That is `{meant}`."
    )))
}

/// `list | rm`: a file of names before a command that reads no pipe.
fn names_for_deaf(text: &Text<'_>, simple: &Simple<'_, '_>, name: &str) -> Option<Spot> {
    // What `mv` and `cp` are given has its place before the operand that stands there.
    const DEAF: [&str; 5] = ["rm", "rmdir", "mkdir", "touch", "kill"];
    let pipeline = text.tree.pipeline_of(simple.index).pipeline;
    let [_, Command::Simple(next)] = pipeline.commands else {
        return None;
    };
    let called = words::bare(next.words.first()?).filter(|name| DEAF.contains(&name.as_str()))?;
    let (before, _) = pipeline.commands.split_first()?;
    let meant = format!("{} $(cat {name})", text.at(next.span));
    let whole = before.span().to(next.span);
    (before.span() == simple.command.span).then(|| {
        Spot::line(whole).instead(text.with(whole, &meant)).asking(format!(
            "127: no command `{name}` was found, and `{called}` reads no pipe. Are the words in the file `{name}` to be its arguments? That is `{meant}`."
        ))
    })
}

/// What is said of `name`, which is this `file` if it lies in the folder, and could not be run.
fn not_executable(evidence: &Evidence<'_>, name: &str, file: Option<&FileFact>) -> String {
    let found = format!("126: `{name}` was found but cannot be run");
    match file {
        _ if name == "./" => {
            "126: `./` alone is this folder, and that cannot be run. Between `./` and the name stands no blank.".to_owned()
        }
        Some(file) if file.kind == FileKind::Directory => {
            format!("{found}, because it is a directory. `cd {name}` goes into it.")
        }
        Some(file) if is_not_executable(file) => {
            let given = format!("{found}: it has no execute permission. `chmod +x {name}` gives it one");
            match is_program(evidence, file) && is_read_by_sh(file) {
                true => format!("{given}; `sh {name}` reads it without."),
                false => format!("{given}."),
            }
        }
        Some(file) if file.content.starts_with(b"#!") => format!(
            "{found}: it may be executed itself, and the program that its first line names may not."
        ),
        _ => format!("{found}: it is a directory, or has no execute permission."),
    }
}

/// A real program that has two letters of a well-known one in the wrong order, and that did not do what was wanted.
fn slipped(evidence: &Evidence<'_>, ran: &Ran, name: &str) -> Option<Spot> {
    let meant = words::swapped_command(name)?;
    let lacks = !ran.run.status()?.is_success() || lacks_output(evidence);
    let start = ran.run.span.start;
    let place = Span::new(start, start + name.len() as u32);
    let text = evidence.line();
    let instead = (text.at(place) == name).then(|| text.with(place, meant));
    lacks.then(|| {
        Spot::line(ran.run.span)
            .instead(instead.flatten())
            .asking(format!(
                "There is a program `{name}`, and it ran. Is `{meant}` meant?"
            ))
    })
}

/// Whether the step wants an output that the line did not print.
fn lacks_output(evidence: &Evidence<'_>) -> bool {
    let is_known = evidence
        .wanted
        .is_some_and(|wanted| wanted.output.is_some());
    is_known && !evidence.prints_as_wanted()
}

/// Whether a command runs after a failure, where something is mostly said about it.
pub(super) fn is_behind_or(evidence: &Evidence<'_>, ran: &Ran) -> bool {
    let tree = &evidence.line().tree;
    tree.and_ors.iter().any(|node| {
        node.and_or.rest.iter().any(|part| {
            let fails = part.operator == AndOr::Or;
            fails && matches!(part.pipeline.commands, [only] if only.span() == ran.run.span)
        })
    })
}

/// Whether a command is nothing but its name, between quotes, and that begins with the name of another.
fn is_quoted_line(source: &str, name: &str) -> bool {
    // Only redirections follow.
    let behind = source.get(name.len() + 2..);
    let alone =
        behind.is_some_and(|behind| behind.is_empty() || behind.starts_with([' ', '>', '<']));
    let quoted =
        source.starts_with(['"', '\'']) && source.get(1..=name.len()) == Some(name) && alone;
    let first = name.split(' ').next().unwrap_or_default();
    quoted && words::is_known_command(first)
}

/// The script or program of the folder itself whose name `name` only adds an ending to, leaves one out of, or misspells; and how
/// it is run.
fn near_file(evidence: &Evidence<'_>, name: &str) -> Option<(String, String)> {
    let stem = |name: &str| {
        name.rsplit_once('.')
            .map_or(name.to_owned(), |(stem, _)| stem.to_owned())
    };
    let mut files = evidence.seen.files_before.iter();
    files.find_map(|file| {
        let path = file.path.to_str().filter(|path| !path.contains('/'))?;
        let alike = stem(path).eq_ignore_ascii_case(&stem(name)) || words::is_near(name, path);
        let how = match (is_not_executable(file), is_read_by_sh(file)) {
            _ if is_to_run(evidence, path) => format!("`./{path}` takes it from where it is."),
            (false, _) => format!("It is run by `./{path}`."),
            (true, true) => format!("It is read by `sh {path}`."),
            (true, false) => format!("`chmod +x {path}` allows it to be run, by `./{path}`."),
        };
        let meant = path != name && alike && is_program(evidence, file);
        meant.then(|| (path.to_owned(), how))
    })
}

/// Whether a redirection of the command itself made the file of its name, as in `((n > 0))`.
fn is_own_output(evidence: &Evidence<'_>, ran: &Ran, name: &str) -> bool {
    let tree = &evidence.line().tree;
    let mut simples = tree.simples();
    let simple = simples.find(|simple| simple.command.span == ran.run.span);
    simple.is_some_and(|simple| {
        let mut redirects = simple.command.redirects.iter();
        redirects.any(|redirect| words::is_text(&redirect.target, name))
    })
}
