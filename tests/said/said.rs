//! What is said of lines, held to be true of them: parts that a message must have, and parts that it must not.
//!
//! In the table beside this, `$` begins a snippet as the tables of ideas have them; below it `+` begins what the message that is
//! spoken has, `-` what it has not. A message without parts to have need not be there.

use super::{AT_ONCE, Outcome, Snippet, at_once, look, snippet};

const TABLE: &str = include_str!("table.txt");

struct Case {
    snippet: Snippet,
    has: Vec<&'static str>,
    lacks: Vec<&'static str>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in TABLE.lines().filter(|line| !line.is_empty()) {
        let (mark, text) = line.split_at(2);
        match (mark, cases.last_mut()) {
            ("$ ", _) => cases.push(Case {
                snippet: snippet("", true, text),
                has: Vec::new(),
                lacks: Vec::new(),
            }),
            ("+ ", Some(case)) => case.has.push(text),
            ("- ", Some(case)) => case.lacks.push(text),
            _ => panic!("{line}"),
        }
    }
    cases
}

#[test]
fn what_is_said_is_true_of_the_line() {
    let wrong = at_once(AT_ONCE, cases(), |case: Case| {
        let Outcome { snippet, findings } = look(case.snippet);
        let said = findings.first().map_or("", |finding| finding.say.as_str());
        let fine = case.has.iter().all(|part| said.contains(part))
            && case.lacks.iter().all(|part| !said.contains(part));
        (!fine).then(|| format!("{}\n    {said}", snippet.text))
    });
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
