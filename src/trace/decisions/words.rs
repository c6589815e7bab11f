//! What decided which words a command saw: quotes, parameters, and what else expands.

use super::Made;
use crate::rule::Rule;
use crate::syntax::ast::{Command, Pipeline, WordPart, WordPartKind};
use crate::syntax::parse::{Parsed, parse};
use crate::trace::ExpansionStep;
use crate::trace::tree::Expansion;
use crate::trace::words::{count, named, quoted_all, set_apart, shortened, visible_bytes};
use bumpalo::Bump;

/// Columns of what came of a word.
const CAME: usize = 40;

impl Made<'_> {
    pub(super) fn word(&mut self, expansion: &Expansion) {
        let word = named(&expansion.word);
        let came = shortened(&quoted_all(&expansion.fields), CAME);
        let is_quoted = expansion.steps.contains(&ExpansionStep::QuoteRemoval);
        if expansion.fields.is_empty() && !is_quoted {
            self.decide(Rule::EmptyField, format!("{word} came out empty"));
        }
        for (step, part) in expansion.steps.iter().zip(&expansion.parts) {
            match step {
                ExpansionStep::Tilde { login, directory } => self.plainly(Rule::Tilde, || {
                    format!(
                        "~{} stood for {}",
                        visible_bytes(login),
                        visible_bytes(directory)
                    )
                }),
                ExpansionStep::Parameter {
                    name,
                    is_set,
                    values,
                    ..
                } => self.parameter(part, name, *is_set, values),
                ExpansionStep::Arithmetic { value, .. } => self.plainly(Rule::Arithmetic, || {
                    format!("{} came to {value}", named(part))
                }),
                ExpansionStep::QuoteRemoval => self.quotes(expansion),
                ExpansionStep::FieldSplitting { fields } if *fields > 1 => {
                    let words = count((*fields).into(), "word");
                    self.decide(
                        Rule::FieldSplitting,
                        format!("{word} became {words}: {came}"),
                    );
                }
                ExpansionStep::PathnameExpansion { matches: 0, .. } => {
                    self.decide(Rule::NoMatch, format!("nothing matched {word}"));
                }
                ExpansionStep::PathnameExpansion { matches, .. } => {
                    let names = count((*matches).into(), "name");
                    self.decide(
                        Rule::PathnameExpansion,
                        format!("{word} became {names}: {came}"),
                    );
                }
                ExpansionStep::CommandSubstitution {
                    output, newlines, ..
                } => {
                    let output = visible_bytes(output);
                    let stood = match output.is_empty() {
                        true => "nothing".to_owned(),
                        false => shortened(&output, CAME),
                    };
                    self.decide(
                        Rule::CommandSubstitution,
                        format!("{} stood for {stood}", named(part)),
                    );
                    if *newlines > 0 {
                        let newlines = count((*newlines).into(), "newline");
                        self.plainly(Rule::TrailingNewlines, || {
                            format!("{} dropped {newlines}", named(part))
                        });
                    }
                }
                ExpansionStep::FieldSplitting { .. } => {}
            }
        }
    }

    /// What the expansion `part`, of the parameter `name`, stood for.
    fn parameter(&mut self, part: &[u8], name: &[u8], is_set: bool, values: &[Vec<u8>]) {
        let text = named(part);
        let stood = match values {
            [] => "nothing".to_owned(),
            [value] if value.is_empty() => "nothing".to_owned(),
            [value] => set_apart(value),
            values => {
                let words = count(values.len() as u64, "word");
                format!("{words}: {}", shortened(&quoted_all(values), CAME))
            }
        };
        let shown = visible_bytes(name);
        let place = self.place.opening();
        let case = match is_set {
            true => format!("{text} stood for {stood}"),
            false if is_number(name) => {
                format!("{place}there is no argument {shown}, and {text} stood for {stood}")
            }
            false => format!("{place}{shown} is not set, and {text} stood for {stood}"),
        };
        match operation(part, name) {
            Some(rule) => self.decide(rule, case),
            None => {
                let rule = match name {
                    // Who set it is told where it is read.
                    b"?" => return,
                    b"@" => Rule::AllArguments,
                    b"#" => Rule::ArgumentCount,
                    b"0" => Rule::ShellName,
                    b"$" => Rule::ShellId,
                    b"!" => Rule::LastJobId,
                    b"-" => Rule::ShellOptions,
                    name if is_number(name) => Rule::Positional,
                    _ => Rule::Parameter,
                };
                match is_set || matches!(name, b"@" | b"*" | b"!") {
                    true => self.plainly(rule, || case),
                    false => self.decide(rule, case),
                }
            }
        }
    }

    /// What the quotes in a word did.
    fn quotes(&mut self, expansion: &Expansion) {
        if !self.tells_all {
            return;
        }
        let word = named(&expansion.word);
        let came = set_apart(&expansion.fields.join(&b' '));
        self.plainly(Rule::QuoteRemoval, || format!("{word} became {came}"));
        let text = [b": ", &expansion.word[..]].concat();
        let arena = Bump::new();
        for part in parts(&text, &arena) {
            let typed = named(part.span.of(&text));
            match part.kind {
                WordPartKind::Escaped(meant) => self.plainly(Rule::Backslash, || {
                    format!("{typed} is the character {}", set_apart(meant))
                }),
                WordPartKind::SingleQuoted(_) => self.plainly(Rule::SingleQuotes, || {
                    format!("{typed} was taken as it stands")
                }),
                WordPartKind::DollarSingleQuoted(meant) => {
                    self.plainly(Rule::DollarQuotes, || {
                        format!("{typed} is {}", set_apart(meant))
                    });
                }
                WordPartKind::DoubleQuoted(inner) if inner.iter().any(is_expansion) => {
                    self.plainly(Rule::DoubleQuotes, || {
                        format!("what {typed} came to was not split")
                    });
                }
                WordPartKind::DoubleQuoted(_) => self.plainly(Rule::DoubleQuotes, || {
                    format!("nothing in {typed} was there to be expanded")
                }),
                _ => {}
            }
        }
    }
}

/// The rule of the operator in `part`, an expansion of the parameter `name`, if there is one.
fn operation(part: &[u8], name: &[u8]) -> Option<Rule> {
    let inner = part.strip_prefix(b"${")?.strip_suffix(b"}")?;
    let is_length = |rest: &[u8]| !rest.is_empty() && rest == name;
    if inner.strip_prefix(b"#").is_some_and(is_length) {
        return Some(Rule::ParameterLength);
    }
    let rest = inner.strip_prefix(name)?;
    if matches!(rest.first()?, b'-' | b'=' | b'?' | b'+') {
        return Some(Rule::ParameterUnset);
    }
    match rest.strip_prefix(b":").unwrap_or(rest).first()? {
        b'-' => Some(Rule::ParameterDefault),
        b'=' => Some(Rule::ParameterAssign),
        b'?' => Some(Rule::ParameterError),
        b'+' => Some(Rule::ParameterAlternative),
        b'#' => Some(Rule::ParameterPrefix),
        b'%' => Some(Rule::ParameterSuffix),
        _ => None,
    }
}

fn is_number(name: &[u8]) -> bool {
    name.iter().all(u8::is_ascii_digit)
}

/// The parts of the word that `text`, a command, has for its one argument.
fn parts<'a>(text: &'a [u8], arena: &'a Bump) -> Vec<WordPart<'a>> {
    let Parsed::Complete(script) = parse(text, arena, &()) else {
        return Vec::new();
    };
    let first = script.list.items.first();
    match first.map(|item| item.and_or.first) {
        Some(Pipeline {
            commands: [Command::Simple(command)],
            ..
        }) => match command.words {
            [_, word] => word.parts.to_vec(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn is_expansion(part: &WordPart<'_>) -> bool {
    matches!(
        part.kind,
        WordPartKind::Parameter(_) | WordPartKind::Command(_) | WordPartKind::Arithmetic(_)
    )
}
