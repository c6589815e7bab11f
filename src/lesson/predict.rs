//! A prediction beside what was printed: whether they agree, and the first line in which they differ.
//!
//! Start with [`compare`]. Final newlines and blanks at line ends do not count. [`understood`] reads what was typed: `nothing`,
//! `no output`, `-` and an empty answer all say that there is no output. [`otherwise_laid_out`] is for answers with the right
//! words.

use super::{Snippet, WrongAnswer};

/// Pairs of lines that are looked at to align two texts.
const MOST_CELLS: usize = 1 << 16;

/// What was printed and what was predicted, line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// At least as many rows as the longer of the two has lines; none if both are empty.
    pub rows: Vec<Row>,
    /// 0-based index of the first row whose sides differ; `None` if they agree.
    pub first_difference: Option<usize>,
}

/// A line of each side; `None` where that side has none there.
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
    let is_empty_line = expected == "\n";
    let (mut expected, answered) = (lines(expected), lines(answered));
    // Who types nothing cannot say that a line is printed, even if it is empty; whoever says something else is told of it.
    if is_empty_line && !answered.is_empty() {
        expected.push(String::new());
    }
    let rows = match expected.len() == answered.len() {
        true => side_by_side(&expected, &answered),
        false => aligned(&expected, &answered),
    };
    let first_difference = rows.iter().position(|row| row.expected != row.answered);
    Comparison {
        rows,
        first_difference,
    }
}

/// Each line beside the one of the same number.
fn side_by_side(expected: &[String], answered: &[String]) -> Vec<Row> {
    let rows = 0..expected.len().max(answered.len());
    let row = |index: usize| Row {
        expected: expected.get(index).cloned(),
        answered: answered.get(index).cloned(),
    };
    rows.map(row).collect()
}

/// The lines of a longest common part each beside its like, so that one line too many or too few shows as that; what stands
/// between them as [`side_by_side`] has it.
fn aligned(expected: &[String], answered: &[String]) -> Vec<Row> {
    let (height, width) = (expected.len(), answered.len());
    if height.saturating_mul(width) > MOST_CELLS {
        return side_by_side(expected, answered);
    }
    // How many lines are common from here on.
    let mut common = vec![vec![0usize; width + 1]; height + 1];
    for (row, column) in (0..height)
        .rev()
        .flat_map(|row| (0..width).rev().map(move |column| (row, column)))
    {
        common[row][column] = match expected[row] == answered[column] {
            true => common[row + 1][column + 1] + 1,
            false => common[row + 1][column].max(common[row][column + 1]),
        };
    }
    let (mut rows, mut row, mut column, mut from) = (Vec::new(), 0, 0, (0, 0));
    while row < height && column < width {
        match expected[row] == answered[column] {
            true => {
                rows.extend(side_by_side(
                    &expected[from.0..row],
                    &answered[from.1..column],
                ));
                rows.extend(side_by_side(
                    &expected[row..=row],
                    &answered[column..=column],
                ));
                (row, column) = (row + 1, column + 1);
                from = (row, column);
            }
            // Both may stand side by side: fewer rows say the same.
            false if common[row + 1][column + 1] == common[row][column] => {
                (row, column) = (row + 1, column + 1);
            }
            false if common[row + 1][column] >= common[row][column + 1] => row += 1,
            false => column += 1,
        }
    }
    rows.extend(side_by_side(&expected[from.0..], &answered[from.1..]));
    rows
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

/// What says that there is no output.
const NOTHING: [&str; 8] = [
    "-",
    "nothing",
    "no output",
    "none",
    "blank",
    "empty",
    "no line",
    "nothing is printed",
];

/// What somebody means who types `answer` as the output of `session`: nothing where that is what the word says. A word that the
/// session itself may print means itself.
pub fn understood(answer: &str, session: &str) -> String {
    let line = answer.trim().trim_end_matches('.');
    let line = line.trim_start_matches(['(', '"', '\'']);
    let line = line.trim_end_matches([')', '"', '\'']).to_ascii_lowercase();
    let says_nothing = line.is_empty() || NOTHING.contains(&line.as_str());
    if says_nothing && !mentions(session, &line) {
        return String::new();
    }
    // Who says so of one command says nothing of the next one's output.
    let says = |line: &&str| {
        let line = line
            .trim()
            .trim_matches(['(', ')', '.'])
            .to_ascii_lowercase();
        NOTHING.contains(&line.as_str()) && !mentions(session, &line)
    };
    let kept: Vec<&str> = answer.lines().filter(|line| !says(line)).collect();
    match kept.len() < answer.lines().count() {
        true => kept.join("\n") + "\n",
        false => answer.to_owned(),
    }
}

/// Whether `words` stand in `session`, and are no part of others there.
fn mentions(session: &str, words: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    let session = session.to_ascii_lowercase();
    let mut found = session.match_indices(words);
    !words.is_empty()
        && found.any(|(at, _)| {
            let (before, behind) = (&session[..at], &session[at + words.len()..]);
            !before.ends_with(is_part) && !behind.starts_with(is_part)
        })
}

/// How an answer with the right words stands otherwise than what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// It is printed on so many lines.
    Lines(usize),
    /// It is printed on one line.
    OneLine,
    /// It is printed without quotes around it.
    Unquoted,
    /// It is printed without blanks around it.
    Unindented,
}

/// Whether `answered` has the words of `expected`, and only its line breaks, blanks at the ends of its lines or quotes around
/// all of it are others; not where empty lines, runs of blanks, or these very quotes in `session`, are what is asked about.
pub fn otherwise_laid_out(expected: &str, answered: &str, session: &str) -> Option<Layout> {
    let (expected, answered) = (lines(expected), lines(answered.trim_end()));
    let is_spaced = |line: &String| line.is_empty() || line.starts_with(' ') || runs(line);
    if expected.is_empty() || expected.iter().any(is_spaced) {
        return None;
    }
    let trimmed: Vec<&str> = answered.iter().map(|line| line.trim()).collect();
    if trimmed == expected {
        return Some(Layout::Unindented);
    }
    let one = trimmed.join("\n");
    for quote in ['\'', '"', '`'] {
        let inner = one
            .strip_prefix(quote)
            .and_then(|one| one.strip_suffix(quote));
        if inner.is_some_and(|inner| inner == expected.join("\n")) {
            return (!session.contains(&one)).then_some(Layout::Unquoted);
        }
    }
    let unquoted: Vec<&str> = trimmed.iter().map(|line| without_quotes(line)).collect();
    if unquoted == expected && !trimmed.iter().any(|line| session.contains(line)) {
        return Some(Layout::Unquoted);
    }
    // Who parts what is printed by commas says no more than where one ends.
    let parted = |line: &&str| line.replace(", ", " ").replace(',', " ");
    let parted: Vec<String> = match expected.iter().any(|line| line.contains(',')) {
        true => Vec::new(),
        false => trimmed.iter().map(parted).collect(),
    };
    let has_commas = trimmed.iter().any(|line| line.contains(','));
    let trimmed: Vec<&str> = match has_commas && !parted.is_empty() {
        true => parted.iter().map(|line| line.trim()).collect(),
        false => trimmed,
    };
    // Names side by side, as a terminal shows them.
    let columns = expected.len() > 1 && expected.iter().all(|line| !line.contains(' '));
    if trimmed.contains(&"") || (!columns && trimmed.iter().any(|line| runs(line))) {
        return None;
    }
    let words = |lines: &[&str]| -> Vec<String> {
        let words = lines.iter().flat_map(|line| line.split_ascii_whitespace());
        words.map(str::to_owned).collect()
    };
    let printed: Vec<&str> = expected.iter().map(String::as_str).collect();
    (words(&trimmed) == words(&printed)).then_some(match expected.len() {
        1 => Layout::OneLine,
        count => Layout::Lines(count),
    })
}

/// `line` without the quotes around it.
fn without_quotes(line: &str) -> &str {
    let inner = |quote: char| line.strip_prefix(quote)?.strip_suffix(quote);
    ['\'', '"', '`'].into_iter().find_map(inner).unwrap_or(line)
}

/// Whether blanks stand side by side in `line`.
fn runs(line: &str) -> bool {
    line.contains("  ") || line.contains('\t')
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
    fn an_empty_line_is_a_line_to_who_says_another() {
        check("\n", "", None);
        check("\n", "\n", None);
        let rows = compare("\n", "one").rows;
        assert_eq!(rows[0].expected.as_deref(), Some(""));
        assert_eq!(compare("", "one").rows[0].expected, None);
    }

    #[test]
    fn no_output_has_several_spellings() {
        let said = [
            "",
            "\n",
            "-",
            "nothing",
            "Nothing",
            " - ",
            "No output.",
            "(nothing)",
            "NONE",
            "blank",
            "\"\"",
        ];
        for answer in said {
            assert_eq!(understood(answer, "test -e log; echo 1"), "", "{answer:?}");
        }
        check("", "", None);
        check("1\n", "", Some(0));
    }

    #[test]
    fn a_word_that_the_session_may_print_means_itself() {
        for (answer, session) in [
            ("empty", "[ -s log ] && echo full || echo empty"),
            ("Nothing", "grep x log || echo 'nothing'"),
            ("-", "echo -; true"),
            ("0", "echo $?"),
            ("a\nnone", "echo a; echo none"),
        ] {
            assert_eq!(understood(answer, session), answer, "{session}");
        }
        assert_eq!(understood("nothing\n0", "grep -q a log; echo $?"), "0\n");
        assert_eq!(understood("-", "test -e log"), "");
        assert_eq!(understood("empty", "touch empty.log"), "");
    }

    #[test]
    fn the_right_words_may_stand_otherwise() {
        let check = |expected, answered, layout| {
            let found = otherwise_laid_out(expected, answered, "");
            assert_eq!(found, layout, "{expected:?} {answered:?}");
        };
        let quoted = otherwise_laid_out("a b\n", "'a b'", "echo 'a b'");
        assert_eq!(quoted, None);
        check("1\n0\n", "1 0", Some(Layout::Lines(2)));
        check("1\n0\n", "1, 0", Some(Layout::Lines(2)));
        check("1\n0\n", "0, 1", None);
        check("a, b\nc\n", "a b, c", None);
        check("1\n0\n", "\"1\"\n\"0\"", Some(Layout::Unquoted));
        check("1\n0\n", "\"1\"\n\"1\"", None);
        check("a b\n", "a\nb\n", Some(Layout::OneLine));
        check(
            "first\nlogs\nquiz.sh\n",
            "first  logs  quiz.sh",
            Some(Layout::Lines(3)),
        );
        check("1\n", " 1 ", Some(Layout::Unindented));
        check("a b\n", "'a b'", Some(Layout::Unquoted));
        check("1\n0\n", "0 1", None);
        check("1\n0\n", "10", None);
        // Blanks or empty lines are what these are about.
        check("a b\n", "a  b", None);
        check("a  b\n", "a b", None);
        check("\n0\n", "0", None);
        check("0\n", "\n0", None);
        check(" 1\n", "1", None);
        check("", " ", None);
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
