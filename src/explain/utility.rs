//! What the built-in utilities and the common programs do, in a line each, with the options that are met most.
//!
//! Only what is certain is here: an option that differs between systems or is not known is called an option and no more. What
//! is not in these tables is "a command called …".

use super::Programs;

pub(super) mod behind;
mod files;
mod network;
mod practice;
mod shell;
mod system;
mod text;
mod tools;

/// A built-in utility or a program.
pub(super) struct Utility {
    pub name: &'static str,
    /// What it does, as a sentence without a capital and a full stop.
    pub about: &'static str,
    /// Options and what each does. A `=` at the end of a name: it takes a value, which stands for `{}`.
    pub options: &'static [(&'static str, &'static str)],
    pub operands: Operands,
    /// Whether the first word may hold options without a sign, as `tar xzf` does.
    pub bare_options: bool,
    /// Whether `-5` means `-n 5`.
    pub number_option: bool,
    /// Whether options may begin with `+`.
    pub plus_options: bool,
    /// What it puts among the words of the command that it runs.
    pub fills: Fills,
}

/// What comes among the words of a command that another one runs.
#[derive(Clone, Copy)]
pub(super) enum Fills {
    Nothing,
    /// The path that was found, for `{}`.
    Found,
    /// What was read: for the text of `-I`, or behind them.
    Read,
}

/// What the words that are no options are.
#[derive(Clone, Copy)]
pub(super) enum Operands {
    /// Nothing is said of them.
    Any,
    /// Text: nothing that looks like an option is one, but for those in the table.
    Text,
    /// What each is; the last entry is for all that follow.
    Named(&'static [&'static str]),
    /// Behind these, a command that is run.
    Command(&'static [&'static str]),
    /// The first is a text of commands.
    Script(&'static str),
    /// The first says what is to be done.
    Verbs(&'static [(&'static str, &'static str)]),
    /// `name=value` or names.
    Assign,
    /// Those of `test`.
    Test,
    /// Those of `find`.
    Find,
}

impl Utility {
    const fn new(name: &'static str, about: &'static str) -> Utility {
        Utility {
            name,
            about,
            options: &[],
            operands: Operands::Any,
            bare_options: false,
            number_option: false,
            plus_options: false,
            fills: Fills::Nothing,
        }
    }

    const fn options(mut self, options: &'static [(&'static str, &'static str)]) -> Utility {
        self.options = options;
        self
    }

    const fn operands(mut self, operands: Operands) -> Utility {
        self.operands = operands;
        self
    }

    const fn named(self, names: &'static [&'static str]) -> Utility {
        self.operands(Operands::Named(names))
    }

    const fn verbs(self, verbs: &'static [(&'static str, &'static str)]) -> Utility {
        self.operands(Operands::Verbs(verbs))
    }

    const fn runs(self, before: &'static [&'static str]) -> Utility {
        self.operands(Operands::Command(before))
    }

    const fn fills(mut self, fills: Fills) -> Utility {
        self.fills = fills;
        self
    }

    const fn bare_options(mut self) -> Utility {
        self.bare_options = true;
        self
    }

    const fn number_option(mut self) -> Utility {
        self.number_option = true;
        self
    }

    const fn plus_options(mut self) -> Utility {
        self.plus_options = true;
        self
    }

    /// Whether `text` is no option although it begins with a sign, as `echo --` has none.
    pub fn takes_text(&self, text: &str) -> bool {
        matches!(self.operands, Operands::Text)
            && !self.options.iter().any(|(name, _)| *name == text)
    }
}

/// Programs that are no built-ins of the shell.
static PROGRAMS: &[&[Utility]] = &[
    files::TABLE,
    text::TABLE,
    system::TABLE,
    network::TABLE,
    tools::TABLE,
    practice::TABLE,
];

/// The built-in utilities, and whether each is special.
pub(super) fn builtins() -> impl Iterator<Item = (&'static str, bool)> {
    let names = shell::TABLE.iter().map(|utility| utility.name);
    names.map(|name| (name, is_special(name)))
}

/// The built-in utility or program called `name`.
pub(super) fn find(name: &str, programs: Programs) -> Option<&'static Utility> {
    let builtin = shell::TABLE.iter().find(|utility| utility.name == name);
    builtin.or_else(|| find_program(name, programs))
}

/// What `name` does where only a program can be run.
pub(super) fn find_program(name: &str, programs: Programs) -> Option<&'static Utility> {
    let mut instead = practice::INSTEAD
        .iter()
        .filter(|_| programs == Programs::Practice);
    if let Some(found) = instead.find(|utility| utility.name == name) {
        return Some(found);
    }
    let mut all = PROGRAMS.iter().copied().flatten();
    all.find(|utility| utility.name == name).or_else(|| {
        // These are programs, too.
        let twice = [
            "[", "echo", "false", "kill", "printf", "pwd", "test", "true",
        ];
        let mut builtins = shell::TABLE.iter();
        builtins.find(|utility| utility.name == name && twice.contains(&name))
    })
}

/// Whether `name` is a special built-in, which no function hides.
pub(super) fn is_special(name: &str) -> bool {
    shell::SPECIAL.contains(&name)
}

/// Whether `text` could be the name of a variable.
pub(super) fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_name_is_there_once_and_every_value_is_spoken_of() {
        let all = || PROGRAMS.iter().copied().flatten().chain(shell::TABLE);
        let described = || all().chain(practice::INSTEAD);
        let names: BTreeSet<&str> = all().map(|utility| utility.name).collect();
        assert_eq!(names.len(), all().count());
        assert!(names.len() >= 160, "{}", names.len());
        for utility in described() {
            assert!(!utility.about.ends_with('.'), "{}", utility.name);
            assert!(utility.about.len() <= 150, "{}", utility.name);
            let options: BTreeSet<&str> = utility.options.iter().map(|(name, _)| *name).collect();
            assert_eq!(options.len(), utility.options.len(), "{}", utility.name);
            for (name, about) in utility.options {
                let says = about.contains("{}");
                assert_eq!(name.ends_with('='), says, "{} {name}", utility.name);
            }
        }
    }
}
