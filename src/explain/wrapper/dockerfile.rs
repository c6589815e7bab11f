//! A whole Dockerfile: comments and instructions, of which some hold commands for a shell.

use super::super::{Explanation, Piece};
use super::docker;
use super::whole::{add, note};
use crate::source::Span;

/// Instructions that no shell reads, and what each does.
const OTHERS: &[(&str, &str)] = &[
    (
        "FROM",
        "an instruction of a Dockerfile: the image that this one begins with",
    ),
    (
        "ARG",
        "an instruction of a Dockerfile: a variable of the build alone, set by --build-arg",
    ),
    (
        "ENV",
        "an instruction of a Dockerfile: a variable that the build and every container have in their environment",
    ),
    (
        "COPY",
        "an instruction of a Dockerfile: puts files of the build's folder into the image",
    ),
    (
        "ADD",
        "an instruction of a Dockerfile: as COPY, and unpacks archives and fetches addresses",
    ),
    (
        "WORKDIR",
        "an instruction of a Dockerfile: the directory of what follows, made if it is missing",
    ),
    (
        "EXPOSE",
        "an instruction of a Dockerfile: a note about ports; it opens none",
    ),
    (
        "USER",
        "an instruction of a Dockerfile: who runs what follows",
    ),
    (
        "LABEL",
        "an instruction of a Dockerfile: a note kept with the image",
    ),
    (
        "VOLUME",
        "an instruction of a Dockerfile: a directory that is kept outside of the container",
    ),
    (
        "STOPSIGNAL",
        "an instruction of a Dockerfile: the signal that docker stop sends",
    ),
    (
        "MAINTAINER",
        "an instruction of a Dockerfile: who looks after it; LABEL does that today",
    ),
];

/// What a Dockerfile says, or a part of one; none if `text` is none: each of its lines is an instruction.
pub(super) fn explain(text: &str) -> Option<Explanation> {
    let mut whole = Explanation::default();
    let mut instructions = 0;
    let entry = entry_point(text);
    for (start, line) in instructions_of(text) {
        let indent = line.len() - line.trim_start().len();
        let begin = start + indent;
        let mark = Span::new(begin as u32, (start + line.trim_end().len()) as u32);
        let word = line.split_ascii_whitespace().next();
        let Some(word) = word else { continue };
        if word.starts_with('#') {
            let said = "a comment; in a Dockerfile only where a line begins with #";
            whole
                .notes
                .push(note(mark, line, Piece::Once(said.to_owned())));
            continue;
        }
        instructions += 1;
        let arguments = match entry {
            Some(Entry::List) => docker::arguments(line),
            Some(Entry::Shell) | None => None,
        };
        if let Some(mut wrapper) = arguments.or_else(|| docker::find(line)) {
            if let (Some(Entry::Shell), "CMD", Some(first)) =
                (entry, word, wrapper.notes.first_mut())
            {
                first.1 = "an instruction of a Dockerfile: without effect here, since ENTRYPOINT is no list and takes no arguments".to_owned();
            }
            add(&mut whole, wrapper, text, start, line);
            continue;
        }
        let (_, said) = OTHERS.iter().find(|(name, _)| *name == word)?;
        whole
            .notes
            .push(note(mark, line, Piece::Once((*said).to_owned())));
    }
    (instructions > 0).then_some(whole)
}

/// How an `ENTRYPOINT` is written.
#[derive(Clone, Copy)]
enum Entry {
    List,
    Shell,
}

/// The `ENTRYPOINT` that holds: the last one behind the last `FROM`.
fn entry_point(text: &str) -> Option<Entry> {
    let lines = instructions_of(text);
    let is_base = |line: &str| line.split_ascii_whitespace().next() == Some("FROM");
    let stage = lines.iter().rev().take_while(|(_, line)| !is_base(line));
    let entry = stage.into_iter().find_map(|(_, line)| {
        let line = line.trim_start();
        line.strip_prefix("ENTRYPOINT")
            .filter(|rest| rest.starts_with([' ', '\t']))
    })?;
    Some(match entry.trim_start().starts_with('[') {
        true => Entry::List,
        false => Entry::Shell,
    })
}

/// The lines of `text`, those that a backslash continues together, with where they start.
fn instructions_of(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        at += line.len();
        let is_comment = line.trim_start().starts_with('#');
        let is_within = start < at - line.len();
        // A comment between continued lines is left out.
        let goes_on = line.trim_end().ends_with('\\') && !is_comment || is_comment && is_within;
        if !goes_on {
            found.push((start, text[start..at].trim_end_matches('\n')));
            start = at;
        }
    }
    if start < at {
        found.push((start, &text[start..at]));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_instruction_is_taken_for_what_it_is() {
        let text = "# image\nFROM debian\nENV A=1\nRUN apt-get update && \\\n    apt-get install -y curl\nCOPY . /app\nENTRYPOINT [\"/e.sh\"]\n";
        let whole = explain(text).unwrap();
        let about = |quote: &str| {
            let notes = whole
                .notes
                .iter()
                .filter(|note| note.quote.starts_with(quote));
            notes
                .map(|note| note.pieces[0].text().to_owned())
                .collect::<Vec<_>>()
                .join("\n")
        };
        assert!(about("FROM debian").contains("begins with"));
        assert!(about("RUN").contains("while the image is built"));
        assert!(
            about("apt-get").contains("packages"),
            "{}",
            about("apt-get")
        );
        assert!(about("ENTRYPOINT").contains("every container"));
        assert!(about("[\"/e.sh\"]").contains("no shell reads it"));
        for note in &whole.notes {
            let marked = &text[note.mark.start as usize..note.mark.end as usize];
            assert!(
                marked.starts_with(note.quote.split(' ').next().unwrap()),
                "{note:?}"
            );
        }
    }

    #[test]
    fn other_texts_are_no_dockerfile() {
        for text in [
            "FROM x\nls\n",
            "ls\nFROM x\nRUN y\n",
            "RUN=1\nCMD\n",
            "# only a comment\n",
        ] {
            assert!(explain(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_part_needs_no_base_and_every_list_is_explained() {
        let said = |text: &str| {
            let notes = explain(text).unwrap().notes;
            let texts = notes.iter().map(|note| note.pieces[0].text().to_owned());
            texts.collect::<Vec<_>>().join("\n")
        };
        assert!(said("RUN npm ci\nCMD node .\n").contains("while the image is built"));
        let both = said("ENTRYPOINT [\"/e.sh\"]\nCMD [\"a\", \"b\"]\n");
        assert!(both.contains("the program is /e.sh"), "{both}");
        assert!(both.contains("arguments for it if"), "{both}");
        assert!(!both.contains("the program is a"), "{both}");
    }
}
