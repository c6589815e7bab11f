//! What a command has put on the screen, or the pipeline that it ends: where it is known whose it is.

use super::shorten;
use crate::observation::{Apart, Observation, PipelineRun, Run};
use crate::source::Span;
use crate::trace::words::at_least;
use crate::trace::{ForkReason, Termination, TraceKind};
use crate::tutor::view::visible;

/// What tells a run from others: where it stands, and where the screen was when it began.
pub(super) type Place = (Span, Option<usize>);

pub(super) fn place(run: &Run) -> Place {
    (run.span, run.printed.as_ref().map(|part| part.start))
}

/// The runs during which a job ran that writes when it likes, so that nobody knows whose the output is: one of this line, or of
/// an earlier one that has done something since.
pub(super) fn beside_jobs(observation: &Observation) -> Vec<Place> {
    let runs = observation.runs();
    if !observation.late.is_empty() {
        return runs.iter().map(place).collect();
    }
    let (mut runs, mut jobs, mut beside) = (runs.iter(), Vec::new(), Vec::new());
    for event in &observation.trace {
        match event.kind {
            TraceKind::Forked {
                child,
                reason: ForkReason::AsyncList,
            } => jobs.push(child),
            TraceKind::Waited { child, .. } => jobs.retain(|job| *job != child),
            TraceKind::Started { .. } | TraceKind::Skipped { .. } if event.span.is_some() => {
                let run = runs.next().filter(|_| !jobs.is_empty());
                beside.extend(run.map(place));
            }
            _ => {}
        }
    }
    beside
}

/// What `run` has printed, with the commands `before` it in view, and the screen by streams, where they are told `apart`.
pub(super) fn printed(
    observation: &Observation,
    apart: Option<&Apart>,
    run: &Run,
    before: &[Run],
) -> String {
    let (part, whose) = match ended_by(observation, run, before) {
        // Which of its commands wrote it, nobody has seen.
        Some(pipeline) => (Some(pipeline.printed), "the pipeline "),
        None => (run.printed.clone(), ""),
    };
    let Some(part) = part else {
        return String::new();
    };
    match apart.map(|apart| apart.part(part.clone())) {
        // What it prints is what stands on standard output; a message is told where nothing else is there.
        Some(streams) if streams.stdout.is_empty() => {
            said(observation, run, &streams.stderr, (whose, true))
        }
        Some(streams) => said(observation, run, &streams.stdout, (whose, false)),
        None => {
            let text = observation.screen.get(part).unwrap_or_default();
            said(observation, run, text, (whose, false))
        }
    }
}

/// The pipeline of several commands of which `run` is the last. In a loop each turn has its own.
fn ended_by(observation: &Observation, run: &Run, before: &[Run]) -> Option<PipelineRun> {
    let is_same = |other: &&Run| {
        (other.source, other.span) == (run.source, run.span) && other.skipped.is_none()
    };
    let turns = before.iter().filter(is_same).count();
    let inner = |pipeline: &PipelineRun| {
        pipeline.source == run.source
            && pipeline.span.contains(run.span)
            && pipeline.span.end == run.span.end
            && run.pid != observation.shell_pid
    };
    observation.pipelines().into_iter().filter(inner).nth(turns)
}

/// What a command, or the pipeline that it ends if that is `whose` it is, has put on the screen: `text`, output or a message.
fn said(
    observation: &Observation,
    run: &Run,
    text: &[u8],
    (whose, is_message): (&str, bool),
) -> String {
    let text = String::from_utf8_lossy(text);
    // The terminal's echo of the key that stopped it is not its output.
    let text = match run.ended {
        Some(Termination::Signaled(2)) => text.trim_end().trim_end_matches("^C"),
        _ => &text,
    };
    let lines: Vec<&str> = text.lines().collect();
    let count = || at_least(lines.len().to_string(), observation.truncated);
    match (lines.as_slice(), is_message) {
        ([], _) => String::new(),
        ([line], true) => format!("{whose}says {}", shorten(&visible(line))),
        (_, true) if whose.is_empty() => format!("{} lines of messages", count()),
        (_, true) => format!("{whose}says {} lines", count()),
        ([""], false) if is_within_a_line(observation, run) => format!("{whose}ends the line"),
        ([""], false) => format!("{whose}prints an empty line"),
        ([line], false) => format!("{whose}prints {}", shorten(&visible(line))),
        (_, false) => format!("{whose}prints {} lines", count()),
    }
}

/// Whether what stands on the screen before the output of `run` has not ended its line.
fn is_within_a_line(observation: &Observation, run: &Run) -> bool {
    let start = run.printed.as_ref().map_or(0, |part| part.start);
    let before = observation.screen.get(..start).unwrap_or_default();
    before.last().is_some_and(|last| *last != b'\n')
}

#[cfg(test)]
mod tests {
    use super::super::commands;
    use crate::observation::{Fence, Late, Observation, Streams};
    use crate::source::Span;
    use crate::trace::{ExitStatus, How, Termination, TraceEvent, TraceKind};
    use crate::tutor::view::Page;

    #[test]
    fn output_is_nobodys_while_a_job_of_an_earlier_line_goes_on() {
        let event = |seq, kind| TraceEvent {
            pid: 1,
            seq,
            source: 0,
            span: Some(Span::new(0, 7)),
            kind,
        };
        let argv = vec![b"echo".to_vec(), b"hi".to_vec()];
        let how = Termination::Exited(ExitStatus::SUCCESS);
        let started = TraceKind::Started {
            argv,
            how: How::Builtin,
        };
        let ended = event(1, TraceKind::Ended { how });
        let mut observation = Observation {
            line: "echo hi".to_owned(),
            shell_pid: 1,
            screen: b"hi\n".to_vec(),
            fences: vec![Fence { seq: 0, offset: 0 }, Fence { seq: 1, offset: 3 }],
            trace: vec![event(0, started), ended.clone()],
            ..Observation::default()
        };
        let said = commands(&observation, false, Page::plain());
        assert!(said.ends_with("prints hi"), "{said}");
        observation.late = vec![Late {
            line: 1,
            event: ended,
        }];
        let said = commands(&observation, false, Page::plain());
        assert!(said.ends_with("exit 0"), "{said}");
    }

    #[test]
    fn messages_are_no_output_of_a_pipeline() {
        let line = "cat app.log | grep -c cat";
        let event = |pid, seq, kind| TraceEvent {
            pid,
            seq,
            source: 0,
            span: Some(Span::new(0, line.len() as u32)),
            kind,
        };
        let argv = ["grep", "-c", "cat"].map(|word| word.into()).to_vec();
        let mut started = TraceEvent {
            span: Some(Span::new(14, line.len() as u32)),
            ..event(
                2,
                0,
                TraceKind::Started {
                    argv,
                    how: How::External,
                },
            )
        };
        started.pid = 2;
        let ended = TraceKind::PipelineEnded {
            statuses: vec![ExitStatus(1), ExitStatus(1)],
            status: ExitStatus(1),
            negated: false,
        };
        let screen = "0\ncat: app.log: no such file\n";
        let seen = |stdout: &str, stderr: &str| Observation {
            line: line.to_owned(),
            shell_pid: 1,
            screen: format!("{stdout}{stderr}").into(),
            streams: Some(Streams {
                stdout: stdout.into(),
                stderr: stderr.into(),
            }),
            fences: vec![
                Fence { seq: 0, offset: 0 },
                Fence {
                    seq: 1,
                    offset: (stdout.len() + stderr.len()) as u32,
                },
            ],
            trace: vec![started.clone(), event(1, 1, ended.clone())],
            ..Observation::default()
        };
        let (stdout, stderr) = screen.split_at(2);
        let said = |seen: &Observation| commands(seen, false, Page::plain());
        let told = said(&seen(stdout, stderr));
        assert!(told.ends_with("the pipeline prints 0"), "{told}");
        let told = said(&seen("", stderr));
        assert!(told.ends_with("says cat: app.log: no such file"), "{told}");
        let told = said(&seen(stdout, stderr).on_a_terminal());
        assert!(told.ends_with("the pipeline prints 2 lines"), "{told}");
    }
}
