//! Ideas about what is written round and between the brackets of a test, and what it answers.

use super::evidence::{Evidence, Text, operands, without_bang};
use super::find::find_simple;
use super::glued_brackets::{command_within, spaced, up_to_bracket};
use super::operands::{is_file_name, wants_a_name};
use super::signs;
use super::status::shorten;
use super::tested_commands::{as_written, command_in, is_to_group};
use super::testing::{find_test, find_test_run, level};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::observation::FileKind;
use crate::source::Span;
use crate::syntax::ast::{SimpleCommand, Word, WordPartKind};
use crate::trace::ExpansionStep;

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "bracket-as-group",
        "`[ a; b ]` groups two commands.",
        "`[` is a command that compares, and no bracket round a group. A group stands between `{` and `}`: `{ a; b; }`.",
    )
    .at(Level::Static)
    .ranked(4)
    .by(as_group),
    Idea::core(
        "bang-glued",
        "`!` may touch the next word.",
        "`!` is a word of its own: `! true`, `[ ! -f x ]`. Glued on, it is a part of the word behind it.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(bang_glued),
    Idea::core(
        "f-means-exists",
        "`-f` means \"exists\".",
        "`-f` asks for a regular file. Use `-e` for \"anything by that name\", `-d` for a directory, `-s` for \"not empty\".",
    )
    .by(f_means_exists),
    Idea::later(
        "glob-in-test",
        "`[ -f *.txt ]` asks whether there is any .txt file.",
        "The shell replaces a pattern by every matching name, so with two files `[` gets too many arguments. Loop with `for f in *.txt`, or ask `ls *.txt >/dev/null 2>&1`.",
    )
    .ranked(3)
    .by(pattern_in_test),
    Idea::later(
        "pattern-compared",
        "`[ \"$x\" = *.txt ]` compares with a pattern.",
        "`[` compares letter by letter and knows no patterns. What compares with one is `case`.",
    )
    .at(Level::Static)
    .by(pattern_compared),
    Idea::core(
        "test-prints-answer",
        "`[ 1 = 1 ]` prints true or 1.",
        "`[` never prints anything; its answer is the exit status. Use it with `if`, `&&`, `||`, or look at `$?`.",
    )
    .at(Level::Static)
    .by(prints_answer),
    Idea::later(
        "assign-condition",
        "`ok=[ 1 = 1 ]` stores a truth value.",
        "That runs a command named after the next word, with `ok=[` in its environment. Store a word instead: `if [ 1 = 1 ]; then ok=yes; fi`.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(assign_condition),
];

/// `[ echo a; echo b ]`: a `[` that is given a command to run, and a `]` behind a later one of the same list.
fn as_group(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let test = Test::of(&simple).filter(|test| test.bracket)?;
        if let (bang, [second, inner @ ..]) = test.turned()
            && words::bare(second).is_some_and(|word| word == "[")
        {
            let spot = Spot::of(index, test.span).at(level(evidence, text, test.span));
            let single = single_brackets(text, inner).map(|asked| format!("[ {bang}{asked} ]"));
            let remedy = match &single {
                Some(meant) => format!("One pair is enough: `{}`.", shorten(meant)),
                None => "Join whole tests: `[ ... ] && [ ... ]`.".to_owned(),
            };
            let instead = single.filter(|_| test.closed);
            return Some(spot.instead(instead.and_then(|meant| text.with(test.span, &meant))).saying(format!(
                "To `[` a second `[` is a word like any other: brackets do not nest. {remedy}"
            )));
        }
        if is_to_group(text, &simple, &test) {
            let inside: Vec<String> = as_written(text, &test);
            let command = inside.join(" ");
            let meant = format!("{{ {command}; }}");
            return Some(
                Spot::of(index, test.span)
                    .at(level(evidence, text, test.span))
                    .instead(text.with(test.span, &meant))
                    .saying(format!(
                        "`[` is a command that compares, and runs nothing. A group stands between `{{` and `}}`: `{}`; a command alone needs no bracket.",
                        shorten(&meant)
                    )),
            );
        }
        if test.closed {
            return None;
        }
        command_in(&test)?;
        let list = text.tree.list_of(simple.index).list.span()?;
        let closing = text.tree.simples().find(|other| {
            let last = other.command.words.last();
            other.index > simple.index
                && list.contains(other.command.span)
                && last.is_some_and(|word| words::is_text(word, "]"))
                && Test::of(other).is_none()
        })?;
        // Joined by an operator it was meant as a condition.
        let item = |of: usize| text.tree.and_or_of(of).item;
        if item(simple.index) == item(closing.index) {
            return None;
        }
        let whole = Span::new(test.span.start, closing.command.words.last()?.span.end);
        let inside = text.at(whole);
        let inside = inside.trim_start_matches('[').trim_end_matches(']').trim();
        let meant = format!("{{ {}; }}", inside.trim_end_matches(';'));
        Some(
            Spot::of(index, whole)
                .at(level(evidence, text, test.span))
                .instead(text.with(whole, &meant)),
        )
    })
}

/// What stands between two pairs of brackets, if it is a question and there is no third: `-e lock ]` of `[ [ -e lock ] ]`.
fn single_brackets(text: &Text<'_>, inner: &[Word<'_>]) -> Option<String> {
    let (closing, asked) = inner.split_last()?;
    let is_bracket = |word: &Word<'_>| matches!(words::bare(word).as_deref(), Some("[" | "]"));
    let joins = |word: &Word<'_>| matches!(words::bare(word).as_deref(), Some("-a" | "-o"));
    let plain = !asked.iter().any(|word| is_bracket(word) || joins(word));
    let (first, last) = (asked.first()?, asked.last()?);
    (words::is_text(closing, "]") && plain).then(|| text.at(first.span.to(last.span)))
}

fn bang_glued(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let first = simple.command.words.first()?;
        let glued = |word: &Word<'_>| {
            let source = text.at(word.span);
            let unquoted = matches!(word.parts.first().map(|part| part.kind), Some(WordPartKind::Literal(text)) if text.starts_with(b"!"));
            (unquoted && source.len() > 1).then_some(source)
        };
        let test = Test::of(&simple);
        let (word, source) = match &test {
            Some(test) => {
                let operand = test.operands.first()?;
                let source = glued(operand).filter(|source| {
                    source[1..].starts_with(['-', '$', '"'])
                        || asks_of_file(&source[1..]) && test.operands.len() == 2
                });
                match source {
                    Some(source) => (operand, source),
                    None => {
                        return behind_question(evidence, (index, text), test)
                            .or_else(|| on_a_name(evidence, (index, text), test));
                    }
                }
            }
            None => (first, glued(first)?),
        };
        let recalls = source == "!!" || source[1..].bytes().all(|byte| byte.is_ascii_digit());
        if recalls {
            return Some(
                Spot::of(index, word.span)
                    .at(level(evidence, text, simple.command.span))
                    .saying(format!(
                        "`{source}` recalls a line only where somebody types to `bash` or `zsh`. To `sh` it is the name of a command that is not there. Type the line again."
                    )),
            );
        }
        if source.starts_with("![") && !source.starts_with("![[") {
            let all = up_to_bracket(text, simple.command.words);
            let meant = format!("! {}", spaced(text, all, "!["));
            let whole = word.span.to(all.last()?.span);
            let plain = simple.command.redirects.is_empty();
            let said = match command_within(text, all, "![") {
                Some(_) => format!(
                    "`!` and `[` are words of their own, and `[` runs no command: `{}`.",
                    shorten(&meant)
                ),
                None => format!(
                    "`!` and `[` are words of their own, with a blank behind each: `{}`. Glued on, they are part of a name nobody has heard of, `{source}`.",
                    shorten(&meant)
                ),
            };
            return Some(
                Spot::of(index, word.span)
                    .at(level(evidence, text, simple.command.span))
                    .instead(text.with(whole, &meant).filter(|_| plain))
                    .saying(said),
            );
        }
        let apart = match asks_of_file(&source[1..]) {
            true => format!("! -{}", &source[1..]),
            false => format!("! {}", &source[1..]),
        };
        let glued_on = match test {
            Some(test) => format!("`{source}` is one word, a text, to `{}`", test.name()),
            None => format!("it is part of a name nobody has heard of, `{source}`"),
        };
        Some(
            Spot::of(index, word.span)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(word.span, &apart))
                .saying(format!(
                    "`!` is a word of its own: `{apart}`. Glued on, {glued_on}."
                )),
        )
    })
}

/// `[ !lock ]`: the `!` on what may be the name of a file, and no operator.
fn on_a_name(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    test: &Test<'_>,
) -> Option<Spot> {
    let [only] = test.whole()?.operands else {
        return None;
    };
    let written = words::literal(only).filter(|_| only.parts.len() == 1)?;
    let name = written.strip_prefix('!')?;
    let is_own = evidence.file(written.as_bytes()).is_some();
    let meant = format!("! -e {name}");
    (is_file_name(evidence, text, name) && !is_own).then(|| {
        Spot::of(index, only.span)
            .instead(text.with(only.span, &meant))
            .asking(format!(
                "Is the question whether there is no file `{name}`? `!` is a word of its own, and `-e` asks for a file: `{}`. Here `{written}` is one word, and a word alone that is not empty is a yes.",
                test.asking(&meant)
            ))
    })
}

/// `[ -e !lock ]` and `[ -!e lock ]`: the `!` on the name, behind the operator, or within that.
fn behind_question(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    test: &Test<'_>,
) -> Option<Spot> {
    let [sign, name] = test.operands else {
        return None;
    };
    let both = sign.span.to(name.span);
    let (operator, written) = (text.at(sign.span), text.at(name.span));
    if let Some(letter) = operator
        .strip_prefix("-!")
        .filter(|rest| asks_of_file(rest))
    {
        let meant = format!("! -{letter} {written}");
        return test.whole().map(|test| {
            Spot::of(index, sign.span)
                .at(level(evidence, text, test.span))
                .instead(text.with(both, &meant))
                .saying(format!(
                    "`{operator}` is no operator. `!` is a word of its own and stands before the question: `{}`.",
                    test.asking(&meant)
                ))
        });
    }
    let meant = written.strip_prefix('!').filter(|rest| !rest.is_empty())?;
    let is_file = words::literal(name).is_some_and(|name| evidence.file(name.as_bytes()).is_some());
    let meant = format!("! {operator} {meant}");
    (wants_a_name(sign) && !is_file && test.bracket == test.closed).then(|| {
        Spot::of(index, name.span)
            .at(level(evidence, text, test.span))
            .instead(text.with(both, &meant))
            .saying(format!(
                "`!` is a word of its own and stands before the question: `{}`. Glued on, it is a part of the word behind it, `{written}`.",
                test.asking(&meant)
            ))
    })
}

/// `[ "$branch" = *main ]`: a pattern where texts are compared.
fn pattern_compared(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        let (_, [left, sign, right]) = test.turned() else {
            return None;
        };
        let of_texts = signs::of_texts(sign).is_some();
        let is_pattern = right.parts.iter().any(|part| {
            matches!(part.kind, WordPartKind::Literal(text) if text.contains(&b'*') || text.contains(&b'?'))
        });
        let left = text.at(left.span);
        // What the shell replaces is told in words of its own.
        let replaced = evidence.expansions(text, right).any(|(_, steps)| {
            let mut steps = steps.iter();
            steps.any(|step| matches!(step, ExpansionStep::PathnameExpansion { matches, .. } if *matches > 1))
        });
        let plain = !left.contains('`') && left != text.at(right.span);
        (of_texts && is_pattern && plain && !replaced).then(|| {
            let pattern = text.at(right.span);
            Spot::of(index, right.span)
                .at(level(evidence, text, test.span))
                .saying(format!(
                    "`{}` knows no patterns: it compares letter by letter, and `{pattern}` is replaced by the names of files before, where it fits any. What compares with a pattern is `case {left} in {pattern}) ...;; esac`.",
                    test.name()
                ))
        })
    })
}

/// Whether it is the letter of an operator of `test`.
fn asks_of_file(letter: &str) -> bool {
    matches!(letter, "e" | "f" | "d" | "s" | "r" | "w" | "x" | "n" | "z")
}

fn f_means_exists(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test_run(evidence, |_, ran, test| {
        let all = operands(&ran.run);
        let path = match without_bang(&all) {
            [operator, path] if operator == "-f" => path,
            _ => return None,
        };
        let kind = evidence.file(path.trim_end_matches('/').as_bytes())?.kind;
        let what = match kind {
            FileKind::Directory => "a directory",
            FileKind::Other => "no regular file",
            FileKind::File | FileKind::Link => return None,
        };
        Some(Spot::line(test.span).saying(format!(
            "`-f` asks for a regular file; `{path}` is {what}. Use `-e` for \"anything by that name\", `-d` for a directory, `-s` for \"not empty\"."
        )))
    })
}

fn pattern_in_test(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test_run(evidence, |text, _, test| {
        let (word, matched) = test.operands.iter().find_map(|word| {
            let (_, steps) = evidence.expansions(text, word).last()?;
            let matched = steps.iter().find_map(|step| match step {
                ExpansionStep::PathnameExpansion { matches, .. } if *matches > 1 => Some(*matches),
                _ => None,
            })?;
            Some((word, matched))
        })?;
        let pattern = text.at(word.span);
        Some(Spot::line(word.span).saying(format!(
            "The shell replaced `{pattern}` by every matching name, here {matched}, so `{}` got too many arguments. Loop with `for f in {pattern}`, or ask `ls {pattern} >/dev/null 2>&1`.",
            test.name()
        )))
    })
}

fn prints_answer(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        let list = text.tree.lists.iter().find(|list| {
            let only = match list.list.items {
                [item] => super::tree::sole_command(item),
                _ => None,
            };
            list.role == super::tree::Role::Substitution && only.is_some_and(only_answers)
        })?;
        let span = list.list.span()?;
        Some(Spot::of(index, span).saying(format!(
            "`{}` never prints anything, so `$( )` catches an empty text; the answer is the exit status. Use it with `if`, `&&`, `||`, or look at `$?`.",
            shorten(&text.at(span))
        )))
    })
}

/// Whether a command answers by its status and prints nothing: a test, or a program that was told to be quiet.
fn only_answers(command: &SimpleCommand<'_>) -> bool {
    let mut texts = command.words.iter().map_while(words::bare);
    // `nc -zv` says on standard error what it found.
    let (quiet, told) = match texts.next().as_deref() {
        Some("grep") => ('q', None),
        Some("nc") => ('z', Some('v')),
        Some("cmp") => ('s', None),
        _ => return Test::of_command(command).is_some(),
    };
    let options: String = texts.take_while(|text| text.starts_with('-')).collect();
    let tells = told.is_some_and(|letter| options.contains(letter));
    command.redirects.is_empty() && options.contains(quiet) && !tells
}

fn assign_condition(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let assignment = simple.command.assignments.last()?;
        let bracket = words::is_text(&assignment.value, "[");
        let closes = simple
            .command
            .words
            .last()
            .is_some_and(|word| words::is_text(word, "]"));
        let name = simple
            .command
            .words
            .first()
            .map(|word| text.at(word.span))?;
        (bracket && closes).then(|| {
            Spot::of(index, simple.command.span)
                .at(level(evidence, text, simple.command.span))
                .saying(format!(
                    "That runs a command called `{name}` with `{}` in its environment. Store a word instead: `if [ ... ]; then ok=yes; fi`.",
                    text.at(assignment.span)
                ))
        })
    })
}
