//! Ideas about where a test ends: at its `]`, or at an operator that comes before it.

use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::operands::wants_a_name;
use super::signs;
use super::status::shorten;
use super::tested_commands::command_in;
use super::testing::{find_test, level};
use super::tree::Simple;
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{SimpleCommand, Word, WordPartKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "bracket-close-no-space",
        "The closing bracket can touch the last word.",
        "`]` must be an argument of its own. Add a space before it: `[ a = b ]`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(close_no_space),
    Idea::core(
        "bracket-unclosed",
        "`test x ]` and `[ x` are fine; the bracket is optional.",
        "`[` insists on a closing `]`, and `test` (the same command under its other name) must not have one.",
    )
    .at(Level::Static)
    .by(unclosed),
    Idea::core(
        "and-inside-bracket",
        "`&&` and `||` go inside the brackets.",
        "The shell cuts the line at the operator before `[` ever sees it, so the first `[` stays unclosed. Close each test: `[ a = a ] && [ b = b ]`.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(and_inside),
];

/// Characters of a line that a sentence bears.
const LONGEST: usize = 60;

fn close_no_space(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        if !test.bracket || test.closed {
            return None;
        }
        let last = test.operands.last()?;
        let source = text.at(last.span);
        let spot = Spot::of(index, last.span).at(level(evidence, text, test.span));
        let ends =
            matches!(last.parts.last()?.kind, WordPartKind::Literal(text) if text.ends_with(b"]"));
        if !ends {
            let meant = closed_behind_quote(text, last)?;
            return Some(spot.instead(text.with(last.span, &meant)).saying(format!(
                "The `]` stands between the quotes, so it is a part of the word and closes nothing. It belongs behind them: `{meant}`."
            )));
        }
        let inner = source.trim_end_matches(']');
        if inner.is_empty() {
            let before = text.at(Span::new(test.span.start, last.span.start));
            return Some(spot.instead(text.with(last.span, "]")).saying(format!(
                "`[` ends at a word `]`, and `{source}` is another word. One `]` is enough: `{} ]`.",
                shorten(&before)
            )));
        }
        (!inner.contains('[')).then(|| {
            spot.instead(text.with(last.span, &format!("{inner} ]"))).saying(format!(
                "`]` must be an argument of its own; here the last argument is `{source}`. Add a space: `{inner} ]`."
            ))
        })
    })
}

/// `"up]"` as `"up" ]`.
fn closed_behind_quote(text: &Text<'_>, word: &Word<'_>) -> Option<String> {
    let part = word.parts.last()?;
    let is_quoted = matches!(
        part.kind,
        WordPartKind::DoubleQuoted(_) | WordPartKind::SingleQuoted(_)
    );
    let written = text.at(part.span);
    let sign = written.chars().next().filter(|_| is_quoted)?;
    let inner = written.strip_prefix(sign)?.strip_suffix(sign)?;
    let value = inner.strip_suffix(']')?;
    let before = text.at(Span::new(word.span.start, part.span.start));
    let plain = !value.is_empty() && !value.contains(['[', ']']) && !value.ends_with(' ');
    plain.then(|| format!("{before}{sign}{value}{sign} ]"))
}

fn unclosed(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        let spot = Spot::of(index, test.span).at(level(evidence, text, test.span));
        let status = evidence.status_of(text, test.span);
        if test.bracket && test.closed {
            let extra = closed_twice(test).filter(|_| status.is_some_and(|status| status.0 > 1))?;
            return Some(spot.instead(text.with(extra, "")).saying(
                "One `]` is too many: the last word alone closes the test, and the one before it is a text like any other.".to_owned(),
            ));
        }
        if test.bracket {
            let touches = test
                .operands
                .last()
                .is_some_and(|word| text.at(word.span).ends_with(']'));
            // Operands that come from a variable may hold it, unless the run shows that they did not.
            let may_hold = evidence.runs_at(text, test.span).last().is_none_or(|ran| {
                let last = ran.run.argv.last();
                last.is_none_or(|word| word == b"]")
            });
            let mut operands = test.operands.iter();
            let unknown = may_hold
                && test.operands.len() < 2
                && operands.any(|word| words::literal(word).is_none());
            if let Some(spot) = closed_too_early(evidence, (index, text), test) {
                return Some(spot);
            }
            let within = test.operands.iter().any(|word| words::is_text(word, "]"));
            return (!test.closed && !touches && !unknown && !within)
                .then(|| spot.instead(text.with(test.span, &format!("{} ]", text.at(test.span)))));
        }
        let both = test.operands.first();
        if let Some(second) = both.filter(|word| words::bare(word).is_some_and(|word| word == "["))
            && test.closed
            && status.is_none_or(|status| status.0 > 1)
        {
            let name = Span::new(test.span.start, second.span.start);
            return Some(spot.instead(text.with(name, "")).saying(
                "`test` and `[` are two names of one command, and to `test` the brackets are texts like any other. One name is enough: `[ ... ]`, or `test ...`.".to_owned(),
            ));
        }
        // A text `]` may be asked about as well.
        (test.closed && status.is_none_or(|status| status.0 > 1)).then(|| {
            let end = test.operands[test.operands.len() - 1].span;
            spot.instead(text.with(end, ""))
        })
    })
}

/// `[ "$state" ] = up`: what is compared stands behind the `]`.
fn closed_too_early(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    test: &Test<'_>,
) -> Option<Spot> {
    let (bang, [left, closing, sign, value]) = test.turned() else {
        return None;
    };
    let closes = words::bare(closing).is_some_and(|word| word == "]");
    let status = evidence.status_of(text, test.span);
    let failed = status.is_none_or(|status| status.0 > 1);
    let compared = [left, sign, value].map(|word| text.at(word.span)).join(" ");
    let meant = test.asking(&format!("{bang}{compared}"));
    (closes && compares(sign) && failed).then(|| {
        Spot::of(index, test.span)
            .at(level(evidence, text, test.span))
            .instead(text.with(test.span, &meant))
            .saying(format!(
                "All that is compared stands before the `]`, which comes last: `{meant}`."
            ))
    })
}

/// The `]` before the last one, and the blank before it.
fn closed_twice(test: &Test<'_>) -> Option<Span> {
    let [first, .., before, last] = test.operands else {
        return None;
    };
    let is = |word: &Word<'_>, text: &str| words::bare(word).is_some_and(|found| found == text);
    let nested = is(first, "[") || test.turned().1.first().is_some_and(|word| is(word, "["));
    (is(last, "]") && !nested).then(|| Span::new(before.span.end, last.span.end))
}

/// An open `[`, the sign that ends it, and the command behind that.
struct Cut<'t, 'e> {
    /// Which text.
    index: usize,
    text: &'t Text<'e>,
    test: Test<'e>,
    open: Span,
    sign: &'static str,
    next: &'e SimpleCommand<'e>,
}

fn and_inside(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        // What names a command was to run it.
        let own = text.tree.simples().find(|own| own.index == simple.index)?;
        let test = Test::of(&own)
            .filter(|test| test.bracket && !test.closed && command_in(test).is_none())?;
        let list = text.tree.and_or_of(simple.index).list;
        let behind: Vec<Simple<'_, '_>> = text
            .tree
            .simples()
            .filter(|other| {
                other.index > simple.index && text.tree.and_or_of(other.index).list == list
            })
            .collect();
        let next = behind.first()?;
        let cut = Cut {
            index,
            text,
            test,
            open: simple.command.span,
            sign: sign_between(text, simple.command.span, next.command.span)?,
            next: next.command,
        };
        if let Some(spot) = cut.outer_bracket(evidence) {
            return Some(spot);
        }
        if let Some((inner, whole)) = cut.inside() {
            return Some(cut.spot(evidence, &inner, whole));
        }
        // Several may be joined before the `]` comes.
        let node = text.tree.pipeline_of(simple.index).and_or;
        let later = behind.iter().any(|other| {
            text.tree.pipeline_of(other.index).and_or == node && closes(other.command)
        });
        (later && matches!(cut.sign, "&&" | "||")).then(|| cut.close_each(evidence))
    })
}

/// Whether a command that is no test ends with a `]`.
fn closes(command: &SimpleCommand<'_>) -> bool {
    let last = command.words.last();
    last.is_some_and(|word| words::is_text(word, "]")) && Test::of_command(command).is_none()
}

/// The sign between two commands; a `!` may follow it.
fn sign_between(text: &Text<'_>, first: Span, second: Span) -> Option<&'static str> {
    let between = text.at(Span::new(first.end, second.start));
    let between = between.trim_end_matches('!').trim_end();
    ["&&", "||", "|", ";", "&"]
        .into_iter()
        .find(|sign| *sign == between)
}

/// Whether a word is an operator between two operands.
fn compares(word: &Word<'_>) -> bool {
    signs::of(word).is_some()
}

/// Whether quotes make one word of a whole question.
fn holds_operator(text: &Text<'_>, word: &Word<'_>) -> bool {
    let written = text.at(word.span);
    let mut inner = written.split([' ', '"', '\'']);
    written.contains(' ') && inner.any(signs::compares)
}

impl Cut<'_, '_> {
    /// What stands in the next command before its `]`, and all up to that; redirections may follow it.
    fn inside(&self) -> Option<(String, Span)> {
        let closing = self.next.words.last().filter(|_| closes(self.next))?;
        let inner = Span::new(self.next.span.start, closing.span.start);
        Some((self.text.at(inner), self.open.to(closing.span)))
    }

    /// The `!` before the next command, with its blank; nothing if there is none.
    fn bang(&self) -> &'static str {
        let between = Span::new(self.open.end, self.next.span.start);
        match self.text.at(between).ends_with('!') {
            true => "! ",
            false => "",
        }
    }

    fn place(&self, evidence: &Evidence<'_>) -> Spot {
        let between = Span::new(self.open.end, self.next.span.start);
        Spot::of(self.index, between).at(level(evidence, self.text, self.open))
    }

    /// What is said where the next command ends with the `]`.
    fn spot(&self, evidence: &Evidence<'_>, inner: &str, whole: Span) -> Spot {
        let text = self.text;
        let (test, sign) = (text.at(self.open), self.sign);
        let place = self.place(evidence);
        let said = |meant: &str, remedy: &str| {
            let instead = text.with(whole, meant);
            place.clone().instead(instead).saying(format!(
                "The shell cuts the line at `{sign}` before `[` ever sees it. {remedy}: `{meant}`."
            ))
        };
        let name = self.next.words.first().and_then(words::bare);
        let joins = matches!(sign, "&&" | "||");
        let bang = self.bang();
        match name {
            _ if inner.is_empty() => said(&format!("{test} ]"), "There it is too much"),
            Some(name) if words::is_known_command(&name) && joins => said(
                &format!("{test} ] {sign} {bang}{inner}"),
                "The `]` belongs before it",
            ),
            // What looks at the status by `$?` is to run after either answer.
            Some(name) if words::is_known_command(&name) && sign == ";" && inner.contains("$?") => {
                said(&format!("{test} ]; {inner}"), "The `]` belongs before it")
            }
            Some(name) if words::is_known_command(&name) => said(
                &format!("{test} ] && {bang}{inner}"),
                "The `]` belongs before it, and what looks at the answer is `&&` or `||`",
            ),
            _ => self.close_each(evidence),
        }
    }

    /// What is said where another question follows.
    fn close_each(&self, evidence: &Evidence<'_>) -> Spot {
        let text = self.text;
        let joint = if self.sign == "||" { "||" } else { "&&" };
        let test = text.at(self.open);
        let both = self.inside().and_then(|(_, span)| {
            let second = self.second_question()?;
            Some((format!("{test} ] {joint} [ {second} ]"), span))
        });
        let meant = both.as_ref().map(|(line, _)| line.clone());
        let meant = meant
            .filter(|line| line.chars().count() <= LONGEST)
            .unwrap_or_else(|| format!("[ ... ] {joint} [ ... ]"));
        let instead = both.and_then(|(line, span)| text.with(span, &line));
        self.place(evidence).instead(instead).saying(format!(
            "The shell cuts the line at `{}` before `[` ever sees it, leaving `{test}` unclosed. Close each test: `{meant}`.",
            self.sign
        ))
    }

    /// The second question, with what it shares with the first one put before it; `None` where nobody can say what it is to be.
    fn second_question(&self) -> Option<String> {
        let text = self.text;
        let (_, first) = self.test.turned();
        let behind = self.next.words.split_last()?.1;
        let is_whole = |words: &[Word<'_>]| words.iter().all(|word| !holds_operator(text, word));
        if !is_whole(first) || !is_whole(behind) || !self.next.assignments.is_empty() {
            return None;
        }
        let (written, _) = self.inside()?;
        let bang = self.bang();
        match (first, behind) {
            ([left, sign, _], [second, _]) if compares(sign) && compares(second) => {
                Some(format!("{bang}{} {written}", text.at(left.span)))
            }
            (_, [sign, _]) if compares(sign) => None,
            (_, [only]) if words::literal(only).is_none() => None,
            // "Neither of them" is another question than "not this one or not that one".
            ([left, sign, _], [_]) if compares(sign) && !words::is_text(sign, "!=") => {
                Some(format!(
                    "{bang}{} {} {written}",
                    text.at(left.span),
                    text.at(sign.span)
                ))
            }
            ([sign, _], [_]) if wants_a_name(sign) => {
                Some(format!("{bang}{} {written}", text.at(sign.span)))
            }
            (_, [_]) => None,
            ([_, sign, _], _) if compares(sign) => Some(format!("{bang}{written}")),
            ([sign, _], _) if wants_a_name(sign) => Some(format!("{bang}{written}")),
            ([only], _) if words::literal(only).is_none() => Some(format!("{bang}{written}")),
            _ => None,
        }
    }

    /// `[ -e log && [ ! -s log ] ]`: the second test has the `]` that the first one lacks.
    fn outer_bracket(&self, evidence: &Evidence<'_>) -> Option<Spot> {
        let (text, first, second) = (self.text, self.open, self.next);
        let inner = Test::of_command(second).filter(|test| test.bracket && test.closed)?;
        let (doubled, operands) = inner.operands.split_last()?;
        if !words::is_text(doubled, "]") || operands.iter().any(|word| words::is_text(word, "]")) {
            return None;
        }
        let between = text.at(Span::new(first.end, second.span.start));
        let own = text.at(Span::new(second.span.start, doubled.span.end));
        let line = format!("{} ] {between} {own}", text.at(first));
        let both = first.to(second.span);
        Some(
            Spot::of(self.index, both)
                .at(level(evidence, text, first))
                .instead(text.with(both, &line))
                .saying(format!(
                    "Brackets do not nest: the shell cuts the line at `{between}`, so the first `[` lacks its `]` and the second has one too many. A `]` for each: `{}`.",
                    shorten(&line)
                )),
        )
    }
}
