//! Checks of single commands: that they ran, how they ended, whether they printed.

use super::flow::operator;
use super::through::{inner, innermost};
use super::{StatusTest, Verdict};
use crate::observation::{Observation, Run};
use crate::syntax::ast::AndOr;
use crate::trace::{How, Termination, TraceKind};
use serde::Deserialize;

/// `SIGINT`, which Ctrl-C sends: a command it ended came to no end of its own, and the `^C` on the screen is not its output.
pub(super) const INTERRUPT: i32 = 2;

/// Whether a command whose first word is `word` goes by `name`: a name without a slash is that of the command wherever it lies.
pub(super) fn goes_by(word: &[u8], name: &str) -> bool {
    let last = word.rsplit(|byte| *byte == b'/').next();
    word == name.as_bytes() || !name.contains('/') && last == Some(name.as_bytes())
}

/// The words of a command, then those of the command it runs, if it is one that only runs another, and so on.
fn meant(words: &[Vec<u8>]) -> impl Iterator<Item = &[Vec<u8>]> {
    std::iter::successors((!words.is_empty()).then_some(words), |words| inner(words))
}

const NOT_RUN: &str = "not run";

/// What is said of a command that another program may have run.
const UNSEEN: &str = "not seen: run where it cannot be watched";

/// A command ran, perhaps with these arguments and this end.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ran {
    /// Its name after expansion; without a slash, wherever it lies.
    pub name: String,
    /// All of its arguments after expansion.
    pub args: Option<Vec<String>>,
    /// How it ended.
    pub status: Option<StatusTest>,
    /// The operator, `"&&"` or `"||"`, that had it run as its right side, or as part of it.
    #[serde(default, deserialize_with = "some_operator")]
    pub after: Option<AndOr>,
}

fn some_operator<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<AndOr>, D::Error> {
    operator(deserializer).map(Some)
}

impl Ran {
    /// Judges all lines together.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let mut what = self.name.clone();
        for argument in self.args.iter().flatten() {
            what = format!("{what} {argument}");
        }
        let mut ends: Vec<Option<u32>> = Vec::new();
        for observation in observations {
            let runs = observation.runs().into_iter();
            let runs = runs.filter(|run| run.how.is_some() && self.names(run));
            let runs = runs.filter(|run| self.stands_behind(observation, run));
            ends.extend(runs.map(|run| run.ended.map(|end| end.status().0)));
        }
        let ended_so = |end: &Option<u32>| match (self.status, end) {
            (None, _) => true,
            (Some(test), Some(status)) => test.accepts(crate::trace::ExitStatus(*status)),
            (Some(_), None) => false,
        };
        let wanted = self
            .status
            .map_or("run".to_owned(), |test| format!("exit {test}"));
        let got = match ends.last() {
            None if all_runs(observations).any(|run| self.may_be_inside(&run)) => UNSEEN.to_owned(),
            None => NOT_RUN.to_owned(),
            Some(Some(status)) => format!("exit {status}"),
            Some(None) => "not ended".to_owned(),
        };
        Verdict::new(ends.iter().any(ended_so), what, wanted, got)
    }

    /// Whether the operator that is asked for, if one is, had it run.
    fn stands_behind(&self, observation: &Observation, run: &Run) -> bool {
        let Some(after) = self.after else { return true };
        let mut events = observation.trace.iter();
        events.any(|event| {
            let is_it =
                matches!(event.kind, TraceKind::RightSideRan { operator, .. } if operator == after);
            let span = event.span.filter(|_| is_it && event.source == run.source);
            span.is_some_and(|span| span.contains(run.span))
        })
    }

    /// Whether it is this command that ran, and with these arguments if some are asked for.
    pub(super) fn names(&self, run: &Run) -> bool {
        let same = |(wanted, got): (&String, &Vec<u8>)| wanted.as_bytes() == got;
        let fits = |words: &[Vec<u8>]| {
            goes_by(&words[0], &self.name)
                && self.args.as_ref().is_none_or(|args| {
                    args.len() + 1 == words.len() && args.iter().zip(&words[1..]).all(same)
                })
        };
        meant(&run.argv).any(fits)
    }

    /// Whether a program that cannot be watched, `timeout` for one, was given a shell's text in which the command is named.
    fn may_be_inside(&self, run: &Run) -> bool {
        let words = innermost(&run.argv);
        let hidden = words.len() < run.argv.len();
        let text = words.iter().skip_while(|word| *word != b"-c").nth(1);
        let named = |text: &Vec<u8>| {
            let mut parts =
                text.split(|byte| !(byte.is_ascii_alphanumeric() || b"_-./".contains(byte)));
            parts.any(|part| goes_by(part, &self.name))
        };
        hidden && text.is_some_and(named)
    }
}

/// A command did not run in the latest line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DidNotRun {
    /// Its name after expansion; without a slash, wherever it lies.
    pub name: String,
}

impl DidNotRun {
    /// Judges the latest line.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let latest = &observations[observations.len().saturating_sub(1)..];
        let ran = all_runs(latest).any(|run| {
            let named = |words: &[Vec<u8>]| goes_by(&words[0], &self.name);
            run.how.is_some() && meant(&run.argv).any(named)
        });
        let got = if ran { "run" } else { NOT_RUN };
        Verdict::new(!ran, self.name.clone(), NOT_RUN, got)
    }
}

/// One command ended so and, if asked, printed something or nothing on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandEnded {
    /// How it ended.
    pub status: StatusTest,
    /// Whether it put anything on the screen. Where that is not known, the command does not count.
    pub printed: Option<bool>,
}

impl CommandEnded {
    /// Judges all lines together.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let found = observations.iter().find_map(|observation| {
            let runs = observation.runs();
            let found = runs
                .iter()
                .find(|run| self.accepts(observation, &runs, run))?;
            let name = found.argv.join(&b' ');
            Some(String::from_utf8_lossy(&name).into_owned())
        });
        let printed = match self.printed {
            Some(true) => " that prints",
            Some(false) => " that prints nothing",
            None => "",
        };
        let what = format!("a command{printed}");
        let got = found.clone().unwrap_or_else(|| "none yet".to_owned());
        Verdict::new(found.is_some(), what, format!("exit {}", self.status), got)
    }

    fn accepts(&self, observation: &Observation, runs: &[Run], run: &Run) -> bool {
        let ended = run
            .ended
            .is_some_and(|end| self.status.accepts(end.status()));
        // A line of assignments alone is a command without a name; so is a group that says something, and a subshell, whose
        // commands are not told apart.
        let says = self.printed == Some(true);
        let is_group =
            run.how == Some(How::Compound) && (says || observation.text_of(run).starts_with(b"("));
        let named = !run.argv.is_empty() || run.how == Some(How::NoCommand) || is_group;
        let stopped = run.ended == Some(Termination::Signaled(INTERRUPT));
        // What the shell says of a command that it could not run is none of that command's output.
        let spoken_of = matches!(run.how, Some(How::NotFound | How::NotExecutable));
        let printed = || printed(observation, runs, run).map(|printed| printed && !spoken_of);
        named && ended && !stopped && self.printed.is_none_or(|wanted| printed() == Some(wanted))
    }
}

/// Whether a command put anything on the screen: by the part of the screen that is its own, or, if it is the only
/// command of its line, by all of it.
fn printed(observation: &Observation, runs: &[Run], run: &Run) -> Option<bool> {
    match (&run.printed, runs) {
        (Some(part), _) => Some(!part.is_empty()),
        (None, [_]) => Some(!observation.screen.is_empty()),
        (None, _) => None,
    }
}

/// `wait` was given the id of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waited {
    /// What `wait` must have ended with.
    pub status: Option<StatusTest>,
}

impl Waited {
    /// Judges all lines together.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let mut waits = all_runs(observations).filter(|run| {
            run.how != Some(How::NotFound) && run.name() == b"wait" && run.argv.len() > 1
        });
        let ended = |run: Run| {
            self.status
                .is_none_or(|test| run.ended.is_some_and(|end| test.accepts(end.status())))
        };
        let holds = waits.any(ended);
        let wanted = self
            .status
            .map_or("run".to_owned(), |test| format!("exit {test}"));
        Verdict::new(
            holds,
            "wait with a job's id",
            wanted,
            if holds { "run" } else { "not run so" },
        )
    }
}

/// The commands of all lines, in order.
pub(super) fn all_runs(observations: &[Observation]) -> impl Iterator<Item = Run> {
    observations
        .iter()
        .flat_map(|observation| observation.runs())
}

#[cfg(test)]
mod tests {
    use super::super::Check;
    use super::super::testing::Line;
    use super::*;

    fn judge(toml: &str, observations: &[Observation]) -> Verdict {
        let check: Check = toml::from_str(toml).unwrap();
        check.judge(observations)
    }

    #[test]
    fn name_arguments_and_end_must_fit() {
        let lines = [Line::new("mkdir out").ran("mkdir out", 1).done()];
        assert!(judge("kind = 'ran'\nname = 'mkdir'", &lines).holds);
        assert!(
            judge(
                "kind = 'ran'\nname = 'mkdir'\nargs = ['out']\nstatus = 'failure'",
                &lines
            )
            .holds
        );
        assert!(!judge("kind = 'ran'\nname = 'mkdir'\nargs = []", &lines).holds);
        let verdict = judge(
            "kind = 'ran'\nname = 'mkdir'\nargs = ['out']\nstatus = 0",
            &lines,
        );
        assert_eq!(
            verdict,
            Verdict::new(false, "mkdir out", "exit 0", "exit 1")
        );
    }

    #[test]
    fn a_command_goes_by_its_name_wherever_it_lies() {
        for (word, name, fits) in [
            ("mkdir", "mkdir", true),
            ("/bin/mkdir", "mkdir", true),
            ("./job", "job", true),
            ("./job", "./job", true),
            ("job", "./job", false),
            ("/bin/mkdirs", "mkdir", false),
            ("bin/", "bin", false),
        ] {
            assert_eq!(goes_by(word.as_bytes(), name), fits, "{word}, {name}");
        }
    }

    #[test]
    fn a_skipped_command_did_not_run() {
        let line = Line::new("false && rm log")
            .ran("false", 1)
            .skipped("rm log", "&&", 1)
            .done();
        assert!(
            judge(
                "kind = 'did-not-run'\nname = 'rm'",
                std::slice::from_ref(&line)
            )
            .holds
        );
        assert!(!judge("kind = 'ran'\nname = 'rm'", &[line]).holds);
    }

    #[test]
    fn a_command_is_seen_through_those_that_run_it() {
        let line = |text: &str, status| [Line::new(text).ran(text, status).done()];
        let wanted = "kind = 'ran'\nname = 'nc'\nargs = ['-z', 'db', '5432']\nstatus = 0";
        for text in [
            "timeout 1 nc -z db 5432",
            "command nc -z db 5432",
            "env A=1 nc -z db 5432",
        ] {
            assert!(judge(wanted, &line(text, 0)).holds, "{text}");
            assert!(
                !judge("kind = 'did-not-run'\nname = 'nc'", &line(text, 0)).holds,
                "{text}"
            );
        }
        assert_eq!(
            judge(wanted, &line("timeout 1 nc -z db 5432", 124)).got,
            "exit 124"
        );
        assert_eq!(judge(wanted, &line("command -v nc", 0)).got, "not run");
        assert_eq!(
            judge("kind = 'ran'\nname = 'timeout'", &line("timeout 1 nc", 0)).got,
            "exit 0"
        );
    }

    #[test]
    fn a_command_that_cannot_be_watched_is_not_said_not_to_have_run() {
        let argv = [
            "timeout",
            "1",
            "sh",
            "-c",
            "until nc -z db 5432; do sleep 1; done",
        ];
        let argv = argv.map(Into::into).to_vec();
        let how = How::External;
        let line = Line::new("timeout")
            .event(1, "timeout", TraceKind::Started { argv, how })
            .done();
        assert_eq!(
            judge("kind = 'ran'\nname = 'nc'", std::slice::from_ref(&line)).got,
            UNSEEN
        );
        assert_eq!(judge("kind = 'ran'\nname = 'curl'", &[line]).got, "not run");
    }

    #[test]
    fn an_end_is_joined_to_what_was_printed() {
        let quiet = "kind = 'command-ended'\nstatus = 'success'\nprinted = false";
        let loud = "kind = 'command-ended'\nstatus = 'failure'\nprinted = true";
        let line = Line::new("true; cat missing")
            .ran("true", 0)
            .printing("cat missing", 1, "oops\n")
            .done();
        assert!(judge(quiet, std::slice::from_ref(&line)).holds);
        assert_eq!(judge(loud, &[line]).got, "cat missing");
        let line = Line::new("ls; false")
            .printing("ls", 0, "log\n")
            .ran("false", 1)
            .done();
        assert!(!judge(quiet, std::slice::from_ref(&line)).holds);
        assert!(!judge(loud, &[line]).holds);
    }

    #[test]
    fn an_assignment_is_a_command_that_ends() {
        let quiet = "kind = 'command-ended'\nstatus = 'success'\nprinted = false";
        let line = Line::new("x=1").nameless("x=1", How::NoCommand, 0).done();
        assert!(judge(quiet, &[line]).holds);
        let group = Line::new("{ :; }").nameless("{ :; }", How::Compound, 0);
        assert!(!judge(quiet, &[group.done()]).holds);
        let loud = "kind = 'command-ended'\nstatus = 'failure'\nprinted = true";
        let mut group = Line::new("(echo no; exit 3)").printing("(echo no; exit 3)", 3, "no\n");
        group = group.nameless("(echo no; exit 3)", How::Compound, 3);
        assert!(judge(loud, &[group.done()]).holds);
    }

    #[test]
    fn a_single_command_owns_the_screen() {
        let mut line = Line::new("cat missing")
            .printing("cat missing", 1, "oops\n")
            .done();
        line.fences.clear();
        assert!(
            judge(
                "kind = 'command-ended'\nstatus = 1\nprinted = true",
                &[line]
            )
            .holds
        );
    }

    #[test]
    fn what_the_shell_says_of_a_command_is_not_printed_by_it() {
        let loud = "kind = 'command-ended'\nstatus = 'failure'\nprinted = true";
        let any = "kind = 'command-ended'\nstatus = 'failure'";
        let line = Line::new("nosuchcmd").printing("nosuchcmd", 127, "sh: not found\n");
        let mut line = line.done();
        for event in &mut line.trace {
            if let TraceKind::Started { how, .. } = &mut event.kind {
                *how = How::NotFound;
            }
        }
        let line = [line];
        assert!(!judge(loud, &line).holds);
        assert!(judge(any, &line).holds);
    }

    #[test]
    fn a_command_stopped_by_ctrl_c_does_not_count() {
        let mut line = Line::new("sleep 100")
            .printing("sleep 100", 130, "^C\n")
            .done();
        line.trace[1].kind = TraceKind::Ended {
            how: Termination::Signaled(INTERRUPT),
        };
        let loud = "kind = 'command-ended'\nstatus = 'failure'\nprinted = true";
        assert!(!judge(loud, &[line]).holds);
    }

    #[test]
    fn waiting_by_id_needs_an_operand() {
        let line = |text: &str| [Line::new(text).ran(text, 1).done()];
        assert!(judge("kind = 'waited'\nstatus = 1", &line("wait 7")).holds);
        assert!(!judge("kind = 'waited'", &line("wait")).holds);
    }
}
