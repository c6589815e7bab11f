//! Why a line ended as it did: the rules that decided, and who set the `$?` that was read.

use super::runs::{self, shorten, shown, text_at};
use super::{Page, prose};
use crate::observation::{Excess, Observation, Run};
use crate::rule::Rule;
use crate::session::confine::PROCESSES;
use crate::session::disk;
use crate::source::Span;
use crate::syntax::ast::{AndOr, AndOrList};
use crate::syntax::parse::{self, Parsed};
use crate::syntax::visit::{self, Visitor};
use crate::trace::{ExitStatus, ForkReason, How, Termination, TraceEvent, TraceKind};
use bumpalo::Bump;

/// What `:why` says of a line: its commands, each with what became of it, then the rules behind that.
pub fn why(observation: &Observation, page: Page) -> String {
    let numbered = observation.line.contains('\n');
    let parts = [
        runs::commands(observation, numbered, page),
        reasons(observation, page),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return prose::plain("That line ran no command.", 2, page);
    }
    parts.join("\n\n")
}

/// A sentence for each rule that decided something in the line; empty if none did.
fn reasons(observation: &Observation, page: Page) -> String {
    let own = observation.trace.iter().filter(|event| event.source == 0);
    let mut said: Vec<String> = own
        .filter_map(|event| reason(observation, &event.kind))
        .collect();
    said.extend(right_sides(observation));
    let ends = shown(observation);
    said.extend(
        ends.iter()
            .filter_map(|run| Some(stated(rule_of(run)?, ""))),
    );
    let mut lines: Vec<String> = Vec::new();
    for sentence in said {
        let line = prose::plain(&sentence, 2, page);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// What kept a command from running at all, if something did: to be said at once, since nothing else can be right then.
pub fn obstacle(observation: &Observation) -> Option<String> {
    let runs = shown(observation);
    runs.iter().find_map(|run| {
        let name = String::from_utf8_lossy(run.name()).into_owned();
        match run.how {
            Some(How::NotFound) if without_path(observation) => Some(format!(
                "{name} was not found: PATH is empty, and that is where the shell looks. :reset sets it back."
            )),
            Some(How::NotFound) => Some(format!(
                "There is no command {name} here. One that cannot be found leaves 127."
            )),
            Some(How::NotExecutable) => Some(format!(
                "{name} is there and cannot be run, which leaves 126."
            )),
            _ => None,
        }
    })
}

/// Why a line was stopped, or all that was running.
pub fn stop(excess: Excess) -> String {
    const MEBIBYTE: u64 = 1 << 20;
    let too_much = match excess {
        Excess::Interrupts => {
            return "Ctrl-C alone did not end the line, so it was ended by force.".to_owned();
        }
        Excess::Time => return "The line was stopped: its time was up.".to_owned(),
        Excess::Processes => format!("there were more than {PROCESSES} processes"),
        Excess::Space => format!(
            "the files here had grown to more than {} MiB",
            disk::BYTES / MEBIBYTE
        ),
        Excess::Files => format!("there were more than {} files here", disk::ENTRIES),
        Excess::Memory => "the processes held more memory than this system can spare".to_owned(),
    };
    format!("Everything that ran was stopped: {too_much}.")
}

/// What ended the shell itself. `before` is the line before in the same shell: an option may have been set there.
pub fn shell_end(
    observation: &Observation,
    before: Option<&Observation>,
    ended: Termination,
) -> String {
    let status = ended.status();
    let own = |event: &&TraceEvent| event.pid == observation.shell_pid;
    let last = observation
        .runs()
        .into_iter()
        .rfind(|run| run.pid == observation.shell_pid && run.how.is_some() && !run.argv.is_empty());
    let name = last.as_ref().map_or(&b""[..], Run::name);
    let became = observation
        .trace
        .iter()
        .filter(own)
        .any(|event| matches!(event.kind, TraceKind::Execed { .. }));
    let errexit = sets_errexit(observation)
        || before
            .and_then(|before| before.state.as_ref())
            .is_some_and(|state| state.options.iter().any(|name| name == "errexit"));
    match ended {
        Termination::Signaled(signal)
        | Termination::Dumped(signal)
        | Termination::Stopped(signal) => {
            format!("Signal {signal} ended the shell itself, which leaves {status}.")
        }
        _ if name == b"exit" => format!("exit ended the shell itself, with {status}."),
        _ if became || name == b"exec" => format!(
            "exec put another program in the shell's place; when that ended, with {status}, no shell was left."
        ),
        _ if errexit && !status.is_success() => {
            format!("set -e is on, so the first failure ended the shell itself, with {status}.")
        }
        _ => format!("The shell itself ended, with {status}."),
    }
}

fn sets_errexit(observation: &Observation) -> bool {
    let letters = |word: &Vec<u8>| word.starts_with(b"-") && word.contains(&b'e');
    let mut runs = observation.runs().into_iter();
    runs.any(|run| run.name() == b"set" && run.argv.iter().any(letters))
}

fn without_path(observation: &Observation) -> bool {
    let Some(state) = &observation.state else {
        return false;
    };
    let path = state.variables.iter().find(|known| known.name == b"PATH");
    path.is_none_or(|path| path.value.as_ref().is_none_or(Vec::is_empty))
}

fn reason(observation: &Observation, kind: &TraceKind) -> Option<String> {
    let text = |span: &Span| shorten(&text_at(observation, *span));
    match kind {
        TraceKind::StatusRead { value, producer } => Some(match producer {
            Some(span) => format!("$? was {value}, from: {}", text(span)),
            None => format!("$? was {value}, from before this line"),
        }),
        TraceKind::Skipped { because, rule, .. } => {
            Some(stated(*rule, &format!("Here the status was {because}.")))
        }
        TraceKind::PipelineEnded {
            statuses,
            status,
            negated,
        } => Some(pipeline(statuses, *status, *negated)),
        TraceKind::Branched { taken, otherwise } => Some(branch(*taken, *otherwise)),
        TraceKind::Redirected {
            error: Some(_),
            target,
            ..
        } => Some(stated(
            Rule::RedirectionFailed,
            &format!("Here: {}.", runs::visible_bytes(target)),
        )),
        TraceKind::Forked {
            reason: ForkReason::AsyncList,
            ..
        } => Some(stated(Rule::AsyncStatus, "")),
        TraceKind::SyntaxError { message } => Some(format!(
            "The shell could not read the line: {message}. Nothing ran."
        )),
        _ => None,
    }
}

fn pipeline(statuses: &[ExitStatus], status: ExitStatus, negated: bool) -> String {
    let all: Vec<String> = statuses.iter().map(ToString::to_string).collect();
    let rule = if negated {
        Rule::Negation
    } else {
        Rule::PipelineStatus
    };
    stated(rule, &format!("Here: {}, so {status}.", all.join(", ")))
}

fn branch(taken: Option<u32>, otherwise: bool) -> String {
    match taken {
        Some(0) => stated(Rule::IfBranch, "Here it was the first."),
        Some(index) => stated(
            Rule::IfBranch,
            &format!("Here it was number {}.", index + 1),
        ),
        None if otherwise => stated(Rule::IfBranch, "Here none did, so the else part ran."),
        None => stated(Rule::IfWithoutBranch, ""),
    }
}

fn rule_of(run: &Run) -> Option<Rule> {
    match (run.how, run.ended) {
        (Some(How::NotFound), _) => Some(Rule::NotFound),
        (Some(How::NotExecutable), _) => Some(Rule::NotExecutable),
        (_, Some(Termination::Signaled(_) | Termination::Dumped(_))) => Some(Rule::SignalStatus),
        _ => None,
    }
}

/// Why right sides of `&&` and `||` ran. Why others did not is an event of its own.
fn right_sides(observation: &Observation) -> Vec<String> {
    let bump = Bump::new();
    let source = format!("{}\n", observation.line);
    let Parsed::Complete(script) = parse::parse(source.as_bytes(), &bump, &()) else {
        return Vec::new();
    };
    let mut ran = RightSides {
        observation,
        said: Vec::new(),
    };
    ran.list(&script.list);
    ran.said
}

struct RightSides<'o> {
    observation: &'o Observation,
    said: Vec<String>,
}

impl<'a> Visitor<'a> for RightSides<'_> {
    fn and_or(&mut self, and_or: &AndOrList<'a>) {
        visit::walk_and_or(self, and_or);
        for part in and_or.rest {
            let before = status_before(self.observation, part.operator_span, part.pipeline.span);
            let Some(status) = before else { continue };
            let rule = match part.operator {
                AndOr::And => Rule::AndList,
                AndOr::Or => Rule::OrList,
            };
            let text = shorten(&text_at(self.observation, part.pipeline.span));
            let here = format!("Here the status was {status}, so this ran: {text}");
            self.said.push(stated(rule, &here));
        }
    }
}

/// The status the operator at `operator` saw, if what stands at `right` then ran.
fn status_before(observation: &Observation, operator: Span, right: Span) -> Option<ExitStatus> {
    let own = || observation.trace.iter().filter(|event| event.source == 0);
    let within = |event: &TraceEvent| {
        let inside = |span: Span| right.start <= span.start && span.end <= right.end;
        matches!(event.kind, TraceKind::Started { .. }) && event.span.is_some_and(inside)
    };
    let at = own().position(within)?;
    let left = own()
        .take(at)
        .filter(|event| event.span.is_some_and(|span| span.end <= operator.start));
    left.filter_map(|event| match event.kind {
        TraceKind::Ended { how } => Some(how.status()),
        TraceKind::PipelineEnded { status, .. } => Some(status),
        _ => None,
    })
    .last()
}

fn stated(rule: Rule, here: &str) -> String {
    format!("{} {here}", rule.stated()).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::ShellState;

    /// What the session's own shell did, each thing with the text it did it for.
    fn observed(line: &str, did: &[(&str, TraceKind)]) -> Observation {
        let event = |(seq, (text, kind)): (usize, &(&str, TraceKind))| {
            let start = line.find(text).unwrap() as u32;
            TraceEvent {
                pid: 1,
                seq: seq as u32,
                source: 0,
                span: Some(Span::new(start, start + text.len() as u32)),
                kind: kind.clone(),
            }
        };
        Observation {
            line: line.to_owned(),
            shell_pid: 1,
            trace: did.iter().enumerate().map(event).collect(),
            ..Observation::default()
        }
    }

    fn started(name: &str, how: How) -> TraceKind {
        let argv = vec![name.as_bytes().to_vec()];
        TraceKind::Started { argv, how }
    }

    fn ended(status: u8) -> TraceKind {
        let how = Termination::Exited(ExitStatus::from(status));
        TraceKind::Ended { how }
    }

    #[test]
    fn a_right_side_that_ran_has_its_rule() {
        let did = [
            ("false", started("false", How::Builtin)),
            ("false", ended(1)),
            ("true", started("true", How::Builtin)),
            ("true", ended(0)),
        ];
        let said = right_sides(&observed("false || true", &did));
        let expected =
            "|| runs its right side only after a failure. Here the status was 1, so this ran: true";
        assert_eq!(said, [expected]);
        assert!(right_sides(&observed("false && true", &did[..2])).is_empty());
    }

    #[test]
    fn a_command_that_was_not_found_is_named() {
        let did = [
            ("treu", started("treu", How::NotFound)),
            ("treu", ended(127)),
        ];
        let mut observation = observed("treu", &did);
        let said = "There is no command treu here. One that cannot be found leaves 127.";
        assert_eq!(obstacle(&observation).as_deref(), Some(said));
        observation.state = Some(Default::default());
        assert!(obstacle(&observation).unwrap().contains("PATH is empty"));
    }

    #[test]
    fn what_ended_the_shell_is_named() {
        let end = Termination::Exited(ExitStatus(3));
        let line = observed(
            "exit 3",
            &[("exit 3", started("exit", How::SpecialBuiltin))],
        );
        assert_eq!(
            shell_end(&line, None, end),
            "exit ended the shell itself, with 3."
        );
        let line = observed(
            "exec ls",
            &[("exec ls", started("exec", How::SpecialBuiltin))],
        );
        assert!(shell_end(&line, None, end).starts_with("exec put another program"));
        let mut before = observed("set -e", &[]);
        before.state = Some(ShellState {
            options: vec!["errexit".to_owned()],
            ..ShellState::default()
        });
        let line = observed("false", &[("false", started("false", How::Builtin))]);
        let said = shell_end(&line, Some(&before), end);
        assert!(said.starts_with("set -e is on"), "{said}");
        let killed = shell_end(&observed("x", &[]), None, Termination::Signaled(9));
        assert_eq!(killed, "Signal 9 ended the shell itself, which leaves 137.");
    }

    #[test]
    fn a_line_without_commands_is_said_to_have_none() {
        assert_eq!(
            why(&observed("", &[]), Page::plain()),
            "  That line ran no command."
        );
    }
}
