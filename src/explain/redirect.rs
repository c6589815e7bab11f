//! Redirections: which descriptor, where to, and when.

use super::Piece::{self, Here, Once, Rule as Stated};
use super::settings::{Setting, ShellOption};
use super::walk::{Waiting, Walk, delimiter, named};
use super::word::plain_text;
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::{IoRedirect, RedirectOperator};

impl<'a> Walk<'a> {
    /// The redirections behind a compound command; `whose` is the command.
    pub fn redirects(
        &mut self,
        redirects: &[IoRedirect<'a>],
        whose: Option<Span>,
        reads: &[String],
    ) {
        for redirect in redirects {
            self.quiet_gap(redirect.span.start);
            self.redirect(redirect, redirects, whose, reads);
            if let Some(note) = self.notes.last_mut()
                && whose.is_some()
            {
                note.pieces
                    .push(Once("it holds for the whole compound command".into()));
            }
        }
    }

    /// A redirection among `all` of its command's; `reads` are the operands of the command.
    pub fn redirect(
        &mut self,
        redirect: &IoRedirect<'a>,
        all: &[IoRedirect<'a>],
        whose: Option<Span>,
        reads: &[String],
    ) {
        use RedirectOperator::*;
        let target = plain_text(redirect.target.parts);
        let shown = self.named(redirect.target.span);
        let refuses = self.scope.options.of(ShellOption::NoClobber);
        let mut pieces = match redirect.operator {
            Input if redirect.fd.unwrap_or(0) != 0 => vec![Here(fed(redirect.fd, &shown))],
            Input => vec![Stated(Rule::RedirectInput), Here(fed(redirect.fd, &shown))],
            Output => {
                let mut pieces = match refuses {
                    Setting::On => vec![Stated(Rule::Clobber)],
                    Setting::Off | Setting::Perhaps => vec![Stated(Rule::RedirectOutput)],
                };
                pieces.push(Here(sent(redirect, &target, &shown)));
                if refuses == Setting::Perhaps {
                    pieces.push(Stated(Rule::Clobber));
                }
                pieces
            }
            Clobber => vec![Here(sent(redirect, &target, &shown)), Stated(Rule::Clobber)],
            Append => vec![
                Stated(Rule::RedirectAppend),
                Here(sent(redirect, &target, &shown)),
            ],
            ReadWrite => vec![
                Stated(Rule::ReadWrite),
                Here(format!(
                    "{shown} becomes {}",
                    stream(redirect.fd.unwrap_or(0))
                )),
            ],
            DuplicateInput | DuplicateOutput => duplicated(redirect, target.as_deref(), &shown),
            HereDoc | HereDocTabs => {
                self.here_document(redirect, whose, is_replaced(redirect, all))
            }
        };
        if target.as_deref() == Some("/dev/null") && matches!(redirect.operator, Output | Append) {
            // There is nothing to empty.
            pieces.remove(0);
        }
        pieces.extend(order(redirect, all));
        if is_replaced(redirect, all) {
            pieces.push(Here(
                match redirect.operator {
                    Input | ReadWrite | HereDoc | HereDocTabs => {
                        "a redirection behind it takes its place: nothing of it is read"
                    }
                    _ => "a redirection behind it takes its place: nothing is written to it",
                }
                .to_owned(),
            ));
        }
        if redirect.operator == Output
            && let Some(target) = &target
            && reads.contains(target)
            && target != "/dev/null"
            && refuses == Setting::Off
        {
            pieces.push(Here(format!(
                "{shown} is emptied before the command can read it"
            )));
        }
        self.note(redirect.span, pieces);
        if !matches!(redirect.operator, HereDoc | HereDocTabs) {
            let parts = redirect.target.parts;
            self.nest(|walk| {
                for part in parts {
                    walk.part(part, super::word::Place::OneWord);
                }
            });
        }
        self.at = redirect.span.end;
    }

    fn here_document(
        &mut self,
        redirect: &IoRedirect<'a>,
        whose: Option<Span>,
        replaced: bool,
    ) -> Vec<Piece> {
        let delimiter = delimiter(&redirect.target);
        let document = redirect.here_doc.and_then(|cell| cell.get());
        let quoted = document.is_some_and(|document| document.quoted);
        if let Some(document) = document {
            self.waiting.push(Waiting {
                operator: redirect.span,
                delimiter: redirect.target,
                document: *document,
                reader: whose,
                replaced,
                options: self.scope.options,
            });
        }
        let mut pieces = vec![Stated(match quoted {
            true => Rule::HereDocumentQuoted,
            false => Rule::HereDocument,
        })];
        if redirect.operator == RedirectOperator::HereDocTabs {
            pieces.push(Stated(Rule::HereDocumentTabs));
        }
        pieces.push(Here(format!(
            "{} is the text up to the line `{delimiter}`",
            stream(redirect.fd.unwrap_or(0))
        )));
        pieces
    }
}

fn fed(fd: Option<u32>, file: &str) -> String {
    match fd {
        None | Some(0) => {
            format!("reads {file}; if that cannot be opened, the command does not run")
        }
        Some(fd) => format!("{file} is opened for reading as descriptor {fd}"),
    }
}

fn sent(redirect: &IoRedirect<'_>, target: &Option<String>, shown: &str) -> String {
    let fd = redirect.fd.unwrap_or(1);
    let stream = stream(fd);
    match target.as_deref() {
        Some("/dev/null") => format!("{stream} is thrown away"),
        Some("/dev/stderr") => format!("{stream} goes where error messages go"),
        _ => format!("{stream} goes to {shown}"),
    }
}

fn stream(fd: u32) -> String {
    match fd {
        0 => "standard input".to_owned(),
        1 => "standard output".to_owned(),
        2 => "standard error".to_owned(),
        fd => format!("descriptor {fd}"),
    }
}

fn duplicated(redirect: &IoRedirect<'_>, target: Option<&str>, shown: &str) -> Vec<Piece> {
    let input = redirect.operator == RedirectOperator::DuplicateInput;
    let fd = redirect.fd.unwrap_or(if input { 0 } else { 1 });
    let stream = stream(fd);
    if target == Some("-") {
        return vec![
            Stated(Rule::CloseDescriptor),
            Here(format!("{stream} is closed")),
        ];
    }
    let number = target.and_then(|text| text.parse::<u32>().ok());
    match number {
        Some(number) => {
            let rule = match (input, fd, number) {
                (true, _, _) => Some(Rule::DuplicateInput),
                (_, 2, 1) => Some(Rule::DuplicateOutput),
                _ => None,
            };
            let mut pieces: Vec<Piece> = rule.map(Stated).into_iter().collect();
            let other = self::stream(number);
            let goes = if input { "comes from" } else { "goes" };
            match (input, fd, number) {
                (false, 2, 1) => {}
                _ if fd == number => {
                    pieces.push(Here(format!(
                        "{stream} {goes} where it {goes} now: nothing changes"
                    )));
                }
                _ => pieces.push(Here(format!("{stream} {goes} where {other} {goes} now"))),
            }
            pieces
        }
        None => vec![Here(match redirect.operator {
            RedirectOperator::DuplicateOutput if target.is_some() => format!(
                "a number should stand here: {shown} is none, and a shell such as dash stops with an error"
            ),
            _ => format!("{stream} becomes a copy of the descriptor that {shown} names"),
        })],
    }
}

/// The descriptor that a redirection changes.
fn descriptor(redirect: &IoRedirect<'_>) -> u32 {
    use RedirectOperator::*;
    redirect.fd.unwrap_or(match redirect.operator {
        Input | ReadWrite | HereDoc | HereDocTabs | DuplicateInput => 0,
        Output | Append | Clobber | DuplicateOutput => 1,
    })
}

/// Whether one of `all` behind `redirect` changes the same descriptor, and none between has copied it.
fn is_replaced(redirect: &IoRedirect<'_>, all: &[IoRedirect<'_>]) -> bool {
    use RedirectOperator::*;
    if matches!(redirect.operator, DuplicateInput | DuplicateOutput) {
        return false;
    }
    let fd = descriptor(redirect);
    let mut behind = all
        .iter()
        .filter(|other| other.span.start > redirect.span.start);
    let decides = behind.find(|other| {
        let copies = matches!(other.operator, DuplicateInput | DuplicateOutput)
            && plain_text(other.target.parts).is_none_or(|text| text == fd.to_string());
        copies || descriptor(other) == fd
    });
    decides.is_some_and(|other| {
        let copies = matches!(other.operator, DuplicateInput | DuplicateOutput)
            && plain_text(other.target.parts).is_none_or(|text| text == fd.to_string());
        !copies
    })
}

/// What the order of redirections means for this one.
fn order(redirect: &IoRedirect<'_>, all: &[IoRedirect<'_>]) -> Vec<Piece> {
    use RedirectOperator::*;
    let is_merge = |other: &IoRedirect<'_>| {
        other.operator == DuplicateOutput
            && other.fd == Some(2)
            && plain_text(other.target.parts).as_deref() == Some("1")
    };
    if !is_merge(redirect) {
        return Vec::new();
    }
    let moves = |other: &&IoRedirect<'_>| {
        matches!(other.operator, Output | Append | Clobber) && other.fd.unwrap_or(1) == 1
    };
    let before = all
        .iter()
        .rfind(|other| other.span.start < redirect.span.start && moves(other));
    let after = all
        .iter()
        .find(|other| other.span.start > redirect.span.start && moves(other));
    let file = |other: &IoRedirect<'_>| match plain_text(other.target.parts) {
        Some(text) => named(&text),
        None => "the file".to_owned(),
    };
    match (before, after) {
        (Some(before), _) => vec![
            Stated(Rule::RedirectOrder),
            Here(format!(
                "output goes to {} already, so messages go there too",
                file(before)
            )),
        ],
        (None, Some(after)) => vec![
            Stated(Rule::RedirectOrder),
            Here(format!(
                "it comes before the > that follows: messages do not go to {}",
                file(after)
            )),
        ],
        (None, None) => vec![],
    }
}
