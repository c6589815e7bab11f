//! What decided where a command's descriptors lead.

use super::Made;
use crate::rule::Rule;
use crate::syntax::ast::RedirectOperator;
use crate::trace::report::link;
use crate::trace::tree::{Command, Link, Node, Redirect};
use crate::trace::words::{named, visible_bytes};
use std::io;

impl Made<'_> {
    pub(super) fn redirects(&mut self, command: &Command) {
        for redirect in &command.redirects {
            match redirect.error {
                Some(error) => self.not_made(redirect, error),
                None => self.made(redirect, command),
            }
        }
        let made: Vec<String> = command
            .redirects
            .iter()
            .filter(|redirect| !redirect.failed())
            .map(|redirect| named(&redirect.text))
            .collect();
        if made.is_empty() {
            return;
        }
        if made.len() > 1 {
            self.plainly(Rule::RedirectOrder, || made.join(" was made before "));
        }
        let made = made.join(" and ");
        match (&command.argv[..], command.assigned.is_empty()) {
            ([], true) if !command.is_compound() => {
                self.plainly(Rule::NoCommand, || {
                    format!("{made} was made and taken back")
                });
            }
            // What `exec` alone makes stays.
            ([name], _) if name == b"exec" => {}
            // That a file was made although what was to write to it was skipped, is no matter of course.
            _ if command.argv.is_empty() && self.skips(command) => {
                let case = format!(
                    "{made} held for all of {}, and was made first",
                    named(&command.text)
                );
                self.decide(Rule::RedirectScope, case);
            }
            _ => {
                self.plainly(Rule::RedirectScope, || match command.argv.first() {
                    Some(name) => format!("{made} held for {} alone", named(name)),
                    None => format!("{made} held for all of {}", named(&command.text)),
                });
            }
        }
    }

    /// Whether the right side of an `&&` or `||` in a group was skipped.
    fn skips(&self, command: &Command) -> bool {
        let process = command.process.and_then(|id| self.tree.processes.get(id));
        let within = process.map_or(&[][..], |process| &process.nodes);
        let mut nodes = command.nodes.iter().chain(within);
        nodes.any(|node| matches!(node, Node::Skipped { .. }))
    }

    fn not_made(&mut self, redirect: &Redirect, error: i32) {
        let (text, target) = (named(&redirect.text), &redirect.target);
        let why = match target.is_empty() || redirect.text.ends_with(target) {
            true => String::new(),
            false => format!(" (to {})", visible_bytes(target)),
        };
        let exists = io::Error::from_raw_os_error(error).kind() == io::ErrorKind::AlreadyExists;
        if exists && redirect.operator == RedirectOperator::Output {
            self.decide(
                Rule::Clobber,
                format!("{text}{why} would empty a file that is there"),
            );
        }
        self.decide(
            Rule::RedirectionFailed,
            format!("{text}{why} could not be made"),
        );
    }

    fn made(&mut self, redirect: &Redirect, command: &Command) {
        let fd = redirect.fd;
        let leads = match &redirect.leads_to {
            None => "is closed".to_owned(),
            Some(to) => format!("leads to {}", link(to)),
        };
        let case = format!("{}: descriptor {fd} {leads}", named(&redirect.text));
        let closes = redirect.target == b"-";
        let is_quoted = |byte: &u8| b"'\"\\".contains(byte);
        let rule = match redirect.operator {
            RedirectOperator::DuplicateOutput if closes => {
                return self.decide(Rule::CloseDescriptor, case);
            }
            RedirectOperator::DuplicateOutput => {
                let rule = match (fd, &redirect.target[..]) {
                    (2, b"1") => Rule::DuplicateOutput,
                    _ => Rule::CopyDescriptor,
                };
                self.decide(rule, case);
                // Where it leads hangs on what was redirected by then.
                let order = command.redirects.len() > 1;
                let piped = matches!(redirect.leads_to, Some(Link::Pipe(_)));
                self.decision(rule).telling |= order || piped;
                return;
            }
            RedirectOperator::DuplicateInput if closes => Rule::CloseDescriptor,
            RedirectOperator::DuplicateInput => Rule::DuplicateInput,
            RedirectOperator::Input => Rule::RedirectInput,
            RedirectOperator::Output => Rule::RedirectOutput,
            RedirectOperator::Append => Rule::RedirectAppend,
            RedirectOperator::ReadWrite => Rule::ReadWrite,
            RedirectOperator::Clobber => Rule::Clobber,
            RedirectOperator::HereDoc | RedirectOperator::HereDocTabs => {
                match redirect.text.iter().any(is_quoted) {
                    true => Rule::HereDocumentQuoted,
                    false => Rule::HereDocument,
                }
            }
        };
        if redirect.operator == RedirectOperator::HereDocTabs {
            self.plainly(Rule::HereDocumentTabs, || case.clone());
        }
        self.plainly(rule, || case);
    }
}
