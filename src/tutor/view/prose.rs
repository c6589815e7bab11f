//! A lesson's prose, Markdown as the author wrote it, wrapped to the page.
//!
//! Inline code gets a blank on either side, so that it stands out without colour: `run  true  and then`. Its own blanks do not
//! break over lines.

use super::Page;
use crate::trace::words::{KEPT, wrapped};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use textwrap::{Options, WordSplitter};
use unicode_width::UnicodeWidthStr;

/// Columns that a line may begin with before its text.
const MARGIN: usize = 6;

/// `markdown` as paragraphs, each line indented by `indent` blanks, without a newline at the end.
pub fn prose(markdown: &str, indent: usize, page: Page) -> String {
    let blocks = blocks(markdown, page);
    let shown: Vec<String> = blocks
        .iter()
        .map(|block| block.lines(indent, page))
        .collect();
    let mut text = String::new();
    for (index, (block, shown)) in blocks.iter().zip(&shown).enumerate() {
        if index > 0 {
            let tight = block.item && blocks[index - 1].item;
            text.push_str(if tight { "\n" } else { "\n\n" });
        }
        text.push_str(shown);
    }
    text
}

/// Inline Markdown after a label: `  Do: run  true  and …`, the following lines indented as the text is.
pub fn labelled(label: &str, markdown: &str, page: Page) -> String {
    let hang = " ".repeat(label.len().min(page.width / 3));
    let text = joined(markdown, page);
    wrapped(&text, label, &hang, page.width)
}

/// Text without markup, wrapped and indented.
pub fn plain(text: &str, indent: usize, page: Page) -> String {
    let indent = " ".repeat(indent);
    // The blank before a piece of code has its place within a line alone.
    let parts: Vec<_> = text
        .trim_start_matches(' ')
        .split(KEPT)
        .map(|part| page.theme.spell(part))
        .collect();
    wrapped(&parts.join(&KEPT.to_string()), &indent, &indent, page.width)
}

/// `text` such that [`plain`] breaks no line in it.
pub fn kept(text: &str) -> String {
    text.replace(' ', &KEPT.to_string())
}

/// Text without markup behind a label, the following lines indented as the text is.
pub fn hanging(label: &str, text: &str, page: Page) -> String {
    let hang = " ".repeat(label.len().min(page.width / 3));
    wrapped(&page.theme.spell(text), label, &hang, page.width)
}

/// A line of shell text, or of output, behind a label: as it is where the page has room for it, and else broken at blanks, the
/// following lines indented further than the first.
pub fn code(label: &str, line: &str, page: Page) -> String {
    let line = page.theme.spell(line);
    let whole = format!("{label}{}", line.trim_end());
    if whole.width() <= page.width {
        return whole.trim_end().to_owned();
    }
    if label.width() > page.width / 2 {
        // There is more room below the label than beside it.
        let below = code("    ", &line, page);
        return match label.trim_end() {
            "" => below,
            label => format!("{label}\n{below}"),
        };
    }
    let hang = " ".repeat((label.width() + 2).min(page.width / 3));
    let options = Options::new(page.width)
        .initial_indent(label)
        .subsequent_indent(&hang)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(line.trim_end(), options).join("\n")
}

/// Values behind a label, one a line: beside it where each has a line to itself there, or some room; else below it.
pub fn entry(label: &str, values: &[String], page: Page) -> String {
    /// Columns in which a value that is broken can still be read.
    const ROOM: usize = 12;
    let begin = label.len() - label.trim_start().len();
    let widest = values.iter().map(|value| value.width()).max().unwrap_or(0);
    let beside = label.width() + widest.min(ROOM) <= page.width;
    let below = " ".repeat(begin + 2);
    let margin = match beside {
        true => " ".repeat(label.width()),
        false => below,
    };
    let mut lines: Vec<String> = values
        .iter()
        .map(|value| hanging(&margin, value, page))
        .collect();
    match (beside, lines.first_mut()) {
        (true, Some(first)) => first.replace_range(..margin.len().min(first.len()), label),
        _ => lines.insert(0, label.trim_end().to_owned()),
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n")
}

/// `text` as Markdown that shows it as it is.
pub fn verbatim(text: &str) -> String {
    let mut markdown = String::new();
    for character in text.chars() {
        if character.is_ascii_punctuation() {
            markdown.push('\\');
        }
        markdown.push(character);
    }
    markdown
}

/// Inline Markdown on one line, not wrapped.
fn joined(markdown: &str, page: Page) -> String {
    let blocks = blocks(markdown, page);
    let texts: Vec<&str> = blocks.iter().map(|block| block.text.trim()).collect();
    texts.join(" ")
}

#[derive(Default)]
struct Block {
    text: String,
    code: bool,
    item: bool,
}

impl Block {
    fn lines(&self, indent: usize, page: Page) -> String {
        let margin = " ".repeat(indent);
        if self.code {
            let margin = format!("{margin}    ");
            let lines = self.text.lines().map(|line| code(&margin, line, page));
            return lines.collect::<Vec<_>>().join("\n");
        }
        if self.item {
            let (first, rest) = (format!("{margin}- "), format!("{margin}  "));
            return wrapped(self.text.trim(), &first, &rest, page.width);
        }
        wrapped(self.text.trim(), &margin, &margin, page.width)
    }
}

fn blocks(markdown: &str, page: Page) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut current = Block::default();
    for (event, range) in Parser::new(markdown).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => current.code = true,
            Event::Start(Tag::Item) => {
                flush(&mut current, &mut blocks);
                current.item = true;
            }
            Event::Text(text) => current.text.push_str(&page.theme.spell(&text)),
            Event::Code(code) => {
                let next = markdown[range.end..].chars().next();
                push_code(&mut current.text, &code, next, page);
            }
            Event::Html(text) | Event::InlineHtml(text) => current.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => current.text.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::Item | TagEnd::Heading(_),
            ) => {
                flush(&mut current, &mut blocks);
            }
            _ => {}
        }
    }
    flush(&mut current, &mut blocks);
    blocks
}

fn flush(current: &mut Block, blocks: &mut Vec<Block>) {
    let block = std::mem::take(current);
    if !block.text.trim().is_empty() {
        blocks.push(block);
    } else {
        current.item = block.item;
    }
}

/// Adds inline code with its blanks: one that may break the line next to a blank, one that may not next to a character.
fn push_code(text: &mut String, code: &str, next: Option<char>, page: Page) {
    match text.chars().last() {
        None => {}
        Some(last) if last.is_whitespace() => text.push(' '),
        Some(_) => text.push(KEPT),
    }
    // What no line holds is broken at its blanks.
    let fits = code.width() + MARGIN <= page.width;
    let kept = |c| if c == ' ' && fits { KEPT } else { c };
    let kept: String = code.chars().map(kept).collect();
    text.push_str(&page.theme.code(&kept));
    match next {
        None => {}
        Some(next) if next.is_whitespace() => text.push(' '),
        Some(_) => text.push(KEPT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tutor::theme::Theme;

    #[test]
    fn what_is_kept_together_is_not_broken() {
        let page = Page::new(12, Theme::default());
        let text = format!("instance: {}", kept("1 1 1"));
        assert_eq!(plain(&text, 0, page), "instance:\n1 1 1");
    }

    fn check(markdown: &str, width: usize, expected: &str) {
        assert_eq!(
            prose(markdown, 0, Page::new(width, Theme::default())),
            expected
        );
    }

    #[test]
    fn text_is_shown_as_it_is() {
        let text = "a * b, `$?` and _x_ & <y> || [z](w)";
        assert_eq!(labelled("", &verbatim(text), Page::plain()), text);
    }

    #[test]
    fn inline_code_stands_apart() {
        check(
            "run `true` and then `false`.",
            80,
            "run  true  and then  false .",
        );
    }

    #[test]
    fn inline_code_is_not_broken_over_lines() {
        check(
            "now look at `echo $?` there",
            18,
            "now look at\necho $?  there",
        );
    }

    #[test]
    fn items_stand_close_and_paragraphs_apart() {
        check("One.\n\n- a\n- b\n\nTwo.", 80, "One.\n\n- a\n- b\n\nTwo.");
    }

    #[test]
    fn code_is_broken_only_where_it_does_not_fit() {
        let page = |width| Page::new(width, Theme::default());
        assert_eq!(
            code("  1  $ ", "ls  -l | wc", page(80)),
            "  1  $ ls  -l | wc"
        );
        let narrow = code("  1  $ ", "grep -q ERROR app.log", page(20));
        assert_eq!(narrow, "  1  $ grep -q ERROR\n      app.log");
        assert_eq!(code("  2  $ ", "", page(20)), "  2  $");
    }

    #[test]
    fn values_stand_beside_their_label_or_below_it() {
        let entry = |width, values: &[&str]| {
            let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
            super::entry("  got   ", &values, Page::new(width, Theme::default()))
        };
        assert_eq!(entry(20, &["one", "two"]), "  got   one\n        two");
        assert_eq!(entry(20, &["a b"]), "  got   a b");
        assert_eq!(entry(12, &["created", "b"]), "  got\n    created\n    b");
        assert_eq!(entry(20, &[]), "  got");
    }

    #[test]
    fn a_label_indents_what_follows() {
        let page = Page::new(20, Theme::default());
        assert_eq!(
            labelled("  Do: ", "run one and then two", page),
            "  Do: run one and\n      then two"
        );
    }
}
