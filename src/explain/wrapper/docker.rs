//! Instructions of a Dockerfile that hold a command: RUN, CMD, ENTRYPOINT, HEALTHCHECK CMD.

use super::{Options, Replacement, Wrapper, words};
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

const OF_SHELL: &str = "a list in [ ]: no shell reads it but the one that it names, and that only what stands behind -c";
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

/// A `CMD` beside the list of an `ENTRYPOINT`: what it holds are arguments for that.
pub(super) fn arguments(line: &str) -> Option<Wrapper> {
    let all = words(line);
    let [(mark, "CMD"), (first, _), ..] = all.as_slice() else {
        return None;
    };
    let end = line.trim_end().len() as u32;
    let list = Span::new(first.start, end);
    let is_list = list.of(line.as_bytes()).starts_with(b"[");
    let said = match is_list {
        true => "the arguments, as they stand: no shell reads them",
        false => "no list, and so three arguments: /bin/sh, -c and this text",
    };
    Some(Wrapper {
        notes: vec![
            (*mark, "an instruction of a Dockerfile: beside the list of ENTRYPOINT, arguments for it if a container is given no others".to_owned()),
            (list, said.to_owned()),
        ],
        from: line.len() as u32,
        ..Wrapper::default()
    })
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
pub(super) fn finish(line: &str, mut notes: Vec<(Span, String)>, from: u32) -> Wrapper {
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
    let texts = texts(line, from, end);
    if let Some((script, options)) = script(line, &texts) {
        notes.push((Span::new(from, script.start), OF_SHELL.to_owned()));
        let tail = Span::new(script.end, line.len() as u32);
        let last = texts.last().is_some_and(|last| *last == script);
        notes.push((
            Span::new(script.end, end),
            match last {
                true => "ends the list",
                false => "what follows becomes $0 and $1, $2 and so on",
            }
            .to_owned(),
        ));
        let mut replaced = escapes(line, script);
        replaced.push((tail, Replacement::Text("")));
        return Wrapper {
            notes,
            from: script.start,
            replaced,
            options,
        };
    }
    notes.push((Span::new(from, end), EXEC_FORM.to_owned()));
    notes.extend(words_of(line, &texts));
    Wrapper {
        notes,
        from: line.len() as u32,
        ..Wrapper::default()
    }
}

/// The program of a list, and its arguments.
fn words_of(line: &str, texts: &[Span]) -> Vec<(Span, String)> {
    let quoted = |span: &Span| Span::new(span.start - 1, span.end + 1);
    let shown = |span: Span| &line[span.start as usize..span.end as usize];
    let Some((program, arguments)) = texts.split_first() else {
        return Vec::new();
    };
    let mut said = vec![(
        quoted(program),
        format!("the program is {}", shown(*program)),
    )];
    if let (Some(first), Some(last)) = (arguments.first(), arguments.last()) {
        let all = quoted(first).to(quoted(last));
        said.push((all, format!("its arguments are {}", shown(all))));
    }
    said
}

/// The texts of a list, what stands between their quotes.
pub(super) fn texts(line: &str, from: u32, end: u32) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open = None;
    let mut escaped = false;
    for at in from..end {
        match line.as_bytes()[at as usize] {
            _ if escaped => escaped = false,
            b'\\' => escaped = open.is_some(),
            b'"' => match open.take() {
                Some(start) => found.push(Span::new(start, at)),
                None => open = Some(at + 1),
            },
            _ => {}
        }
    }
    found
}

/// The text that a shell named in the list is given with `-c`, and the options it is given.
fn script(line: &str, texts: &[Span]) -> Option<(Span, Options)> {
    let text = |span: &Span| &line[span.start as usize..span.end as usize];
    let program = text(texts.first()?).rsplit('/').next()?;
    let sign = texts.iter().position(|span| {
        let word = text(span);
        word.starts_with('-') && !word.starts_with("--") && word.ends_with('c')
    })?;
    let script = texts.get(sign + 1)?;
    let words: Vec<Option<String>> = texts[1..=sign]
        .iter()
        .map(|span| Some(text(span).to_owned()))
        .collect();
    let is_shell = Options::is_shell(program) && sign > 0 && script.start < script.end;
    is_shell.then(|| (*script, Options::of_shell(program, &words)))
}

/// What a backslash in a text of a list stands for.
pub(super) fn escapes(line: &str, text: Span) -> Vec<(Span, Replacement)> {
    let mut found = Vec::new();
    let mut at = text.start;
    while at + 1 < text.end {
        let given = match &line.as_bytes()[at as usize..at as usize + 2] {
            b"\\\"" => "\"",
            b"\\\\" => "\\",
            b"\\/" => "/",
            b"\\n" => "\n",
            b"\\t" => "\t",
            _ => {
                at += 1;
                continue;
            }
        };
        found.push((Span::new(at, at + 2), Replacement::Text(given)));
        at += 2;
    }
    found
}
