//! Ideas that leave a text the shell cannot read: operators in the wrong place, braces as punctuation.

use super::broken::Broken;
use super::evidence::Evidence;
use super::find::{find_run, find_simple};
use super::tokens::Token;
use super::tree::Role;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::parse::Construct;
use crate::trace::How;

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "operator-starts-line",
        "A new line may start with `&&`, `||` or `|`.",
        "The newline ended the command. Leave the operator at the end of the previous line (the shell then keeps reading).",
    )
    .at(Level::SyntaxError)
    .by(starts_line),
    Idea::later(
        "doubled-operator",
        "Operators can be stacked (`&& ||`, `; ;`).",
        "Every operator needs a command on each side.",
    )
    .at(Level::SyntaxError)
    .by(doubled),
    Idea::core(
        "ampersand-semicolon",
        "`cmd &; next` starts cmd and goes on.",
        "`&` already ends the command, exactly like `;`. Write `cmd & next`.",
    )
    .at(Level::SyntaxError)
    .ranked(2)
    .by(ampersand_semicolon),
    Idea::later(
        "ampersand-and-and",
        "`cmd & && next` starts cmd and, if that worked, goes on.",
        "`&` ends the command, so the operator has nothing on its left. A background start always reports 0; use `wait \"$!\" && next` to depend on its result.",
    )
    .at(Level::SyntaxError)
    .ranked(2)
    .by(ampersand_and),
    Idea::core(
        "brace-group-spacing",
        "`{` and `}` are punctuation like `(` and `)`.",
        "`{` needs a space after it and `;` (or a newline) before `}`, because both are words, not punctuation.",
    )
    .at(Level::SyntaxError)
    .ranked(2)
    .by(brace_spacing),
    Idea::later(
        "pipe-ampersand",
        "`|&` is standard.",
        "`|&` is a shorthand of bash and zsh; in `sh` it is a syntax error. Write `2>&1 |`.",
    )
    .at(Level::SyntaxError)
    .ranked(2)
    .by(pipe_ampersand),
];

fn is_joining(token: &Token<'_>) -> bool {
    matches!(token.text, "&&" | "||" | "|")
}

fn starts_line(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken.found().filter(is_joining)?;
    let line_begins = broken.previous().is_none_or(|token| token.text == "\n");
    (line_begins && broken.at > 0).then(|| {
        broken.spot(found.span).saying(format!(
            "The newline ended the command, so `{0}` has nothing on its left. Leave `{0}` at the end of the previous line; the shell then keeps reading.",
            found.text
        ))
    })
}

fn doubled(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken
        .found()
        .filter(|token| is_joining(token) || matches!(token.text, ";" | "&"))?;
    let before = broken.previous().filter(|token| {
        let ends = token.text == "&" && matches!(found.text, "&" | "|");
        is_joining(token) || token.text == ";" || ends
    })?;
    let both = Span::new(before.span.start, found.span.end);
    if found.text == before.text && matches!(found.text, "&" | "|") {
        let one = found.text.repeat(2);
        let instead = broken.with(both, &one);
        return Some(broken.spot(both).instead(instead).saying(format!(
            "`{one}` is one sign: no blank stands between its two halves."
        )));
    }
    if before.text == ";" && is_joining(&found) {
        let instead = broken.with(Span::new(before.span.start, found.span.start), " ");
        return Some(broken.spot(both).instead(instead).saying(format!(
            "The `;` ends the command, so `{0}` has nothing on its left. The `;` is too much: `{0}` stands between the two commands alone.",
            found.text
        )));
    }
    Some(broken.spot(found.span).saying(format!(
        "`{}` stands right after `{}`. Every operator needs a command on each side.",
        found.text, before.text
    )))
}

fn ampersand_semicolon(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken.found().filter(|token| token.text == ";")?;
    let sign = broken.previous().filter(|token| token.text == "&")?;
    let spot = number_before_sign(&broken, &sign);
    spot.or_else(|| Some(broken.spot(found.span).instead(broken.with(found.span, ""))))
}

/// `echo usage >2&; exit 2`: the `&` behind the number of a descriptor instead of before it.
fn number_before_sign(broken: &Broken<'_>, sign: &Token<'_>) -> Option<Spot> {
    let [.., arrow, number] = broken.tokens.get(..broken.at.checked_sub(1)?)? else {
        return None;
    };
    let is_number = matches!(number.text, "1" | "2") && number.span.end == sign.span.start;
    let whole = Span::new(arrow.span.start, sign.span.end);
    let meant = format!(">&{}", number.text);
    (arrow.text == ">" && is_number).then(|| {
        broken.spot(whole).instead(broken.with(whole, &meant)).saying(format!(
            "The `&` ends the command here, so the `;` has nothing on its left, and `{0}` is the name of a file. To where descriptor {0} goes it is `{meant}`, in this order.",
            number.text
        ))
    })
}

fn ampersand_and(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken
        .found()
        .filter(|token| matches!(token.text, "&&" | "||"))?;
    broken.previous().filter(|token| token.text == "&")?;
    Some(broken.spot(found.span))
}

fn brace_spacing(evidence: &Evidence<'_>) -> Option<Spot> {
    let Some(broken) = Broken::of(evidence) else {
        return glued_brace(evidence).or_else(|| brace_swallowed(evidence));
    };
    // `}` among the words of a command in a group that is still open.
    if broken.is_open(Construct::BraceGroup) && broken.found().is_none() {
        let brace = broken.tokens.iter().enumerate().rfind(|(at, token)| {
            token.text.ends_with('}')
                && !token.text.contains(['{', '"', '\''])
                && (!broken.begins_command(*at) || token.text.len() > 1)
        });
        let (_, token) = brace?;
        if token.text.len() > 1 && token.text.bytes().all(|byte| byte == b'}') {
            return Some(broken.spot(token.span).saying(format!(
                "`{}` is one word, the name of a command. A `}}` ends a group as a word of its own: one for each `{{`, with `;` or a newline before it.",
                token.text
            )));
        }
        let end = token.span.end - 1;
        let start = broken.text[..end as usize].trim_end().len() as u32;
        return Some(
            broken
                .spot(Span::new(end, token.span.end))
                .instead(broken.with(Span::new(start, end), "; "))
                .saying("`}` is a word and not punctuation: it ends the group only where a command may begin. Put `;` or a newline before it.".to_owned()),
        );
    }
    let found = broken.found().filter(|token| token.text == "}")?;
    if let Some(spot) = behind_redirect(&broken, &found).or_else(|| quoted_brace(&broken)) {
        return Some(spot);
    }
    let glued = broken.tokens[..broken.at]
        .iter()
        .enumerate()
        .rfind(|(at, token)| {
            let rest = token.text.strip_prefix('{');
            rest.is_some_and(|rest| !rest.is_empty() && !rest.contains('}'))
                && broken.begins_command(*at)
        });
    let Some((_, glued)) = glued else {
        return brace_as_argument(&broken);
    };
    let spaced = format!("{{ {}", &glued.text[1..]);
    Some(broken.spot(glued.span).instead(broken.with(glued.span, &spaced)).saying(format!(
        "`{}` is one word, so no group was opened. `{{` needs a space after it, and `;` or a newline before `}}`.",
        glued.text
    )))
}

/// `> file { a; b; }`: a `{` that follows a redirection.
fn behind_redirect(broken: &Broken<'_>, closing: &Token<'_>) -> Option<Spot> {
    let is_arrow =
        |token: &Token<'_>| matches!(token.text, ">" | ">>" | ">|" | "<" | "<>" | "<&" | ">&");
    let at = (2..broken.at).rev().find(|at| {
        broken.tokens[*at].text == "{"
            && is_arrow(&broken.tokens[at - 2])
            && broken.begins_command(at - 2)
    })?;
    let (arrow, file, brace) = (
        broken.tokens[at - 2],
        broken.tokens[at - 1],
        broken.tokens[at],
    );
    let redirect = Span::new(arrow.span.start, file.span.end);
    let written = redirect.of(broken.text.as_bytes());
    let written = String::from_utf8_lossy(written).into_owned();
    let group = Span::new(brace.span.start, closing.span.end);
    let inner = String::from_utf8_lossy(group.of(broken.text.as_bytes())).into_owned();
    let whole = Span::new(redirect.start, closing.span.end);
    let instead = broken.with(whole, &format!("{inner} {written}"));
    Some(broken.spot(brace.span).instead(instead).saying(format!(
        "Behind a redirection, `{{` is a word like any other and opens no group. The redirection of a group stands behind its `}}`: `{{ ...; }} {written}`."
    )))
}

/// `echo { a; b; }`: a `{` among the arguments of a command.
fn brace_as_argument(broken: &Broken<'_>) -> Option<Spot> {
    let at = (1..broken.at).rev().find(|at| {
        broken.tokens[*at].text == "{"
            && !broken.begins_command(*at)
            && !broken.tokens[at - 1].operator
    })?;
    let command = (0..at).rfind(|at| broken.begins_command(*at))?;
    let name = broken.tokens[command].text;
    Some(broken.spot(broken.tokens[at].span).saying(format!(
        "`{{` is an argument of `{name}` here and opens no group, so the `}}` has nothing to end. A group begins where a command may begin."
    )))
}

/// `"{" a; b; }`: a `{` between quotes.
fn quoted_brace(broken: &Broken<'_>) -> Option<Spot> {
    let at = (0..broken.at).rev().find(|at| {
        matches!(broken.tokens[*at].text, "\"{\"" | "'{'" | "\\{") && broken.begins_command(*at)
    })?;
    let span = broken.tokens[at].span;
    let spot = broken.spot(span).instead(broken.with(span, "{"));
    Some(spot.saying("A quoted `{` is a word like any other, and opens no group.".to_owned()))
}

/// A `{` glued to a name in a text that can be read, since there is no `}` to end a group either.
/// `{ a; b } > f`, which a second `}` ended: the first one went to a command as an argument.
fn brace_swallowed(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let (brace, others) = simple.arguments().split_last()?;
        let is_pair = others.iter().any(|word| text.at(word.span).contains('{'));
        let takes_any = !simple.is(&["echo", "cat", "ls", "cp", "rm", "mkdir", "true", "false"]);
        if text.at(brace.span) != "}" || is_pair || takes_any {
            return None;
        }
        let grouped = text.tree.roles(simple.index).contains(&Role::Group);
        let before = simple
            .command
            .words
            .iter()
            .rfind(|word| word.span.end <= brace.span.start)?;
        let ran = evidence.did_run(text, simple.command.span);
        grouped.then(|| {
            Spot::of(index, brace.span)
                .at(if ran { Level::Certain } else { Level::Static })
                .saying(format!(
                    "This `}}` is an argument of `{}`: it ends a group only where a command may begin. Put `;` or a newline before it.",
                    text.at(Span::new(simple.command.span.start, before.span.end))
                ))
        })
    })
}

fn glued_brace(evidence: &Evidence<'_>) -> Option<Spot> {
    find_run(evidence, |ran| {
        let name = String::from_utf8_lossy(ran.run.name()).into_owned();
        let glued = matches!(ran.run.how, Some(How::NotFound)) && name.len() > 1;
        let as_written = evidence.line().at(ran.run.span);
        let rest = name
            .strip_prefix('{')
            .filter(|rest| glued && as_written.starts_with('{') && !rest.contains('}'))?;
        let rest = match rest.trim_start_matches('{') {
            "" => String::new(),
            rest => format!("{rest} "),
        };
        Some(Spot::line(ran.run.span).at(Level::Certain).saying(format!(
            "`{name}` is one word, the name of a command that is not there. `{{` needs a space after it, and `;` or a newline before `}}`: `{{ {rest}...; }}`."
        )))
    })
}

fn pipe_ampersand(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken.found().filter(|token| token.text == "&")?;
    let before = broken
        .previous()
        .filter(|token| token.text == "|" && token.span.end == found.span.start)?;
    let both = Span::new(before.span.start, found.span.end);
    Some(broken.spot(both).instead(broken.with(both, "2>&1 |")))
}
