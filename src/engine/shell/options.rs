//! The options of `set` (XCU 2.15 `set`).

/// One option: its letter, if it has one, and its long name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShellOption {
    /// `-a`: every variable that is assigned is exported.
    AllExport,
    /// `-C`: `>` does not overwrite a file.
    NoClobber,
    /// `-e`: a failure ends the shell.
    ErrExit,
    /// `-f`: no pathname expansion.
    NoGlob,
    /// `-n`: commands are read and not executed.
    NoExec,
    /// `-u`: expanding an unset parameter is an error.
    NoUnset,
    /// `-v`: input is written to standard error as it is read.
    Verbose,
    /// `-x`: commands are written to standard error before they run.
    XTrace,
}

impl ShellOption {
    /// All of them, in the order of their letters.
    pub const ALL: [ShellOption; 8] = [
        ShellOption::AllExport,
        ShellOption::NoClobber,
        ShellOption::ErrExit,
        ShellOption::NoGlob,
        ShellOption::NoExec,
        ShellOption::NoUnset,
        ShellOption::Verbose,
        ShellOption::XTrace,
    ];

    /// As in `set -e`.
    pub fn letter(self) -> char {
        match self {
            ShellOption::AllExport => 'a',
            ShellOption::NoClobber => 'C',
            ShellOption::ErrExit => 'e',
            ShellOption::NoGlob => 'f',
            ShellOption::NoExec => 'n',
            ShellOption::NoUnset => 'u',
            ShellOption::Verbose => 'v',
            ShellOption::XTrace => 'x',
        }
    }

    /// As in `set -o errexit`.
    pub fn name(self) -> &'static str {
        match self {
            ShellOption::AllExport => "allexport",
            ShellOption::NoClobber => "noclobber",
            ShellOption::ErrExit => "errexit",
            ShellOption::NoGlob => "noglob",
            ShellOption::NoExec => "noexec",
            ShellOption::NoUnset => "nounset",
            ShellOption::Verbose => "verbose",
            ShellOption::XTrace => "xtrace",
        }
    }

    /// The option with this letter.
    pub fn from_letter(letter: char) -> Option<ShellOption> {
        ShellOption::ALL
            .into_iter()
            .find(|option| option.letter() == letter)
    }

    /// The option with this name.
    pub fn from_name(name: &[u8]) -> Option<ShellOption> {
        ShellOption::ALL
            .into_iter()
            .find(|option| option.name().as_bytes() == name)
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

    /// Turns `option` on or off.
    pub fn set(&mut self, option: ShellOption, on: bool) {
        if on {
            self.0 |= 1 << option as u32;
        } else {
            self.0 &= !(1 << option as u32);
        }
    }

    /// The letters of the options that are on, as in `$-`.
    pub fn letters(self) -> String {
        ShellOption::ALL
            .into_iter()
            .filter(|option| self.is_on(*option))
            .map(ShellOption::letter)
            .collect()
    }

    /// Turns exactly these on.
    pub fn set_letters(&mut self, letters: &str) {
        *self = Options::default();
        letters
            .chars()
            .filter_map(ShellOption::from_letter)
            .for_each(|option| self.set(option, true));
    }
}
