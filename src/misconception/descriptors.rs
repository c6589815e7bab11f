//! Ideas about redirections that were meant for a descriptor: the signs that send one to where another goes.

use super::broken::Broken;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::testing::level;
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{IoRedirect, RedirectOperator};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "redirect-to-number",
        "`2>1` sends errors where standard output goes.",
        "`>` writes to a file, whatever its name. To where descriptor 1 goes it is `>&1`, as in `2>&1`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(to_number),
    Idea::later(
        "message-to-output",
        "`echo text 2>&1` prints on standard error.",
        "`2>&1` sends standard error to where standard output goes, and `echo` prints on standard output. On standard error it prints by `>&2`.",
    )
    .at(Level::Ask)
    .ranked(2)
    .by(message_to_output),
    Idea::later(
        "amp-behind-arrow",
        "`>& file` is standard.",
        "Behind `>&` stands a descriptor's number. For output and messages in one file: `> file 2>&1`.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(ampersand_behind),
];

/// `>& log`
fn ampersand_behind(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let redirect = simple.command.redirects.iter().find(|redirect| {
            let target = words::bare(&redirect.target);
            redirect.operator == RedirectOperator::DuplicateOutput
                && target.is_some_and(|target| target != "-" && !words::is_integer(&target))
        })?;
        let target = text.at(redirect.target.span);
        let meant = match redirect.fd {
            None | Some(1) => format!("> {target} 2>&1"),
            Some(fd) => format!("{fd}> {target}"),
        };
        Some(
            Spot::of(index, redirect.span)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(redirect.span, &meant))
                .saying(format!(
                    "Behind `>&` stands a descriptor's number, and `{target}` is none. To write to a file: `{meant}`."
                )),
        )
    })
}

/// `2> &1`, where the `&` ends the command, and `2>>&1`.
fn apart(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let sign = broken.found().filter(|token| token.text == "&")?;
    let arrow = broken.previous()?;
    let number = broken.tokens.get(broken.at + 1)?;
    let digit = matches!(number.text, "1" | "2") && number.span.start == sign.span.end;
    let whole = Span::new(arrow.span.start, number.span.end);
    let meant = format!(">&{}", number.text);
    let rule = match arrow.text {
        ">" => "no blank stands before the `&`, which alone ends a command",
        ">>" => "it has one `>` only, since it opens no file that anything could be added to",
        _ => return None,
    };
    digit.then(|| {
        broken
            .spot(whole)
            .at(Level::SyntaxError)
            .instead(broken.with(whole, &meant))
            .saying(format!("`{meant}` is one sign: {rule}."))
    })
}

/// `2&>1`: the two characters of a sign in the wrong order.
struct Swapped {
    /// From the digit before it on.
    span: Span,
    meant: String,
}

impl Swapped {
    /// `None` where no `&` stands right before the arrow; `Some(None)` where one does and no digit before that.
    fn of(text: &Text<'_>, redirect: &IoRedirect<'_>) -> Option<Option<Swapped>> {
        let start = redirect.span.start as usize;
        let [before @ .., b'&'] = text.bytes.get(..start)? else {
            return None;
        };
        let target = text.at(redirect.target.span);
        // `&2>1`
        if let Some(fd @ (1 | 2)) = redirect.fd {
            let span = Span::new(before.len() as u32, redirect.span.end);
            let meant = format!("{fd}>&{target}");
            return Some(Some(Swapped { span, meant }));
        }
        let [rest @ .., digit @ (b'1' | b'2')] = before else {
            return Some(None);
        };
        let is_word = rest.last().is_none_or(u8::is_ascii_whitespace);
        let span = Span::new(rest.len() as u32, redirect.span.end);
        let meant = format!("{}>&{target}", char::from(*digit));
        Some(is_word.then_some(Swapped { span, meant }))
    }

    fn spot(self, index: usize, text: &Text<'_>, redirect: &IoRedirect<'_>) -> Spot {
        let (written, target) = (text.at(redirect.span), text.at(redirect.target.span));
        Spot::of(index, self.span)
            .at(Level::Certain)
            .instead(text.with(self.span, &self.meant))
            .saying(format!(
                "The `&` ends the command before it and starts that in the background, and `{written}` writes to a file called `{target}`. The sign is `{}`, in this order.",
                self.meant
            ))
    }
}

/// `echo usage 2>&1`, and nothing else redirected or piped: that changes nothing.
fn message_to_output(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let [redirect] = simple.command.redirects else {
            return None;
        };
        let swaps = redirect.operator == RedirectOperator::DuplicateOutput
            && redirect.fd == Some(2)
            && words::is_text(&redirect.target, "1");
        let says = simple.is(&["echo", "printf"]) && !simple.arguments().is_empty();
        let is_piped = text.tree.pipeline_of(simple.index).pipeline.commands.len() > 1;
        let name = simple.name()?;
        (swaps && says && !is_piped).then(|| {
            Spot::of(index, redirect.span)
                .instead(text.with(redirect.span, ">&2"))
                .asking(format!(
                    "Is the message to go to standard error? `2>&1` sends standard error to where standard output goes, and `{name}` prints on standard output. On standard error it prints by `>&2`."
                ))
        })
    })
}

/// `echo usage >2&`: the `&` behind the number instead of before it.
fn ampersand_last(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    span: Span,
    redirect: &IoRedirect<'_>,
) -> Option<Spot> {
    let end = redirect.span.end as usize;
    let behind = text.bytes.get(end..)?;
    let alone = behind.first() == Some(&b'&') && behind.get(1) != Some(&b'&');
    let target = text.at(redirect.target.span);
    let written = text.at(redirect.span);
    let fd = redirect.fd.map(|fd| fd.to_string()).unwrap_or_default();
    let meant = format!("{fd}>&{target}");
    let whole = Span::new(redirect.span.start, redirect.span.end + 1);
    alone.then(|| {
        Spot::of(index, whole)
            .at(level(evidence, text, span))
            .instead(text.with(whole, &meant))
            .saying(format!(
                "`{written}` writes to a file called `{target}`, and the `&` behind it starts the command in the background. The sign is `{meant}`, in this order."
            ))
    })
}

/// `echo usage &2`: the `&` ends the command, and `2` is one of its own.
fn arrow_left_out(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let first = simple.command.words.first()?;
        let name = words::bare(first).filter(|name| name == "1" || name == "2")?;
        let start = first.span.start as usize;
        let [before @ .., b'&'] = text.bytes.get(..start)? else {
            return None;
        };
        let joins = matches!(before.last(), None | Some(b'&' | b'>' | b'<' | b'|'));
        let whole = Span::new(first.span.start - 1, first.span.end);
        (!joins && simple.command.words.len() == 1).then(|| {
            Spot::of(index, whole)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(whole, &format!(">&{name}")))
                .saying(format!(
                    "The `&` ends the command before it and starts that in the background; `{name}` is then the name of a command. To where descriptor {name} goes it is `>&{name}`."
                ))
        })
    })
}

fn to_number(evidence: &Evidence<'_>) -> Option<Spot> {
    if let Some(spot) = apart(evidence).or_else(|| arrow_left_out(evidence)) {
        return Some(spot);
    }
    find_simple(evidence, |index, text, command| {
        // In a test the number was to be compared with, and so it was behind a value that something depends on.
        let first = command.command.words.first();
        let is_value = first.is_some_and(|word| words::parameter(word).is_some());
        if words::Test::of(&command).is_some() || is_value && text.tree.decides(command.index) {
            return None;
        }
        let redirect = command.command.redirects.iter().find(|redirect| {
            let target = words::bare(&redirect.target);
            let writes = matches!(
                redirect.operator,
                RedirectOperator::Output | RedirectOperator::Append
            );
            writes && matches!(target.as_deref(), Some("1" | "2"))
        })?;
        let (written, target) = (text.at(redirect.span), text.at(redirect.target.span));
        if let Some(swapped) = Swapped::of(text, redirect) {
            return swapped.map(|swapped| swapped.spot(index, text, redirect));
        }
        let whole = command.command.span;
        if let Some(spot) = ampersand_last(evidence, (index, text), whole, redirect) {
            return Some(spot);
        }
        let fd = redirect.fd.map(|fd| fd.to_string()).unwrap_or_default();
        let meant = format!("{fd}>&{target}");
        let ran = evidence
            .runs_at(text, command.command.span)
            .next()
            .is_some();
        Some(
            Spot::of(index, redirect.span)
                .at(if ran { Level::Certain } else { Level::Static })
                .instead(text.with(redirect.span, &meant))
                .saying(format!(
                    "`{written}` writes to a file called `{target}`. To where descriptor {target} goes it is `{meant}`."
                )),
        )
    })
}
