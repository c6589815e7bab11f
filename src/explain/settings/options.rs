//! The options that change what is true of a text, and the words that turn them on and off.

/// An option of the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::explain) enum ShellOption {
    /// `-a`: every variable that is assigned is exported.
    AllExport,
    /// `-C`: `>` refuses a file that exists.
    NoClobber,
    /// `-e`: a failure ends the shell.
    ErrExit,
    /// `-f`: patterns stay as they are written.
    NoGlob,
    /// `-u`: an unset variable is an error.
    NoUnset,
    /// A pipeline fails if one of its commands does.
    PipeFail,
}

/// Each with its letter and its name, in the order of their declaration.
const ENTRIES: [(ShellOption, Option<char>, &str); 6] = [
    (ShellOption::AllExport, Some('a'), "allexport"),
    (ShellOption::NoClobber, Some('C'), "noclobber"),
    (ShellOption::ErrExit, Some('e'), "errexit"),
    (ShellOption::NoGlob, Some('f'), "noglob"),
    (ShellOption::NoUnset, Some('u'), "nounset"),
    (ShellOption::PipeFail, None, "pipefail"),
];

/// Programs that read such words behind their name.
const SHELLS: [&str; 6] = ["sh", "dash", "bash", "ash", "ksh", "zsh"];

/// Whether an option is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::explain) enum Setting {
    #[default]
    Off,
    On,
    /// It depends on what ran before.
    Perhaps,
}

/// What is on in one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::explain) struct Options([Setting; ENTRIES.len()]);

impl Options {
    /// Whether `option` is on.
    pub fn of(self, option: ShellOption) -> Setting {
        self.0[option as usize]
    }

    /// Whether `option` is on, for certain or perhaps.
    pub fn may(self, option: ShellOption) -> bool {
        self.of(option) != Setting::Off
    }

    /// What holds where two ways meet.
    pub fn join(self, other: Options) -> Options {
        let mut joined = self;
        for (one, other) in joined.0.iter_mut().zip(other.0) {
            if *one != other {
                *one = Setting::Perhaps;
            }
        }
        joined
    }

    /// Takes the words behind `set`, or behind a shell's name, up to the first that is no option; none stands for a word that
    /// only running can tell.
    pub fn read(&mut self, words: impl IntoIterator<Item = Option<String>>) {
        let mut words = words.into_iter();
        while let Some(Some(word)) = words.next() {
            let on = match word.as_bytes() {
                b"--" => return,
                [b'-', b'-', ..] => continue,
                [b'-', _, ..] => true,
                [b'+', _, ..] => false,
                _ => return,
            };
            for letter in word[1..].chars() {
                let entry = match letter {
                    'o' => {
                        let name = words.next().flatten();
                        ENTRIES
                            .iter()
                            .find(|entry| Some(entry.2) == name.as_deref())
                    }
                    _ => ENTRIES.iter().find(|entry| entry.1 == Some(letter)),
                };
                if let Some((option, ..)) = entry {
                    self.0[*option as usize] = if on { Setting::On } else { Setting::Off };
                }
            }
        }
    }

    /// What may be on in a text whose first line says how it is run: `#!/bin/sh -e`. Who runs it as `sh FILE` passes that over.
    pub fn of_first_line(text: &[u8]) -> Options {
        let mut options = Options::default();
        let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let Some(line) = line.strip_prefix(b"#!") else {
            return options;
        };
        let line = String::from_utf8_lossy(line);
        let is_shell = |word: &str| SHELLS.contains(&word.rsplit('/').next().unwrap_or_default());
        let words = line
            .split_ascii_whitespace()
            .skip_while(|word| !is_shell(word));
        options.read(words.skip(1).map(|word| Some(word.to_owned())));
        options.join(Options::default())
    }

    /// Whether a program called `name` reads such words.
    pub fn is_shell(name: &str) -> bool {
        SHELLS.contains(&name)
    }

    /// What is on in the commands that a shell is given with `-c` behind `words`; none on if `name` is no shell.
    pub fn of_shell(name: &str, words: &[Option<String>]) -> Options {
        let mut options = Options::default();
        if SHELLS.contains(&name) {
            options.read(words.iter().cloned());
        }
        options
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: &[ShellOption]) {
        let mut options = Options::default();
        options.read(words.split(' ').map(|word| Some(word.to_owned())));
        for (option, ..) in ENTRIES {
            let on = options.of(option) == Setting::On;
            assert_eq!(on, expected.contains(&option), "{words}: {option:?}");
        }
    }

    #[test]
    fn options_are_read_as_set_reads_them() {
        use ShellOption::{ErrExit, NoGlob, NoUnset, PipeFail};
        check("-e", &[ErrExit]);
        check("-eo pipefail", &[ErrExit, PipeFail]);
        check("-euo pipefail", &[ErrExit, NoUnset, PipeFail]);
        check("-o pipefail -f", &[PipeFail, NoGlob]);
        check("-eu +e", &[NoUnset]);
        check("-euo pipefail +o pipefail +u", &[ErrExit]);
        check("-o errexit x -u", &[ErrExit]);
        check("-- -e", &[]);
        check("- -e", &[]);
        check("-o", &[]);
    }

    #[test]
    fn a_first_line_says_what_may_be_on() {
        for line in [
            "#!/bin/sh -e\n",
            "#!/usr/bin/env -S bash -e",
            "#! /bin/bash -eu",
        ] {
            let options = Options::of_first_line(line.as_bytes());
            assert_eq!(options.of(ShellOption::ErrExit), Setting::Perhaps, "{line}");
        }
        for line in ["#!/bin/sh", "#!/usr/bin/awk -f", "echo #!/bin/sh -e", ""] {
            assert_eq!(
                Options::of_first_line(line.as_bytes()),
                Options::default(),
                "{line}"
            );
        }
    }
}
