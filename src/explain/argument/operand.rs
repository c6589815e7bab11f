//! What a word is among the arguments of a command: by the options and operands of its utility.

use super::particular::{has_escape, trap_condition};
use super::{Arguments, Role};
use crate::explain::Piece::{self, Here, Once};
use crate::explain::Programs;
use crate::explain::option;
use crate::explain::utility::{self, Operands, Utility, behind};
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
        match utility.operands {
            Operands::Test => {
                let said = self.test.pop_front();
                return Role::Said(said.unwrap_or_else(default_operand));
            }
            Operands::Find => return self.find(text),
            _ => {}
        }
        if let Some(text) = text.filter(|_| !self.options_ended) {
            let is_shell = ["sh", "dash", "bash", "ash"].contains(&self.name.as_str());
            if self.name == "set" && text == "--" && self.left() == 0 {
                return Role::Said(vec![Here("no arguments are left".into())]);
            }
            if is_shell && text == "-" {
                self.options_ended = true;
                return Role::Said(vec![Here("ends the options".into())]);
            }
            let negative = text
                .strip_prefix('-')
                .and_then(|text| text.parse::<u64>().ok());
            if matches!(self.name.as_str(), "exit" | "return") && negative.is_some() {
                return Role::Said(vec![Here(
                    "no number from 0 to 255: dash takes it for an error, bash counts down from 256".into(),
                )]);
            }
            if text == "--" && !matches!(utility.operands, Operands::Text) {
                self.options_ended = true;
                let scripts = ["npm", "yarn", "pnpm"];
                self.for_a_script = self.count > 0 && scripts.contains(&self.name.as_str());
                return Role::Said(vec![match self.for_a_script {
                    true => Here("what follows is handed to the script".into()),
                    false => Once(
                        "ends the options: what follows is none, even if it begins with -".into(),
                    ),
                }]);
            }
            if self.name == "ps" && text == "aux" {
                return Role::Said(vec![Here(
                    "a: of all users, u: with user and load, x: also without a terminal".into(),
                )]);
            }
            // The first was the signal: what begins with - behind it is a group of processes.
            if self.name == "kill" && self.words.len() > 1 && text.starts_with('-') && text != "--"
            {
                return self.operand(utility, Some(text), word);
            }
            if self.name == "git" && text == "--quiet" && self.only_answers() {
                return Role::Said(vec![Here("prints nothing; only the status answers".into())]);
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
        if self.for_a_script {
            return Role::Said(vec![Here("an argument for the script".into())]);
        }
        if let Some(option) = self.joined(utility, text, word) {
            return Role::Said(vec![Here(option)]);
        }
        self.operand(utility, text, word)
    }

    /// What is said of an option whose value stands in the same word and is known only when it runs, as in `-p"$x"`.
    fn joined(
        &self,
        utility: &'static Utility,
        text: Option<&str>,
        word: &Word<'_>,
    ) -> Option<String> {
        if text.is_some() || self.options_ended || matches!(utility.operands, Operands::Text) {
            return None;
        }
        let WordPartKind::Literal(begin) = word.parts.first()?.kind else {
            return None;
        };
        let begin = std::str::from_utf8(begin).ok()?;
        if begin.starts_with("--") && begin.contains('=') {
            return Some("an option of the command".to_owned());
        }
        let letter = begin.get(..2).filter(|option| {
            option.starts_with('-') && !option.ends_with('-') && begin.is_char_boundary(2)
        })?;
        let mut options = utility.options.iter();
        let valued = options.find(|(name, _)| name.strip_suffix('=') == Some(letter));
        Some(match valued {
            Some((_, about)) => about.replace("{}", "what follows in the word"),
            None => "an option of the command".to_owned(),
        })
    }

    /// Whether an option of the tables means something else in this place: many have one meaning for each verb.
    fn has_another_meaning(&self, text: &str) -> bool {
        let is_letter = text.starts_with('-') && !text.starts_with("--");
        match self.name.as_str() {
            "git" if text == "-f" => self.words.first() == Some(&Some("clean".to_owned())),
            "git" if text == "--tags" => self.words.first() == Some(&Some("describe".to_owned())),
            "git" if self.words.first() == Some(&Some("tag".to_owned())) => text == "-a",
            "git" => self.count > 0 && matches!(text, "-c" | "-C"),
            "docker-compose" => self.count > 0 && is_letter && text != "-d",
            "docker" | "podman" => self.before_command.is_none() && is_letter && text != "-d",
            "make" => text == "-j",
            _ => false,
        }
    }

    /// Whether the verb is one of those of `git` that answer with their status if they are to be quiet.
    fn only_answers(&self) -> bool {
        let verbs = ["diff", "diff-files", "diff-index", "diff-tree"];
        verbs.contains(&self.verb.as_str())
    }

    /// An operand that the table of the utility names.
    fn named(
        &self,
        names: &[&'static str],
        number: usize,
        text: Option<&str>,
        word: &Word<'_>,
    ) -> Role {
        let particular = self.particular(number, text, word);
        let by_place = || names.get(number).or(names.last());
        let Some(said) = particular.or_else(|| by_place().map(|name| (*name).to_owned())) else {
            return Role::Said(default_operand());
        };
        let mut pieces = vec![Here(said)];
        pieces.extend(self.of_own_language(number, text));
        Role::Said(pieces)
    }

    fn count_up(&mut self) -> usize {
        self.count += 1;
        self.count - 1
    }

    fn operand(&mut self, utility: &'static Utility, text: Option<&str>, word: &Word<'_>) -> Role {
        let number = self.count_up();
        // What follows is for the program they run.
        self.options_ended |= RUNNERS.contains(&utility.name);
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
            Operands::Named(names) => self.named(names, number, text, word),
            Operands::Command(_) if utility.name == "command" && self.has_letter(['v', 'V']) => {
                Role::Said(vec![Here("the name that is looked up".into())])
            }
            Operands::Command(before) => {
                if ["env", "sudo"].contains(&utility.name) && name_before_value(word).is_some() {
                    self.count -= 1;
                    return Role::Said(vec![Here("set for the command alone".into())]);
                }
                self.options_ended = number + 1 >= before.len();
                if utility.name == "flock" && number > 0 && matches!(text, Some("-c" | "--command"))
                {
                    return Role::Option(option::Found::commands());
                }
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
            Operands::Script(first) => self.script(number, text, first),
            Operands::Verbs(verbs) if number == 0 => self.verb(verbs, text),
            Operands::Verbs(_) => {
                let said = behind::operand(&self.name, &self.verb, number - 1);
                Role::Said(said.map_or_else(default_operand, |said| vec![Here(said.to_owned())]))
            }
            Operands::Assign if name_before_value(word).is_some() => {
                let name = name_before_value(word).unwrap_or_default();
                Role::Assigns(match utility.name {
                    "local" => format!("{name} is the function's own, with this value"),
                    "alias" => format!("{name} stands for this text from now on"),
                    _ => format!("sets {name}, too"),
                })
            }
            Operands::Assign if text.is_none() => Role::Said(vec![Here(
                "the names of variables, or names with values".into(),
            )]),
            Operands::Assign => Role::Said(vec![Here(match text {
                Some(text) if utility.name != "alias" && !utility::is_name(text) => no_name(text),
                _ => "the name of a variable".to_owned(),
            })]),
            Operands::Text => {
                self.options_ended = true;
                let mut pieces = default_operand();
                if text.is_some_and(has_escape) {
                    pieces.push(Once("dash makes a newline of \\n, a tab of \\t and so on; bash prints both characters: printf is sure".into()));
                }
                Role::Said(pieces)
            }
            Operands::Any | Operands::Test | Operands::Find => Role::Said(default_operand()),
        }
    }

    /// An operand of `eval`, or of `trap`.
    fn script(&self, number: usize, text: Option<&str>, first: &str) -> Role {
        match (self.name.as_str(), number, text) {
            ("trap", 0, Some(number)) if number.parse::<u32>().is_ok() => Role::Said(vec![
                Here("a number first: no commands, each signal has its own effect again".into()),
                Here(trap_condition(text)),
            ]),
            ("trap", 0, Some(_)) if self.left() == 0 => Role::Said(vec![Here(
                "with no signal behind it: some shells give this one its own effect again, others call it an error; POSIX writes  trap - SIGNAL".into(),
            )]),
            ("trap", 0, Some("-")) => Role::Said(vec![Here(
                "takes back what was kept: the signal has its own effect again".into(),
            )]),
            ("trap", 0, Some("")) => {
                Role::Said(vec![Here("nothing to run: the signal is ignored".into())])
            }
            (_, 0, _) => Role::Script(first.to_owned()),
            ("trap", ..) => {
                let mut pieces = vec![Here(trap_condition(text))];
                let commands = self
                    .words
                    .iter()
                    .find(|word| word.as_deref() != Some("--"));
                let runs = !matches!(commands, Some(Some(word)) if word.is_empty() || word == "-");
                if runs && !matches!(text, Some("EXIT" | "0")) {
                    pieces.push(Once(
                        "then the commands run, and the script goes on, unless they end it".into(),
                    ));
                }
                Role::Said(pieces)
            }
            _ => Role::Script("more of them, joined by a blank".to_owned()),
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
        self.verb = text.unwrap_or_default().to_owned();
        if self.name == "docker" && text == Some("compose") {
            // What follows is as if it were typed behind that program.
            self.utility = utility::find_program("docker-compose", Programs::Installed);
            self.name = "docker-compose".to_owned();
            self.count = 0;
        }
        Role::Said(match found {
            Some((_, about)) => vec![Here((*about).to_owned())],
            None => vec![Here(format!("says what {} is to do", self.name))],
        })
    }

    /// An argument of `find`: a place to begin at, or a part of the expression.
    fn find(&mut self, text: Option<&str>) -> Role {
        if self.within_exec {
            let said = match text {
                Some(";") => {
                    "ends the command; it is run once for each path. Quoted, or the shell would take the ;"
                }
                Some("+") => "ends the command; it is run with many paths at once",
                _ => return Role::Command,
            };
            self.within_exec = false;
            return Role::Said(vec![Here(said.to_owned())]);
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

/// What is said of an argument that no utility claims.
pub(super) fn default_operand() -> Vec<Piece> {
    vec![Once("what the command is given".into())]
}

fn default_option(text: Option<&str>) -> Vec<Piece> {
    match text {
        Some("--") => vec![Once("ends the options, as a rule".into())],
        Some(text) if text.len() > 1 && text.starts_with('-') => {
            vec![Here("an option of the command".into())]
        }
        _ => default_operand(),
    }
}

/// What is said of an operand of `export` that is no name.
fn no_name(text: &str) -> String {
    let ends = "careful: no name of a variable: dash ends here with an error";
    match text.contains('=') {
        true => format!("{ends}; no blank may stand beside the ="),
        false => ends.to_owned(),
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
