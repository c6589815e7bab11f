//! A prediction beside what was printed: whether they agree, and the first line in which they differ.
//!
//! Start with [`compare`]. Final newlines and blanks at line ends do not count, and `nothing`, `-` and an empty answer all
//! say that there is no output.

use super::{Snippet, WrongAnswer};

/// What was printed and what was predicted, line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// As many rows as the longer of the two has lines; none if both are empty.
    pub rows: Vec<Row>,
    /// 0-based index of the first row whose sides differ; `None` if they agree.
    pub first_difference: Option<usize>,
}

/// A line of each side; `None` where that side has already ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What was printed.
    pub expected: Option<String>,
    /// What was predicted.
    pub answered: Option<String>,
}

impl Comparison {
    /// Whether the prediction was right.
    pub fn agrees(&self) -> bool {
        self.first_difference.is_none()
    }
}

/// Lays `answered`, a learner's prediction, beside `expected`, what was printed.
pub fn compare(expected: &str, answered: &str) -> Comparison {
    let (expected, mut answered) = (lines(expected), lines(answered));
    if answered != expected && says_nothing(&answered) {
        answered.clear();
    }
    let rows: Vec<Row> = (0..expected.len().max(answered.len()))
        .map(|index| Row {
            expected: expected.get(index).cloned(),
            answered: answered.get(index).cloned(),
        })
        .collect();
    let first_difference = rows.iter().position(|row| row.expected != row.answered);
    Comparison {
        rows,
        first_difference,
    }
}

impl Snippet {
    /// The declared wrong answer that `answered` equals, compared as predictions are.
    pub fn diagnose(&self, answered: &str) -> Option<&WrongAnswer> {
        foreseen(&self.wrong, answered)
    }
}

/// The one of `wrong` that `answered` equals, compared as predictions are.
pub fn foreseen<'w>(wrong: &'w [WrongAnswer], answered: &str) -> Option<&'w WrongAnswer> {
    let mut wrong = wrong.iter();
    wrong.find(|wrong| compare(&wrong.answer, answered).agrees())
}

/// The lines that count: without the final newline and blanks at line ends. A single empty line is no output.
fn lines(text: &str) -> Vec<String> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| line.trim_end().to_owned())
        .collect();
    if lines == [""] { Vec::new() } else { lines }
}

fn says_nothing(lines: &[String]) -> bool {
    match lines {
        [line] => line.trim() == "-" || line.trim().eq_ignore_ascii_case("nothing"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: &str, answered: &str, first_difference: Option<usize>) {
        assert_eq!(
            compare(expected, answered).first_difference,
            first_difference,
            "{expected:?} {answered:?}"
        );
    }

    #[test]
    fn blanks_at_line_ends_and_the_final_newline_do_not_count() {
        check("1\n0\n", "1\n0", None);
        check("1\n0\n", "1  \n0 \n", None);
        check(" 1\n", "1", Some(0));
    }

    #[test]
    fn no_output_has_several_spellings() {
        for answer in ["", "\n", "-", "nothing", "Nothing", " - "] {
            check("", answer, None);
            check("1\n", answer, Some(0));
        }
        check("-\n", "-", None);
        check("nothing\n", "nothing", None);
    }

    #[test]
    fn the_first_differing_line_is_found() {
        check("done\n0\n", "done\n3\n", Some(1));
        check("1\n0\n", "1", Some(1));
        let rows = compare("1\n", "1\n0").rows;
        assert_eq!(
            rows[1],
            Row {
                expected: None,
                answered: Some("0".to_owned())
            }
        );
    }

    #[test]
    fn a_declared_wrong_answer_is_recognised() {
        let wrong = WrongAnswer {
            answer: "1\n1".to_owned(),
            idea: "dollar-question-twice".to_owned(),
            say: String::new(),
            line: 1,
        };
        let snippet = Snippet {
            source: String::new(),
            output: "1\n0\n".to_owned(),
            wrong: vec![wrong],
            line: 1,
        };
        assert_eq!(
            snippet.diagnose("1\n1\n").map(|wrong| wrong.idea.as_str()),
            Some("dollar-question-twice")
        );
        assert_eq!(snippet.diagnose("2"), None);
    }
}
