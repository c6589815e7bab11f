//! A whole program: its text, its arguments, and how the shell is given it.

use super::choices::Choices;
use super::grammar::Grammar;
use std::ops::Range;

/// How a shell reads a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// `sh FILE ARG…`
    File,
    /// `sh -c TEXT NAME ARG…`
    Text,
    /// `sh -s -- ARG… <FILE`
    Input,
}

/// A program and the decisions that made it.
#[derive(Clone, Debug)]
pub struct Program {
    /// What the shell reads.
    pub text: String,
    /// How it reads it.
    pub way: Way,
    /// Its positional parameters.
    pub arguments: Vec<&'static str>,
    /// The decisions, for making it smaller.
    pub decisions: Vec<u32>,
    /// Which of them belong together.
    pub parts: Vec<Range<usize>>,
}

/// What every program begins with: a function that shows its arguments, and variables with values.
const PRELUDE: &str = "\
show() { printf '%s:' \"$#\"; printf ' <%s>' \"$@\"; echo; }
nl='
' a=alpha s='two  words' e= p='a*' q='x.c:y' o=o2 n=4 m=-7
";

impl Program {
    /// The program of a seed.
    pub fn fresh(seed: u64) -> Program {
        Program::write(Choices::fresh(seed))
    }

    /// The program of these decisions.
    pub fn of(decisions: Vec<u32>) -> Program {
        Program::write(Choices::earlier(decisions))
    }

    fn write(choices: Choices) -> Program {
        let mut grammar = Grammar::new(choices);
        let way = grammar
            .choices
            .pick(&[Way::File, Way::File, Way::File, Way::Text, Way::Input]);
        grammar.reads = way != Way::Input;
        let arguments: Vec<&str> = (0..grammar.choices.below(4))
            .map(|_| {
                grammar
                    .choices
                    .pick(&["one", "two words", "", "*", "a:b", "-n", "a\\b", "i1"])
            })
            .collect();
        let mut text = PRELUDE.to_string();
        loop {
            let start = grammar.choices.position();
            if grammar.choices.below(12) == 0 {
                break;
            }
            let command = grammar.and_or();
            let end = grammar.newline();
            text.push_str(&command);
            text.push_str(&end);
            if grammar.choices.one_in(3) {
                text.push_str("echo \"$?\"\n");
            }
            grammar.choices.part_from(start);
        }
        let (decisions, parts) = grammar.choices.into_taken();
        Program {
            text,
            way,
            arguments,
            decisions,
            parts,
        }
    }
}
