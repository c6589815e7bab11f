//! Parameter expansions: whose value, and what is done with it.

use super::Piece::{self, Here, Rule as Stated};
use super::settings::{Options, Setting, ShellOption};
use super::walk::{Walk, named, one_line};
use super::word::Place;
use crate::rule::Rule;
use crate::syntax::ast::*;

/// What is said of `expansion`.
pub(super) fn pieces(
    walk: &Walk<'_>,
    expansion: &ParameterExpansion<'_>,
    place: Place,
) -> Vec<Piece> {
    let value = value_of(expansion.parameter);
    let word = |word: &Word<'_>| {
        let text = one_line(&String::from_utf8_lossy(word.span.of(walk.text)));
        match text.as_str() {
            "" => "nothing".to_owned(),
            text => named(text),
        }
    };
    match &expansion.operation {
        ParameterOperation::Value => plain(expansion.parameter, place, walk.scope.options),
        ParameterOperation::Length => vec![
            Stated(Rule::ParameterLength),
            Here(format!("the number of characters in {value}")),
        ],
        ParameterOperation::Conditional {
            operator,
            colon,
            word: behind,
        } => {
            let rule = match operator {
                Conditional::Default => Rule::ParameterDefault,
                Conditional::Assign => Rule::ParameterAssign,
                Conditional::Error => Rule::ParameterError,
                Conditional::Alternative => Rule::ParameterAlternative,
            };
            let without = match colon {
                true => "unset or empty",
                false => "unset",
            };
            let with = match colon {
                true => "set and not empty",
                false => "set",
            };
            let word = word(behind);
            let here = match operator {
                Conditional::Default => format!("{value}; if that is {without}: {word}"),
                Conditional::Assign => {
                    format!("{value}; if that is {without}, it is set to {word} first")
                }
                Conditional::Error if behind.parts.is_empty() => {
                    format!("{value}; if that is {without}, a script ends here with a message")
                }
                Conditional::Error => format!(
                    "{value}; if that is {without}, a script ends here with the message {word}"
                ),
                Conditional::Alternative => {
                    format!("{word} if {value} is {with}, else nothing")
                }
            };
            let mut pieces = match colon {
                true => vec![Stated(rule)],
                false => vec![Stated(Rule::ParameterUnset)],
            };
            pieces.push(Here(here));
            pieces
        }
        ParameterOperation::Remove {
            side,
            longest,
            pattern,
        } => {
            let (rule, end) = match side {
                Side::Prefix => (Rule::ParameterPrefix, "start"),
                Side::Suffix => (Rule::ParameterSuffix, "end"),
            };
            let which = if *longest { "longest" } else { "shortest" };
            let pattern = word(pattern);
            vec![
                Stated(rule),
                Here(format!(
                    "{value} without the {which} {end} that matches {pattern}"
                )),
            ]
        }
    }
}

fn plain(parameter: Parameter<'_>, place: Place, options: Options) -> Vec<Piece> {
    let value = value_of(parameter);
    let rule = match parameter {
        Parameter::Variable(_) => {
            return match options.of(ShellOption::NoUnset) {
                Setting::Off => vec![Stated(Rule::Parameter), Here(value)],
                // That an unset variable stands for nothing is not so.
                Setting::On => vec![Here(value), Stated(Rule::NoUnset)],
                Setting::Perhaps => {
                    vec![Stated(Rule::Parameter), Here(value), Stated(Rule::NoUnset)]
                }
            };
        }
        Parameter::Positional(_) if options.may(ShellOption::NoUnset) => {
            return vec![Stated(Rule::Positional), Here(value), Stated(Rule::NoUnset)];
        }
        Parameter::Positional(_) => Rule::Positional,
        Parameter::Special(b'@') => {
            return match place {
                Place::Quoted => vec![Stated(Rule::AllArguments), Here(value)],
                _ => vec![
                    Here(value),
                    Here(
                        "without double quotes the arguments are split like any other words".into(),
                    ),
                ],
            };
        }
        Parameter::Special(b'*') => return vec![Here(value)],
        Parameter::Special(b'#') => Rule::ArgumentCount,
        Parameter::Special(b'?') => Rule::LatestStatus,
        Parameter::Special(b'-') => Rule::ShellOptions,
        Parameter::Special(b'$') => Rule::ShellId,
        Parameter::Special(b'!') => Rule::LastJobId,
        Parameter::Special(_) => Rule::ShellName,
    };
    vec![Stated(rule), Here(value)]
}

/// What a parameter stands for.
fn value_of(parameter: Parameter<'_>) -> String {
    match parameter {
        Parameter::Variable(b"OPTARG") => "the value of the option that getopts found".to_owned(),
        Parameter::Variable(b"OPTIND") => {
            "the number of the argument getopts looks at next".to_owned()
        }
        Parameter::Variable(b"RANDOM") => {
            "the value of RANDOM, a random number in bash and in sh a variable like any other"
                .to_owned()
        }
        Parameter::Variable(name) => {
            format!("the value of {}", String::from_utf8_lossy(name))
        }
        Parameter::Positional(number) => format!("the {} argument", ordinal(number)),
        Parameter::Special(b'@') => "every argument".to_owned(),
        Parameter::Special(b'*') => {
            "all arguments, joined by the first character of IFS".to_owned()
        }
        Parameter::Special(b'#') => "the number of arguments".to_owned(),
        Parameter::Special(b'?') => "the status of the command before".to_owned(),
        Parameter::Special(b'-') => "the options that are on".to_owned(),
        Parameter::Special(b'$') => "the shell's process id".to_owned(),
        Parameter::Special(b'!') => "the newest background command's process id".to_owned(),
        Parameter::Special(_) => "the name of the shell or script".to_owned(),
    }
}

fn ordinal(number: u32) -> String {
    match (number % 10, number % 100) {
        (_, 11..=13) => format!("{number}th"),
        (1, _) => format!("{number}st"),
        (2, _) => format!("{number}nd"),
        (3, _) => format!("{number}rd"),
        _ => format!("{number}th"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_counted_as_people_do() {
        let spoken: Vec<String> = [1, 2, 3, 4, 11, 12, 21, 113].map(ordinal).to_vec();
        assert_eq!(
            spoken,
            ["1st", "2nd", "3rd", "4th", "11th", "12th", "21st", "113th"]
        );
    }
}
