//! The pathnames that complete the word before the cursor.

use super::text::{Text, Unit, bytes, units};
use crate::engine::expand::pathname;
use crate::engine::shell::Shell;
use crate::sys::file;

/// What completes a word of the line.
pub struct Completion {
    /// Where the word begins.
    pub start: usize,
    /// The pathnames, sorted; those of directories end with a slash.
    pub paths: Vec<Vec<u8>>,
    /// What the word is without its quoting.
    word: Vec<u8>,
}

impl Completion {
    /// Of the word of `text` that ends at the cursor; `None` if it is not one that can be completed.
    pub fn at_cursor(shell: &Shell, text: &Text) -> Option<Completion> {
        let start = word_start(&text.units[..text.at]);
        let word = unquoted(&text.units[start..text.at])?;
        let home = shell.variables.get(b"HOME").unwrap_or_default();
        let (searched, hidden) = match word.strip_prefix(b"~/") {
            Some(rest) => ([home, b"/", rest].concat(), home.len()),
            None => (word.clone(), 0),
        };
        let mut paths = pathname::beginning_with(&searched);
        for path in &mut paths {
            if file::is_directory(path) {
                path.push(b'/');
            }
            if hidden > 0 {
                path.splice(..hidden, *b"~");
            }
        }
        Some(Completion { start, paths, word })
    }

    /// What stands in the place of the word: what all pathnames have in common, and a blank behind the only one. `None` if that
    /// is no more than there was.
    pub fn common(&self) -> Option<Vec<Unit>> {
        let first = self.paths.first()?;
        let length = self.paths.iter().fold(first.len(), |length, path| {
            let same = std::iter::zip(first, path).take_while(|(one, other)| one == other);
            same.count().min(length)
        });
        // No character is cut in two.
        let mut length = length;
        while length > 0 && first.get(length).is_some_and(|byte| byte & 0xc0 == 0x80) {
            length -= 1;
        }
        let is_whole = self.paths.len() == 1 && !first.ends_with(b"/");
        if length <= self.word.len() && !is_whole {
            return None;
        }
        let mut units = quoted(&first[..length]);
        if is_whole {
            units.push(Unit::Char(' '));
        }
        Some(units)
    }

    /// All of them, as words with a blank behind each.
    pub fn all(&self) -> Vec<Unit> {
        let word = |path: &Vec<u8>| [quoted(path), vec![Unit::Char(' ')]].concat();
        self.paths.iter().flat_map(word).collect()
    }

    /// All of them, side by side in rows of at most `columns` cells.
    pub fn listed(&self, columns: usize) -> Vec<u8> {
        let name = |path: &Vec<u8>| {
            let end = path.len() - usize::from(path.ends_with(b"/"));
            let start = path[..end].iter().rposition(|byte| *byte == b'/');
            String::from_utf8_lossy(&path[start.map_or(0, |at| at + 1)..])
                .escape_default()
                .to_string()
        };
        let names: Vec<String> = self.paths.iter().map(name).collect();
        let width = names.iter().map(String::len).max().unwrap_or(0) + 2;
        let across = (columns / width).max(1);
        let mut out = Vec::new();
        for row in names.chunks(across) {
            let cells: String = row.iter().map(|name| format!("{name:<width$}")).collect();
            out.extend_from_slice(cells.trim_end().as_bytes());
            out.push(b'\n');
        }
        out
    }
}

/// Where the word begins that `units` end with.
fn word_start(units: &[Unit]) -> usize {
    let mut start = 0;
    let mut escaped = false;
    for (index, unit) in units.iter().enumerate() {
        let ends_word = match unit {
            Unit::Char(letter) => letter.is_whitespace() || ";&|<>()=`".contains(*letter),
            Unit::Byte(_) => false,
        };
        if ends_word && !escaped {
            start = index + 1;
        }
        escaped = !escaped && *unit == Unit::Char('\\');
    }
    start
}

/// A word without its backslashes; `None` if it holds other quoting or an expansion.
fn unquoted(units: &[Unit]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut escaped = false;
    for unit in units {
        match unit {
            Unit::Char('\\') if !escaped => {
                escaped = true;
                continue;
            }
            Unit::Char('\'' | '"' | '$') if !escaped => return None,
            unit => out.push(*unit),
        }
        escaped = false;
    }
    Some(bytes(&out))
}

/// The word that is `path`.
fn quoted(path: &[u8]) -> Vec<Unit> {
    let mut out = Vec::new();
    for (index, unit) in units(path).into_iter().enumerate() {
        let quotes = match unit {
            Unit::Char('~') => index > 0,
            Unit::Char(letter) => " \t\\'\"$`;&|<>()*?[#!=".contains(letter),
            Unit::Byte(_) => false,
        };
        if quotes {
            out.push(Unit::Char('\\'));
        }
        out.push(unit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_before_the_cursor_is_completed() {
        let of = |text: &str| word_start(&Text::new(text.as_bytes()).units);
        assert_eq!(of("cat fil"), 4);
        assert_eq!(of("cat a\\ b"), 4);
        assert_eq!(of("cat <in"), 5);
        assert_eq!(unquoted(&units(b"a\\ b")), Some(b"a b".to_vec()));
        assert_eq!(unquoted(&units(b"\"a")), None);
    }

    #[test]
    fn what_they_have_in_common_takes_the_place_of_the_word() {
        let common = |word: &[u8], paths: &[&str]| {
            let paths = paths.iter().map(|path| path.as_bytes().to_vec()).collect();
            let word = word.to_vec();
            let completion = Completion {
                start: 0,
                paths,
                word,
            };
            completion.common().map(|units| bytes(&units))
        };
        assert_eq!(common(b"f", &["first", "fist"]), Some(b"fi".to_vec()));
        assert_eq!(common(b"fi", &["first", "fist"]), None);
        assert_eq!(common(b"f", &["a file"]), Some(b"a\\ file ".to_vec()));
        assert_eq!(common(b"d", &["dir/"]), Some(b"dir/".to_vec()));
        assert_eq!(common(b"x", &["x\u{e4}", "x\u{e5}"]), None);
    }
}
