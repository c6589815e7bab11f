//! What the tutor answers: yes and why, or what was wanted beside what was seen.

use super::fit::Forms;
use super::{Page, prose, table, visible};
use crate::lesson::Step;
use crate::lesson::check::Verdict;
use crate::lesson::remark::remark;
use crate::trace::words::count;

/// `Yes.` and why; then a model answer and another way, where the learner did not do that very thing.
pub fn yes(step: &Step, typed: &str, page: Page) -> String {
    let mut parts = vec![good(&format!("Yes. {}", step.because), page)];
    parts.extend(remark(typed).map(|remark| prose::prose(&remark, 2, page)));
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
            .map(|(way, label)| shell(label, way, page)),
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
pub fn shell(label: &str, text: &str, page: Page) -> String {
    /// Where the lines begin that stand below the label.
    const BELOW: &str = "    ";
    let text = text.trim_end();
    let fit = |margin: usize| {
        text.lines()
            .all(|line| margin + table::width(line) <= page.width)
    };
    let label = format!("  {label:<13}");
    // A line that is broken in two is a line that nobody can type.
    if !fit(label.len()) && fit(BELOW.len()) {
        let lines = text.lines().map(|line| prose::code(BELOW, line, page));
        let label = label.trim_end().to_owned();
        return std::iter::once(label)
            .chain(lines)
            .collect::<Vec<_>>()
            .join("\n");
    }
    let margin = " ".repeat(label.len());
    let labels = std::iter::once(label.as_str()).chain(std::iter::repeat(margin.as_str()));
    let lines = labels.zip(text.lines());
    let lines: Vec<String> = lines
        .map(|(label, line)| prose::code(label, line, page))
        .collect();
    lines.join("\n")
}

/// The verdicts that do not hold, wanted and got side by side, in forms from long to short: all that is wanted and got, less of
/// each, and the first verdict alone. `title` stands above the first column.
pub fn not_yet_in_forms(title: &str, verdicts: &[Verdict], page: Page) -> Forms {
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
    let mut forms: Forms = [page.rows / 2, SOME]
        .map(|most| not_yet(title, &failing, most, page))
        .to_vec();
    if let [first, _, ..] = failing.as_slice() {
        let first = not_yet(title, std::slice::from_ref(first), SOME, page);
        let more = count(failing.len() as u64 - 1, "other");
        let more = prose::plain(&format!("and {more}"), 4, page);
        forms.push(format!("{first}\n{more}"));
    }
    forms
}

/// Lines of what is wanted or got that are shown where there is little room.
const SOME: usize = 4;

fn not_yet(title: &str, failing: &[Verdict], most: usize, page: Page) -> String {
    // What is wanted may all be there, of a line that had to be stopped.
    if failing.is_empty() {
        let text = prose::hanging("  ", title, page);
        return text.replacen(title, &page.theme.off(title), 1);
    }
    let mut rows = vec![vec![
        title.to_owned(),
        "wanted".to_owned(),
        "got".to_owned(),
    ]];
    for verdict in failing {
        rows.extend(cells(verdict, most));
    }
    let text = match table::aligned(&rows, 2, page) {
        Some(text) => text,
        None => stacked(title, failing, most, page),
    };
    text.replacen(title, &page.theme.off(title), 1)
}

/// What holds so far and what does not yet, on as few lines as it takes.
pub fn so_far(verdicts: &[Verdict], page: Page) -> String {
    let held = verdicts.iter().filter(|verdict| verdict.holds).count();
    let head = match held {
        0 => "Still wanted:".to_owned(),
        _ => format!("So far {held} of {}. Still wanted:", verdicts.len()),
    };
    let open = verdicts.iter().filter(|verdict| !verdict.holds);
    let open: Vec<Vec<String>> = open
        .map(|verdict| {
            let there =
                there_so_far(verdict).map_or(String::new(), |there| format!(" (so far: {there})"));
            vec![verdict.what.clone(), format!("{}{there}", verdict.wanted)]
        })
        .collect();
    if let [only] = open.as_slice() {
        return prose::plain(&format!("{head} {}.", only.join(": ")), 2, page);
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

/// Of a row of things that is wanted in its order, those at its beginning that are there, if there are some.
fn there_so_far(verdict: &Verdict) -> Option<String> {
    let wanted: Vec<&str> = verdict.wanted.split(", ").collect();
    let mut left = wanted.iter().peekable();
    for got in verdict.got.split(", ") {
        // A program is wanted by its name, wherever it lies.
        let name = got.rsplit('/').next().unwrap_or_default();
        left.next_if(|wanted| **wanted == got || **wanted == name);
    }
    let there = wanted.len() - left.count();
    (there > 0).then(|| wanted[..there].join(", "))
}

/// What somebody predicted, as it is spoken of: `no output`, the line in quotes, or how many lines.
pub fn said(answer: &str) -> String {
    let answer = answer.trim_end();
    match answer.lines().count() {
        0 => "no output".to_owned(),
        1 => format!("\"{}\"", visible(answer)),
        count => format!("{count} lines"),
    }
}

/// A verdict's row, and further rows where what is wanted or got has several lines: `most` at most.
fn cells(verdict: &Verdict, most: usize) -> Vec<Vec<String>> {
    let (wanted, got) = excerpt(&verdict.wanted, &verdict.got, most);
    let line = |index: usize| {
        let what = if index == 0 {
            format!("  {}", verdict.what)
        } else {
            String::new()
        };
        let side = |lines: &[String]| lines.get(index).cloned().unwrap_or_default();
        vec![what, side(&wanted), side(&got)]
    };
    (0..wanted.len().max(got.len()).max(1)).map(line).collect()
}

/// `most` lines of both texts: those from the first in which they differ, and the one before it.
fn excerpt(wanted: &str, got: &str, most: usize) -> (Vec<String>, Vec<String>) {
    let (wanted, got): (Vec<&str>, Vec<&str>) = (wanted.lines().collect(), got.lines().collect());
    let alike = wanted
        .iter()
        .zip(&got)
        .take_while(|(wanted, got)| wanted == got);
    let from = match wanted.len().max(got.len()) > most {
        true => alike.count().saturating_sub(1),
        false => 0,
    };
    let cut = |lines: &[&str]| {
        let above = (from > 0).then(|| format!("... {}", count(from as u64, "line")));
        let left = lines.len().saturating_sub(from);
        let room = most.saturating_sub(usize::from(from > 0));
        let shown = if left > room {
            room.saturating_sub(1)
        } else {
            left
        };
        let more =
            (left > shown).then(|| format!("... {}", count((left - shown) as u64, "more line")));
        let lines = lines
            .iter()
            .skip(from)
            .take(shown)
            .map(|line| (*line).to_owned());
        above.into_iter().chain(lines).chain(more).collect()
    };
    (cut(&wanted), cut(&got))
}

fn stacked(title: &str, failing: &[Verdict], most: usize, page: Page) -> String {
    let mut lines = vec![prose::plain(title, 2, page)];
    for verdict in failing {
        lines.push(prose::plain(&verdict.what, 4, page));
        let (wanted, got) = excerpt(&verdict.wanted, &verdict.got, most);
        for (label, values) in [("wanted", wanted), ("got", got)] {
            lines.push(prose::entry(&format!("      {label:<6}  "), &values, page));
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_the_learner_went_is_recognised() {
        assert!(contains("treu\ntrue \necho  $?\nfalse", "true\nfalse\n"));
        assert!(!contains("false\ntrue", "true\nfalse"));
        assert!(!contains("true; false", "true\nfalse"));
    }

    #[test]
    fn a_model_answer_stands_behind_its_label() {
        assert_eq!(
            shell("One way:", "true\nfalse\n", Page::plain()),
            "  One way:     true\n               false"
        );
    }

    #[test]
    fn of_long_texts_the_place_is_shown_where_they_differ() {
        let wanted = "1$\n2$\n3$\n4$\n5$\n6$";
        let got = "1$\n2$\n3$\nx$";
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(excerpt(wanted, got, 6), (lines(wanted), lines(got)));
        assert_eq!(
            excerpt(wanted, got, 4),
            (
                lines("... 2 lines\n3$\n4$\n... 2 more lines"),
                lines("... 2 lines\n3$\nx$")
            )
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
            "  So far 1 of 2. Still wanted: mkdir out: run."
        );
    }

    #[test]
    fn of_a_row_of_which_a_part_is_there_that_part_is_named() {
        let verdict = Verdict {
            holds: false,
            what: "statuses seen".to_owned(),
            wanted: "job 127, job 126, job 0".to_owned(),
            got: "job 126, job 127".to_owned(),
        };
        assert_eq!(there_so_far(&verdict).as_deref(), Some("job 127"));
        let none = Verdict {
            got: "job 126".to_owned(),
            ..verdict
        };
        assert_eq!(there_so_far(&none), None);
        let elsewhere = Verdict {
            got: "job 127, ./job 126".to_owned(),
            ..none
        };
        let there = there_so_far(&elsewhere);
        assert_eq!(there.as_deref(), Some("job 127, job 126"));
    }

    #[test]
    fn no_output_is_said_in_words() {
        assert_eq!(said("\n"), "no output");
        assert_eq!(said("up\n"), "\"up\"");
        assert_eq!(said("1\n0"), "2 lines");
    }
}
