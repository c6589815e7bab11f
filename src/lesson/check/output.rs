//! Checks of what the latest line printed.
//!
//! A session on a terminal cannot tell stdout from stderr. There, checks of stdout judge the screen, and so do checks of
//! stderr that want something to be there; that stderr *is empty*, or *is* some text, is then only asked of hidden runs.
//! Hidden runs know the two apart, and yet a message counts as printed there as well, unless one of their checks is of
//! stderr: what is refused where it is typed is refused everywhere.

use super::Verdict;
use crate::lesson::visible::{Marks, visible, visible_line};
use crate::observation::Observation;
use serde::Deserialize;

/// Conditions on a text; those that are given must all hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TextTest {
    /// The whole text. A newline at its end may be left out here, not by the learner.
    pub is: Option<String>,
    /// Occurs in the text.
    pub contains: Option<String>,
    /// Does not occur in the text.
    pub lacks: Option<String>,
    /// Whether there is no text at all.
    pub empty: Option<bool>,
}

impl TextTest {
    pub(super) fn fault(&self) -> Option<(&'static str, &'static str)> {
        let given = [
            self.is.is_some(),
            self.contains.is_some(),
            self.lacks.is_some(),
        ];
        (!given.contains(&true) && self.empty.is_none()).then_some((
            "a check of text without a condition",
            "`is`, `contains`, `lacks` or `empty`",
        ))
    }

    /// Whether one of the conditions wants some text to be there.
    fn wants_something(&self) -> bool {
        self.contains.is_some() || self.empty == Some(false)
    }

    /// The first condition that does not hold of `text`; if all do, the first.
    pub(super) fn judge(&self, what: &str, text: &[u8]) -> Verdict {
        let got = visible(&without_pictures(text), Marks::Unicode);
        let mut verdicts = Vec::new();
        let mut ask = |holds, wanted| verdicts.push(Verdict::new(holds, what, wanted, got.clone()));
        if let Some(is) = &self.is {
            let is = whole_lines(is);
            ask(
                text == is.as_bytes(),
                visible(is.as_bytes(), Marks::Unicode),
            );
        }
        if let Some(part) = &self.contains {
            ask(
                holds_part(text, part),
                format!("with {} in it", set_apart(part)),
            );
        }
        if let Some(part) = &self.lacks {
            ask(
                !holds_part(text, part),
                format!("without {} in it", set_apart(part)),
            );
        }
        if let Some(empty) = self.empty {
            let wanted = if empty { "(nothing)" } else { "something" };
            ask(text.is_empty() == empty, wanted.to_owned());
        }
        let failed = verdicts
            .iter()
            .position(|verdict| !verdict.holds)
            .unwrap_or(0);
        let none = || Verdict::new(true, what, "anything", got.clone());
        verdicts.into_iter().nth(failed).unwrap_or_else(none)
    }
}

/// `text` without the lines that show, below a syntax error, where it is: the first one says what it is.
fn without_pictures(text: &[u8]) -> Vec<u8> {
    let mut shown = Vec::new();
    let mut in_picture = false;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let is_error = line.windows(ERROR.len()).any(|window| window == ERROR);
        in_picture = is_error || in_picture && line.starts_with(b"  ");
        if is_error || !in_picture {
            shown.extend_from_slice(line);
        }
    }
    shown
}

/// What stands in the first line of a message about what cannot be read.
const ERROR: &[u8] = b": syntax error: ";

/// With the final newline that an author need not write.
fn whole_lines(text: &str) -> String {
    let end = if text.is_empty() || text.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    format!("{text}{end}")
}

/// A text in the middle of a sentence: between quotes, on one line.
fn set_apart(part: &str) -> String {
    let lines: Vec<String> = part
        .split('\n')
        .map(|line| visible_line(line.as_bytes(), Marks::Unicode))
        .collect();
    format!("\"{}\"", lines.join("$"))
}

fn holds_part(text: &[u8], part: &str) -> bool {
    part.is_empty()
        || text
            .windows(part.len())
            .any(|window| window == part.as_bytes())
}

/// Standard output of the latest line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Stdout(pub TextTest);

/// Standard error of the latest line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Stderr(pub TextTest);

/// What the latest line put on the screen: both streams, as they came.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Screen(pub TextTest);

impl Stdout {
    /// Judges the latest line.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let streams = observations.last().and_then(|last| last.streams.as_ref());
        // The screen, which is shown beside it, has them too.
        let what = match streams {
            Some(streams) if !streams.stderr.is_empty() => "printed (without error messages)",
            _ => "printed",
        };
        judge_latest(&self.0, what, observations, |latest| {
            latest
                .streams
                .as_ref()
                .map_or(&latest.screen, |streams| &streams.stdout)
        })
    }
}

impl Stderr {
    /// Judges the latest line.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let what = "error messages";
        match observations.last() {
            Some(Observation { streams: None, .. }) if !self.0.wants_something() => {
                Verdict::new(true, what, "not judged", "not told apart on a terminal")
            }
            _ => judge_latest(&self.0, what, observations, |latest| {
                latest
                    .streams
                    .as_ref()
                    .map_or(&latest.screen, |streams| &streams.stderr)
            }),
        }
    }
}

impl Screen {
    /// Judges the latest line.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        judge_latest(&self.0, "on the screen", observations, |latest| {
            &latest.screen
        })
    }
}

fn judge_latest(
    test: &TextTest,
    what: &str,
    observations: &[Observation],
    text: impl Fn(&Observation) -> &Vec<u8>,
) -> Verdict {
    match observations.last() {
        Some(latest) => test.judge(what, text(latest)),
        None => Verdict::nothing_ran(what, test.judge(what, b"").wanted),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn of_a_syntax_error_only_the_message_is_shown() {
        let text = "up\ncheck.sh: line 3: syntax error: the text ends\n    fi\n      ^\n  hint: x\ndone\n  a\n";
        let shown = super::without_pictures(text.as_bytes());
        let expected = "up\ncheck.sh: line 3: syntax error: the text ends\ndone\n  a\n";
        assert_eq!(String::from_utf8(shown).unwrap(), expected);
    }

    use super::super::Check;
    use super::super::testing::{Line, judge};
    use super::*;

    #[test]
    fn differences_that_cannot_be_seen_are_marked() {
        let line = Line::new("x").streams("no config ", "").done();
        let verdict = judge("kind = 'stdout'\nis = 'no config'", line);
        assert_eq!(
            verdict,
            Verdict::new(false, "printed", "no config$", "no config·<no newline>")
        );
    }

    #[test]
    fn a_part_that_is_wanted_or_not_stands_apart() {
        let line = || Line::new("x").streams("not found\n", "").done();
        let wanted = |check: &str| judge(check, line()).wanted;
        let lacks = wanted("kind = 'stdout'\nlacks = 'not found'");
        assert_eq!(lacks, "without \"not found\" in it");
        let contains = wanted("kind = 'stdout'\ncontains = 'up'");
        assert_eq!(contains, "with \"up\" in it");
    }

    #[test]
    fn streams_are_told_apart_where_they_are_known() {
        let line = || Line::new("x").streams("out\n", "oops\n").done();
        assert!(judge("kind = 'stdout'\nis = 'out'", line()).holds);
        assert!(judge("kind = 'stderr'\ncontains = 'oops'", line()).holds);
        assert!(!judge("kind = 'stderr'\nempty = true", line()).holds);
        assert!(!judge("kind = 'stdout'\nlacks = 'out'", line()).holds);
    }

    #[test]
    fn on_a_terminal_the_screen_stands_for_stdout() {
        let line = || Line::new("ls").printing("ls", 0, "made\n").done();
        assert!(judge("kind = 'stdout'\nis = 'made'", line()).holds);
        assert!(judge("kind = 'screen'\nempty = false", line()).holds);
        assert!(judge("kind = 'stderr'\nempty = true", line()).holds);
        assert!(judge("kind = 'stderr'\nempty = false", line()).holds);
        assert!(!judge("kind = 'stderr'\ncontains = 'denied'", line()).holds);
    }

    #[test]
    fn a_test_without_a_condition_is_a_fault() {
        let check: Check = toml::from_str("kind = 'stdout'").unwrap();
        assert!(check.fault().is_some());
    }
}
