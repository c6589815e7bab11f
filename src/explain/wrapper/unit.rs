//! A line of a systemd unit that names a command, and a line as people show it: with the prompt before it.

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
        "a line of a systemd unit: no shell reads it, systemd itself runs the command. $, && and > work only in what a shell is given".to_owned(),
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
    Some(Wrapper {
        notes,
        from: at,
        ..Wrapper::default()
    })
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
    fn a_prompt_stands_alone_before_a_command() {
        assert_eq!(shown("$ ls -l").map(|wrapper| wrapper.from), Some(2));
        assert!(shown("$x ls").is_none());
        assert!(shown("$").is_none());
    }
}
