//! A prediction that is right but for a slip: blanks, the order of lines, a line left out, a message that is no output.

use crate::lesson::predict::{Comparison, Row};
use crate::observation::Observation;
use crate::tutor::view::visible;

/// What is said where only blanks, capital letters or punctuation differ; not where blanks stand side by side, since what becomes of these is
/// what a session may be about.
pub(super) fn slip(row: &Row) -> Option<String> {
    let (expected, answered) = (row.expected.as_deref()?, row.answered.as_deref()?);
    let close = |text: &str| text.split_whitespace().collect::<String>();
    let is_spaced =
        |text: &str| text.contains("  ") || text.contains('\t') || text.starts_with(' ');
    let what = if close(expected) == close(answered) {
        if is_spaced(expected) || is_spaced(answered) {
            return None;
        }
        "blanks"
    } else if expected.eq_ignore_ascii_case(answered) {
        "capital letters"
    } else if unpunctuated(expected).is_some_and(|words| unpunctuated(answered) == Some(words)) {
        "signs between the words"
    } else {
        return None;
    };
    Some(format!(
        "Only the {what} differ in the line \"{}\".",
        visible(expected)
    ))
}

/// The words of a line, which has some, without what punctuates them.
fn unpunctuated(line: &str) -> Option<Vec<&str>> {
    let is_sign = |c: char| matches!(c, ',' | '.' | ':' | ';' | '!' | '?');
    let words = line
        .split_whitespace()
        .map(|word| word.trim_matches(is_sign));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words
        .iter()
        .any(|word| word.contains(char::is_alphabetic))
        .then_some(words)
}

/// Whether both sides have the same lines, and more than numbers: statuses come into another order by chance.
pub(super) fn is_reordered(comparison: &Comparison) -> bool {
    let number = |row: &Row| {
        let line = row.expected.as_deref().unwrap_or_default();
        line.bytes().all(|byte| byte.is_ascii_digit())
    };
    if comparison.rows.iter().all(number) {
        return false;
    }
    let sorted = |side: fn(&Row) -> &Option<String>| {
        let mut lines: Vec<_> = comparison.rows.iter().map(side).collect();
        lines.sort();
        lines
    };
    sorted(|row| &row.expected) == sorted(|row| &row.answered)
}

/// An error message that was predicted, where what was predicted beside such messages is what is printed.
pub(super) fn message<'c>(
    observation: &Observation,
    comparison: &'c Comparison,
) -> Option<&'c str> {
    let streams = observation.streams.as_ref()?;
    let told = String::from_utf8_lossy(&streams.stderr).into_owned();
    // How it is put differs from one system to the next; who says it, and of what, does not.
    let speaker = |line: &str| {
        let (speaker, _) = line.trim().rsplit_once(": ")?;
        speaker.contains(": ").then(|| speaker.to_owned())
    };
    let speakers: Vec<String> = told.lines().filter_map(speaker).collect();
    let expected: Vec<&String> = expected(comparison).collect();
    let is_message = |line: &&String| {
        let speaks = speaker(line).is_some_and(|name| speakers.contains(&name));
        let is_told = told.lines().any(|other| other.trim() == line.trim());
        (speaks || is_told) && !line.trim().is_empty() && !expected.contains(line)
    };
    let answered = comparison
        .rows
        .iter()
        .filter_map(|row| row.answered.as_ref());
    let (messages, printed): (Vec<_>, Vec<_>) = answered.partition(is_message);
    let is_right = printed == expected;
    messages
        .first()
        .map(|line| line.as_str())
        .filter(|_| is_right)
}

fn expected(comparison: &Comparison) -> impl Iterator<Item = &String> {
    comparison
        .rows
        .iter()
        .filter_map(|row| row.expected.as_ref())
}

/// The line at `row`, where it is missing, and all that was answered is printed in the same order, some of it behind that line.
pub(super) fn left_out(comparison: &Comparison, row: usize) -> Option<&str> {
    let rows = comparison.rows.iter();
    let mut printed = rows.clone().filter_map(|row| row.expected.as_ref());
    let mut answered = rows.filter_map(|row| row.answered.as_ref());
    let is_printed = answered.all(|line| printed.any(|printed| printed == line));
    let goes_on = comparison.rows[row..]
        .iter()
        .any(|row| row.answered.is_some());
    let missing = comparison.rows[row].expected.as_deref();
    missing.filter(|line| goes_on && is_printed && !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::told;
    use crate::lesson::predict::compare;
    use crate::observation::Observation;
    use crate::tutor::view::Page;

    #[test]
    fn an_order_is_told_from_a_difference() {
        let told = |printed, answered| {
            let observation = Observation::default();
            told(&observation, &compare(printed, answered), 0, Page::plain())
        };
        let said = "  The same lines, in another order.";
        assert_eq!(told("notes\nrelease\n", "release\nnotes\n"), said);
        let missing = "  The line \"notes\" is missing.";
        assert_eq!(told("notes\nrelease\n", "release\n"), missing);
        assert_eq!(told("a\na\nb\n", "b\nb\na\n"), "");
        assert_eq!(told("0\n1\n", "1\n0\n"), "");
        let missing = "  The line \"a\" is missing.";
        assert_eq!(told("a\nb\n", "b\n"), missing);
    }

    #[test]
    fn a_message_that_was_predicted_is_called_one() {
        use crate::observation::Streams;
        let told = |answered| {
            let stderr = b"cat: app.log: No such file or directory\n".to_vec();
            let observation = Observation {
                streams: Some(Streams {
                    stdout: b"0\n".to_vec(),
                    stderr,
                }),
                ..Observation::default()
            };
            let comparison = compare("0\n", answered);
            told(&observation, &comparison, 0, Page::plain())
        };
        let said = "is an error message";
        assert!(told("cat: app.log: No such file or directory\n0\n").contains(said));
        assert!(told("0\ncat: app.log: not found\n").contains(said));
        assert!(!told("cat: app.log: No such file or directory\n1\n").contains(said));
        assert!(!told("cat: done\n0\n").contains(said));
        assert!(!told("1\n").contains(said));
    }

    #[test]
    fn a_slip_of_the_pen_is_no_mistake_about_the_shell() {
        let told = |printed, answered| {
            let observation = Observation::default();
            told(&observation, &compare(printed, answered), 0, Page::plain())
        };
        let said = "  Only the blanks differ in the line \"status: 1\".";
        assert_eq!(told("status: 1\n", "status:1\n"), said);
        let said = "  Only the capital letters differ in the line \"C\".";
        assert_eq!(told("C\n", "c\n"), said);
        assert_eq!(told("C\n", "B\n"), "");
        assert_eq!(told("two  blanks\n", "two blanks\n"), "");
    }
}
