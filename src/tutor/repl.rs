//! Reading shell text: an unfinished entry goes on at a prompt that names what is open, and is recalled as a whole.

use super::console::{Console, Happened, Typed};
use super::view::{Page, finding, prose};
use crate::lesson::entry::still_open;
use crate::trace::ExitStatus;
use std::io;

/// What the learner entered at the shell's prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// Shell text, complete or beyond mending.
    Shell(String),
    /// A line for the tutor.
    Tutor(String),
    /// Enter alone.
    Nothing,
    /// The input has ended.
    End,
    /// Nothing was typed: something else happened that the caller waits for.
    Happened,
}

/// Asks for an entry at the prompt that shows `status`, the last exit status, unless `happened` says, while nothing is typed,
/// that something has: see [`Console::ask_unless`].
///
/// # Errors
/// The terminal or the input cannot be read.
pub fn entry(
    console: &mut Console,
    status: Option<ExitStatus>,
    mut happened: Option<&mut Happened<'_>>,
) -> io::Result<Entered> {
    let page = console.page();
    let (plain, styled) = prompt(status, page);
    let typed = match happened.as_deref_mut() {
        Some(happened) => console.ask_unless(&plain, &styled, happened)?,
        None => Some(console.ask(&plain, &styled)?),
    };
    let Some(typed) = typed else {
        return Ok(Entered::Happened);
    };
    let first = match typed {
        Typed::Line(line) => line,
        Typed::Interrupted => return entry(console, status, happened),
        Typed::End => return Ok(Entered::End),
    };
    if first.trim().is_empty() {
        return Ok(Entered::Nothing);
    }
    if super::command::is_command(&first) {
        return Ok(Entered::Tutor(first.trim().to_owned()));
    }
    let mut text = first;
    let mut is_told = false;
    while let Some(open) = still_open(&text) {
        match console.ask_plain(&continuation(&open.opener(), plain.len(), page))? {
            Typed::Line(line) => {
                let for_tutor = super::command::is_command(&line);
                // An empty line is as good a line of a document as any.
                let is_blank = line.trim().is_empty() && !open.is_document();
                // Who types nothing, or speaks to the tutor, may not know that the line goes on.
                if for_tutor || is_blank && !std::mem::replace(&mut is_told, true) {
                    console.say(&format!(
                        "  Still inside  {} ; Ctrl-C takes the line back.",
                        open.opener()
                    ))?;
                }
                if !for_tutor || open.is_text() {
                    text.push('\n');
                    text.push_str(&line);
                }
            }
            Typed::Interrupted => {
                let told = finding::of_unfinished(&text, page);
                let told = told.unwrap_or_else(|| prose::prose(&open.told(&text), 2, page));
                console.say(&told)?;
                return entry(console, status, happened);
            }
            // The shell says what is missing.
            Typed::End => break,
        }
    }
    console.remember(&text);
    Ok(Entered::Shell(text))
}

/// `[0] $ `, plain and with colour. Nothing has run yet: `[ ] $ `.
fn prompt(status: Option<ExitStatus>, page: Page) -> (String, String) {
    let Some(status) = status else {
        return ("[ ] $ ".to_owned(), "[ ] $ ".to_owned());
    };
    let bracket = format!("[{status}]");
    let styled = page.theme.status(&bracket, status.is_success());
    (format!("{bracket} $ "), format!("{styled} $ "))
}

/// A prompt that names what is open, at least as wide as the one before it.
fn continuation(open: &str, width: usize, page: Page) -> String {
    let dots = if page.theme.unicode {
        "\u{2026}"
    } else {
        "..."
    };
    let text = format!("{open}{dots} > ");
    format!("{text:>width$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_continuation_prompt_is_as_wide_as_the_first() {
        let page = Page::plain();
        assert_eq!(continuation("if", 6, page), "if... > ");
        assert_eq!(continuation("(", 8, page), " (... > ");
    }
}
