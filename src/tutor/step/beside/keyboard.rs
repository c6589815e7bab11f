//! Of a command that waited for what is typed until Ctrl-C ended it.

use super::{INTERRUPT, SIGNALED};
use crate::observation::{Observation, Run};
use crate::source::Span;
use crate::trace::{ForkReason, How, Termination, TraceKind};
use std::path::Path;

/// Programs that read the keyboard where they are given no file.
const READERS: [&str; 11] = [
    "awk", "cat", "cut", "grep", "head", "sed", "sort", "tail", "tr", "uniq", "wc",
];
/// Those that read it whatever files they are given.
const TAKERS: [&str; 3] = ["read", "tee", "xargs"];

/// What is said of a command that waited for keys until it was interrupted. Whoever has got an answer from it knows.
pub(super) fn remark(observation: &Observation, runs: &[Run]) -> Option<String> {
    let mut waited = runs.iter().filter(|run| {
        is_interrupted(run) && is_silent(observation, run) || is_cut_short(observation, runs, run)
    });
    waited.find_map(|run| was_reading(observation, runs, run))
}

pub(super) fn is_interrupted(run: &&Run) -> bool {
    run.ended == Some(Termination::Signaled(INTERRUPT))
}

/// Whether it is a `read` that got nothing. It is no process that a signal could end: nothing behind it ran.
fn is_cut_short(observation: &Observation, runs: &[Run], run: &Run) -> bool {
    let same = |other: &&Run| (other.source, other.span) == (run.source, run.span);
    let is_last = runs.last().is_some_and(|last| std::ptr::eq(last, run));
    run.name() == b"read"
        && is_last
        && observation.status.0 > SIGNALED
        && runs.iter().filter(same).count() == 1
}

/// Whether nothing of what it printed was seen.
fn is_silent(observation: &Observation, run: &Run) -> bool {
    // Where it is not known what is its own, all of it may be.
    let own = run.printed.clone();
    let own = own.and_then(|part| observation.screen.get(part));
    let printed = own.unwrap_or(&observation.screen);
    printed.iter().all(|byte| b"^C\r\n".contains(byte)) || speaks_to_nobody(observation, run)
}

/// Whether it stands in a pipeline whose last command has ended by itself: what is on the screen comes from that one.
fn speaks_to_nobody(observation: &Observation, run: &Run) -> bool {
    let stages = observation
        .trace
        .iter()
        .filter_map(|event| match event.kind {
            TraceKind::Forked {
                child,
                reason: ForkReason::PipelineStage { index, of },
            } => Some((event.pid, child, index + 1 == of)),
            _ => None,
        });
    let mut own = stages.skip_while(|(_, child, _)| *child != run.pid);
    let Some((parent, _, false)) = own.next() else {
        return false;
    };
    let last = own.find(|(maker, _, is_last)| *maker == parent && *is_last);
    let ended = |last: i32| {
        let mut events = observation.trace.iter();
        events.any(|event| {
            matches!(event.kind, TraceKind::Waited { child, how: Termination::Exited(_) } if child == last)
        })
    };
    last.is_some_and(|(_, child, _)| ended(child))
}

/// What is said of `run`, if it reads what is typed.
pub(super) fn was_reading(observation: &Observation, runs: &[Run], run: &Run) -> Option<String> {
    let name = String::from_utf8_lossy(run.name()).into_owned();
    let is_given = |word: &Vec<u8>| !word.starts_with(b"-");
    let why = match name.as_str() {
        name if READERS.contains(&name) && !names_a_file(observation, run) => {
            "no file is named for it"
        }
        // It has an option for a file of words.
        "xargs" if run.argv.iter().any(|word| word.starts_with(b"-a")) => return None,
        "tee" if run.argv.iter().skip(1).any(is_given) => "the file named for it is one it writes",
        name if TAKERS.contains(&name) => "nothing else leads to its input",
        _ => return None,
    };
    has_the_keyboard(observation, runs, run).then(|| {
        format!(
            "{name} was reading what you type: {why}. Ctrl-D ends such an input; Ctrl-C ends the command."
        )
    })
}

fn names_a_file(observation: &Observation, run: &Run) -> bool {
    let is_there = |word: &Vec<u8>| {
        let text = String::from_utf8_lossy(word);
        let mut files = observation.files_before.iter().chain(&observation.files);
        text.contains('/') || files.any(|fact| fact.path == Path::new(text.as_ref()))
    };
    run.argv.iter().skip(1).any(is_there)
}

/// Whether a command's input is neither a pipe nor a file, as far as the line says.
fn has_the_keyboard(observation: &Observation, runs: &[Run], run: &Run) -> bool {
    let lineage = lineage(observation, run.pid);
    // What belongs to another simple command has ended with it.
    let is_anothers = |span: Span| {
        let simple = |other: &&Run| !matches!(other.how, Some(How::Compound | How::Function));
        let mut others = runs.iter().filter(simple);
        others.any(|other| other.span.contains(span) && !other.span.contains(run.span))
    };
    observation.trace.iter().all(|event| match event.kind {
        TraceKind::Forked {
            child,
            reason: ForkReason::PipelineStage { index, .. },
        } => index == 0 || !lineage.contains(&child),
        TraceKind::Forked {
            child,
            reason: ForkReason::AsyncList,
        } => !lineage.contains(&child),
        TraceKind::Redirected { fd: 0, .. } => match event.span {
            Some(span) => is_anothers(span),
            None => !lineage.contains(&event.pid),
        },
        _ => true,
    })
}

/// The process `pid`, and those that made it.
fn lineage(observation: &Observation, pid: i32) -> Vec<i32> {
    let mut lineage = vec![pid];
    for event in observation.trace.iter().rev() {
        if let TraceKind::Forked { child, .. } = event.kind
            && lineage.last() == Some(&child)
        {
            lineage.push(event.pid);
        }
    }
    lineage
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, ran, seen};
    use super::super::{remark, remark_in_step};
    use super::*;
    use crate::observation::{Fence, FileFact, FileKind};
    use crate::syntax::ast::RedirectOperator;
    use crate::trace::{ExitStatus, TraceEvent};

    #[test]
    fn who_waits_for_the_keyboard_is_told_when_that_is_given_up() {
        let interrupted = Termination::Signaled(INTERRUPT);
        check(
            ran("grep -q ERROR", How::External, interrupted),
            Some("grep was reading"),
        );
        check(ran("sleep 9", How::External, interrupted), None);
        check(ran("cat /dev/zero", How::External, interrupted), None);
        let mut kinds = ran("cat", How::External, interrupted);
        kinds.insert(
            1,
            TraceKind::Redirected {
                fd: 0,
                operator: RedirectOperator::Input,
                target: b"fifo".to_vec(),
                error: None,
            },
        );
        check(kinds, None);
    }

    #[test]
    fn it_is_told_so_too_where_others_have_printed_and_more_is_to_come() {
        let mut kinds = ran(
            "cut -f1 /f",
            How::External,
            Termination::Exited(ExitStatus(0)),
        );
        kinds.extend(ran(
            "sort -u",
            How::External,
            Termination::Signaled(INTERRUPT),
        ));
        let fences = [(0, 0), (1, 4), (3, 7)];
        let fences = fences.map(|(seq, offset)| Fence { seq, offset });
        let seen = |line: &str, screen: &str| Observation {
            line: line.to_owned(),
            interrupted: true,
            screen: screen.into(),
            fences: fences.into(),
            ..seen(kinds.clone())
        };
        let told = "sort was reading what you type";
        let said = remark(&seen("sort", "ada\n^C\n"), None);
        assert!(said.is_some_and(|said| said.starts_with(told)));
        let typed = seen("sort && wc", "ada\nb\n^C\n");
        assert_eq!(remark(&typed, None), None);
        let said = remark_in_step(&typed, None);
        assert!(said.is_some_and(|said| said.starts_with(told)));
    }

    #[test]
    fn who_reads_whatever_files_are_named_is_told_too() {
        let interrupted = Termination::Signaled(INTERRUPT);
        let tee = ran("tee log", How::External, interrupted);
        check(tee.clone(), Some("tee was reading what you type: the file"));
        check(
            ran("xargs rm", How::External, interrupted),
            Some("xargs was reading what you type: nothing else"),
        );
        check(ran("xargs -a list rm", How::External, interrupted), None);
        let typed = Observation {
            line: "tee && b".to_owned(),
            interrupted: true,
            ..seen(tee)
        };
        let said = remark_in_step(&typed, None).unwrap_or_default();
        assert!(!said.contains("does not wait"), "{said}");
    }

    #[test]
    fn a_read_that_got_nothing_is_told() {
        let argv = vec![b"read".to_vec(), b"name".to_vec()];
        let how = How::Builtin;
        let started = TraceKind::Started { argv, how };
        let read = |status, times| Observation {
            status: ExitStatus(status),
            ..seen(vec![started.clone(); times])
        };
        let said = remark(&read(130, 1), None);
        assert!(said.is_some_and(|said| said.starts_with("read was reading")));
        assert_eq!(remark(&read(0, 1), None), None);
        assert_eq!(remark(&read(130, 2), None), None);
    }

    #[test]
    fn what_the_last_of_a_pipeline_printed_is_not_the_readers() {
        let line = "wc -l | cut -f1 list";
        let event = |pid, seq, (start, end), kind| TraceEvent {
            pid,
            seq,
            source: 0,
            span: Some(Span::new(start, end)),
            kind,
        };
        let forked = |child, index| TraceKind::Forked {
            child,
            reason: ForkReason::PipelineStage { index, of: 2 },
        };
        let started = |words: &[&str]| TraceKind::Started {
            argv: words.iter().map(|word| (*word).into()).collect(),
            how: How::External,
        };
        let cut = |how| Observation {
            line: line.to_owned(),
            shell_pid: 1,
            screen: b"ada\n^C\n".to_vec(),
            files: vec![FileFact {
                path: "list".into(),
                kind: FileKind::File,
                mode: 0o644,
                content: Vec::new(),
            }],
            trace: vec![
                event(1, 0, (0, 5), forked(2, 0)),
                event(1, 1, (8, 20), forked(3, 1)),
                event(2, 0, (0, 5), started(&["wc", "-l"])),
                event(3, 0, (8, 20), started(&["cut", "-f1", "list"])),
                event(1, 2, (8, 20), TraceKind::Waited { child: 3, how }),
                event(
                    1,
                    3,
                    (0, 5),
                    TraceKind::Waited {
                        child: 2,
                        how: Termination::Signaled(INTERRUPT),
                    },
                ),
            ],
            ..Observation::default()
        };
        let said = remark(&cut(Termination::Exited(ExitStatus(0))), None);
        assert!(said.is_some_and(|said| said.starts_with("wc was reading")));
        // It may have answered what was typed.
        assert_eq!(remark(&cut(Termination::Signaled(INTERRUPT)), None), None);
    }

    #[test]
    fn the_input_of_another_command_is_not_its_own() {
        let event = |seq, (start, end), kind| TraceEvent {
            pid: 1,
            seq,
            source: 0,
            span: Some(Span::new(start, end)),
            kind,
        };
        let redirected = TraceKind::Redirected {
            fd: 0,
            operator: RedirectOperator::Input,
            target: b"a".to_vec(),
            error: None,
        };
        let started = TraceKind::Started {
            argv: vec![b"cat".to_vec()],
            how: How::External,
        };
        let ended = |how| TraceKind::Ended { how };
        let (done, interrupted) = (
            Termination::Exited(ExitStatus(0)),
            Termination::Signaled(INTERRUPT),
        );
        let line = |own| Observation {
            shell_pid: 1,
            trace: vec![
                event(0, (0, 7), started.clone()),
                event(1, own, redirected.clone()),
                event(2, (0, 7), ended(done)),
                event(3, (9, 18), started.clone()),
                event(4, (9, 18), ended(interrupted)),
            ],
            ..Observation::default()
        };
        assert!(remark(&line((4, 7)), None).is_some());
        assert_eq!(remark(&line((13, 18)), None), None);
    }
}
