//! What decided which command runs next, and what a pipeline, a branch or a loop ends with.

use super::Made;
use crate::rule::Rule;
use crate::trace::tree::{Command, Link, Node, Pipeline, Process, ProcessId, Redirect, RightSide};
use crate::trace::words::{at_least, count, first_word, listed, named, signal_name};
use crate::trace::{ExitStatus, Termination};

impl<'t> Made<'t> {
    pub(super) fn skipped(&mut self, text: &[u8], seen: &RightSide) {
        let outcome = format!("so {} was skipped", named(text));
        self.decide(seen.rule, saw(seen, &outcome));
    }

    pub(super) fn ran(&mut self, text: &[u8], seen: &RightSide) {
        self.decide(seen.rule, saw(seen, &format!("so {} ran", named(text))));
    }

    pub(super) fn pipeline(&mut self, pipeline: &'t Pipeline) {
        if let Some(seen) = &pipeline.right_side {
            self.ran(&pipeline.text, seen);
        }
        let stages: Vec<String> = pipeline.stages.iter().map(|id| self.name(*id)).collect();
        self.decide(
            Rule::PipeTogether,
            format!("{} were started before any was waited for", listed(&stages)),
        );
        self.pipe_data(pipeline);
        pipeline.stages.iter().for_each(|id| self.process(*id));
        self.pipeline_status(pipeline);
        if let (true, Some(status)) = (pipeline.is_overlooked, pipeline.status) {
            self.overlooked(&pipeline.text, status);
        }
        if pipeline.negated {
            self.plainly(Rule::NegationScope, || {
                format!("! stands before all of {}", named(&pipeline.text))
            });
        }
    }

    /// What went from one command of a pipeline to the next.
    fn pipe_data(&mut self, pipeline: &Pipeline) {
        for pipe in &self.tree.pipes {
            let (Some(writer), Some(reader)) = (pipe.writer, pipe.reader) else {
                continue;
            };
            if !pipeline.stages.contains(&writer) {
                continue;
            }
            let (writer, reader) = (self.name(writer), self.name(reader));
            let went = match &pipe.data {
                Some(data) => format!("; {} went through", count(data.bytes, "byte")),
                None => String::new(),
            };
            self.plainly(Rule::PipeData, || {
                format!("descriptor 1 of {writer} leads to descriptor 0 of {reader}{went}")
            });
        }
    }

    /// How a command that follows others came to its turn.
    pub(super) fn sequence(&mut self, before: &[Node], node: &Node) {
        let (text, right_side) = match node {
            Node::Command(command) => (&command.text, command.right_side.as_ref()),
            Node::Pipeline(pipeline) => (&pipeline.text, pipeline.right_side.as_ref()),
            Node::Skipped {
                text, right_side, ..
            } => (text, Some(right_side)),
            _ => return,
        };
        match (before.last(), right_side) {
            (Some(last), Some(seen)) => {
                let outer = match last {
                    Node::Command(command) => command.right_side.as_ref(),
                    Node::Pipeline(pipeline) => pipeline.right_side.as_ref(),
                    Node::Skipped { right_side, .. } => Some(right_side),
                    _ => None,
                };
                if let Some(outer) = outer.filter(|outer| outer.operator != seen.operator) {
                    let (first, then) = (outer.operator.as_str(), seen.operator.as_str());
                    self.plainly(Rule::AndOrRank, || {
                        format!(
                            "{first} had its turn first; {then} then saw {}",
                            seen.because
                        )
                    });
                }
            }
            (Some(last), None) => {
                let (failed, status) = match last {
                    Node::Command(command) => {
                        (&command.text, command.ended.map(Termination::status))
                    }
                    Node::Pipeline(pipeline) => (&pipeline.text, pipeline.status),
                    _ => return,
                };
                let Some(status) = status else { return };
                let (failed, text) = (named(failed), named(text));
                self.plainly(Rule::SequentialList, || {
                    format!("{failed} ended with {status}, and {text} ran")
                });
            }
            (None, _) => {}
        }
    }

    /// What a condition came to.
    pub(super) fn condition(&mut self, nodes: &[Node], status: ExitStatus, holds: bool) {
        let name = condition_name(nodes);
        let holds = if holds { "holds" } else { "does not hold" };
        self.plainly(Rule::SuccessIsZero, || {
            let counts = match status.is_success() {
                true => "success",
                false => "failure",
            };
            format!("{name} ended with {status}, which is a {counts}")
        });
        let ran = |node: &&Node| matches!(node, Node::Command(_) | Node::Pipeline(_));
        if nodes.iter().filter(ran).count() > 1 {
            self.plainly(Rule::ConditionStatus, || {
                format!("{name} came last and ended with {status}: the condition {holds}")
            });
        }
    }

    fn pipeline_status(&mut self, pipeline: &Pipeline) {
        let (Some(status), [others @ .., last]) = (pipeline.status, &pipeline.statuses[..]) else {
            return;
        };
        let plain = match pipeline.negated {
            true => pipeline_status_before_negation(&pipeline.statuses, status),
            false => status,
        };
        let names: Vec<String> = (0..=others.len())
            .map(|index| {
                let id = pipeline.stages.get(index).copied().unwrap_or_default();
                self.called(id)
            })
            .collect();
        let name = |index: usize| told_apart(&names, index);
        let lost: Vec<String> = others
            .iter()
            .enumerate()
            .filter(|(_, status)| !status.is_success())
            .map(|(index, status)| format!("the {status} of {}", name(index)))
            .collect();
        let last_name = name(others.len());
        let (rule, case) = match plain == *last {
            true => {
                let are = if lost.len() == 1 { "is" } else { "are" };
                let lost = match lost.is_empty() {
                    true => String::new(),
                    false => format!("; {} {are} not in it", listed(&lost)),
                };
                let case = format!("it is {plain}, from {last_name}{lost}");
                (Rule::PipelineStatus, case)
            }
            false => (Rule::PipeFail, format!("it is {plain}, and not {last}")),
        };
        let case = match self.is_one_of_several(pipeline) {
            true => format!("of {} {case}", named(&pipeline.text)),
            false => case,
        };
        self.decide(rule, case);
        if pipeline.negated {
            let case = format!("the {plain} of {last_name} became {status}");
            self.decide(Rule::Negation, case);
        }
    }

    /// Whether another pipeline ran, so that it has to be said which is meant.
    fn is_one_of_several(&self, pipeline: &Pipeline) -> bool {
        let processes = self.tree.processes.iter();
        let mut nodes: Vec<&Node> = processes.flat_map(|process| &process.nodes).collect();
        while let Some(node) = nodes.pop() {
            match node {
                Node::Pipeline(other) if other.text != pipeline.text => return true,
                Node::Command(command) => nodes.extend(&command.nodes),
                Node::Condition { nodes: inner, .. } | Node::Turn { nodes: inner, .. } => {
                    nodes.extend(inner);
                }
                _ => {}
            }
        }
        false
    }

    pub(super) fn background(&mut self, text: &[u8], processes: &[ProcessId]) {
        let names: Vec<String> = processes.iter().map(|id| self.name(*id)).collect();
        let run = if names.len() == 1 { "runs" } else { "run" };
        let (names, text_named) = (listed(&names), named(text));
        let what = match names == text_named {
            true => String::new(),
            false => format!(" {text_named}"),
        };
        let case = format!("{names} {run}{what} beside the shell");
        self.decide(Rule::AsyncList, case);
        self.decide(
            Rule::AsyncStatus,
            format!("after starting {text_named} $? was 0"),
        );
        for id in processes {
            let process = &self.tree.processes[*id];
            // A redirection of its own comes after that.
            let own = match process.nodes.as_slice() {
                [Node::Command(command)] => &command.descriptors,
                _ => &process.descriptors,
            };
            let nothing = Link::File(b"/dev/null".to_vec());
            let both = [own.get(0), process.descriptors.get(0)];
            if both == [Some(&nothing), Some(&nothing)] {
                let case = format!("descriptor 0 of {} leads to /dev/null", self.name(*id));
                self.decide(Rule::AsyncInput, case);
            }
            self.process(*id);
            self.killed(&self.tree.processes[*id]);
        }
    }

    /// That a signal ended a process of an asynchronous list: it may not have come to the command that it was made for.
    fn killed(&mut self, process: &Process) {
        let signal = process.ended.and_then(Termination::signal);
        if let Some(number) = signal.filter(|_| process.waited) {
            self.by_signal(&process.text, number);
        }
    }

    /// Which part of an `if` ran, `before` are its conditions.
    pub(super) fn branch(&mut self, before: &[Node], taken: Option<u32>, otherwise: bool) {
        let conditions: Vec<(String, ExitStatus)> = before
            .iter()
            .filter_map(|node| match node {
                Node::Condition { nodes, status, .. } => Some((condition_name(nodes), *status)),
                _ => None,
            })
            .collect();
        let Some((name, status)) = conditions.last() else {
            return;
        };
        self.plainly(Rule::IfCondition, || {
            format!("it looked at the {status} of {name}")
        });
        match (taken, otherwise) {
            (Some(0), _) => self.decide(
                Rule::IfBranch,
                format!("{name} ended with {status}, so the part after then ran"),
            ),
            (Some(index), _) => self.decide(
                Rule::IfBranch,
                format!(
                    "condition number {}, {name}, ended with {status}",
                    index + 1
                ),
            ),
            (None, true) => self.decide(
                Rule::IfElse,
                format!("{name} ended with {status}, so the part after else ran"),
            ),
            (None, false) => self.decide(
                Rule::IfWithoutBranch,
                format!("{name} ended with {status}, and there is no else"),
            ),
        }
    }

    pub(super) fn chosen(&mut self, pattern: Option<&[u8]>) {
        match pattern {
            Some(pattern) => self.decide(
                Rule::CaseMatch,
                format!("{} was the first that matched", named(pattern)),
            ),
            None => self.decide(Rule::CaseStatus, "no pattern matched"),
        }
    }

    /// How often the loop `command` went round, and why no more.
    pub(super) fn loop_turns(&mut self, command: &Command) {
        if command.redirects.iter().any(Redirect::failed) {
            return;
        }
        let turn = |node: &&Node| matches!(node, Node::Turn { .. });
        let turns = command.nodes.iter().filter(turn).count() as u64;
        let times = at_least(count(turns, "time"), self.tree.truncated);
        let ran = format!("the commands ran {times}");
        let last = command.nodes.iter().rev().find_map(|node| match node {
            Node::Condition {
                nodes,
                status,
                holds,
            } => Some((condition_name(nodes), *status, *holds)),
            _ => None,
        });
        let is_for = first_word(&command.text) == "for";
        let rule = match first_word(&command.text).as_str() {
            "while" => Rule::WhileLoop,
            "until" => Rule::UntilLoop,
            _ => Rule::ForLoop,
        };
        if let (true, Some(Termination::Signaled(signal))) = (command.cut, command.ended) {
            let ran = format!("the commands ran until {} came", signal_name(signal));
            return self.decide(rule, ran);
        }
        match last {
            _ if is_for => self.decide(rule, ran),
            Some((name, status, holds)) if holds == (rule == Rule::UntilLoop) => {
                self.decide(rule, format!("{ran}, then {name} ended with {status}"));
            }
            _ => self.decide(rule, ran),
        }
        if turns == 0 && !self.tree.truncated {
            self.decide(
                Rule::LoopStatus,
                format!("{} ran nothing", named(&command.text)),
            );
        }
    }
}

/// What `!` was given by a pipeline that ended with `status` because of it: not told, but there are only two ways to get it.
fn pipeline_status_before_negation(statuses: &[ExitStatus], status: ExitStatus) -> ExitStatus {
    let last = statuses.last().copied().unwrap_or_default();
    match last.is_success() != status.is_success() {
        true => last,
        false => {
            let failed = statuses.iter().rev().find(|status| !status.is_success());
            failed.copied().unwrap_or(last)
        }
    }
}

/// How number `index` of commands that are called `names` is called: which of them it is, where several have one name.
fn told_apart(names: &[String], index: usize) -> String {
    const COUNTED: [&str; 4] = ["first", "second", "third", "fourth"];
    let name = &names[index];
    let same = |names: &[String]| names.iter().filter(|other| *other == name).count();
    let (before, all) = (same(&names[..index]), same(names));
    match COUNTED.get(before) {
        _ if all == 1 => name.clone(),
        _ if before + 1 == all => format!("the last {name}"),
        Some(which) => format!("the {which} {name}"),
        None => format!("{name} number {}", before + 1),
    }
}

fn saw(seen: &RightSide, outcome: &str) -> String {
    match seen.left.is_empty() {
        true => format!("$? was {}, {outcome}", seen.because),
        false => format!(
            "{} ended with {}, {outcome}",
            named(&seen.left),
            seen.because
        ),
    }
}

/// How a condition is called in a sentence: by its last command, which decides.
fn condition_name(nodes: &[Node]) -> String {
    match nodes.last() {
        Some(Node::Command(command)) => with_bang(&command.text, command.negated.is_some()),
        Some(Node::Pipeline(pipeline)) => with_bang(&pipeline.text, pipeline.negated),
        _ => "the condition".to_owned(),
    }
}

/// What ended with the status that counts: with the `!` that made it what it is.
fn with_bang(text: &[u8], negated: bool) -> String {
    match negated && !text.starts_with(b"!") {
        true => named(&[b"! ", text].concat()),
        false => named(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_of_one_name_are_told_apart() {
        let names = ["grep", "sort", "grep", "grep"].map(str::to_owned);
        let told: Vec<String> = (0..4).map(|index| told_apart(&names, index)).collect();
        assert_eq!(
            told,
            ["the first grep", "sort", "the second grep", "the last grep"]
        );
    }
}
