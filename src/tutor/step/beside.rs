//! What is said about a line beside its output, whatever comes of it: what became of the shell, and traps that leave no message.

mod keyboard;

use crate::observation::{Observation, Run};
use crate::syntax::ast::RedirectOperator;
use crate::trace::words::named;
use crate::trace::{ExitStatus, Termination, TraceKind};
use crate::tutor::view::reasons;
use nix::sys::signal::Signal;
use std::path::Path;

/// `SIGINT`, which Ctrl-C sends.
const INTERRUPT: i32 = 2;
/// A status above it says which signal ended a command.
const SIGNALED: u32 = 128;
/// `EACCES`
const NOT_ALLOWED: i32 = 13;

/// What has to be said about a line beside its output. `before` is the line before it.
pub(super) fn remark(observation: &Observation, before: Option<&Observation>) -> Option<String> {
    let stopped = observation.stopped.map(reasons::stop);
    if let Some(ended) = observation.ended {
        let end = format!(
            "{} A new one is open in the same folder; the tutor has given it the variables of the old one.",
            reasons::shell_end(observation, before, ended)
        );
        let parts = [stopped.as_deref(), Some(&end)].into_iter().flatten();
        return Some(parts.collect::<Vec<_>>().join(" "));
    }
    if stopped.is_some() {
        return stopped;
    }
    if observation.truncated {
        return Some("There was more output than is kept; the rest is left out.".to_owned());
    }
    // Whoever ended it with Ctrl-C knows that it went on and on.
    if observation.trace_truncated && !observation.interrupted {
        let text = "More commands ran than are kept; what the last of them did is left out.";
        return Some(text.to_owned());
    }
    let runs = observation.runs();
    copied(&runs)
        .or_else(|| beyond_a_limit(&runs))
        .or_else(|| asked_the_shell_to_end(observation, &runs))
        .or_else(|| keyboard::remark(observation, &runs))
        .or_else(|| beyond_the_folder(observation))
}

/// The same in a step, where it matters whether the line came to its end.
pub(super) fn remark_in_step(
    observation: &Observation,
    before: Option<&Observation>,
) -> Option<String> {
    remark(observation, before).or_else(|| kept_waiting(observation, &observation.runs()))
}

/// Of a prompt that was copied together with the command.
fn copied(runs: &[Run]) -> Option<String> {
    let sign = runs.iter().find_map(Run::prompt)?;
    Some(match sign.contains(' ') {
        true => format!(
            "The {sign} stands on the screen before a line is typed, and is no part of the command."
        ),
        false => format!(
            "The {sign} is the prompt of the page that the line was copied from, and no part of the command."
        ),
    })
}

/// Of a command that the system ended because it went beyond what one process may use.
fn beyond_a_limit(runs: &[Run]) -> Option<String> {
    let ended_by = |signal: Signal| {
        // A subshell that it ran in ended so too, and has no name.
        let mut named_runs = runs.iter().filter(|run| !run.argv.is_empty());
        let run = named_runs
            .find(|run| run.ended.and_then(Termination::signal) == Some(signal as i32))?;
        Some(named(run.name()).trim().to_owned())
    };
    let file = || {
        let name = ended_by(Signal::SIGXFSZ)?;
        Some(format!(
            "{name} wrote more into one file than is allowed (see ulimit -f), and SIGXFSZ ended it."
        ))
    };
    let time = || {
        let name = ended_by(Signal::SIGXCPU)?;
        Some(format!(
            "{name} had used all the processor time it may (see ulimit -t), and SIGXCPU ended it."
        ))
    };
    file().or_else(time)
}

/// Of a signal that a shell at which a person types ignores (XCU sh, ASYNCHRONOUS EVENTS), sent to itself.
fn asked_the_shell_to_end(observation: &Observation, runs: &[Run]) -> Option<String> {
    const TERMINATE: [&str; 5] = ["-TERM", "-SIGTERM", "-15", "-s", "TERM"];
    let shell = observation.shell_pid.to_string();
    let has_trap = observation.state.as_ref().is_some_and(|state| {
        let mut traps = state.traps.iter();
        traps.any(|trap| trap.condition == Signal::SIGTERM as i32)
    });
    let asks = |run: &&Run| {
        let words = run.words();
        run.name() == b"kill"
            && run.ended == Some(Termination::Exited(ExitStatus::SUCCESS))
            && words[1..]
                .iter()
                .all(|word| TERMINATE.contains(&word.as_str()) || *word == shell)
            && words[1..].contains(&shell)
    };
    (!has_trap && runs.iter().any(|run| asks(&run))).then(|| {
        "A shell that somebody types at ignores SIGTERM: it is still there. One that runs a script would have ended.".to_owned()
    })
}

/// Of a command that the rest of its line waited for until it was interrupted.
fn kept_waiting(observation: &Observation, runs: &[Run]) -> Option<String> {
    let line = observation.line.as_bytes();
    // A `wait` is no process that a signal could end: nothing behind it ran.
    let waits = |run: &&Run| {
        let later = |other: &Run| other.span.start > run.span.end && other.how.is_some();
        run.name() == b"wait" && observation.status.0 > SIGNALED && !runs.iter().any(later)
    };
    let of_line = || {
        let of_line = runs.iter().filter(|run| run.source == 0);
        of_line.filter(|run| !run.argv.is_empty())
    };
    let run = of_line()
        .rfind(waits)
        .or_else(|| of_line().rfind(keyboard::is_interrupted))?;
    if !observation.interrupted || !goes_on(line.get(run.span.end as usize..)?) {
        return None;
    }
    // Behind a `&` it would read nothing.
    if let Some(said) = keyboard::was_reading(observation, runs, run) {
        return Some(said);
    }
    let what = match run.name() {
        b"wait" => "wait was waiting for a job that had not ended".to_owned(),
        _ => format!("{} had not ended", named(run.span.of(line)).trim_start()),
    };
    let instead = match run.name() {
        b"wait" => "",
        _ => " With & behind it, the shell does not wait.",
    };
    Some(format!(
        "{what}, and what stands behind it comes only after that.{instead}"
    ))
}

/// Whether another command follows, and not only the end of what is around.
fn goes_on(behind: &[u8]) -> bool {
    const ENDS: [&str; 8] = ["done", "fi", "}", "esac", "then", "do", "else", ")"];
    let behind = String::from_utf8_lossy(behind);
    let behind = behind.trim_start_matches([' ', '\t']);
    let next = ["&&", "||", ";", "\n"]
        .into_iter()
        .find_map(|sign| behind.strip_prefix(sign));
    let word = next.and_then(|next| next.split_whitespace().next());
    word.is_some_and(|word| !ENDS.contains(&word.trim_end_matches(';')))
}

/// Of a file that no command of a lesson may write.
fn beyond_the_folder(observation: &Observation) -> Option<String> {
    let mut events = observation.trace.iter();
    let target = events.find_map(|event| match &event.kind {
        TraceKind::Redirected {
            target,
            operator:
                RedirectOperator::Output | RedirectOperator::Clobber | RedirectOperator::Append,
            error: Some(NOT_ALLOWED),
            ..
        } => Some(target),
        _ => None,
    })?;
    // In the folder it is the learner who has forbidden it.
    let own = observation.state.as_ref().map(|state| &state.directory);
    let target = String::from_utf8_lossy(target).into_owned();
    let is_beyond = Path::new(&target).is_absolute()
        && own.is_none_or(|own| !Path::new(&target).starts_with(own));
    let name = target.rsplit('/').next().unwrap_or_default();
    is_beyond.then(|| {
        format!(
            "What runs here can write only in the folder it starts in: to {name}, not to {target}."
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;
    use crate::trace::{How, TraceEvent};

    pub(super) fn seen(kinds: Vec<TraceKind>) -> Observation {
        let event = |(seq, kind)| TraceEvent {
            pid: 1,
            seq,
            source: 0,
            span: Some(Span::new(0, 4)),
            kind,
        };
        Observation {
            shell_pid: 1,
            trace: (0..).zip(kinds).map(event).collect(),
            ..Observation::default()
        }
    }

    pub(super) fn ran(line: &str, how: How, end: Termination) -> Vec<TraceKind> {
        let argv = line.split(' ').map(Into::into).collect();
        vec![
            TraceKind::Started { argv, how },
            TraceKind::Ended { how: end },
        ]
    }

    pub(super) fn check(kinds: Vec<TraceKind>, begins: Option<&str>) {
        let said = remark(&seen(kinds), None);
        match begins {
            Some(begins) => assert!(
                said.as_deref().is_some_and(|said| said.starts_with(begins)),
                "{said:?}"
            ),
            None => assert_eq!(said, None),
        }
    }

    #[test]
    fn a_shell_that_ignores_a_signal_is_named() {
        let told = Some("A shell that somebody types at");
        let sent = |line| ran(line, How::Builtin, Termination::Exited(ExitStatus::SUCCESS));
        check(sent("kill 1"), told);
        check(sent("kill -s TERM 1"), told);
        check(sent("kill -0 1"), None);
        check(sent("kill 2"), None);
        check(sent("kill"), None);
    }

    #[test]
    fn a_file_that_grew_too_much_is_named() {
        let ended = Termination::Signaled(Signal::SIGXFSZ as i32);
        let told = "head wrote more into one file";
        let said = remark(&seen(ran("head -c 100M", How::External, ended)), None);
        assert!(said.is_some_and(|said| said.starts_with(told)));
        // The subshell around it has no name.
        let mut kinds = ran("head -c 100M", How::External, ended);
        let (argv, how) = (Vec::new(), How::Compound);
        kinds.insert(0, TraceKind::Started { argv, how });
        kinds.push(TraceKind::Ended { how: ended });
        let said = remark(&seen(kinds), None);
        assert!(said.is_some_and(|said| said.starts_with(told)));
    }

    #[test]
    fn what_waits_for_an_interrupted_command_is_told_so() {
        let seen = |line: &str| Observation {
            line: line.to_owned(),
            interrupted: true,
            ..seen(ran("nc -", How::External, Termination::Signaled(INTERRUPT)))
        };
        let said = remark_in_step(&seen("nc - && echo up"), None);
        assert!(said.is_some_and(|said| said.contains("had not ended")));
        assert_eq!(remark_in_step(&seen("nc -"), None), None);
        assert_eq!(remark_in_step(&seen("nc -; done"), None), None);
    }

    #[test]
    fn a_copied_prompt_and_a_file_out_of_reach_are_named() {
        let missing = Termination::Exited(crate::trace::ExitStatus(127));
        check(
            ran("$ touch x", How::NotFound, missing),
            Some("The $ is the prompt"),
        );
        check(ran("treu", How::NotFound, missing), None);
        let told = Some("The [0] $ stands on the screen");
        check(ran("[0] $ true", How::NotFound, missing), told);
        let told = Some("The 1 $ stands on the screen");
        check(ran("1 $ exits 3", How::NotFound, missing), told);
        check(ran("[0] true", How::NotFound, missing), None);
        let refused = TraceKind::Redirected {
            fd: 1,
            operator: RedirectOperator::Output,
            target: b"/tmp/x".to_vec(),
            error: Some(NOT_ALLOWED),
        };
        check(vec![refused], Some("What runs here can write only in"));
    }
}
