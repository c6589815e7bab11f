//! Cuts a lesson file into front matter, introduction, and one section for each `##` heading.
//!
//! Knows Markdown and nothing of steps. Everything keeps its byte offset in the file, so that errors find their line.

use super::error::{LessonError, SourceFile};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};
use std::ops::Range;

/// A lesson file in parts.
pub(super) struct Document {
    /// What stands between the `+++` lines.
    pub(super) front: Block,
    /// From the `#` heading to the first `##` heading.
    pub(super) intro: Section,
    /// One for each `##` heading.
    pub(super) sections: Vec<Section>,
}

/// A heading and what stands under it.
#[derive(Default)]
pub(super) struct Section {
    /// The heading's text.
    pub(super) heading: String,
    /// Where the heading begins.
    pub(super) offset: usize,
    /// What stands under it.
    pub(super) body: Range<usize>,
    /// The fenced code blocks in it, except those inside lists and quotes.
    pub(super) blocks: Vec<Block>,
}

/// A fenced code block.
#[derive(Default)]
pub(super) struct Block {
    /// The word after the fence: `toml`, `sh`, `output`, or anything.
    pub(super) language: String,
    /// Its text.
    pub(super) text: String,
    /// Where its text begins.
    pub(super) start: usize,
    /// From fence to fence.
    pub(super) range: Range<usize>,
}

impl Section {
    /// The blocks of a language.
    pub(super) fn blocks_of<'s>(&'s self, language: &'s str) -> impl Iterator<Item = &'s Block> {
        self.blocks
            .iter()
            .filter(move |block| block.language == language)
    }

    /// What stands under the heading, without the blocks of `languages`.
    pub(super) fn prose(&self, text: &str, languages: &[&str]) -> String {
        let mut from = self.body.start;
        let mut parts = Vec::new();
        for block in self
            .blocks
            .iter()
            .filter(|block| languages.contains(&block.language.as_str()))
        {
            parts.push(text[from..block.range.start].trim());
            from = block.range.end;
        }
        parts.push(text[from..self.body.end].trim());
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n")
    }
}

/// Cuts the whole file.
pub(super) fn split(file: &SourceFile) -> Result<Document, LessonError> {
    if let Some(at) = file.text.find("\r\n") {
        let expected = "LF alone; save the file with Unix line ends";
        return Err(file.unexpected(at, "a line that ends in CR LF", expected));
    }
    let front = front_matter(file)?;
    let sections = sections(file.text, front.range.end);
    for block in sections.iter().flat_map(|(_, section)| &section.blocks) {
        check_end(file, block)?;
    }
    let mut headings = sections.into_iter();
    let intro = match headings.next() {
        Some((HeadingLevel::H1, section)) => section,
        Some((_, section)) => {
            return Err(file.unexpected(
                section.offset,
                "a `##` heading",
                "a `#` heading before it",
            ));
        }
        None => {
            return Err(file.unexpected(
                front.range.end,
                "no heading",
                "a `#` heading after the front matter",
            ));
        }
    };
    let mut parts = Vec::new();
    for (level, section) in headings {
        if level == HeadingLevel::H1 {
            return Err(file.unexpected(
                section.offset,
                "a second `#` heading",
                "`##` for each step",
            ));
        }
        parts.push(section);
    }
    Ok(Document {
        front,
        intro,
        sections: parts,
    })
}

/// What stands between the two `+++` lines.
pub(super) fn front_matter(file: &SourceFile) -> Result<Block, LessonError> {
    let is_fence = |line: &str| line.trim_end() == "+++";
    let mut lines = file.text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| is_fence(line)) else {
        let expected = "a `+++` line at the very start";
        return Err(match file.text.starts_with('\u{feff}') {
            true => file.unexpected(
                0,
                "a byte order mark",
                "a file without one; save it as plain UTF-8",
            ),
            false => file.unexpected(0, "no front matter", expected),
        });
    };
    let start = first.len();
    let mut end = start;
    for line in lines {
        if is_fence(line) {
            return Ok(Block {
                language: "toml".to_owned(),
                text: file.text[start..end].to_owned(),
                start,
                range: 0..end + line.len(),
            });
        }
        end += line.len();
    }
    Err(file.unexpected(0, "front matter without an end", "a second `+++` line"))
}

/// Whether a fence ends the block, and not one that was to begin another.
fn check_end(file: &SourceFile, block: &Block) -> Result<(), LessonError> {
    let whole = file.text[block.range.clone()].trim_start();
    let mark = whole.chars().next().unwrap_or('`');
    let fence = &whole[..whole.len() - whole.trim_start_matches(mark).len()];
    let mut at = block.range.start;
    for (index, line) in whole.split_inclusive('\n').enumerate() {
        let behind = line.trim().strip_prefix(fence).filter(|_| index > 0);
        match behind.map(|behind| behind.trim_start_matches(mark)) {
            Some("") => return Ok(()),
            Some(_) => {
                let next = file.line(at);
                let found = format!("a code block that is still open at the one in line {next}");
                let expected = format!("a line {fence} between them");
                return Err(file.unexpected(block.range.start, found, expected));
            }
            None => at += line.len(),
        }
    }
    let expected = format!("a line {fence} behind it");
    Err(file.unexpected(block.range.start, "a code block without an end", expected))
}

/// Every `#` and `##` heading with what stands under it.
fn sections(text: &str, from: usize) -> Vec<(HeadingLevel, Section)> {
    let mut sections: Vec<(HeadingLevel, Section)> = Vec::new();
    let mut depth = 0_usize;
    let mut in_heading = false;
    let mut in_block = false;
    for (event, range) in Parser::new(&text[from..]).into_offset_iter() {
        let range = range.start + from..range.end + from;
        match event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 && level <= HeadingLevel::H2 => {
                if let Some((_, open)) = sections.last_mut() {
                    open.body.end = range.start;
                }
                let body = range.end..text.len();
                sections.push((
                    level,
                    Section {
                        offset: range.start,
                        body,
                        ..Section::default()
                    },
                ));
                in_heading = true;
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if depth == 0 => {
                in_block = true;
                if let Some((_, open)) = sections.last_mut() {
                    open.blocks.push(fenced(&info, range, text));
                }
            }
            Event::End(TagEnd::CodeBlock) if depth == 0 => in_block = false,
            Event::Start(Tag::List(_) | Tag::BlockQuote(_)) => depth += 1,
            Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_)) => depth -= 1,
            Event::Text(part) | Event::Code(part) if in_heading || in_block => {
                let Some((_, open)) = sections.last_mut() else {
                    continue;
                };
                match open.blocks.last_mut().filter(|_| in_block) {
                    Some(block) => block.text.push_str(&part),
                    None => open.heading.push_str(&part),
                }
            }
            _ => {}
        }
    }
    sections
}

fn fenced(info: &str, range: Range<usize>, text: &str) -> Block {
    let language = info.split_whitespace().next().unwrap_or("").to_owned();
    let fence = text[range.clone()]
        .find('\n')
        .map_or(range.len(), |newline| newline + 1);
    Block {
        language,
        text: String::new(),
        start: range.start + fence,
        range,
    }
}
