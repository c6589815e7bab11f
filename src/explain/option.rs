//! Options: one word may hold several letters, and the last may have its value in the word or behind it.

use super::Piece::{self, Here};
use super::utility::Utility;

/// The value of an option that is a text of commands.
pub(super) const COMMANDS: &str = "runs the commands in {}";

/// What an option word was found to be.
pub(super) struct Found {
    pub pieces: Vec<Piece>,
    /// What is said of the last letter with the next word, if that is its value.
    pub awaits: Option<String>,
}

impl Found {
    /// An option whose value is the commands to run.
    pub fn commands() -> Found {
        Found {
            pieces: Vec::new(),
            awaits: Some(COMMANDS.to_owned()),
        }
    }

    /// Whether the value is a text of commands.
    pub fn wants_commands(&self) -> bool {
        self.awaits
            .as_deref()
            .is_some_and(|about| about.ends_with(COMMANDS))
    }

    /// Whether the value is the program to run, so that what follows is for that.
    pub fn names_program(&self) -> bool {
        let about = self.awaits.as_deref().unwrap_or_default();
        about.contains("module") || about.contains("program")
    }

    /// The sentences, with `value` put in.
    pub fn with(mut self, value: &str) -> Vec<Piece> {
        let about = self.awaits.map(|about| with(&about, value));
        self.pieces.extend(about.map(Here));
        self.pieces
    }
}

/// Reads `text` as options of `utility`; none if it is no option. `first` says that no operand stands before it.
pub(super) fn read(utility: &'static Utility, text: &str, first: bool) -> Option<Found> {
    let bare = utility.bare_options && first && !text.starts_with('-');
    if bare {
        return letters(utility, text, text);
    }
    let signed =
        text.len() > 1 && (text.starts_with('-') || utility.plus_options && text.starts_with('+'));
    if !signed || utility.takes_text(text) {
        return None;
    }
    if let Some(found) = whole(utility, text) {
        return Some(found);
    }
    if text.starts_with("--") {
        return Some(unknown(text));
    }
    letters(utility, &text[1..], text)
}

/// An option that is spelt as a whole: `-name`, `--long`, `--long=value`.
pub(super) fn whole(utility: &'static Utility, text: &str) -> Option<Found> {
    for (name, about) in utility.options {
        if *name == text {
            let pieces = vec![Here((*about).to_owned())];
            return Some(Found {
                pieces,
                awaits: None,
            });
        }
        let Some(bare) = name.strip_suffix('=') else {
            continue;
        };
        if bare == text {
            let pieces = Vec::new();
            return Some(Found {
                pieces,
                awaits: Some((*about).to_owned()),
            });
        }
        if let Some(value) = text
            .strip_prefix(bare)
            .and_then(|rest| rest.strip_prefix('='))
            && bare.starts_with("--")
        {
            let pieces = vec![Here(with(about, &super::walk::named(value)))];
            return Some(Found {
                pieces,
                awaits: None,
            });
        }
    }
    None
}

/// Letters behind one sign.
fn letters(utility: &'static Utility, letters: &str, text: &str) -> Option<Found> {
    let mut pieces = Vec::new();
    let several = letters.chars().count() > 1;
    if utility.number_option && letters.bytes().all(|byte| byte.is_ascii_digit()) {
        let pieces = vec![Here(format!("as -n {letters}"))];
        return Some(Found {
            pieces,
            awaits: None,
        });
    }
    for (at, letter) in letters.char_indices() {
        let sign = if text.starts_with('+') { '+' } else { '-' };
        let plain = format!("{sign}{letter}");
        let valued = format!("{plain}=");
        let entry = |name: &str| utility.options.iter().find(|(option, _)| *option == name);
        let label = if several {
            format!("{letter}: ")
        } else {
            String::new()
        };
        if let Some((_, about)) = entry(&plain) {
            pieces.push(Here(format!("{label}{about}")));
        } else if let Some((_, about)) = entry(&valued) {
            let value = &letters[at + letter.len_utf8()..];
            if value.is_empty() {
                return Some(Found {
                    pieces,
                    awaits: Some(format!("{label}{about}")),
                });
            }
            let label = format!("{letter}: ");
            pieces.push(Here(format!(
                "{label}{}",
                with(about, &super::walk::named(value))
            )));
            return Some(Found {
                pieces,
                awaits: None,
            });
        } else {
            return Some(unknown(text));
        }
    }
    Some(Found {
        pieces,
        awaits: None,
    })
}

fn unknown(_: &str) -> Found {
    Found {
        pieces: vec![Here("an option of the command".into())],
        awaits: None,
    }
}

/// The words about an option, with its value put in.
fn with(about: &str, value: &str) -> String {
    about.replace("{}", value)
}
