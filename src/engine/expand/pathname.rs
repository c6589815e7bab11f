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
    if shell.options.is_on(ShellOption::NoGlob) || !expansion.may_match(range.clone()) {
        fields.push(text);
        return;
    }
    let mut pattern = Vec::new();
    expansion.push_pattern(range, &mut pattern);
    let mut found = Vec::new();
    walk(&mut Vec::new(), &pattern, &mut found);
    if found.is_empty() {
        fields.push(text);
        return;
    }
    found.sort();
    found.iter().for_each(|path| fields.push(path));
}

/// Whether unquoted `text` holds a pattern: `*`, `?`, or a `[` that a later `]` may close; `open` says whether there was such a
/// `[` before it. Most words do not, the command `[` among them, and need no look at any directory.
pub fn may_match(text: &[u8], open: &mut bool) -> bool {
    text.iter().any(|byte| match byte {
        b'*' | b'?' => true,
        b'[' => {
            *open = true;
            false
        }
        b']' => *open,
        _ => false,
    })
}

/// Matches the components of `pattern` below the path `prefix`.
fn walk(prefix: &mut Vec<u8>, pattern: &[u8], found: &mut Vec<Vec<u8>>) {
    let is_slash = |byte: &&u8| **byte == b'/';
    let slashes = pattern.iter().take_while(is_slash).count();
    let length = prefix.len();
    prefix.extend_from_slice(&pattern[..slashes]);
    let rest = &pattern[slashes..];
    if rest.is_empty() {
        if is_there(prefix) {
            found.push(prefix.clone());
        }
        prefix.truncate(length);
        return;
    }
    let end = rest.iter().position(|byte| *byte == b'/');
    let (component, behind) = rest.split_at(end.unwrap_or(rest.len()));
    match literal(component) {
        Some(name) => descend(prefix, &name, behind, found),
        None => {
            for name in names(prefix, Pattern::new(component)) {
                descend(prefix, &name, behind, found);
            }
        }
    }
    prefix.truncate(length);
}

/// The one name that `component` matches, if nothing in it is special.
fn literal(component: &[u8]) -> Option<Vec<u8>> {
    let mut name = Vec::with_capacity(component.len());
    let mut bytes = component.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'*' | b'?' | b'[' => return None,
            b'\\' => name.push(*bytes.next().unwrap_or(&b'\\')),
            byte => name.push(*byte),
        }
    }
    Some(name)
}

fn descend(prefix: &mut Vec<u8>, name: &[u8], behind: &[u8], found: &mut Vec<Vec<u8>>) {
    let length = prefix.len();
    prefix.extend_from_slice(name);
    if !behind.is_empty() {
        walk(prefix, behind, found);
    } else if is_there(prefix) {
        found.push(prefix.clone());
    }
    prefix.truncate(length);
}

/// The entries of the directory `prefix` (empty: the working directory) that match.
fn names(prefix: &[u8], pattern: Pattern<'_>) -> Vec<Vec<u8>> {
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
