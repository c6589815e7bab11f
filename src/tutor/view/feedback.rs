//! What the tutor answers: yes and why, or what was wanted beside what was seen.

use super::{Page, prose, table};
use crate::lesson::Step;
use crate::lesson::check::Verdict;
use crate::lesson::predict::{Comparison, Row};
use crate::lesson::visible::visible_line;

/// `Yes.` and why; then a model answer and another way, where the learner did not do that very thing.
pub fn yes(step: &Step, typed: &str, page: Page) -> String {
    let mut parts = vec![good(&format!("Yes. {}", step.because), page)];
    let answer = step.answer.iter().filter(|way| !contains(typed, way));
    let other = step.alternative.iter().filter(|way| !contains(typed, way));
    let labels = match answer.clone().count() {
        0 => ["Another way:", ""],
        _ => ["One way:", "Another way:"],
    };
    parts.extend(
        answer
            .chain(other)
            .zip(labels)
            .map(|(way, label)| shell(label, way)),
    );
    parts.join("\n")
}

/// Whether the lines of `way` are among those `typed`, in its order.
fn contains(typed: &str, way: &str) -> bool {
    let words = |line: &str| {
        line.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let mut typed = typed.lines().map(words);
    let mut way = way.lines().map(words).filter(|line| !line.is_empty());
    way.all(|line| typed.any(|typed| typed == line))
}

/// A sentence that begins with a word of approval, that word coloured.
pub fn good(markdown: &str, page: Page) -> String {
    let text = prose::prose(markdown, 2, page);
    text.replacen("Yes", &page.theme.good("Yes"), 1)
}

/// Shell text behind a label, its lines below each other.
pub fn shell(label: &str, text: &str) -> String {
    let label = format!("  {label:<13}");
    let margin = format!("\n{}", " ".repeat(label.len()));
    let lines: Vec<&str> = text.trim_end().lines().collect();
    format!("{label}{}", lines.join(&margin))
}

/// The verdicts that do not hold, wanted and got side by side. `title` stands above the first column.
pub fn not_yet(title: &str, verdicts: &[Verdict], page: Page) -> String {
    let spell = |verdict: &Verdict| {
        if page.theme.unicode {
            verdict.clone()
        } else {
            verdict.in_ascii()
        }
    };
    let failing: Vec<Verdict> = verdicts
        .iter()
        .filter(|verdict| !verdict.holds)
        .map(spell)
        .collect();
    let mut rows = vec![vec![
        title.to_owned(),
        "wanted".to_owned(),
        "got".to_owned(),
    ]];
    for verdict in &failing {
        rows.extend(cells(verdict));
    }
    let text = match table::aligned(&rows, 2, page) {
        Some(text) => text,
        None => stacked(title, &failing, page),
    };
    text.replacen(title, &page.theme.off(title), 1)
}

/// What holds so far and what does not yet, on as few lines as it takes.
pub fn so_far(verdicts: &[Verdict], page: Page) -> String {
    let held = verdicts.iter().filter(|verdict| verdict.holds).count();
    let head = format!("So far {held} of {}. Still wanted:", verdicts.len());
    let open = verdicts.iter().filter(|verdict| !verdict.holds);
    let open: Vec<Vec<String>> = open
        .map(|verdict| vec![verdict.what.clone(), verdict.wanted.clone()])
        .collect();
    if let [only] = open.as_slice() {
        return prose::plain(&format!("{head} {}.", only.join(", ")), 2, page);
    }
    let head = prose::plain(&head, 2, page);
    match table::aligned(&open, 4, page) {
        Some(rows) => format!("{head}\n{rows}"),
        None => {
            let rows = open
                .iter()
                .map(|row| prose::plain(&row.join(", "), 4, page));
            format!("{head}\n{}", rows.collect::<Vec<_>>().join("\n"))
        }
    }
}

/// A prediction beside what was printed, the first difference marked.
pub fn side_by_side(comparison: &Comparison, page: Page) -> String {
    let mut rows = vec![vec![
        String::new(),
        "you said".to_owned(),
        "it prints".to_owned(),
    ]];
    for (index, row) in comparison.rows.iter().enumerate() {
        let mark = if comparison.first_difference == Some(index) {
            "first difference >"
        } else {
            ""
        };
        let [answered, expected] = sides(row, page);
        rows.push(vec![mark.to_owned(), answered, expected]);
    }
    match table::aligned(&rows, 2, page) {
        Some(text) => text,
        None => narrow(&comparison.rows, comparison.first_difference, page),
    }
}

/// `no output`, or the lines said in quotes the learner can count.
pub fn said(answer: &str) -> String {
    let answer = answer.trim_end();
    match answer.lines().count() {
        0 => "no output".to_owned(),
        1 => answer.to_owned(),
        count => format!("{count} lines"),
    }
}

/// What was answered and what was printed. Where they differ in nothing but blanks, these are marked.
fn sides(row: &Row, page: Page) -> [String; 2] {
    let solid = |line: &Option<String>| -> Option<String> {
        let line = line.as_ref()?;
        Some(line.chars().filter(|c| !c.is_whitespace()).collect())
    };
    let both = [&row.answered, &row.expected];
    let blanks_only = row.answered != row.expected && solid(both[0]) == solid(both[1]);
    let blank = if page.theme.unicode {
        "\u{b7}"
    } else {
        "<blank>"
    };
    both.map(|line| {
        let text = side(line, page);
        if blanks_only && line.as_ref().is_some_and(|line| !line.is_empty()) {
            text.replace(' ', blank)
        } else {
            text
        }
    })
}

fn side(line: &Option<String>, page: Page) -> String {
    match line {
        None => "(no line)".to_owned(),
        Some(line) if line.is_empty() => "(empty line)".to_owned(),
        Some(line) => visible_line(line.as_bytes(), page.theme.marks()),
    }
}

fn narrow(rows: &[Row], first: Option<usize>, page: Page) -> String {
    let mut lines = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let mark = if first == Some(index) { "> " } else { "  " };
        let [answered, expected] = sides(row, page);
        lines.push(format!("  {mark}line {}", index + 1));
        lines.push(format!("      you said   {answered}"));
        lines.push(format!("      it prints  {expected}"));
    }
    lines.join("\n")
}

/// A verdict's row, and further rows where what is wanted or got has several lines.
fn cells(verdict: &Verdict) -> Vec<Vec<String>> {
    let wanted: Vec<&str> = verdict.wanted.lines().collect();
    let got: Vec<&str> = verdict.got.lines().collect();
    let line = |index: usize| {
        let what = if index == 0 {
            format!("  {}", verdict.what)
        } else {
            String::new()
        };
        let side = |lines: &[&str]| {
            lines
                .get(index)
                .map_or(String::new(), |line| (*line).to_owned())
        };
        vec![what, side(&wanted), side(&got)]
    };
    (0..wanted.len().max(got.len()).max(1)).map(line).collect()
}

fn stacked(title: &str, failing: &[Verdict], page: Page) -> String {
    let mut lines = vec![format!("  {title}")];
    for verdict in failing {
        lines.push(prose::plain(&verdict.what, 4, page));
        for (label, text) in [("wanted", &verdict.wanted), ("got", &verdict.got)] {
            let text: Vec<&str> = text.lines().collect();
            lines.push(format!(
                "      {label:<6}  {}",
                text.join("\n              ")
            ));
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::predict::compare;

    #[test]
    fn the_first_difference_is_marked() {
        let text = side_by_side(&compare("1\n0\n", "1\n1\n"), Page::plain());
        let last = text.lines().last();
        assert_eq!(last, Some("  first difference >   1          0"));
        assert_eq!(text.matches("first difference").count(), 1);
    }

    #[test]
    fn a_difference_in_blanks_is_seen() {
        let text = side_by_side(&compare("status: 1\n", "status:  1"), Page::plain());
        assert!(
            text.contains("status:<blank><blank>1   status:<blank>1"),
            "{text}"
        );
        let text = side_by_side(&compare("a b\n", "a c"), Page::plain());
        assert!(!text.contains("<blank>"), "{text}");
    }

    #[test]
    fn a_way_the_learner_went_is_recognised() {
        assert!(contains("treu\ntrue \necho  $?\nfalse", "true\nfalse\n"));
        assert!(!contains("false\ntrue", "true\nfalse"));
        assert!(!contains("true; false", "true\nfalse"));
    }

    #[test]
    fn a_model_answer_stands_behind_its_label() {
        assert_eq!(
            shell("One way:", "true\nfalse\n"),
            "  One way:     true\n               false"
        );
    }

    #[test]
    fn several_open_checks_are_a_table() {
        let verdict = |what: &str, wanted: &str, holds| Verdict {
            holds,
            what: what.to_owned(),
            wanted: wanted.to_owned(),
            got: String::new(),
        };
        let all = [
            verdict("a", "x", true),
            verdict("mkdir out", "run", false),
            verdict("b", "y", false),
        ];
        let rows = "  So far 1 of 3. Still wanted:\n    mkdir out   run\n    b           y";
        assert_eq!(so_far(&all, Page::plain()), rows);
        assert_eq!(
            so_far(&all[..2], Page::plain()),
            "  So far 1 of 2. Still wanted: mkdir out, run."
        );
    }

    #[test]
    fn no_output_is_said_in_words() {
        assert_eq!(said("\n"), "no output");
        assert_eq!(said("1\n0"), "2 lines");
    }
}
