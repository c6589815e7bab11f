//! Options as `nc` and `curl` take them: before or behind the operands, letters apart or together, a value behind or attached.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

/// A command line behind the program's name, taken apart.
#[derive(Debug, Default)]
pub(super) struct Words {
    options: Vec<(&'static str, OsString)>,
    pub(super) operands: Vec<OsString>,
}

impl Words {
    /// Whether the option is given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// The value it is given last; an empty one if it takes none.
    pub(super) fn value(&self, name: &str) -> Option<&OsStr> {
        let mut given = self.options.iter().rev();
        given
            .find(|(given, _)| *given == name)
            .map(|(_, value)| value.as_os_str())
    }
}

/// Takes `words` apart by the options that there are: each with its name and whether it has a value. A name of one letter
/// stands behind one hyphen, a longer one behind two.
///
/// # Errors
/// There is no such option, or its value is missing.
pub(super) fn read(words: &[OsString], known: &[(&'static str, bool)]) -> Result<Words, String> {
    let mut read = Words::default();
    let mut words = words.iter();
    let find = |name: &[u8]| known.iter().find(|(known, _)| known.as_bytes() == name);
    while let Some(word) = words.next() {
        let unknown = || format!("no option {}", word.display());
        let missing = |name: &str| format!("a value is missing behind {}{name}", hyphens(name));
        match word.as_bytes() {
            b"--" => {
                read.operands.extend(words.by_ref().cloned());
            }
            [b'-', b'-', name @ ..] => {
                let (name, has_value) = find(name)
                    .filter(|(name, _)| name.len() > 1)
                    .ok_or_else(unknown)?;
                let value = match has_value {
                    true => words.next().cloned().ok_or_else(|| missing(name))?,
                    false => OsString::new(),
                };
                read.options.push((name, value));
            }
            [b'-', letters @ ..] if !letters.is_empty() => {
                for (at, letter) in letters.iter().enumerate() {
                    let (name, has_value) = find(&[*letter]).ok_or_else(unknown)?;
                    if !has_value {
                        read.options.push((name, OsString::new()));
                        continue;
                    }
                    let value = match &letters[at + 1..] {
                        [] => words.next().cloned().ok_or_else(|| missing(name))?,
                        attached => OsStr::from_bytes(attached).to_owned(),
                    };
                    read.options.push((name, value));
                    break;
                }
            }
            _ => read.operands.push(word.clone()),
        }
    }
    Ok(read)
}

fn hyphens(name: &str) -> &'static str {
    if name.len() > 1 { "--" } else { "-" }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[(&str, bool)] = &[
        ("f", false),
        ("s", false),
        ("o", true),
        ("fail", false),
        ("output", true),
    ];

    fn check(line: &str, options: &str, operands: &str) {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let read = read(&words, KNOWN).unwrap();
        let shown = |words: Vec<String>| words.join(" ");
        let given = read.options.iter();
        assert_eq!(
            shown(
                given
                    .map(|(name, value)| format!("{name}={}", value.display()))
                    .collect()
            ),
            options,
            "{line}"
        );
        let given = read.operands.iter();
        assert_eq!(
            shown(given.map(|word| word.display().to_string()).collect()),
            operands,
            "{line}"
        );
    }

    #[test]
    fn letters_stand_apart_or_together_and_anywhere() {
        check("-f -s x", "f= s=", "x");
        check("x -fs", "f= s=", "x");
        check("-fo file x", "f= o=file", "x");
        check("-ofile x", "o=file", "x");
        check("--fail --output file x", "fail= output=file", "x");
        check("-f -- -s", "f=", "-s");
        check("-", "", "-");
    }

    #[test]
    fn what_is_unknown_or_misses_its_value_is_said() {
        let check = |line: &str, why: &str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(read(&words, KNOWN).unwrap_err(), why);
        };
        check("-fx", "no option -fx");
        check("--f", "no option --f");
        check("-so", "a value is missing behind -o");
        check("--output", "a value is missing behind --output");
    }
}
