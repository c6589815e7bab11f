//! The trace as a person reads it: the tree, what went through the pipes, what `$?` is, and the rules that decided.
//!
//! Plain text that makes sense without colour. Start with [`report`].

mod fate;
mod layout;
mod notes;
mod pipes;
mod rows;

pub use pipes::made;
pub use rows::link;

use super::decisions::{self, Decision};
use super::tree::{Node, StatusLeft, Tree};
use super::words::{named, signal_name, wrapped};

/// How it is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Columns to fill at most.
    pub width: usize,
    /// Whether processes are told with their real numbers.
    pub pids: bool,
    /// Whether the rules are told as well that decided nothing but what everybody expects.
    pub all_rules: bool,
    /// Whether a rule was replaced: what is told of rules, and of who set `$?`, is told of the truth alone.
    pub is_misread: bool,
}

/// Columns below which nothing can be laid out.
const NARROWEST: usize = 20;

/// All of `tree`, without a newline at the end.
pub fn report(tree: &Tree, look: Look) -> String {
    let look = Look {
        width: look.width.max(NARROWEST),
        ..look
    };
    let mut parts = vec![layout::laid_out(&rows::rows(tree, look), look.width)];
    if tree.truncated {
        let said = "There was more than is kept of one trace: some of it is missing here.";
        parts.push(sentence(said, 2, 2, look.width));
    }
    parts.extend(pipes::pipes(tree, look.width));
    parts.extend(tree.left.as_ref().map(|left| {
        let shell = tree.shell();
        let unparsed =
            shell.is_some_and(|shell| matches!(shell.nodes.last(), Some(Node::SyntaxError { .. })));
        let signal = shell.and_then(|shell| shell.ended?.signal());
        let left = match look.is_misread {
            true => format!("$? is {}", left.value),
            false => status(left, unparsed, signal),
        };
        sentence(&left, 2, 4, look.width)
    }));
    let rules = match (look.is_misread, look.all_rules) {
        (true, _) => Vec::new(),
        (false, true) => decisions::all(tree),
        (false, false) => decisions::decisions(tree),
    };
    if !rules.is_empty() {
        let decided = |rule| decided(rule, look.width);
        let rules: Vec<String> = rules.iter().map(decided).collect();
        parts.push(rules.join("\n"));
    }
    parts.join("\n\n")
}

/// What `$?` is now, and who set it: perhaps the `signal` that ended the shell.
fn status(left: &StatusLeft, unparsed: bool, signal: Option<i32>) -> String {
    let value = left.value;
    match (&left.producer, signal) {
        (Some(text), Some(signal)) => {
            let signal = signal_name(signal);
            format!("$? is {value}: {signal} came while {} ran", named(text))
        }
        (Some(text), None) => format!("$? is {value}, from {}", named(text)),
        (None, _) if unparsed => format!("$? is {value}: what follows could not be parsed"),
        (None, _) => format!("$? is {value}; none of these commands set it"),
    }
}

/// A rule and its cases.
fn decided(decision: &Decision, width: usize) -> String {
    let mut lines = vec![sentence(&decision.rule.stated(), 2, 2, width)];
    let told = decision.told();
    lines.extend(told.iter().map(|case| sentence(case, 4, 6, width)));
    lines.join("\n")
}

/// A sentence, wrapped: the first line indented by `first` blanks, the others by `rest`.
pub fn sentence(text: &str, first: usize, rest: usize, width: usize) -> String {
    wrapped(text, &" ".repeat(first), &" ".repeat(rest), width)
}
