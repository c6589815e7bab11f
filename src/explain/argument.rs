//! Arguments: options by letter and by name, the operands a utility expects, and the commands that some of them run.

mod awk;
mod format;
mod operand;
mod particular;
mod regex;
mod script;
mod sed;

use super::Piece::{self, Again, Here, Once, Rule as Stated};
use super::utility::{self, Utility};
use super::utility::{Fills, Operands};
use super::walk::{Walk, named, one_line};
use super::word::{self, Place, plain_text};
use super::{Programs, bracket, option};
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::{Word, WordPart, WordPartKind};
use operand::default_operand;
pub(super) use particular::is_all_arguments;
use std::collections::VecDeque;

/// A word that is still to come.
#[derive(Clone, Debug)]
pub(super) struct Coming {
    /// What it is; none if only running can tell.
    pub text: Option<String>,
    /// Whether it is one word for certain, whatever its expansions come to.
    pub is_one: bool,
    /// Whether it may be no word at all: nothing stands in it that stays.
    pub may_be_none: bool,
}

impl Coming {
    /// Those words.
    pub fn of(words: &[Word<'_>]) -> VecDeque<Coming> {
        let coming = |word: &Word<'_>| Coming {
            text: plain_text(word.parts),
            is_one: word::is_one_field(word),
            may_be_none: word::may_be_no_field(word),
        };
        words.iter().map(coming).collect()
    }
}

/// How the arguments of a command are read, one after the other.
pub(super) struct Arguments {
    utility: Option<&'static Utility>,
    name: String,
    /// What the next word is, if an option before it asked for it.
    awaited: Option<Awaited>,
    options_ended: bool,
    /// Whether an option has given the commands, as in `sh -c`.
    has_commands: bool,
    /// The word that said what is to be done, if there was one.
    verb: String,
    /// Operands before the command that a verb such as `docker exec` runs.
    before_command: Option<usize>,
    /// Operands met so far.
    count: usize,
    /// Whether the next word is the command that `find -exec` runs, or what ends it.
    within_exec: bool,
    /// Those of the command round this one that go on behind it, as `find` does behind a `;`.
    outer: Option<Box<Arguments>>,
    /// What the command round this one puts something in the place of, and what that is.
    placeholder: Option<(String, &'static str)>,
    /// The arguments met so far; none for those that only running can tell.
    words: Vec<Option<String>>,
    /// The words that are still to come.
    coming: VecDeque<Coming>,
    /// What is said of each operand of `test` that is still to come.
    test: VecDeque<Vec<Piece>>,
    /// Whether what follows is for a script that the command runs, as behind `npm test --`.
    for_a_script: bool,
    /// Plain arguments of which the same is to be said.
    plain: Option<(Span, Vec<Piece>)>,
}

/// Modules of Python that are programs, too.
const PYTHON_PROGRAMS: [&str; 2] = ["pip", "pytest"];

impl Arguments {
    /// Of a command of which nothing is known.
    pub fn unknown() -> Arguments {
        Arguments {
            utility: None,
            name: String::new(),
            awaited: None,
            options_ended: false,
            has_commands: false,
            verb: String::new(),
            before_command: None,
            count: 0,
            within_exec: false,
            outer: None,
            placeholder: None,
            words: Vec::new(),
            coming: VecDeque::new(),
            test: VecDeque::new(),
            for_a_script: false,
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

    /// The same, before these words.
    pub fn before(mut self, mut words: VecDeque<Coming>) -> Arguments {
        let operands = self.utility.map(|utility| utility.operands);
        if matches!(operands, Some(Operands::Test)) {
            self.test = bracket::operands(words.make_contiguous(), &self.name).into();
        }
        Arguments {
            coming: words,
            ..self
        }
    }

    /// The words of the command that these run, and what of them is filled in.
    fn handed_on(&mut self) -> (VecDeque<Coming>, Option<(String, &'static str)>) {
        let coming = std::mem::take(&mut self.coming);
        let fills = self.utility.map_or(Fills::Nothing, |utility| utility.fills);
        match fills {
            Fills::Nothing => (coming, self.placeholder.take()),
            Fills::Found => {
                let is = |at: usize, text: &str| {
                    let word = coming.get(at).and_then(|word| word.text.as_deref());
                    word == Some(text)
                };
                let ends = |at: &usize| is(*at, ";") || is(*at, "+") && *at > 0 && is(at - 1, "{}");
                let end = (0..coming.len()).find(ends).unwrap_or(coming.len());
                let mut own = coming;
                self.coming = own.split_off(end);
                (
                    own,
                    Some(("{}".to_owned(), "{} stands for the path that was found")),
                )
            }
            Fills::Read => match self.replaced() {
                Some(text) => (
                    coming,
                    Some((text, "the line that was read stands here when it runs")),
                ),
                None => {
                    let mut coming = coming;
                    // What is read comes behind them.
                    coming.push_back(Coming {
                        text: None,
                        is_one: false,
                        may_be_none: true,
                    });
                    (coming, None)
                }
            },
        }
    }

    /// What `xargs -I` was told to replace.
    fn replaced(&self) -> Option<String> {
        let at = self
            .words
            .iter()
            .flatten()
            .position(|word| word.starts_with("-I"))?;
        let word = self.words.iter().flatten().nth(at)?;
        match &word[2..] {
            "" => self.words.iter().flatten().nth(at + 1).cloned(),
            joined => Some(joined.to_owned()),
        }
    }

    /// An option has named the program that runs, perhaps as a module that is a program of its own: what follows is for that.
    fn program_is_named(&mut self, module: Option<&str>) {
        let module = module.filter(|module| PYTHON_PROGRAMS.contains(module));
        let found = module.and_then(|name| utility::find_program(name, Programs::Installed));
        match found {
            Some(found) => {
                let coming = std::mem::take(&mut self.coming);
                *self = Arguments::of(found, found.name).before(coming);
            }
            None => {
                self.options_ended = true;
                self.count = 1;
            }
        }
    }

    /// What is said of a word of which a part is put in.
    fn filled(&self, text: Option<&str>) -> Option<Piece> {
        let (placeholder, said) = self.placeholder.as_ref()?;
        let holds = text?.contains(placeholder.as_str());
        holds.then(|| Here((*said).to_owned()))
    }

    /// How many words are still to come.
    fn left(&self) -> usize {
        self.coming.len()
    }

    /// Those of the command round this one from here on, if `text` ends this one.
    fn ended_by(&mut self, text: Option<&str>) -> Option<Arguments> {
        let ends = match text {
            Some(";") => true,
            Some("+") => self.words.last() == Some(&Some("{}".to_owned())),
            _ => false,
        };
        self.outer.take_if(|_| ends).map(|outer| *outer)
    }
}

/// An option whose value is the next word.
struct Awaited {
    option: Span,
    found: option::Found,
}

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
        if let Some(outer) = arguments.ended_by(text.as_deref()) {
            self.flush_plain(arguments);
            *arguments = outer;
        }
        arguments.words.push(text.clone());
        arguments.coming.pop_front();
        if let Some(awaited) = arguments.awaited.take() {
            return self.option_value(word, awaited, arguments);
        }
        let role = arguments.role(text.as_deref(), word);
        match role {
            Role::Said(pieces) => {
                let only_text = matches!(word.parts, [part] if is_plain(part));
                let mut pieces = match text.as_deref().filter(|_| only_text) {
                    Some(text) if is_reserved(text) && pieces == default_operand() => vec![
                        Stated(Rule::ReservedWord),
                        Here(format!("`{text}` is an ordinary word here")),
                    ],
                    Some(text) if has_printed_quotes(text) => {
                        vec![Here(PRINTED_QUOTES.to_owned())]
                    }
                    _ => pieces,
                };
                pieces.extend(arguments.filled(text.as_deref()));
                if only_text {
                    return self.plain(word.span, pieces, arguments);
                }
                self.flush_plain(arguments);
                self.field(word, pieces);
            }
            Role::Option(found) => {
                self.flush_plain(arguments);
                self.at = word.span.end;
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
        let names_program = of_program && found.names_program();
        let is_module = names_program
            && found
                .awaits
                .as_deref()
                .is_some_and(|about| about.contains("module"));
        let value = self.named(word.span);
        let mut pieces = found.with(&value);
        if word::is_pattern(word.parts) {
            pieces.extend(self.pathnames());
        }
        let plain = plain_text(word.parts);
        let more = match (arguments.name.as_str(), plain.as_deref()) {
            ("curl", Some(text)) if text.starts_with('@') => {
                Some("with @ it is a file, whose contents are sent")
            }
            ("head", Some(text)) if text.starts_with('-') => {
                Some("with - : all but the last so many; not in POSIX")
            }
            ("tar", Some("-")) => Some("- is standard input or output"),
            _ => None,
        };
        pieces.extend(more.map(|said| Here(said.to_owned())));
        if arguments.name == "sed" && self.named(option) == "`-e`" {
            let script = plain_text(word.parts);
            pieces.extend(arguments.sed_commands(script.as_deref()));
        }
        let long = plain_text(word.parts).filter(|_| arguments.name == "set");
        pieces.extend(
            long.and_then(|name| long_option(&name))
                .map(|said| Here(said.to_owned())),
        );
        self.note(option.to(word.span), pieces);
        self.nest(|walk| {
            for part in word.parts {
                walk.part(part, Place::Fields);
            }
        });
        self.at = word.span.end;
        if names_program {
            arguments.program_is_named(plain.as_deref().filter(|_| is_module));
        }
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
        if by == "exec" && is_all_arguments(word) {
            pieces.push(Here(
                "without arguments nothing is run, and the shell goes on".into(),
            ));
        }
        let found = text.and_then(|text| {
            let base = text.rsplit('/').next().unwrap_or(text);
            // It alone runs built-ins, too.
            let found = match by == "command" && text == base {
                true => utility::find(text, self.programs),
                false => utility::find_program(base, self.programs),
            };
            found.map(|found| (found, base))
        });
        let (coming, placeholder) = arguments.handed_on();
        let inner = match (found, text) {
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
                    false => format!("a command called {}", one_line(text)),
                }));
                Arguments::unknown()
            }
            _ => Arguments::unknown(),
        }
        .before(coming);
        let outer = std::mem::replace(arguments, inner);
        arguments.placeholder = placeholder;
        if outer.within_exec {
            arguments.outer = Some(Box::new(outer));
        } else {
            arguments.outer = outer.outer;
        }
        self.field(word, pieces);
    }
}

/// What is said of typographic quotes and dashes.
pub(super) const PRINTED_QUOTES: &str = "\u{201c} \u{201d} \u{2018} \u{2019} and \u{2013} are characters like any other, put in by a word processor; what quotes is \" and '";

/// Whether quotes or dashes as they are printed stand in `text`.
pub(super) fn has_printed_quotes(text: &str) -> bool {
    text.contains(['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '\u{2013}'])
}

/// What an option of the shell does that goes by its whole name.
fn long_option(name: &str) -> Option<&'static str> {
    Some(match name {
        "errexit" => "as -e: a failure that nobody looks at ends the shell",
        "nounset" => "as -u: an unset variable is an error",
        "xtrace" => "as -x: each command is shown before it runs",
        "noclobber" => "as -C: > refuses to overwrite a file",
        "noglob" => "as -f: patterns are no longer expanded to names of files",
        "pipefail" => "a pipeline fails if one of its commands does",
        _ => return None,
    })
}

/// Whether it would be more than a word in the place of a command.
fn is_reserved(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "if", "then", "else", "elif", "fi", "while", "until", "for", "do", "done", "case", "esac",
        "{", "}",
    ];
    WORDS.contains(&text)
}

fn is_plain(part: &WordPart<'_>) -> bool {
    match part.kind {
        WordPartKind::Literal(text) => !text.starts_with(b"~") && !word::has_wildcard(text),
        _ => false,
    }
}
