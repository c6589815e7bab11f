//! Ideas about a script as a file: who reads it, and how its lines end.

use super::evidence::{Evidence, Ran};
use super::find::find_run;
use super::status::shorten;
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{Command, RedirectOperator};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "crlf-script",
        "The file is there and executable, so \"not found\" must be about PATH.",
        "The script exists; its interpreter does not. The `#!` line ends with a Windows carriage return, so the kernel looked for a program whose name ends in one.",
    )
    .ranked(6)
    .by(carriage_return),
    Idea::later(
        "shell-reads-file",
        "`sh job` runs the file job as `./job` does.",
        "`sh job` has `sh` read the file, so nobody asks whether it may be executed. Run the file itself: `./job`.",
    )
    .by(shell_reads),
    Idea::later(
        "dot-looks-along-path",
        "`. conf` reads the file conf of this folder.",
        "`.` looks for a name without a `/` in the folders of PATH. The file of this folder is `. ./conf`.",
    )
    .ranked(0)
    .by(dot_along_path),
];

/// `. conf`, which has found nothing, where a file of that name is here.
fn dot_along_path(evidence: &Evidence<'_>) -> Option<Spot> {
    find_run(evidence, |ran| {
        let read = ReadBy::of(evidence, ran).filter(|read| read.shell == ".")?;
        let name = &read.path;
        let here = evidence.file(name.as_bytes()).is_some();
        let lost = !name.contains('/') && here && !read.was_read(evidence, ran);
        let source = evidence.line().at(read.span);
        lost.then(|| {
            Spot::line(read.span)
                .instead(evidence.line().with(read.span, &source.replacen(name, &format!("./{name}"), 1)))
                .saying(format!(
                    "`.` looks for a name without a `/` in the folders of PATH alone, so it has not found the `{name}` here and read nothing. The file of this folder is `. ./{name}`."
                ))
        })
    })
}

fn carriage_return(evidence: &Evidence<'_>) -> Option<Spot> {
    interpreter(evidence).or_else(|| lines_with_return(evidence))
}

/// A script that was read, or began to run, and failed, where each line ends with a carriage return.
fn lines_with_return(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().find_map(|text| {
        let (runner, name) = (text.runner?, text.name.as_ref()?);
        let line = text.bytes.split(|byte| *byte == b'\n').next()?;
        let whole = text.bytes.windows(2).any(|pair| pair == b"\r\n") && line.ends_with(b"\r");
        let ran = evidence.runs_at(evidence.line(), runner).last();
        let failed = ran.and_then(|ran| ran.run.status()).is_some_and(|status| !status.is_success() && status.0 != 126);
        let level = match text.fault {
            Some(_) => Level::SyntaxError,
            None => Level::Certain,
        };
        (whole && (failed || text.fault.is_some())).then(|| {
            Spot::line(runner).at(level).saying(format!(
                "The lines of `{name}` end with a Windows carriage return. To the shell it is the last letter of the last word of each line, so a number there is none, and a `then` is no word of the shell. `tr -d '\\r' < {name}` prints the script without them."
            ))
        })
    })
}

/// A script whose interpreter is not found, since the name of that ends in a carriage return.
fn interpreter(evidence: &Evidence<'_>) -> Option<Spot> {
    find_run(evidence, |ran| {
        let file = evidence.file(ran.run.name())?;
        let first = file.content.split(|byte| *byte == b'\n').next()?;
        let failed = ran.run.status()?.0 == 127 || ran.run.status()?.0 == 126;
        let crlf = first.starts_with(b"#!") && first.ends_with(b"\r");
        (failed && crlf && file.mode & 0o111 != 0 && ran.run.name().contains(&b'/'))
            .then(|| Spot::line(ran.run.span))
    })
}

/// `sh job`, and where it may not be executed `. ./job`, `sh < job` and `cat job | sh`, where the step wants the file `job` to
/// be run by itself.
fn shell_reads(evidence: &Evidence<'_>) -> Option<Spot> {
    let programs = &evidence.wanted?.programs;
    find_run(evidence, |ran| {
        let read = ReadBy::of(evidence, ran)?;
        let name = read.path.rsplit('/').next()?;
        let wanted = programs.iter().any(|program| program == name);
        let other = !programs.contains(&read.shell);
        let may_run = || {
            evidence
                .file(read.path.as_bytes())
                .is_some_and(|file| file.mode & 0o111 != 0)
        };
        if !read.was_read(evidence, ran) {
            return of_path(evidence, &read).filter(|_| wanted);
        }
        (wanted && other && (read.by_name || !may_run())).then(|| {
            let reader = match read.shell.as_str() {
                "." => "this shell".to_owned(),
                shell => format!("`{shell}`"),
            };
            Spot::line(read.span)
                .instead(evidence.line().with(read.span, &format!("./{name}")))
                .saying(format!(
                    "`{}` has {reader} read the file, so nobody asks whether it may be executed. Run the file itself: `./{name}`.",
                    shorten(&evidence.line().at(read.span))
                ))
        })
    })
}

/// A file that a shell reads instead of its being run.
struct ReadBy {
    shell: String,
    path: String,
    /// All that was written to have it read.
    span: Span,
    /// Whether it is the operand of a shell.
    by_name: bool,
}

/// What is said of a `.` that found no file, as it looks for a name without a `/` where commands are looked for.
fn of_path(evidence: &Evidence<'_>, read: &ReadBy) -> Option<Spot> {
    let name = &read.path;
    let here = evidence.file(name.as_bytes()).is_some();
    (read.shell == "." && !name.contains('/') && here).then(|| {
        Spot::line(read.span)
            .instead(evidence.line().with(read.span, &format!("./{name}")))
            .saying(format!(
                "`.` looks for a name without a `/` in the folders of PATH alone, so it has not found the `{name}` here and read nothing. To run the file itself, it is `./{name}` in one word."
            ))
    })
}

impl ReadBy {
    /// Whether the shell found the file. That `.` did not shows in its text, which never ran.
    fn was_read(&self, evidence: &Evidence<'_>, ran: &Ran) -> bool {
        let mut texts = evidence.texts.iter();
        let read = texts.any(|text| text.runner == Some(ran.run.span) && text.source.is_some());
        let failed = ran.run.status().is_none_or(|status| !status.is_success());
        self.shell != "." || read || !failed
    }

    /// What the run of a shell reads.
    fn of(evidence: &Evidence<'_>, ran: &Ran) -> Option<ReadBy> {
        let words = ran.run.words();
        let (shell, path) = match words.as_slice() {
            [shell, path, ..] => (shell, Some(path)),
            [shell] => (shell, None),
            [] => return None,
        };
        let is_shell = matches!(shell.as_str(), "sh" | "bash" | "dash");
        let read = |path: String, span, by_name| ReadBy {
            shell: shell.clone(),
            path,
            span,
            by_name,
        };
        match path {
            Some(path) if is_shell || shell == "." => {
                Some(read(path.clone(), ran.run.span, is_shell))
            }
            None if is_shell => {
                let (path, span) = standard_input(evidence, ran)?;
                Some(read(path, span, false))
            }
            _ => None,
        }
    }
}

/// The file that a command has as its standard input, by `<` or from a `cat` before it, and all that says so.
fn standard_input(evidence: &Evidence<'_>, ran: &Ran) -> Option<(String, Span)> {
    let tree = &evidence.line().tree;
    let simple = tree
        .simples()
        .find(|simple| simple.command.span == ran.run.span)?;
    let mut redirects = simple.command.redirects.iter();
    let input = redirects.find(|redirect| {
        redirect.operator == RedirectOperator::Input && matches!(redirect.fd, None | Some(0))
    });
    if let Some(input) = input {
        return Some((words::literal(&input.target)?, ran.run.span));
    }
    let [Command::Simple(cat), Command::Simple(shell)] =
        tree.pipeline_of(simple.index).pipeline.commands
    else {
        return None;
    };
    let [name, path] = cat.words else { return None };
    let piped = words::is_text(name, "cat") && shell.span == ran.run.span;
    let path = words::literal(path).filter(|_| piped)?;
    Some((path, cat.span.to(shell.span)))
}
