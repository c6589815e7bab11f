//! What the tutor answers: yes and why, or what was wanted beside what was seen.

use super::{Page, prose, table};
use crate::lesson::Step;
use crate::lesson::check::Verdict;
use crate::lesson::predict::{Comparison, Row};

/// `Yes.` and why; then a model answer and another way, where they differ from what was `typed`.
pub fn yes(step: &Step, typed: &str, page: Page) -> String {
    let mut parts = vec![good(&format!("Yes. {}", step.because), page)];
    let answer = step
        .answer
        .as_deref()
        .filter(|answer| answer.trim() != typed.trim());
    if let Some(answer) = answer {
        parts.push(shell("One way:", answer));
    }
    let other = step
        .alternative
        .as_deref()
        .filter(|other| other.trim() != typed.trim());
    if let Some(other) = other {
        let label = if answer.is_some() {
            "Another:"
        } else {
            "Another way:"
        };
        parts.push(shell(label, other));
    }
    parts.join("\n")
}

/// A sentence that begins with a word of approval, that word coloured.
pub fn good(markdown: &str, page: Page) -> String {
    let text = prose::prose(markdown, 2, page);
    text.replacen("Yes", &page.theme.good("Yes"), 1)
}

/// Shell text below a label, or behind it if it is one line.
pub fn shell(label: &str, text: &str) -> String {
    let text = text.trim_end_matches('\n');
    if text.contains('\n') {
        let lines: Vec<String> = text
            .lines()
            .map(|line| format!("      {line}").trim_end().to_owned())
            .collect();
        return format!("  {label}\n{}", lines.join("\n"));
    }
    format!("  {label:<9} {text}")
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
    let open = verdicts.iter().filter(|verdict| !verdict.holds);
    let open: Vec<String> = open
        .map(|verdict| format!("{}: {}", verdict.what, verdict.wanted))
        .collect();
    let text = format!(
        "So far {held} of {}. Still wanted: {}.",
        verdicts.len(),
        open.join("; ")
    );
    prose::plain(&text, 2, page)
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
        rows.push(vec![
            mark.to_owned(),
            side(&row.answered),
            side(&row.expected),
        ]);
    }
    match table::aligned(&rows, 2, page) {
        Some(text) => text,
        None => narrow(&comparison.rows, comparison.first_difference),
    }
}

/// `no output`, or the lines said in quotes the learner can count.
pub fn said(answer: &str) -> String {
    let answer = answer.trim_end();
    match answer.lines().count() {
        0 => "no output".to_owned(),
        1 => answer.trim().to_owned(),
        count => format!("{count} lines"),
    }
}

fn side(line: &Option<String>) -> String {
    match line {
        None => "(no line)".to_owned(),
        Some(line) if line.is_empty() => "(empty line)".to_owned(),
        Some(line) => super::visible(line),
    }
}

fn narrow(rows: &[Row], first: Option<usize>) -> String {
    let mut lines = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let mark = if first == Some(index) { "> " } else { "  " };
        lines.push(format!("{mark}line {}", index + 1));
        lines.push(format!("    you said   {}", side(&row.answered)));
        lines.push(format!("    it prints  {}", side(&row.expected)));
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
    fn no_output_is_said_in_words() {
        assert_eq!(said("\n"), "no output");
        assert_eq!(said("1\n0"), "2 lines");
    }
}
