//! What is typed at a prompt, one entry after the other: a line, and those that go on with what it began.

mod open;

pub use open::{Open, still_open};

/// The entries of `text`, without the newlines at their ends. Empty lines between them are none.
pub fn entries(text: &str) -> Vec<String> {
    let mut entries = Vec::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        let entry = match open.take() {
            Some(begun) => format!("{begun}\n{line}"),
            None if line.trim().is_empty() => continue,
            None => line.to_owned(),
        };
        match still_open(&entry) {
            Some(_) => open = Some(entry),
            None => entries.push(entry),
        }
    }
    entries.extend(open);
    entries
}

/// Whether line `index` of `source` goes on with what the lines before it began.
pub fn continues(source: &str, index: usize) -> bool {
    let mut open = String::new();
    for line in source.lines().take(index) {
        open.push_str(line);
        open.push('\n');
        // A command ends with its line; only the one that is open matters.
        if still_open(&open).is_none() {
            open.clear();
        }
    }
    !open.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_ends_where_nothing_is_open() {
        let check = |text: &str, expected: &[&str]| assert_eq!(entries(text), expected, "{text:?}");
        check("true\nfalse\n", &["true", "false"]);
        check(
            "\nif true\nthen\n\nls\nfi\n\npwd",
            &["if true\nthen\n\nls\nfi", "pwd"],
        );
        check("cat > f <<E\na\nE\nsh f", &["cat > f <<E\na\nE", "sh f"]);
        check("echo 'a", &["echo 'a"]);
        check("fi\nls", &["fi", "ls"]);
        check("", &[]);
    }

    #[test]
    fn a_line_that_goes_on_is_known() {
        let source = "if true\nthen ls\nfi\npwd\n";
        let goes_on: Vec<bool> = (0..4).map(|index| continues(source, index)).collect();
        assert_eq!(goes_on, [false, true, true, false]);
    }
}
