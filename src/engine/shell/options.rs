//! The options of `set` and of `sh` itself (XCU 2.15 `set`, XCU `sh`).

/// One option: its letter, if it has one, and its long name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShellOption {
    /// `-a`: every variable that is assigned is exported.
    AllExport,
    /// `-b`: the end of a job is told at once.
    Notify,
    /// `-C`: `>` does not overwrite a file.
    NoClobber,
    /// `-e`: a failure ends the shell.
    ErrExit,
    /// `-f`: no pathname expansion.
    NoGlob,
    /// `-h`: utilities that a function names are located when it is defined.
    HashAll,
    /// `-i`: a person types at this shell.
    Interactive,
    /// `-m`: job control.
    Monitor,
    /// `-n`: commands are read and not executed.
    NoExec,
    /// `-s`: commands come from standard input.
    StandardInput,
    /// `-u`: expanding an unset parameter is an error.
    NoUnset,
    /// `-v`: input is written to standard error as it is read.
    Verbose,
    /// `-x`: commands are written to standard error before they run.
    XTrace,
    /// Lines are edited as in Emacs.
    Emacs,
    /// The end of the input does not end an interactive shell.
    IgnoreEof,
    /// Function definitions do not enter the history.
    NoLog,
    /// The status of a pipeline is that of the last command that failed.
    PipeFail,
    /// Lines are edited as in vi.
    Vi,
}

/// An option, its letter, its name.
type Entry = (ShellOption, Option<char>, &'static str);

/// All of them, in the order in which `$-` and `set -o` show them.
const ENTRIES: [Entry; 18] = [
    (ShellOption::AllExport, Some('a'), "allexport"),
    (ShellOption::Notify, Some('b'), "notify"),
    (ShellOption::NoClobber, Some('C'), "noclobber"),
    (ShellOption::ErrExit, Some('e'), "errexit"),
    (ShellOption::NoGlob, Some('f'), "noglob"),
    (ShellOption::HashAll, Some('h'), "hashall"),
    (ShellOption::Interactive, Some('i'), "interactive"),
    (ShellOption::Monitor, Some('m'), "monitor"),
    (ShellOption::NoExec, Some('n'), "noexec"),
    (ShellOption::StandardInput, Some('s'), "stdin"),
    (ShellOption::NoUnset, Some('u'), "nounset"),
    (ShellOption::Verbose, Some('v'), "verbose"),
    (ShellOption::XTrace, Some('x'), "xtrace"),
    (ShellOption::Emacs, None, "emacs"),
    (ShellOption::IgnoreEof, None, "ignoreeof"),
    (ShellOption::NoLog, None, "nolog"),
    (ShellOption::PipeFail, None, "pipefail"),
    (ShellOption::Vi, None, "vi"),
];

impl ShellOption {
    /// Those that `set` can turn on and off, in the order in which it lists them.
    pub fn settable() -> impl Iterator<Item = ShellOption> {
        ENTRIES
            .iter()
            .map(|entry| entry.0)
            .filter(|option| option.is_settable())
    }

    /// What the start of the shell decides once and for all is not settable.
    fn is_settable(self) -> bool {
        !matches!(self, ShellOption::Interactive | ShellOption::StandardInput)
    }

    /// As in `set -o errexit`.
    pub fn name(self) -> &'static str {
        ENTRIES
            .iter()
            .find(|entry| entry.0 == self)
            .map_or("", |entry| entry.2)
    }

    /// The settable option with this letter.
    pub fn from_letter(letter: char) -> Option<ShellOption> {
        let entry = ENTRIES.iter().find(|entry| entry.1 == Some(letter))?;
        entry.0.is_settable().then_some(entry.0)
    }

    /// The settable option with this name.
    pub fn from_name(name: &[u8]) -> Option<ShellOption> {
        let entry = ENTRIES.iter().find(|entry| entry.2.as_bytes() == name)?;
        entry.0.is_settable().then_some(entry.0)
    }
}

/// Which options are on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options(u32);

impl Options {
    /// Whether `option` is on.
    pub fn is_on(self, option: ShellOption) -> bool {
        self.0 & (1 << option as u32) != 0
    }

    /// Turns `option` on or off. Of the two ways to edit lines the later one counts.
    pub fn set(&mut self, option: ShellOption, on: bool) {
        let bit = |option| 1 << option as u32;
        if !on {
            self.0 &= !bit(option);
            return;
        }
        self.0 |= bit(option);
        match option {
            ShellOption::Vi => self.0 &= !bit(ShellOption::Emacs),
            ShellOption::Emacs => self.0 &= !bit(ShellOption::Vi),
            _ => {}
        }
    }

    /// The letters of the options that are on, as in `$-`.
    pub fn letters(self) -> String {
        let on = ENTRIES.iter().filter(|entry| self.is_on(entry.0));
        on.filter_map(|entry| entry.1).collect()
    }

    /// The names of the settable options that are on.
    pub fn names(self) -> Vec<String> {
        ShellOption::settable()
            .filter(|option| self.is_on(*option))
            .map(|option| option.name().to_string())
            .collect()
    }

    /// Turns exactly these on among the settable ones.
    pub fn set_names(&mut self, names: &[String]) {
        for option in ShellOption::settable() {
            let on = names.iter().any(|name| name == option.name());
            self.set(option, on);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_shown_in_one_order_whatever_order_they_were_set_in() {
        let mut options = Options::default();
        for letter in ['x', 'e', 'C'] {
            options.set(ShellOption::from_letter(letter).expect("an option"), true);
        }
        options.set(ShellOption::Interactive, true);
        assert_eq!(options.letters(), "Ceix");
        assert_eq!(options.names(), ["noclobber", "errexit", "xtrace"]);
    }

    #[test]
    fn lines_are_edited_in_one_way_only() {
        let mut options = Options::default();
        options.set(ShellOption::Emacs, true);
        options.set(ShellOption::Vi, true);
        assert_eq!(options.names(), ["vi"]);
    }

    #[test]
    fn what_the_start_decides_cannot_be_set() {
        assert_eq!(ShellOption::from_letter('i'), None);
        assert_eq!(ShellOption::from_name(b"stdin"), None);
    }
}
