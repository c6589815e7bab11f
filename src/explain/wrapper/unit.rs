//! A line of a systemd unit that names a command, and a line as people show it: with the prompt before it.

use super::super::{Explanation, Piece};
use super::plain::{self, Reader};
use super::whole::{add, joined, note};
use super::{Wrapper, words};
use crate::source::Span;

const KEYS: [&str; 7] = [
    "ExecStart",
    "ExecStartPre",
    "ExecStartPost",
    "ExecStop",
    "ExecStopPost",
    "ExecReload",
    "ExecCondition",
];

/// `ExecStart=/usr/bin/app`, with the signs that may stand before the command.
pub(super) fn find(line: &str) -> Option<Wrapper> {
    let (key, rest) = line.split_once('=')?;
    if !KEYS.contains(&key) || rest.trim().is_empty() {
        return None;
    }
    let mut at = key.len() as u32 + 1;
    let mut notes = vec![(
        Span::new(0, at),
        "a line of a systemd unit: no shell reads it, systemd itself runs the command. &&, | and > work only in what a shell is given".to_owned(),
    )];
    for sign in rest.chars() {
        let said = match sign {
            '-' => "a failure is overlooked",
            '@' => "the word after the command is the name it is told it has",
            ':' => "$ stays as it is",
            '+' | '!' => "with all rights",
            ' ' => {
                at += 1;
                continue;
            }
            _ => break,
        };
        notes.push((Span::new(at, at + 1), said.to_owned()));
        at += 1;
    }
    let end = line.trim_end().len() as u32;
    let read = plain::read(line, at.min(end), end, Reader::Systemd);
    notes.extend(read.notes);
    Some(Wrapper {
        notes,
        from: at,
        replaced: read.replaced,
        ..Wrapper::default()
    })
}

/// What a whole unit says, or several lines of one; none if `text` is none.
pub(super) fn explain(text: &str) -> Option<Explanation> {
    let mut whole = Explanation::default();
    let mut is_unit = false;
    for (start, line) in joined(text) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        let is_section = trimmed.starts_with('[') && trimmed.ends_with(']');
        let key = trimmed.split_once('=').map(|(key, _)| key.trim_end());
        let said = match key {
            _ if trimmed.starts_with(['#', ';']) => "a comment",
            _ if is_section && is_key(&trimmed[1..trimmed.len() - 1]) => {
                "a section of a systemd unit: no shell reads the file, systemd itself runs its commands"
            }
            Some("Environment" | "EnvironmentFile") => "variables for the commands of the unit",
            Some(key) if is_key(key) => "a setting for systemd",
            _ => return None,
        };
        is_unit |= is_section || key.is_some_and(|key| KEYS.contains(&key));
        match find(line) {
            Some(command) => add(&mut whole, command, text, start, line),
            None => {
                let end = start + line.trim_end().len();
                let mark = Span::new(start as u32, end as u32);
                whole
                    .notes
                    .push(note(mark, line, Piece::Once(said.to_owned())));
            }
        }
    }
    is_unit.then_some(whole)
}

/// Whether `text` is spelt as the keys and sections of a unit are.
fn is_key(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && text.contains(|c: char| c.is_ascii_lowercase())
}

/// `$ command`, as a page or a colleague shows it.
pub(super) fn shown(line: &str) -> Option<Wrapper> {
    let all = words(line);
    let [(mark, "$" | "%"), (command, _), ..] = all.as_slice() else {
        return None;
    };
    let said = "the prompt of whoever showed the line, and no part of it: leave it out";
    Some(Wrapper {
        notes: vec![(*mark, said.to_owned())],
        from: command.start,
        ..Wrapper::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_begins_behind_key_and_signs() {
        let from = |line: &str| find(line).map(|wrapper| wrapper.from);
        assert_eq!(from("ExecStart=/bin/app --port 80"), Some(10));
        assert_eq!(from("ExecStartPre=-/bin/sh -c x"), Some(14));
        assert_eq!(from("ExecStart="), None);
        assert_eq!(from("Exec=/bin/app"), None);
    }

    #[test]
    fn of_a_unit_only_the_commands_are_read() {
        let text = "[Unit]\nDescription=An app\n\n[Service]\nExecStartPre=/bin/mkdir -p /run/app\nExecStart=/bin/app --port $PORT > /log \\\n  -v\n";
        let whole = explain(text).unwrap();
        let said = |quote: &str| {
            let mut notes = whole.notes.iter();
            let note = notes.find(|note| note.quote == quote);
            note.unwrap_or_else(|| panic!("{quote}: {whole:?}")).pieces[0]
                .text()
                .to_owned()
        };
        assert!(said("[Service]").contains("no shell"));
        assert!(said("/bin/mkdir").contains("mkdir"));
        assert!(said("$PORT").contains("systemd puts the value in"));
        assert!(said(">").contains("no operator"));
        assert!(explain("A=1\nB=2\n").is_none());
        assert!(explain("[ a ]\nB=2\n").is_none());
    }

    #[test]
    fn a_prompt_stands_alone_before_a_command() {
        assert_eq!(shown("$ ls -l").map(|wrapper| wrapper.from), Some(2));
        assert!(shown("$x ls").is_none());
        assert!(shown("$").is_none());
    }
}
