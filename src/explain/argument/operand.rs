//! What a word is among the arguments of a command: by the options and operands of its utility.

use super::{Arguments, Role};
use crate::explain::Piece::{self, Here, Once};
use crate::explain::bracket;
use crate::explain::option;
use crate::explain::utility::{self, Operands, Utility};
use crate::syntax::ast::{Word, WordPartKind};

/// Programs whose first operand is a program of its own.
const RUNNERS: &[&str] = &[
    "sh", "dash", "bash", "ash", "python", "python3", "node", "perl", "ruby", "php", "java", "npx",
];

impl Arguments {
    /// What the next word is.
    pub(super) fn role(&mut self, text: Option<&str>, word: &Word<'_>) -> Role {
        let Some(utility) = self.utility else {
            return Role::Said(default_option(text));
        };
        let quoted = !matches!(
            word.parts.first().map(|part| part.kind),
            Some(WordPartKind::Literal(_))
        );
        match utility.operands {
            Operands::Test => {
                return Role::Said(bracket::operand(text, quoted, self.count_up(), &self.name));
            }
            Operands::Find => return self.find(text),
            _ => {}
        }
        if let Some(text) = text.filter(|_| !self.options_ended) {
            if text == "--" {
                self.options_ended = true;
                return Role::Said(vec![Once(
                    "ends the options: what follows is none, even if it begins with -".into(),
                )]);
            }
            if self.has_another_meaning(text) {
                return Role::Said(default_option(Some(text)));
            }
            // `tar xzf`: letters without a sign are the first word or none.
            let first = self.words.len() == 1;
            if let Some(found) = option::read(utility, text, first) {
                return found.role();
            }
        }
        self.operand(utility, text, word)
    }

    /// Whether an option of the tables means something else in this place: many have one meaning for each verb.
    fn has_another_meaning(&self, text: &str) -> bool {
        let is_letter = text.starts_with('-') && !text.starts_with("--");
        match self.name.as_str() {
            "git" => self.count > 0 && matches!(text, "-c" | "-C"),
            "docker-compose" => self.count > 0 && is_letter && text != "-d",
            "docker" | "podman" => self.before_command.is_none() && is_letter && text != "-d",
            "make" => text == "-j",
            _ => false,
        }
    }

    fn count_up(&mut self) -> usize {
        self.count += 1;
        self.count - 1
    }

    fn operand(&mut self, utility: &'static Utility, text: Option<&str>, word: &Word<'_>) -> Role {
        let number = self.count_up();
        // What follows is for the program they run.
        self.options_ended |= RUNNERS.contains(&utility.name);
        let assigns = text.is_some_and(|text| {
            text.split_once('=')
                .is_some_and(|(name, _)| utility::is_name(name))
        });
        if self.has_commands {
            self.options_ended = true;
            let what = if number == 0 {
                "becomes $0 of it"
            } else {
                "one of its arguments $1, $2 and so on"
            };
            return Role::Said(vec![Here(what.to_owned())]);
        }
        if let Some(before) = self.before_command.filter(|_| number > 0) {
            self.options_ended = number >= before;
            return match number.cmp(&(before + 1)) {
                std::cmp::Ordering::Less => Role::Said(vec![Here("the container or image".into())]),
                _ => Role::Command,
            };
        }
        match utility.operands {
            Operands::Named(names) => match names.get(number).or(names.last()) {
                Some(name) => Role::Said(vec![Here((*name).to_owned())]),
                None => Role::Said(default_operand()),
            },
            Operands::Command(before) => {
                if utility.name == "env" && assigns {
                    self.count -= 1;
                    return Role::Said(vec![Here("set for the command alone".into())]);
                }
                self.options_ended = number + 1 >= before.len();
                // What is one word here is read by a shell over there.
                let is_line = text.is_none_or(|text| text.contains(|c: char| !is_of_a_path(c)));
                match before.get(number) {
                    Some(name) => Role::Said(vec![Here((*name).to_owned())]),
                    None if utility.name == "ssh" && is_line => {
                        Role::Script("the commands for the shell of the other machine".to_owned())
                    }
                    None => Role::Command,
                }
            }
            Operands::Script(rest) if number == 0 => Role::Script(rest.to_owned()),
            Operands::Script(_) if utility.name == "trap" => {
                Role::Said(vec![Here(trap_condition(text))])
            }
            Operands::Script(_) => Role::Script("more of them, joined by a blank".to_owned()),
            Operands::Verbs(verbs) if number == 0 => self.verb(verbs, text),
            Operands::Verbs(_) => Role::Said(default_operand()),
            Operands::Assign if name_before_value(word).is_some() => {
                let name = name_before_value(word).unwrap_or_default();
                Role::Assigns(match utility.name {
                    "local" => format!("{name} is the function's own, with this value"),
                    "alias" => format!("{name} stands for this text from now on"),
                    _ => format!("sets {name}, too"),
                })
            }
            Operands::Assign => Role::Said(vec![Here("the name of a variable".into())]),
            Operands::Text => {
                self.options_ended = true;
                Role::Said(default_operand())
            }
            Operands::Any | Operands::Test | Operands::Find => Role::Said(default_operand()),
        }
    }

    /// The word that says what a utility such as `git` is to do.
    fn verb(&mut self, verbs: &'static [(&'static str, &'static str)], text: Option<&str>) -> Role {
        let found = verbs.iter().find(|(verb, _)| Some(*verb) == text);
        let runs = matches!(
            (self.name.as_str(), text),
            ("docker" | "podman" | "docker-compose", Some("exec" | "run"))
        );
        self.before_command = runs.then_some(1);
        Role::Said(match found {
            Some((_, about)) => vec![Here((*about).to_owned())],
            None => vec![Here(format!("says what {} is to do", self.name))],
        })
    }

    /// An argument of `find`: a place to begin at, or a part of the expression.
    fn find(&mut self, text: Option<&str>) -> Role {
        if self.within_exec {
            let ends = matches!(text, Some(";" | "+"));
            self.within_exec = !ends;
            return Role::Said(match text {
                Some("{}") => vec![Here("stands for the path that was found".into())],
                Some(";") => vec![Here("ends the command; it is run once for each path. Quoted, or the shell would take the ;".into())],
                Some("+") => vec![Here("ends the command; it is run with many paths at once".into())],
                _ => vec![Once("a word of that command".into())],
            });
        }
        let Some(utility) = self.utility else {
            return Role::Said(default_operand());
        };
        match text {
            Some("!") => Role::Said(vec![Here("not".into())]),
            Some("(") => Role::Said(vec![Here(
                "opens a group of conditions; quoted for the shell".into(),
            )]),
            Some(")") => Role::Said(vec![Here("ends the group".into())]),
            Some(text) if text.starts_with('-') && text.len() > 1 => {
                self.count += 1;
                self.within_exec = matches!(text, "-exec" | "-execdir" | "-ok");
                match option::whole(utility, text) {
                    Some(found) => found.role(),
                    None => Role::Said(default_option(Some(text))),
                }
            }
            _ => Role::Said(vec![Here("where to look".into())]),
        }
    }
}

/// Whether a character stands in a path as a rule.
fn is_of_a_path(character: char) -> bool {
    character.is_alphanumeric() || "/._-+~".contains(character)
}

impl option::Found {
    fn role(self) -> Role {
        match self.awaits {
            Some(_) => Role::Option(self),
            None => Role::Said(self.pieces),
        }
    }
}

fn trap_condition(text: Option<&str>) -> String {
    match text {
        Some("EXIT" | "0") => "when the shell ends, however it ends".to_owned(),
        Some("INT" | "2") => "when Ctrl-C is pressed (SIGINT)".to_owned(),
        Some("TERM" | "15") => {
            "when it is asked to end (SIGTERM), as kill and docker stop do".to_owned()
        }
        Some("HUP" | "1") => "when its terminal is gone (SIGHUP)".to_owned(),
        Some(name) => format!("when SIG{name} comes"),
        None => "the signal it is for".to_owned(),
    }
}

/// What is said of an argument that no utility claims.
pub(super) fn default_operand() -> Vec<Piece> {
    vec![Once("what the command is given".into())]
}

fn default_option(text: Option<&str>) -> Vec<Piece> {
    match text {
        Some(text) if text.len() > 1 && text.starts_with('-') => {
            vec![Here("an option of the command".into())]
        }
        _ => default_operand(),
    }
}

/// The name before the `=` of a word such as `name=$value`.
fn name_before_value(word: &Word<'_>) -> Option<String> {
    let WordPartKind::Literal(text) = word.parts.first()?.kind else {
        return None;
    };
    let text = String::from_utf8_lossy(text);
    let (name, _) = text.split_once('=')?;
    utility::is_name(name).then(|| name.to_owned())
}
