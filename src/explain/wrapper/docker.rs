//! Instructions of a Dockerfile that hold a command: RUN, CMD, ENTRYPOINT, HEALTHCHECK CMD.

use super::{Wrapper, words};
use crate::source::Span;

const INSTRUCTIONS: &[(&str, &str)] = &[
    (
        "RUN",
        "an instruction of a Dockerfile: while the image is built, /bin/sh -c runs the rest; a status that is not 0 stops the build",
    ),
    (
        "CMD",
        "an instruction of a Dockerfile: what a container runs if it is not told otherwise; /bin/sh -c gets the rest",
    ),
    (
        "ENTRYPOINT",
        "an instruction of a Dockerfile: what every container of the image runs; /bin/sh -c gets the rest, and not the container's arguments",
    ),
    (
        "SHELL",
        "an instruction of a Dockerfile: the shell for the instructions that follow",
    ),
];

const EXEC_FORM: &str = "a list in [ ]: no shell reads it. The first text is the program, the others are its arguments as they stand: no $, no && and no > works here";

pub(super) fn find(line: &str) -> Option<Wrapper> {
    let all = words(line);
    let (mark, word) = *all.first()?;
    if word == "HEALTHCHECK" {
        return health_check(line, &all);
    }
    let (_, about) = INSTRUCTIONS.iter().find(|(name, _)| *name == word)?;
    let mut rest = all.get(1..)?;
    if rest.is_empty() {
        return None;
    }
    let mut notes = vec![(mark, (*about).to_owned())];
    while let Some((span, text)) = rest.first().filter(|(_, text)| text.starts_with("--")) {
        notes.push((*span, option(text)));
        rest = &rest[1..];
    }
    let from = rest.first()?.0.start;
    Some(finish(line, notes, from))
}

fn health_check(line: &str, all: &[(Span, &str)]) -> Option<Wrapper> {
    let mut notes = vec![(
        all[0].0,
        "an instruction of a Dockerfile: Docker runs this command again and again; 0 means healthy, 1 unhealthy".to_owned(),
    )];
    for (number, (span, text)) in all.iter().enumerate().skip(1) {
        match *text {
            "CMD" => {
                notes.push((
                    *span,
                    "/bin/sh -c in the container gets the rest".to_owned(),
                ));
                let from = all.get(number + 1)?.0.start;
                return Some(finish(line, notes, from));
            }
            "NONE" => {
                notes.push((
                    *span,
                    "no health check, not even the base image's".to_owned(),
                ));
                let from = line.len() as u32;
                return Some(Wrapper {
                    notes,
                    from,
                    ..Wrapper::default()
                });
            }
            text if text.starts_with("--") => notes.push((*span, option(text))),
            _ => return None,
        }
    }
    None
}

fn option(text: &str) -> String {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    match name {
        "--interval" => format!("every {value}"),
        "--timeout" => format!("a check that takes longer than {value} has failed"),
        "--start-period" => format!("failures in the first {value} do not count"),
        "--start-interval" => format!("every {value} while it starts"),
        "--retries" => format!("after {value} failures in a row it is unhealthy"),
        "--mount" => "what is mounted while it runs".to_owned(),
        "--network" => "which network it may use".to_owned(),
        _ => "an option of the instruction".to_owned(),
    }
}

/// The rest is for the shell, or a list that is for none.
fn finish(line: &str, mut notes: Vec<(Span, String)>, from: u32) -> Wrapper {
    let rest = line[from as usize..].trim_end();
    let is_list = rest.starts_with('[') && rest.ends_with(']') && rest.contains('"');
    if !is_list {
        return Wrapper {
            notes,
            from,
            ..Wrapper::default()
        };
    }
    let end = from + rest.len() as u32;
    if let Some(last) = notes.last_mut() {
        let shell = [
            "; /bin/sh -c gets the rest, and not the container's arguments",
            "; /bin/sh -c gets the rest",
        ];
        for words in shell {
            last.1 = last.1.replace(words, "");
        }
        last.1 = last.1.replace("/bin/sh -c runs the rest", "this runs");
        last.1 = last
            .1
            .replace("/bin/sh -c in the container gets the rest", "what is run");
    }
    notes.push((Span::new(from, end), EXEC_FORM.to_owned()));
    Wrapper {
        notes,
        from: line.len() as u32,
        ..Wrapper::default()
    }
}
