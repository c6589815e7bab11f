//! A check that a shell became another program.

use super::Verdict;
use crate::observation::Observation;
use crate::trace::TraceKind;
use serde::Deserialize;

/// A shell was replaced by a command with `exec`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replaced {
    /// The name of the program, without its path.
    pub name: String,
}

impl Replaced {
    /// Judges all lines together.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let became: Vec<String> = observations.iter().flat_map(became).collect();
        let holds = became.contains(&self.name);
        let got = match became.last() {
            _ if holds => format!("{} in its place", self.name),
            Some(other) => format!("{other} in its place"),
            None => "not replaced".to_owned(),
        };
        let wanted = format!("{} in its place", self.name);
        Verdict::new(holds, "the shell", wanted, got)
    }
}

/// The programs that shells became by `exec`, without their paths.
fn became(observation: &Observation) -> Vec<String> {
    let mut pids: Vec<i32> = observation.trace.iter().map(|event| event.pid).collect();
    pids.sort_unstable();
    pids.dedup();
    let of = |pid: i32| {
        observation
            .trace
            .iter()
            .filter(move |event| event.pid == pid)
    };
    let became = |pid| {
        let kinds: Vec<&TraceKind> = of(pid).map(|event| &event.kind).collect();
        life(&kinds)
    };
    pids.into_iter().flat_map(became).collect()
}

/// The same of one process, whose events these are.
fn life(kinds: &[&TraceKind]) -> Vec<String> {
    let mut by_exec = false;
    let mut became = Vec::new();
    for (index, kind) in kinds.iter().enumerate() {
        match kind {
            TraceKind::Started { argv, .. } => by_exec = calls_exec(argv),
            TraceKind::Execed { path, argv, .. } if by_exec => {
                if !failed(kinds.get(index + 1)) {
                    became.push(base(argv.first().unwrap_or(path)));
                }
                by_exec = false;
            }
            _ => {}
        }
    }
    became
}

/// Whether what follows says that the process is still the shell that it was: one that is replaced says nothing more, unless it
/// is a shell again, which begins with what it finds.
fn failed(next: Option<&&TraceKind>) -> bool {
    matches!(
        next,
        Some(
            TraceKind::Ended { .. } | TraceKind::ShellExited { .. } | TraceKind::StatusLeft { .. }
        )
    )
}

/// `exec`, also as `command exec`.
fn calls_exec(argv: &[Vec<u8>]) -> bool {
    let name = argv.iter().find(|word| word.as_slice() != b"command");
    name.is_some_and(|name| name == b"exec")
}

fn base(name: &[u8]) -> String {
    let name = name.rsplit(|byte| *byte == b'/').next().unwrap_or(name);
    String::from_utf8_lossy(name).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Line, judge};
    use super::*;
    use crate::trace::{ExitStatus, How, Termination};

    fn begun(words: &str, path: &str) -> Line {
        let argv: Vec<Vec<u8>> = words.split(' ').map(|word| word.into()).collect();
        let how = How::SpecialBuiltin;
        let program = argv.iter().skip_while(|word| *word != b"exec").skip(1);
        let execed = TraceKind::Execed {
            path: path.into(),
            argv: program.cloned().collect(),
            again: false,
        };
        let started = TraceKind::Started { argv, how };
        Line::new(words)
            .event(1, words, started)
            .event(1, words, execed)
    }

    const ECHO: &str = "kind = 'replaced'\nname = 'echo'";

    #[test]
    fn what_exec_becomes_is_known_by_its_name() {
        assert!(judge(ECHO, begun("exec echo hi", "/bin/echo").done()).holds);
        assert!(judge(ECHO, begun("exec /bin/echo hi", "/bin/echo").done()).holds);
        assert!(judge(ECHO, begun("command exec echo hi", "/bin/echo").done()).holds);
        let verdict = judge(ECHO, begun("exec cat", "/bin/cat").done());
        assert_eq!(
            verdict,
            Verdict::new(false, "the shell", "echo in its place", "cat in its place")
        );
    }

    #[test]
    fn a_program_that_is_called_replaces_no_shell() {
        let argv = vec![b"echo".to_vec()];
        let execed = TraceKind::Execed {
            path: b"/bin/echo".to_vec(),
            argv: argv.clone(),
            again: false,
        };
        let how = How::External;
        let line = Line::new("echo").event(1, "echo", TraceKind::Started { argv, how });
        let verdict = judge(ECHO, line.event(1, "echo", execed).done());
        assert_eq!(
            (verdict.holds, verdict.got.as_str()),
            (false, "not replaced")
        );
    }

    #[test]
    fn exec_that_fails_replaces_nothing() {
        let how = Termination::Exited(ExitStatus(126));
        let line = begun("exec echo", "/tmp/echo").event(1, "exec echo", TraceKind::Ended { how });
        assert_eq!(judge(ECHO, line.done()).got, "not replaced");
    }
}
