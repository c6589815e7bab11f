//! Pathname expansion (XCU 2.6.6, 2.14.3).

use super::fields::Fields;
use super::gather::Expansion;
use crate::engine::shell::Shell;
use crate::engine::shell::options::ShellOption;
use crate::pattern::Pattern;
use crate::sys::file;
use std::ops::Range;

/// Adds the pathnames that match the field `range` of `expansion`, sorted, or the field itself if none does.
pub fn expand(shell: &Shell, expansion: &Expansion, range: Range<usize>, fields: &mut Fields) {
    let text = &expansion.bytes[range.clone()];
    let quoted = |at: usize| expansion.is_quoted(range.start + at);
    if shell.options.is_on(ShellOption::NoGlob) || !may_match(text, quoted) {
        fields.push(text);
        return;
    }
    let mut found = Vec::new();
    let mut prefix = Vec::new();
    walk(
        &mut prefix,
        text,
        &|at| expansion.is_quoted(range.start + at),
        0,
        &mut found,
    );
    if found.is_empty() {
        fields.push(text);
        return;
    }
    found.sort();
    found.iter().for_each(|path| fields.push(path));
}

/// Whether `text` holds a pattern: `*`, `?`, or a `[` that a later `]` may close, none of them quoted. Most words do not, the
/// command `[` among them, and need no look at any directory.
pub fn may_match(text: &[u8], quoted: impl Fn(usize) -> bool) -> bool {
    let mut open = false;
    text.iter().enumerate().any(|(at, byte)| match byte {
        b'*' | b'?' => !quoted(at),
        b'[' => {
            open |= !quoted(at);
            false
        }
        b']' => open && !quoted(at),
        _ => false,
    })
}

/// Matches the components of `text` from byte `at` on below the path `prefix`.
fn walk(
    prefix: &mut Vec<u8>,
    text: &[u8],
    quoted: &dyn Fn(usize) -> bool,
    at: usize,
    found: &mut Vec<Vec<u8>>,
) {
    let slashes = text[at..].iter().take_while(|byte| **byte == b'/').count();
    let start = at + slashes;
    let length = prefix.len();
    prefix.extend_from_slice(&text[at..start]);
    if start == text.len() {
        if is_there(prefix) {
            found.push(prefix.clone());
        }
        prefix.truncate(length);
        return;
    }
    let end = start
        + text[start..]
            .iter()
            .position(|byte| *byte == b'/')
            .unwrap_or(text.len() - start);
    let component = &text[start..end];
    let active = (start..end).any(|at| matches!(text[at], b'*' | b'?' | b'[') && !quoted(at));
    if active {
        let pattern = Pattern::new(component, |at| quoted(start + at));
        for name in names(prefix, &pattern) {
            descend(prefix, &name, text, quoted, end, found);
        }
    } else {
        descend(prefix, component, text, quoted, end, found);
    }
    prefix.truncate(length);
}

fn descend(
    prefix: &mut Vec<u8>,
    name: &[u8],
    text: &[u8],
    quoted: &dyn Fn(usize) -> bool,
    end: usize,
    found: &mut Vec<Vec<u8>>,
) {
    let length = prefix.len();
    prefix.extend_from_slice(name);
    if end < text.len() {
        walk(prefix, text, quoted, end, found);
    } else if is_there(prefix) {
        found.push(prefix.clone());
    }
    prefix.truncate(length);
}

/// The entries of the directory `prefix` (empty: the working directory) that match.
fn names(prefix: &[u8], pattern: &Pattern) -> Vec<Vec<u8>> {
    let directory: &[u8] = if prefix.is_empty() { b"." } else { prefix };
    let mut names = Vec::new();
    // A directory that cannot be read has no names to match (XCU 2.14.3).
    let _ = file::list(directory, |name| {
        let hidden = name.starts_with(b".") && !pattern.begins_with_period();
        if !hidden && pattern.matches(name) {
            names.push(name.to_vec());
        }
    });
    names
}

fn is_there(path: &[u8]) -> bool {
    file::lstat(path).is_ok()
}
