//! Signs that compare in `[ ]`, and what makes `curl` fail.

use super::edit::{Edits, edit, literal, name};
use crate::source::Span;
use crate::syntax::ast::{Command, IoRedirect, RedirectOperator, SimpleCommand, WordPartKind};
use crate::syntax::visit::{self, Visitor};

/// `>` and `<` in `[ ]` as if they compared numbers.
pub fn numeric_arrows(text: &[u8]) -> Vec<u8> {
    edit(text, |edits, list| {
        Commands(edits, |edits, command| signs(edits, command, compared)).list(list);
    })
}

/// `>` and `<` in `[ ]` as if they were operators that it does not know.
pub fn arrows_fail(text: &[u8]) -> Vec<u8> {
    edit(text, |edits, list| {
        Commands(edits, |edits, command| {
            signs(edits, command, |_, _| "'=>'");
        })
        .list(list);
    })
}

/// `curl` as if it had been told to fail on HTTP errors.
pub fn curl_http(text: &[u8]) -> Vec<u8> {
    edit(text, |edits, list| {
        Commands(edits, |edits, command| {
            if let (Some(b"curl"), [first, ..]) = (name(command), command.words) {
                edits.insert(first.span.end, " -f");
            }
        })
        .list(list);
    })
}

/// `curl` as if its exit status were the HTTP code.
pub fn http_is_status(text: &[u8]) -> Vec<u8> {
    edit(text, |edits, list| {
        Commands(edits, |edits, command| {
            if name(command) == Some(b"curl") {
                leave_with_code(edits, command);
            }
        })
        .list(list);
    })
}

/// Does something to each simple command.
struct Commands<'e, 't>(&'e mut Edits<'t>, fn(&mut Edits<'t>, &SimpleCommand<'_>));

impl<'a> Visitor<'a> for Commands<'_, '_> {
    fn command(&mut self, command: &Command<'a>) {
        if let Command::Simple(simple) = command {
            self.1(self.0, simple);
        }
        visit::walk_command(self, command);
    }
}

/// The operator that a sign is taken for; `equal` if a `=` follows it.
fn compared(sign: u8, equal: bool) -> &'static str {
    match (sign, equal) {
        (b'>', false) => "-gt",
        (b'>', true) => "-ge",
        (_, false) => "-lt",
        (_, true) => "-le",
    }
}

/// Puts what `operator` says in the place of each sign of a `test` command.
fn signs(
    edits: &mut Edits<'_>,
    command: &SimpleCommand<'_>,
    operator: fn(u8, bool) -> &'static str,
) {
    if !matches!(name(command), Some(b"[" | b"test")) {
        return;
    }
    for redirect in command.redirects {
        let sign = match (redirect.fd, redirect.operator) {
            (None, RedirectOperator::Output) => b'>',
            (None, RedirectOperator::Input) => b'<',
            _ => continue,
        };
        replace_sign(edits, redirect, |equal| operator(sign, equal));
    }
    for word in command.words {
        if let [part] = word.parts
            && let WordPartKind::Escaped(sign @ (b">" | b"<")) = part.kind
        {
            edits.replace(word.span, operator(sign[0], false));
        }
    }
}

fn replace_sign(
    edits: &mut Edits<'_>,
    redirect: &IoRedirect<'_>,
    operator: impl Fn(bool) -> &'static str,
) {
    let target = redirect.target.span;
    let equal = literal(&redirect.target) == Some(b"=");
    let sign = match equal {
        true => redirect.span,
        false => Span::new(redirect.span.start, target.start),
    };
    let blank = if equal { "" } else { " " };
    edits.replace(sign, format!("{}{blank}", operator(equal)));
}

/// Runs the command, then leaves with the code that the server gave, if there was a server.
fn leave_with_code(edits: &mut Edits<'_>, command: &SimpleCommand<'_>) {
    let (Some(first), Some(last)) = (command.words.first(), command.words.last()) else {
        return;
    };
    let operands = edits.between(first.span.end, last.span.end).to_vec();
    let redirects = edits.take(command.redirects);
    let asked = b"code=$(curl -s -o /dev/null -w '%{http_code}'";
    let code = [&asked[..], &operands, b" 2>/dev/null); "].concat();
    edits.insert(first.span.start, "{ ");
    let leave = b"; (left=$?; ";
    let rest = b"[ \"$code\" = 000 ] && exit $left; exit \"$code\"); }";
    let end = [&leave[..], &code, rest, &redirects].concat();
    edits.insert(command.span.end, end);
}
