//! A file in JSON, such as a package.json: of it only the texts under `scripts` are for a shell.

use super::super::{Explanation, Piece};
use super::whole::{add, note};
use super::{Replacement, Wrapper, docker};
use crate::source::Span;

/// A text, without its quotes, and whether a `:` follows it.
struct Text {
    span: Span,
    is_key: bool,
    /// Objects and lists round it.
    depth: u32,
}

/// What such a file says; none if `text` is none: it does not begin with the key of an object.
pub(super) fn explain(text: &str) -> Option<Explanation> {
    let start = text.len() - text.trim_start().len();
    let inside = text[start..].strip_prefix('{').unwrap_or(&text[start..]);
    if !inside.trim_start().starts_with('"') {
        return None;
    }
    let texts = texts(text);
    texts.first().filter(|first| first.is_key)?;
    let scripts = scripts(text, &texts);
    let mut whole = Explanation::default();
    let first = Span::new(start as u32, start as u32 + 1);
    let said = match scripts.is_empty() {
        true => "this is JSON, and no script: no shell reads it",
        false => {
            "this is JSON, as a package.json has it, and no script: only the texts under \"scripts\" are for a shell, each for one of its own"
        }
    };
    whole.notes.push(note(
        first,
        &text[start..=start],
        Piece::Here(said.to_owned()),
    ));
    for (key, value) in scripts {
        let name = &text[key.start as usize..key.end as usize];
        let line = &text[..value.end as usize + 1];
        let mut replaced = docker::escapes(line, value);
        replaced.push((Span::new(value.end, value.end + 1), Replacement::Text("")));
        let wrapper = Wrapper {
            notes: vec![(
                Span::new(key.start - 1, key.end + 1),
                format!("npm run {name} gives the text behind it to sh -c"),
            )],
            from: value.start,
            replaced,
            ..Wrapper::default()
        };
        add(&mut whole, wrapper, text, 0, line);
    }
    Some(whole)
}

/// The names and texts below the key `scripts`.
fn scripts(text: &str, texts: &[Text]) -> Vec<(Span, Span)> {
    let word = |one: &Text| &text[one.span.start as usize..one.span.end as usize];
    let Some(at) = texts
        .iter()
        .position(|one| one.is_key && word(one) == "scripts")
    else {
        return Vec::new();
    };
    let within = texts[at + 1..]
        .iter()
        .take_while(|one| one.depth > texts[at].depth);
    let within: Vec<&Text> = within.collect();
    let pairs = within
        .windows(2)
        .filter(|pair| pair[0].is_key && !pair[1].is_key);
    pairs
        .filter(|pair| pair[1].span.start < pair[1].span.end)
        .map(|pair| (pair[0].span, pair[1].span))
        .collect()
}

/// All texts in quotes.
fn texts(text: &str) -> Vec<Text> {
    let mut found = Vec::new();
    let (mut open, mut escaped, mut depth) = (None, false, 0_u32);
    for (at, byte) in text.bytes().enumerate() {
        match (open, byte) {
            _ if escaped => escaped = false,
            (Some(_), b'\\') => escaped = true,
            (Some(start), b'"') => {
                let behind = text[at + 1..].trim_start();
                found.push(Text {
                    span: Span::new(start, at as u32),
                    is_key: behind.starts_with(':'),
                    depth,
                });
                open = None;
            }
            (None, b'"') => open = Some(at as u32 + 1),
            (None, b'{' | b'[') => depth += 1,
            (None, b'}' | b']') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_texts_under_scripts_are_for_a_shell() {
        let text = "{\n  \"name\": \"x\",\n  \"scripts\": {\n    \"test\": \"jest && echo \\\"ok\\\"\"\n  },\n  \"a\": {\"b\": \"rm -rf\"}\n}\n";
        let whole = explain(text).unwrap();
        let quotes: Vec<&str> = whole.notes.iter().map(|note| note.quote.as_str()).collect();
        assert_eq!(quotes, ["{", "\"test\"", "jest", "&&", "echo"]);
        assert!(explain("{ echo; }").is_none());
        assert!(explain("{ \"echo\" a; }").is_none());
        assert!(explain("\"echo\" a").is_none());
    }
}
