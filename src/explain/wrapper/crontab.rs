//! A whole crontab: comments, variables, and lines of times and commands, each of which cron gives to a shell of its own.

use super::super::{Explanation, Piece};
use super::cron;
use super::whole::{add, lines, note};
use crate::source::Span;

/// A line of a crontab.
enum Line<'t> {
    Blank,
    Comment,
    /// `NAME=value`: the name.
    Variable(&'t str),
    Job,
}

/// What a crontab says; none if `text` is no crontab.
pub(super) fn explain(text: &str) -> Option<Explanation> {
    let lines: Vec<(usize, &str, Line<'_>)> = lines(text)
        .map(|(start, line)| Some((start, line, Line::of(line)?)))
        .collect::<Option<_>>()?;
    let jobs = || {
        let jobs = lines.iter().filter(|(.., kind)| matches!(kind, Line::Job));
        jobs.map(|(_, line, _)| *line)
    };
    jobs().next()?;
    let has_users = names_users(&lines) && jobs().all(|line| cron::user(line).is_some());
    let mut whole = Explanation::default();
    for (start, line, kind) in &lines {
        let at = |from: usize, to: usize| Span::new((start + from) as u32, (start + to) as u32);
        let indent = line.len() - line.trim_start().len();
        let all = at(indent, line.trim_end().len());
        match kind {
            Line::Blank => {}
            Line::Comment => whole.notes.push(note(
                all,
                line,
                Piece::Once("a comment; in a crontab only where a line begins with #".to_owned()),
            )),
            Line::Variable(name) => {
                whole
                    .notes
                    .push(note(all, line, Piece::Here(variable(name))));
            }
            Line::Job => {
                if let Some(job) = cron::job(line, has_users) {
                    add(&mut whole, job, text, *start, line);
                }
            }
        }
    }
    Some(whole)
}

impl<'t> Line<'t> {
    fn of(line: &'t str) -> Option<Line<'t>> {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            return Some(Line::Blank);
        }
        if trimmed.starts_with('#') {
            return Some(Line::Comment);
        }
        if cron::job(line, false).is_some() {
            return Some(Line::Job);
        }
        let (name, _) = trimmed.split_once('=')?;
        let name = name.trim_end().trim_matches(['"', '\'']);
        super::super::utility::is_name(name).then_some(Line::Variable(name))
    }
}

/// Whether a user stands before each command, as in /etc/crontab: a comment names that column, or a user known everywhere does.
fn names_users(lines: &[(usize, &str, Line<'_>)]) -> bool {
    lines.iter().any(|(_, line, kind)| match kind {
        Line::Comment => {
            let words: Vec<&str> = line.split_ascii_whitespace().collect();
            let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
            has(&["user", "user-name", "username"]) && has(&["command"])
        }
        Line::Job => cron::user(line).is_some_and(cron::is_known_user),
        _ => false,
    })
}

fn variable(name: &str) -> String {
    match name {
        "SHELL" => "the shell that gets the commands below; /bin/sh if this is not set".to_owned(),
        "PATH" => "where the commands below are looked for; cron's own PATH is short, and no profile is read".to_owned(),
        "MAILTO" => "who is sent by mail what the commands below print; nobody, if it is empty".to_owned(),
        "HOME" => "the directory in which the commands below start".to_owned(),
        _ => format!("{name} is set for the commands below; cron expands no $ in its value"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::Note;

    /// What is said first of each line, with its quote.
    fn said(text: &str) -> Vec<(String, String)> {
        let notes = explain(text).expect("a crontab").notes;
        let first = |note: &Note| (note.quote.clone(), note.pieces[0].text().to_owned());
        notes.iter().map(first).collect()
    }

    #[test]
    fn each_line_is_taken_for_what_it_is() {
        let text = "# m h dom mon dow command\nMAILTO=\"\"\n\n*/5 * * * * cd /srv && ./run\n@daily backup\n";
        let said = said(text);
        let quotes: Vec<&str> = said.iter().map(|(quote, _)| quote.as_str()).collect();
        assert_eq!(
            quotes[..4],
            [
                "# m h dom mon dow command",
                "MAILTO=\"\"",
                "*/5 * * * *",
                "cd"
            ]
        );
        assert!(said.iter().any(|(quote, _)| quote == "@daily"), "{said:?}");
        assert!(explain(text).unwrap().status.is_none());
    }

    #[test]
    fn places_are_those_of_the_whole_text() {
        let text = "A=1\n@daily ls | wc -l\n";
        for note in explain(text).unwrap().notes {
            let marked = &text[note.mark.start as usize..note.mark.end as usize];
            assert_eq!(note.quote, marked);
        }
        let broken = explain("A=1\n@daily if ls; fi\n").unwrap().error.unwrap();
        assert!(broken.span.start > 4, "{broken:?}");
    }

    #[test]
    fn a_user_is_told_from_a_command() {
        let is_user = |text: &str| {
            let said = said(text);
            said.iter()
                .any(|(_, about)| about.contains("the user who runs it"))
        };
        assert!(is_user(
            "17 * * * * root cd / && run-parts x\n25 6 * * * www-data ls\n"
        ));
        assert!(is_user(
            "# m h dom mon dow user command\n0 1 * * * deploy ./go now\n"
        ));
        assert!(!is_user(
            "# m h dom mon dow command\n0 1 * * * deploy ./go now\n"
        ));
        assert!(!is_user("0 1 * * * root ./go\n0 2 * * * /bin/true\n"));
    }

    #[test]
    fn other_texts_are_no_crontab() {
        for text in [
            "A=1\nB=2\n",
            "# only\n",
            "ls\n@daily ls\n",
            "* * * * * ls\nif x; then y; fi\n",
        ] {
            assert!(explain(text).is_none(), "{text}");
        }
    }
}
