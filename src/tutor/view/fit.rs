//! What is said at once, shortened until it is seen at once.

use super::Page;

/// A part of what is said, in several forms: all of it first, then shorter ones. The last may be empty: then it may be left out.
pub type Forms = Vec<String>;

/// `parts` one below the other, a blank line between them, in forms of which all together fit on the page with `beside` lines
/// more. Those that `yielding` names, by their places, become shorter, each as far as it can before the next one does. What
/// does not fit even then is as short as there is.
pub fn fitted(mut parts: Vec<Forms>, yielding: &[usize], beside: usize, page: Page) -> String {
    // The line that was typed and the prompt stay on the page as well.
    let room = page.rows.saturating_sub(beside + 2);
    for place in yielding {
        while height(&joined(&parts)) > room && parts.get(*place).is_some_and(|part| part.len() > 1)
        {
            parts[*place].remove(0);
        }
    }
    joined(&parts)
}

fn joined(parts: &[Forms]) -> String {
    let first = parts.iter().filter_map(|forms| forms.first());
    let shown: Vec<&str> = first
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    shown.join("\n\n")
}

fn height(text: &str) -> usize {
    text.lines().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(rows: usize) -> Page {
        Page::plain().with_rows(rows)
    }

    fn parts() -> Vec<Forms> {
        let forms = |forms: &[&str]| forms.iter().map(|form| (*form).to_owned()).collect();
        vec![
            forms(&["a\na\na\na", "a\na", "a"]),
            forms(&["b"]),
            forms(&["c\nc\nc", ""]),
        ]
    }

    #[test]
    fn what_fits_is_shown_whole() {
        let whole = "a\na\na\na\n\nb\n\nc\nc\nc";
        assert_eq!(fitted(parts(), &[0, 2], 0, page(12)), whole);
    }

    #[test]
    fn parts_become_shorter_one_after_the_other() {
        assert_eq!(
            fitted(parts(), &[0, 2], 0, page(11)),
            "a\na\n\nb\n\nc\nc\nc"
        );
        assert_eq!(fitted(parts(), &[2, 0], 0, page(11)), "a\na\na\na\n\nb");
        assert_eq!(fitted(parts(), &[0, 2], 3, page(8)), "a\n\nb");
    }
}
