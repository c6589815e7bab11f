//! Pathname expansion (XCU 2.6.6, 2.14.3).

use super::fields::Fields;
use super::gather::Expansion;
use crate::character::Characters;
use crate::engine::shell::Shell;
use crate::engine::shell::options::ShellOption;
use crate::pattern::{Pattern, push_quoted};
use crate::sys::file::{self, Entry};
use std::ops::Range;

/// Adds the pathnames that match the field `range` of `expansion`, sorted, or the field itself if none does. Returns how many
/// there were; `None` if the field is no pattern.
pub fn expand(
    shell: &Shell,
    expansion: &Expansion,
    range: Range<usize>,
    fields: &mut Fields,
) -> Option<u32> {
    let text = &expansion.bytes[range.clone()];
    if shell.options.is_on(ShellOption::NoGlob) || !expansion.may_match(range.clone()) {
        fields.push(text);
        return None;
    }
    let mut pattern = Vec::new();
    expansion.push_pattern(range, &mut pattern);
    let mut found = Found {
        characters: shell.variables.characters(),
        ..Found::default()
    };
    if !pattern.split(|byte| *byte == b'/').all(is_literal) {
        walk(&mut Vec::new(), &pattern, &mut found);
    }
    if found.paths.is_empty() {
        fields.push(text);
    } else {
        found.sort();
        found.iter().for_each(|path| fields.push(path));
    }
    Some(found.paths.len() as u32)
}

/// The pathnames that begin with `text`, sorted.
pub fn beginning_with(text: &[u8]) -> Vec<Vec<u8>> {
    let mut pattern = Vec::new();
    for (index, component) in text.split(|byte| *byte == b'/').enumerate() {
        if index > 0 {
            pattern.push(b'/');
        }
        push_quoted(&mut pattern, component);
    }
    pattern.push(b'*');
    let mut found = Found::default();
    walk(&mut Vec::new(), &pattern, &mut found);
    found.sort();
    found.iter().map(<[u8]>::to_vec).collect()
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

/// The pathnames found, end to end in one buffer.
#[derive(Default)]
struct Found {
    /// What the characters of all names are.
    characters: Characters,
    bytes: Vec<u8>,
    paths: Vec<Path>,
    /// How many bytes all of them have in common, up to the first component that is not literal.
    common: Option<usize>,
}

/// Where a pathname stands, and the first bytes behind what all have in common: enough to order most of them.
struct Path {
    key: u64,
    range: Range<usize>,
}

impl Found {
    fn push(&mut self, directory: &[u8], name: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(directory);
        self.bytes.extend_from_slice(name);
        let own = &self.bytes[start + self.common.unwrap_or(0)..];
        let mut key = [0; 8];
        let length = own.len().min(key.len());
        key[..length].copy_from_slice(&own[..length]);
        self.paths.push(Path {
            key: u64::from_be_bytes(key),
            range: start..self.bytes.len(),
        });
    }

    /// In the order of their bytes, which in UTF-8 is that of the characters' numbers.
    fn sort(&mut self) {
        let text = |path: &Path| &self.bytes[path.range.clone()];
        self.paths.sort_unstable_by(|one, other| {
            let by_key = one.key.cmp(&other.key);
            by_key.then_with(|| text(one).cmp(text(other)))
        });
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.paths
            .iter()
            .map(|path| &self.bytes[path.range.clone()])
    }
}

/// Matches the components of `pattern` below the path `prefix`.
fn walk(prefix: &mut Vec<u8>, pattern: &[u8], found: &mut Found) {
    let length = prefix.len();
    let mut rest = pattern;
    loop {
        let slashes = rest.iter().take_while(|byte| **byte == b'/').count();
        prefix.extend_from_slice(&rest[..slashes]);
        rest = &rest[slashes..];
        let end = rest.iter().position(|byte| *byte == b'/');
        let (component, behind) = rest.split_at(end.unwrap_or(rest.len()));
        if !is_literal(component) {
            let pattern = Pattern::new(component, found.characters);
            list(prefix, pattern, behind, found);
            break;
        }
        push_literal(component, prefix);
        if behind.is_empty() {
            if file::lstat(prefix).is_ok() {
                found.push(prefix, b"");
            }
            break;
        }
        rest = behind;
    }
    prefix.truncate(length);
}

/// Whether nothing in `component` is special, so that one name alone matches it.
fn is_literal(component: &[u8]) -> bool {
    let mut bytes = component.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'*' | b'?' | b'[' => return false,
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
    true
}

/// Adds the one name that `component` matches.
fn push_literal(component: &[u8], path: &mut Vec<u8>) {
    let mut bytes = component.iter();
    while let Some(byte) = bytes.next() {
        path.push(match byte {
            b'\\' => *bytes.next().unwrap_or(&b'\\'),
            byte => *byte,
        });
    }
}

/// Goes on with the pattern `behind` below every entry of the directory `prefix` (empty: the working directory) that matches.
fn list(prefix: &mut Vec<u8>, pattern: Pattern<'_>, behind: &[u8], found: &mut Found) {
    found.common.get_or_insert(prefix.len());
    let directory: &[u8] = if prefix.is_empty() { b"." } else { prefix };
    let hidden = pattern.begins_with_period();
    let matches = |name: &[u8]| (hidden || name[0] != b'.') && pattern.matches(name);
    // A directory that cannot be read has no names to match (XCU 2.14.3).
    if behind.is_empty() {
        let _ = file::list(directory, |name, _| {
            if matches(name) {
                found.push(prefix, name);
            }
        });
        return;
    }
    // The directory is closed again before those below it are opened.
    let mut names = Fields::default();
    let _ = file::list(directory, |name, entry| {
        if entry != Entry::NoDirectory && matches(name) {
            names.push(name);
        }
    });
    let length = prefix.len();
    for name in names.iter() {
        prefix.extend_from_slice(name);
        walk(prefix, behind, found);
        prefix.truncate(length);
    }
}
