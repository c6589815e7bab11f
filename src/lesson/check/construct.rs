//! Checks of which constructs of the language the latest line was built from.
//!
//! Constructs are read off the line itself, since an operator that decided nothing leaves no trace. [`written`] reads just
//! enough of the grammar for that: quotes, comments, operators, and where a command may begin.

use super::Verdict;
use crate::observation::Observation;
use crate::syntax::ast::AndOr;
use crate::trace::TraceKind;
use serde::Deserialize;

/// Something the language lets one write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Construct {
    /// `&&`
    And,
    /// `||`
    Or,
    /// `|`
    Pipe,
    /// `&` after a list.
    Background,
    /// `!` before a pipeline.
    Not,
    /// `if`
    If,
    /// `while`, `until` or `for`
    Loop,
    /// `case`
    Case,
    /// `( … )`
    Subshell,
    /// `{ …; }`
    BraceGroup,
    /// `name() …`
    Function,
    /// `$( … )` or backquotes.
    CommandSubstitution,
    /// `<`, `>` and their kin.
    Redirection,
    /// `>` and its kin: output into a file.
    Output,
    /// `<`
    Input,
    /// `<<`
    HereDocument,
    /// `>&` and `<&`
    Duplication,
    /// `for`, which is a loop too.
    For,
    /// `$(( … ))`
    Arithmetic,
}

impl Construct {
    /// What learners bring along, so that no lesson has to teach it.
    pub const BROUGHT: [Construct; 4] = [
        Construct::CommandSubstitution,
        Construct::Redirection,
        Construct::Output,
        Construct::For,
    ];

    /// As a learner would call it.
    pub fn name(self) -> &'static str {
        match self {
            Construct::And => "&&",
            Construct::Or => "||",
            Construct::Pipe => "|",
            Construct::Background => "&",
            Construct::Not => "!",
            Construct::If => "if",
            Construct::Loop => "a loop",
            Construct::Case => "case",
            Construct::Subshell => "( )",
            Construct::BraceGroup => "{ }",
            Construct::Function => "a function",
            Construct::CommandSubstitution => "$( )",
            Construct::Redirection => "a redirection",
            Construct::Output => ">",
            Construct::Input => "<",
            Construct::HereDocument => "<<",
            Construct::Duplication => ">&",
            Construct::For => "for",
            Construct::Arithmetic => "$(( ))",
        }
    }

    /// As lessons spell it.
    pub fn word(self) -> &'static str {
        match self {
            Construct::And => "and",
            Construct::Or => "or",
            Construct::Pipe => "pipe",
            Construct::Background => "background",
            Construct::Not => "not",
            Construct::If => "if",
            Construct::Loop => "loop",
            Construct::Case => "case",
            Construct::Subshell => "subshell",
            Construct::BraceGroup => "brace-group",
            Construct::Function => "function",
            Construct::CommandSubstitution => "command-substitution",
            Construct::Redirection => "redirection",
            Construct::Output => "output",
            Construct::Input => "input",
            Construct::HereDocument => "here-document",
            Construct::Duplication => "duplication",
            Construct::For => "for",
            Construct::Arithmetic => "arithmetic",
        }
    }

    /// The kind of redirection that an operator is, if it is one with a name of its own.
    fn of_redirection(operator: &str) -> Option<Construct> {
        match operator {
            ">" | ">>" | ">|" | "&>" => Some(Construct::Output),
            "<" => Some(Construct::Input),
            "<<" => Some(Construct::HereDocument),
            ">&" | "<&" => Some(Construct::Duplication),
            _ => None,
        }
    }

    /// The compound command, or negation, that a reserved word opens where a command may begin.
    fn opened_by(word: &str) -> Option<Construct> {
        Some(match word {
            "if" => Construct::If,
            "while" | "until" | "for" => Construct::Loop,
            "case" => Construct::Case,
            "{" => Construct::BraceGroup,
            "!" => Construct::Not,
            _ => return None,
        })
    }
}

/// The latest line uses a construct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Used {
    /// Which one.
    pub construct: Construct,
    /// How often it must stand there; `None` means at least once.
    pub times: Option<usize>,
}

/// The latest line does without a construct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotUsed {
    /// Which one.
    pub construct: Construct,
}

impl Used {
    /// Judges the latest line. Without a number of times, what a function or another text has used that it ran counts as well.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let Some(times) = self.times else {
            let latest = observations.last();
            let decided = latest.is_some_and(|latest| decided(self.construct, latest));
            return match decided {
                true => Verdict::new(true, self.construct.name(), "used", "used"),
                false => verdict(self.construct, true, observations),
            };
        };
        let line = observations.last().map_or("", |latest| &latest.line);
        let found = written(line);
        let count = found.iter().filter(|one| **one == self.construct).count();
        let words = |count: usize| match count {
            0 => "not used".to_owned(),
            1 => "used once".to_owned(),
            _ => format!("used {count} times"),
        };
        let name = self.construct.name();
        Verdict::new(count == times, name, words(times), words(count))
    }
}

impl NotUsed {
    /// Judges the latest line.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        verdict(self.construct, false, observations)
    }
}

/// Whether a construct has decided something in `line`, wherever it is written.
fn decided(construct: Construct, line: &Observation) -> bool {
    line.trace.iter().any(|event| match &event.kind {
        TraceKind::RightSideRan { operator, .. } | TraceKind::Skipped { operator, .. } => {
            construct
                == match operator {
                    AndOr::And => Construct::And,
                    AndOr::Or => Construct::Or,
                }
        }
        TraceKind::PipelineEnded { negated: true, .. } => construct == Construct::Not,
        TraceKind::Branched { .. } => construct == Construct::If,
        TraceKind::LoopTurned { .. } => construct == Construct::Loop,
        _ => false,
    })
}

fn verdict(construct: Construct, wanted: bool, observations: &[Observation]) -> Verdict {
    let line = observations.last().map_or("", |latest| &latest.line);
    let used = written(line).contains(&construct);
    let words = |used| if used { "used" } else { "not used" };
    Verdict::new(used == wanted, construct.name(), words(wanted), words(used))
}

/// The constructs of `text` in the order written.
pub fn written(text: &str) -> Vec<Construct> {
    let mut scan = Scan {
        rest: text,
        found: Vec::new(),
        begins: true,
    };
    while let Some(next) = scan.rest.chars().next() {
        scan.step(next);
    }
    scan.found
}

/// What parts words within a line. Other blanks, those of print, are letters to the shell.
const BLANKS: [char; 3] = [' ', '\t', '\r'];

/// A reading of the text from left to right.
struct Scan<'t> {
    rest: &'t str,
    found: Vec<Construct>,
    /// Whether a command may begin here.
    begins: bool,
}

impl Scan<'_> {
    /// The operators that matter, the longer before the shorter. Those behind them begin a command.
    const OPERATORS: [(&'static str, Option<Construct>, bool); 15] = [
        ("&&", Some(Construct::And), true),
        ("||", Some(Construct::Or), true),
        ("&>", Some(Construct::Redirection), false),
        (">&", Some(Construct::Redirection), false),
        ("<&", Some(Construct::Redirection), false),
        (">|", Some(Construct::Redirection), false),
        (">>", Some(Construct::Redirection), false),
        ("<<", Some(Construct::Redirection), false),
        (">", Some(Construct::Redirection), false),
        ("<", Some(Construct::Redirection), false),
        ("|", Some(Construct::Pipe), true),
        ("&", Some(Construct::Background), true),
        (";", None, true),
        ("\n", None, true),
        (")", None, true),
    ];

    fn step(&mut self, next: char) {
        if let Some((operator, construct, begins)) = self.operator() {
            self.rest = &self.rest[operator.len()..];
            self.found.extend(construct);
            self.found.extend(Construct::of_redirection(operator));
            self.begins = begins;
        } else if next == '(' {
            let construct = if self.begins {
                Construct::Subshell
            } else {
                Construct::Function
            };
            self.found.push(construct);
            self.rest = &self.rest[1..];
            self.begins = true;
        } else if next == '#' {
            self.rest = &self.rest[self.rest.find('\n').unwrap_or(self.rest.len())..];
        } else if BLANKS.contains(&next) {
            self.rest = self.rest.trim_start_matches(BLANKS);
        } else {
            self.word();
        }
    }

    fn operator(&self) -> Option<(&'static str, Option<Construct>, bool)> {
        Self::OPERATORS
            .into_iter()
            .find(|(operator, ..)| self.rest.starts_with(operator))
    }

    fn word(&mut self) {
        let text = self.rest;
        let mut end = 0;
        while let Some(next) = text[end..].chars().next() {
            end += match next {
                '\n' => break,
                _ if BLANKS.contains(&next) || "&|;<>()".contains(next) => break,
                '\\' => text[end..].chars().take(2).map(char::len_utf8).sum(),
                '\'' => quoted(&text[end..], '\''),
                '"' => self.double_quoted(&text[end..]),
                '$' if text[end..].starts_with("$(") => self.substitution(&text[end..]),
                '`' => {
                    self.found.push(Construct::CommandSubstitution);
                    quoted(&text[end..], '`')
                }
                _ => next.len_utf8(),
            };
        }
        let (word, rest) = text.split_at(end);
        self.rest = rest;
        let opened = Construct::opened_by(word).filter(|_| self.begins);
        self.found.extend(opened);
        self.found
            .extend((opened.is_some() && word == "for").then_some(Construct::For));
        let goes_on = matches!(
            word,
            "then" | "do" | "else" | "elif" | "if" | "while" | "until" | "{" | "!"
        );
        let assigns = word
            .split('=')
            .next()
            .is_some_and(|name| name.len() < word.len());
        self.begins =
            self.begins && (goes_on || assigns || word == "fi" || word == "done" || word == "}");
    }

    /// Length of the quoted text, its substitutions noted.
    fn double_quoted(&mut self, text: &str) -> usize {
        let mut end = 1;
        while let Some(next) = text[end..].chars().next() {
            end += match next {
                '"' => return end + 1,
                '\\' => text[end..].chars().take(2).map(char::len_utf8).sum(),
                '$' if text[end..].starts_with("$(") => self.substitution(&text[end..]),
                _ => next.len_utf8(),
            };
        }
        end
    }

    /// Length of a `$( … )` or `$(( … ))`; what stands in it is read as well.
    fn substitution(&mut self, text: &str) -> usize {
        let mut depth = 0;
        let close = text.bytes().position(|byte| {
            depth += i32::from(byte == b'(') - i32::from(byte == b')');
            byte == b')' && depth == 0
        });
        let end = close.map_or(text.len(), |close| close + 1);
        if text.starts_with("$((") {
            self.found.push(Construct::Arithmetic);
        } else {
            self.found.push(Construct::CommandSubstitution);
            self.found
                .extend(written(text[2..end].trim_end_matches(')')));
        }
        end
    }
}

/// Length of a text between two `quote`s, or to the end.
fn quoted(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(text.len(), |close| close + 2)
}

#[cfg(test)]
mod tests {
    use super::Construct::*;
    use super::*;

    fn check(text: &str, expected: &[Construct]) {
        assert_eq!(written(text), expected, "{text}");
    }

    #[test]
    fn every_character_is_passed() {
        for character in [
            '\u{a0}', '\u{3000}', '\u{c}', '\u{b}', '\r', '\u{200b}', '\0', '\u{2028}',
        ] {
            let text = format!("true{character}&& false {character} | {character}");
            assert_eq!(
                written(&text),
                [Construct::And, Construct::Pipe],
                "{text:?}"
            );
        }
    }

    #[test]
    fn operators_are_told_from_their_halves() {
        check("test -e config || echo 'no config'", &[Or]);
        check("a && b | c & d", &[And, Pipe, Background]);
        check(
            "cat log 2>&1 >> all < in",
            &[
                Redirection,
                Duplication,
                Redirection,
                Output,
                Redirection,
                Input,
            ],
        );
    }

    #[test]
    fn quotes_and_comments_hide_operators() {
        check("echo 'a && b' \"c | d\" e\\&f # g & h", &[]);
        check("echo \"a; if b\" 'c", &[]);
    }

    #[test]
    fn reserved_words_count_only_where_a_command_begins() {
        check("echo if while { !", &[]);
        check(
            "if ! true; then ( ls ); else { pwd; }; fi",
            &[If, Not, Subshell, BraceGroup],
        );
        check("for f in a; do cat $f; done", &[Loop, For]);
        check(
            "until ls; do :; done <<E",
            &[Loop, Redirection, HereDocument],
        );
        check("greet() { echo hi; }", &[Function, BraceGroup]);
    }

    #[test]
    fn what_is_wanted_once_must_not_stand_there_twice() {
        use crate::lesson::check::testing::Line;
        let check: Used = toml::from_str("construct = 'redirection'\ntimes = 1").unwrap();
        let judge = |line: &str| check.judge(&[Line::new(line).done()]);
        assert!(judge("{ echo a; echo b; } > f").holds);
        assert!(!judge("echo a").holds);
        let twice = judge("echo a > f; echo b >> f");
        assert!(!twice.holds);
        assert_eq!(twice.got, "used 2 times");
        let check: Used = toml::from_str("construct = 'output'\ntimes = 1").unwrap();
        let judge = |line: &str| check.judge(&[Line::new(line).done()]).holds;
        assert!(judge("cat <<X > f\na\nX"));
        assert!(judge("sort < in 2>&1 > f"));
        assert!(!judge("echo a > f; echo b >> f"));
    }

    #[test]
    fn substitutions_are_read_inside() {
        check(
            "x=$(a | b) y=`c` z=$((1 + 2))",
            &[CommandSubstitution, Pipe, CommandSubstitution, Arithmetic],
        );
        check("echo \"$(a && b)\"", &[CommandSubstitution, And]);
    }
}
