//! A worked example: a step whose program is missing, with the answer and what it prints.

use super::{Page, prose, step as of_step};
use crate::lesson::visible::{Marks, visible_line};
use crate::lesson::{Snippet, Step};

/// All of the step, answered by `sessions`, since the program `missing` is.
pub fn worked(step: &Step, missing: &str, sessions: &[Snippet], page: Page) -> String {
    let note =
        format!("(`{missing}` is not installed here: nothing is asked, this is a worked example.)");
    let mut parts = vec![
        of_step::body_prose(step, page),
        prose::prose(&note, 2, page),
    ];
    parts.push(of_step::task(step, page));
    let marks = match page.theme.unicode {
        true => Marks::Unicode,
        false => Marks::Ascii,
    };
    parts.extend(sessions.iter().map(|one| session(one, marks, page)));
    parts.push(prose::prose(&step.because, 2, page));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// A session and, below it, what it prints.
fn session(snippet: &Snippet, marks: Marks, page: Page) -> String {
    let source = &snippet.source;
    let typed = of_step::numbered(source, page);
    let printed: Vec<String> = snippet
        .output
        .lines()
        .map(|line| visible_line(line.as_bytes(), marks))
        .map(|line| format!("\n{}", prose::code("      ", &line, page)))
        .collect();
    match printed.is_empty() {
        true => format!("{typed}\n  prints nothing"),
        false => format!("{typed}\n  prints{}", printed.concat()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_stands_below_what_is_typed() {
        let check = |source: &str, output: &str, expected: &str| {
            let snippet = Snippet {
                source: source.to_owned(),
                output: output.to_owned(),
                wrong: Vec::new(),
                line: 1,
            };
            assert_eq!(session(&snippet, Marks::Unicode, Page::plain()), expected);
        };
        check("git status\n", "", "  1  $ git status\n  prints nothing");
        check(
            "if true\nthen echo a; echo b; fi\n",
            "a\nb\n",
            "  1  $ if true\n  2  > then echo a; echo b; fi\n  prints\n      a\n      b",
        );
    }
}
