//! Parameter expansions: whose value, and what is done with it.

use super::Piece::{self, Here, Once, Rule as Stated};
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
        ParameterOperation::Length
            if matches!(expansion.parameter, Parameter::Special(b'@' | b'*')) =>
        {
            vec![Here("POSIX leaves it open: in bash the number of arguments, in dash how long they are, joined".into())]
        }
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
        Parameter::Variable(name) => {
            let mut pieces = match options.of(ShellOption::NoUnset) {
                Setting::Off => vec![Stated(Rule::Parameter), Here(value)],
                // That an unset variable stands for nothing is not so.
                Setting::On => vec![Here(value), Stated(Rule::NoUnset)],
                Setting::Perhaps => {
                    vec![Stated(Rule::Parameter), Here(value), Stated(Rule::NoUnset)]
                }
            };
            pieces.extend(known(&String::from_utf8_lossy(name)));
            return pieces;
        }
        Parameter::Positional(_) if options.may(ShellOption::NoUnset) => {
            return vec![Stated(Rule::Positional), Here(value), Stated(Rule::NoUnset)];
        }
        Parameter::Positional(_) => Rule::Positional,
        Parameter::Special(sign @ (b'@' | b'*')) => {
            return match (place, sign) {
                (Place::Quoted, b'@') => vec![Stated(Rule::AllArguments), Here(value)],
                (Place::Fields | Place::Joined, _) => vec![
                    Here("every argument".into()),
                    Here(
                        "without double quotes the arguments are split like any other words".into(),
                    ),
                ],
                (_, b'@') => vec![Here(
                    "all arguments joined to one text: POSIX leaves open by what; $* is sure"
                        .into(),
                )],
                _ => vec![Here(value)],
            };
        }
        Parameter::Special(b'#') => Rule::ArgumentCount,
        Parameter::Special(b'?') => Rule::LatestStatus,
        Parameter::Special(b'-') => Rule::ShellOptions,
        Parameter::Special(b'$') => Rule::ShellId,
        Parameter::Special(b'!') => Rule::LastJobId,
        Parameter::Special(_) => Rule::ShellName,
    };
    vec![Stated(rule), Here(value)]
}

/// Variables that the shell itself or every program knows, and what they are.
const KNOWN: &[(&str, &str)] = &[
    ("HOME", "HOME is your home directory"),
    (
        "PATH",
        "PATH names the directories in which programs are looked for, : between them",
    ),
    ("PWD", "PWD is the directory the shell is in"),
    (
        "OLDPWD",
        "OLDPWD is the directory the shell was in before the last cd",
    ),
    ("PPID", "PPID is the process id of who started the shell"),
    ("LINENO", "LINENO is the number of the line"),
    ("CDPATH", "CDPATH names the directories in which cd looks"),
    ("PS1", "PS1 is the prompt"),
    ("PS4", "PS4 stands before what set -x shows"),
    ("TZ", "TZ is the time zone"),
    ("TMPDIR", "TMPDIR is where temporary files belong"),
    (
        "LC_ALL",
        "LC_ALL decides language, order and encoding; C is the plain one",
    ),
    ("LANG", "LANG names language and encoding"),
    (
        "USER",
        "USER is the user's name as a rule; POSIX has LOGNAME",
    ),
    ("UID", "UID is the user's number in bash; sh has id -u"),
    (
        "HOSTNAME",
        "HOSTNAME is the machine's name in bash; sh has the program hostname",
    ),
    (
        "SECONDS",
        "SECONDS counts in bash since the shell began; in sh it is a variable like any other",
    ),
    (
        "BASH_SOURCE",
        "BASH_SOURCE is of bash; sh has no such variable",
    ),
    ("IFS", "IFS holds the characters at which words are split"),
    (
        "OPTIND",
        "OPTIND is the number of the argument that getopts looks at next; set to 1, it begins anew",
    ),
];

/// What is to be known of a variable.
pub(super) fn known(name: &str) -> Option<Piece> {
    let found = KNOWN.iter().find(|(known, _)| *known == name);
    found.map(|(_, said)| Once((*said).to_owned()))
}

/// What is to be known of a variable that is set to `value`, for the command `reader` alone if there is one.
pub(super) fn when_set(name: &str, value: Option<&str>, reader: Option<&str>) -> Vec<Piece> {
    let of_ifs = match (name, value, reader) {
        ("IFS", Some(""), Some("read")) => {
            Some("empty, the line is not cut, and blanks at its ends stay")
        }
        ("IFS", Some(_), Some("read")) => Some("the line is cut at these characters"),
        ("IFS", Some(""), None) => Some("empty, nothing is split any more"),
        _ => None,
    };
    let mut pieces: Vec<Piece> = known(name).into_iter().collect();
    pieces.extend(of_ifs.map(|said| Here(said.to_owned())));
    pieces
}

/// Forms of other shells: what stands behind the name, and what it is in bash.
const UNKNOWN: &[(&str, &str)] = &[
    ("/", "the value with what matches replaced"),
    (
        ":",
        "a part of the value, by where it begins and how long it is",
    ),
    ("^", "the value in upper case"),
    (",", "the value in lower case"),
    ("[", "an element of an array"),
    ("@", "the value in another form"),
];

/// What is said of `form`, a `${ }` that POSIX does not know.
pub(super) fn unknown_form(form: &[u8]) -> String {
    let text = String::from_utf8_lossy(form);
    let inner = text.strip_prefix("${").unwrap_or(&text);
    let is_name = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let behind = inner
        .trim_start_matches(['#', '@', '*'])
        .trim_start_matches(is_name);
    let meant = match inner.starts_with('!') {
        true => Some("the value of the variable that the value names"),
        false => UNKNOWN
            .iter()
            .find(|(sign, _)| behind.starts_with(sign))
            .map(|(_, meant)| *meant),
    };
    let dash = "a shell such as dash stops here with an error, if it comes here";
    match meant {
        Some(meant) => format!("no form that POSIX knows: {meant} in bash; {dash}"),
        None => format!("no form that POSIX knows: {dash}"),
    }
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
