//! Arguments: options by letter and by name, the operands a utility expects, and the commands that some of them run.

use super::Piece::{self, Again, Here, Once, Rule as Stated};
use super::bracket;
use super::option;
use super::settings::Options;
use super::utility::{self, Operands, Utility};
use super::walk::{Walk, named};
use super::word::{Place, plain_text};
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::{Word, WordPart, WordPartKind};

/// How the arguments of a command are read, one after the other.
pub(super) struct Arguments {
    utility: Option<&'static Utility>,
    name: String,
    /// What the next word is, if an option before it asked for it.
    awaited: Option<Awaited>,
    options_ended: bool,
    /// Whether an option has given the commands, as in `sh -c`.
    has_commands: bool,
    /// Operands before the command that a verb such as `docker exec` runs.
    before_command: Option<usize>,
    /// Operands met so far.
    count: usize,
    /// Those of `find -exec`, up to a `;` or `+`.
    within_exec: bool,
    /// The arguments met so far; none for those that only running can tell.
    words: Vec<Option<String>>,
    /// Plain arguments of which the same is to be said.
    plain: Option<(Span, Vec<Piece>)>,
}

impl Arguments {
    /// Of a command of which nothing is known.
    pub fn unknown() -> Arguments {
        Arguments {
            utility: None,
            name: String::new(),
            awaited: None,
            options_ended: false,
            has_commands: false,
            before_command: None,
            count: 0,
            within_exec: false,
            words: Vec::new(),
            plain: None,
        }
    }

    /// Of the utility called `name`.
    pub fn of(utility: &'static Utility, name: &str) -> Arguments {
        Arguments {
            utility: Some(utility),
            name: name.to_owned(),
            ..Arguments::unknown()
        }
    }
}

/// An option whose value is the next word.
struct Awaited {
    option: Span,
    found: option::Found,
}

/// Programs whose first operand is a program of its own.
const RUNNERS: &[&str] = &[
    "sh", "dash", "bash", "ash", "python", "python3", "node", "perl", "ruby", "php", "java", "npx",
];

/// What a word is among the arguments.
enum Role {
    /// These sentences are said of it.
    Said(Vec<Piece>),
    /// An option, and its value comes next.
    Option(option::Found),
    /// An assignment that a built-in makes: it is not split.
    Assigns(String),
    /// It names a command, whose arguments follow.
    Command,
    /// It is a text of commands.
    Script(String),
}

impl<'a> Walk<'a> {
    /// An argument of the command that `arguments` are read for.
    pub fn argument(&mut self, word: &Word<'a>, arguments: &mut Arguments) {
        let text = plain_text(word.parts);
        arguments.words.push(text.clone());
        if let Some(awaited) = arguments.awaited.take() {
            return self.option_value(word, awaited, arguments);
        }
        let role = arguments.role(text.as_deref(), word);
        match role {
            Role::Said(pieces) => {
                let only_text = matches!(word.parts, [part] if is_plain(part));
                let pieces = match text.as_deref().filter(|_| only_text) {
                    Some(text) if is_reserved(text) && pieces == default_operand() => vec![
                        Stated(Rule::ReservedWord),
                        Here(format!("`{text}` is an ordinary word here")),
                    ],
                    _ => pieces,
                };
                if only_text && self.outer.is_none() {
                    return self.plain(word.span, pieces, arguments);
                }
                self.flush_plain(arguments);
                self.field(word, pieces);
            }
            Role::Option(found) => {
                self.flush_plain(arguments);
                self.at = self.moved(word.span.end);
                let option = word.span;
                arguments.awaited = Some(Awaited { option, found });
            }
            Role::Assigns(what) => {
                self.flush_plain(arguments);
                self.one_word(word, vec![Here(what)]);
            }
            Role::Command => {
                self.flush_plain(arguments);
                self.wrapped(word, text.as_deref(), arguments);
            }
            Role::Script(what) => {
                self.flush_plain(arguments);
                self.script_word(word, what, arguments);
            }
        }
    }

    /// The value of the option before it.
    fn option_value(&mut self, word: &Word<'a>, awaited: Awaited, arguments: &mut Arguments) {
        let Awaited { option, found } = awaited;
        if found.wants_commands() {
            self.note(option, found.with("what follows"));
            arguments.has_commands = true;
            return self.script_word(word, "the commands to run".to_owned(), arguments);
        }
        let of_program = matches!(arguments.name.as_str(), "python" | "python3" | "java");
        arguments.options_ended |= of_program && found.names_program();
        let value = self.named(word.span);
        self.note(option.to(word.span), found.with(&value));
        self.nest(|walk| {
            for part in word.parts {
                walk.part(part, Place::Fields);
            }
        });
        self.at = self.moved(word.span.end);
    }

    /// Arguments in a row of which the same is said are shown together.
    fn plain(&mut self, span: Span, pieces: Vec<Piece>, arguments: &mut Arguments) {
        match &mut arguments.plain {
            Some((before, said)) if *said == pieces => *before = before.to(span),
            _ => {
                self.flush_plain(arguments);
                arguments.plain = Some((span, pieces));
            }
        }
        self.at = span.end;
    }

    /// Notes the plain arguments that have been collected.
    pub fn flush_plain(&mut self, arguments: &mut Arguments) {
        if let Some(Awaited { option, found }) = arguments.awaited.take() {
            self.note(option, found.with("what follows"));
        }
        if let Some((span, pieces)) = arguments.plain.take() {
            self.note(span, pieces);
        }
    }

    /// Notes them if more than blanks stands before `start`.
    pub fn flush_before(&mut self, start: u32, arguments: &mut Arguments) {
        let Some((span, _)) = &arguments.plain else {
            return;
        };
        let between = Span::new(span.end, start.max(span.end)).of(self.text);
        if between.contains(&b'\n') {
            self.flush_plain(arguments);
        }
    }

    /// A word that names a command which another one runs.
    fn wrapped(&mut self, word: &Word<'a>, text: Option<&str>, arguments: &mut Arguments) {
        let by = arguments.name.clone();
        let mut pieces = vec![Here(format!("what {by} runs"))];
        let found = text.and_then(|text| {
            let base = text.rsplit('/').next().unwrap_or(text);
            utility::find_program(base).map(|found| (found, base))
        });
        *arguments = match (found, text) {
            (Some((found, base)), Some(text)) => {
                pieces.push(Once(match text == base {
                    true => found.about.to_owned(),
                    false => format!("{base}: {}", found.about),
                }));
                pieces.push(Again);
                Arguments::of(found, base)
            }
            (None, Some(text)) => {
                pieces.push(Here(match text.contains('/') {
                    true => format!("the file {}", named(text)),
                    false => format!("a command called {text}"),
                }));
                Arguments::unknown()
            }
            _ => Arguments::unknown(),
        };
        self.field(word, pieces);
    }

    /// The options of the shell that runs the commands among `arguments`.
    fn options_for(&self, arguments: &Arguments) -> Options {
        match arguments.name.as_str() {
            "eval" => self.scope.options,
            // It runs at some time between here and the end.
            "trap" => self.scope.options.join(self.settings.after),
            name => Options::of_shell(name, &arguments.words),
        }
    }

    /// A word that is a text of commands: explained below, if it can be read where it stands.
    fn script_word(&mut self, word: &Word<'a>, what: String, arguments: &Arguments) {
        let mut pieces = vec![Here(what)];
        let inner = match word.parts {
            [part] => match part.kind {
                WordPartKind::SingleQuoted(text) if !text.is_empty() => Some(part.span),
                WordPartKind::DoubleQuoted([only]) => match only.kind {
                    WordPartKind::Literal(_) => Some(part.span),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        };
        let inner = inner.filter(|_| self.outer.is_none());
        match inner {
            Some(span) => {
                let inner = Span::new(span.start + 1, span.end - 1);
                let script = super::explain_from(
                    &self.text[..inner.end as usize],
                    inner.start,
                    self.options_for(arguments),
                );
                if let Some(error) = script.error {
                    pieces.push(Here(format!("it cannot be parsed: {}", error.message)));
                }
                self.note(word.span, pieces);
                self.nest(|walk| walk.notes.extend(script.notes));
                self.at = word.span.end;
            }
            None => self.field(word, pieces),
        }
    }
}

/// Whether it would be more than a word in the place of a command.
fn is_reserved(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "if", "then", "else", "elif", "fi", "while", "until", "for", "do", "done", "case", "esac",
        "{", "}",
    ];
    WORDS.contains(&text)
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

fn is_plain(part: &WordPart<'_>) -> bool {
    match part.kind {
        WordPartKind::Literal(text) => {
            !text.starts_with(b"~") && !text.iter().any(|byte| b"*?[".contains(byte))
                || text == b"["
        }
        _ => false,
    }
}

impl Arguments {
    fn role(&mut self, text: Option<&str>, word: &Word<'_>) -> Role {
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
            if let Some(found) = option::read(utility, text, self.count == 0) {
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
                match before.get(number) {
                    Some(name) => Role::Said(vec![Here((*name).to_owned())]),
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
fn default_operand() -> Vec<Piece> {
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
