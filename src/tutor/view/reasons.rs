//! Why a line ended as it did: the rules that decided, and who set the `$?` that was read.

use super::runs::{self, shown};
use super::{Page, prose};
use crate::observation::{Excess, Observation};
use crate::session::crowd;
use crate::session::disk;
use crate::trace::decisions::{Decision, in_words};
use crate::trace::report::{self, Look};
use crate::trace::words::named;
use crate::trace::{How, Termination, TraceEvent, TraceKind};

/// What `:why` says of a line: its commands, each with what became of it, then the rules behind that, then the `idea` that
/// shows in it.
pub fn why(observation: &Observation, idea: Option<String>, page: Page) -> String {
    let numbered = observation.line.contains('\n');
    let parts = [
        runs::commands(observation, numbered, page),
        reasons(observation, page),
        idea.unwrap_or_default(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return prose::plain("That line ran no command.", 2, page);
    }
    parts.join("\n\n")
}

/// What `:trace` shows of a line: everything that happened; `pids` adds the real numbers of processes.
pub fn trace(observation: &Observation, pids: bool, page: Page) -> String {
    let look = Look {
        is_misread: false,
        width: page.width,
        pids,
        all_rules: false,
    };
    let text = report::report(&observation.tree(), look);
    page.theme.spell(&text).into_owned()
}

/// A sentence for each rule that decided something in the line; empty if none did.
fn reasons(observation: &Observation, page: Page) -> String {
    let decisions = in_words(&observation.tree());
    let reasons = decisions.iter().filter(|decision| decision.is_reason());
    let lines: Vec<String> = reasons
        .flat_map(Decision::in_short)
        .map(|paragraph| prose::plain(&paragraph, 2, page))
        .collect();
    lines.join("\n")
}

/// What kept a command from running at all, if something did: to be said at once, since nothing else can be right then.
pub fn obstacle(observation: &Observation) -> Option<String> {
    let runs = shown(observation);
    runs.iter().find_map(|run| {
        let name = String::from_utf8_lossy(run.name()).into_owned();
        // Behind a redirection that failed nothing was looked for.
        let looked = run.status().is_none_or(|status| status.0 > 125);
        match run.how.filter(|_| looked) {
            Some(How::NotFound) if without_path(observation) => Some(format!(
                "{name} was not found: PATH is empty, and that is where the shell looks. :reset sets it back."
            )),
            // That is told beside the output.
            Some(How::NotFound) if run.prompt().is_some() => None,
            Some(How::NotFound) => Some(format!(
                "There is no command {} here. One that cannot be found leaves 127.",
                named(name.as_bytes())
            )),
            Some(How::NotExecutable) => Some(format!(
                "{} is there and cannot be run, which leaves 126.",
                named(name.as_bytes())
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
        Excess::Processes => format!("there were more than {} processes", crowd::MANY),
        Excess::Space => format!(
            "the files here had grown to more than {} MiB",
            disk::BYTES / MEBIBYTE
        ),
        Excess::Files => format!("there were more than {} files here", disk::ENTRIES),
        Excess::Memory => "the processes held more memory than is allowed here".to_owned(),
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
    // The commands of a trap on EXIT run when it is settled that the shell ends.
    let at_end = |event: &TraceEvent| matches!(event.kind, TraceKind::TrapRun { condition: 0 });
    let trapped = observation
        .trace
        .iter()
        .position(|event| own(&event) && at_end(event));
    let (before_end, at_end) = observation
        .trace
        .split_at(trapped.unwrap_or(observation.trace.len()));
    let last_of = |events: &[TraceEvent]| {
        let mut names = events
            .iter()
            .filter(own)
            .filter_map(|event| match &event.kind {
                TraceKind::Started { argv, .. } => argv.first().cloned(),
                _ => None,
            });
        names.next_back().unwrap_or_default()
    };
    let name = last_of(before_end);
    let exits = name == b"exit" || last_of(at_end) == b"exit";
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
        _ if exits => format!("exit ended the shell itself, with {status}."),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::ShellState;
    use crate::source::Span;
    use crate::trace::ExitStatus;

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
    fn a_command_that_was_not_found_is_named() {
        let did = [
            ("treu", started("treu", How::NotFound)),
            ("treu", ended(127)),
        ];
        let mut observation = observed("treu", &did);
        let said = obstacle(&observation).map(|said| prose::plain(&said, 0, Page::plain()));
        let expected = "There is no command  treu  here. One that cannot be found leaves 127.";
        assert_eq!(said.as_deref(), Some(expected));
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
        let did = [
            ("exit 3", started("exit", How::SpecialBuiltin)),
            ("exit 3", TraceKind::TrapRun { condition: 0 }),
            ("exit 3", started("echo", How::Builtin)),
        ];
        assert_eq!(
            shell_end(&observed("exit 3", &did), None, end),
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
            why(&observed("", &[]), None, Page::plain()),
            "  That line ran no command."
        );
    }
}
