//! Checks of exit statuses: the latest one, and those the learner has looked at.

use super::Verdict;
use super::command::goes_by;
use super::through::innermost;
use crate::observation::{Observation, Run};
use crate::source::Span;
use crate::trace::{ExitStatus, TraceEvent, TraceKind};
use serde::Deserialize;
use std::collections::HashMap;

/// A condition on an exit status: a number, `"success"` or `"failure"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    untagged,
    expecting = "found no status, expected a number from 0 to 255, \"success\" or \"failure\""
)]
pub enum StatusTest {
    /// This number.
    Number(u8),
    /// Either side of the line between 0 and the rest.
    Outcome(Outcome),
}

/// The two sides of an exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// 0.
    Success,
    /// 1 to 255.
    Failure,
}

impl StatusTest {
    /// Whether `status` is such a status.
    pub fn accepts(self, status: ExitStatus) -> bool {
        match self {
            StatusTest::Number(number) => status == ExitStatus::from(number),
            StatusTest::Outcome(Outcome::Success) => status.is_success(),
            StatusTest::Outcome(Outcome::Failure) => !status.is_success(),
        }
    }
}

impl std::fmt::Display for StatusTest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StatusTest::Number(number) => number.fmt(f),
            StatusTest::Outcome(Outcome::Success) => f.write_str("0"),
            StatusTest::Outcome(Outcome::Failure) => f.write_str("1 to 255"),
        }
    }
}

/// `$?` after the latest line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// What it must be.
    pub is: StatusTest,
}

impl Status {
    /// Judges the latest line.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let (what, wanted) = ("exit status", self.is.to_string());
        match observations.last() {
            None => Verdict::nothing_ran(what, wanted),
            Some(latest) => {
                let status = latest.status;
                Verdict::new(self.is.accepts(status), what, wanted, status.to_string())
            }
        }
    }
}

/// Statuses the learner has looked at, in this order but perhaps with others between them. A status is looked at when it is
/// read as `$?`, or shown in the prompt because a line ended with it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusesSeen {
    /// The statuses.
    pub are: Vec<u8>,
    /// The names of the commands they must be of, one for each, without a slash wherever they lie; empty if that does not
    /// matter.
    #[serde(default)]
    pub of: Vec<String>,
}

impl StatusesSeen {
    /// Judges all lines together.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let mut seen = statuses_seen(observations);
        let of_one = |seen: &Seen| self.of.iter().any(|name| seen.is_of(name));
        seen.retain(|seen| self.of.is_empty() || of_one(seen));
        let holds = self.matched(observations) == self.are.len();
        let wanted = self.are.iter().enumerate().map(|(index, status)| {
            let of = self.of.get(index).map_or("", String::as_str);
            show(of, ExitStatus::from(*status))
        });
        let named = |seen: &Seen| {
            if self.of.is_empty() {
                String::new()
            } else {
                seen.of.clone()
            }
        };
        let got = seen.iter().map(|seen| show(&named(seen), seen.status));
        Verdict::new(
            holds,
            "statuses seen",
            join(wanted.collect()),
            join(got.collect()),
        )
    }

    /// How many of them, from the first one on, have been looked at.
    pub(super) fn matched(&self, observations: &[Observation]) -> usize {
        let mut matched = 0;
        for seen in &statuses_seen(observations) {
            matched += usize::from(self.fits(matched, seen));
        }
        matched
    }

    /// Whether each of them has been looked at as often as it is wanted, and only their order is another.
    pub(super) fn is_turned_round(&self, observations: &[Observation]) -> bool {
        let mut seen = statuses_seen(observations);
        let all = (0..self.are.len()).all(|index| {
            let found = seen.iter().position(|seen| self.fits(index, seen));
            found.map(|at| seen.remove(at)).is_some()
        });
        all && !self.judge(observations).holds
    }

    /// Whether what was seen is the wanted one with this index.
    fn fits(&self, index: usize, seen: &Seen) -> bool {
        let is = |status: &u8| ExitStatus::from(*status) == seen.status;
        self.are.get(index).is_some_and(is)
            && self.of.get(index).is_none_or(|name| seen.is_of(name))
    }

    pub(super) fn fault(&self) -> Option<(&'static str, &'static str)> {
        if self.are.is_empty() {
            Some(("no statuses in `are`", "at least one"))
        } else if !self.of.is_empty() && self.of.len() != self.are.len() {
            Some((
                "`of` and `are` of different length",
                "one name for each status",
            ))
        } else {
            None
        }
    }
}

/// A status that was looked at, and what had set it.
struct Seen {
    status: ExitStatus,
    of: String,
}

impl Seen {
    fn is_of(&self, name: &str) -> bool {
        goes_by(self.of.as_bytes(), name)
    }
}

fn statuses_seen(observations: &[Observation]) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    let mut latest = String::new();
    for observation in observations {
        let mut names = Names::of(observation);
        let mut setter = None;
        for event in &observation.trace {
            names.note(event);
            match event.kind {
                TraceKind::StatusRead { value, producer } => {
                    let of = producer.map_or_else(|| latest.clone(), |span| names.at(span, value));
                    seen.push(Seen { status: value, of });
                }
                TraceKind::Ended { .. } | TraceKind::PipelineEnded { .. }
                    if event.pid == observation.shell_pid && event.source == 0 =>
                {
                    setter = Some(event.span);
                }
                _ => {}
            }
        }
        let unread = |event: &&TraceEvent| {
            event.source == 0 && matches!(event.kind, TraceKind::SyntaxError { .. })
        };
        if observation.trace.iter().any(|event| unread(&event)) {
            // What could not be read is no command's doing.
            latest = String::new();
        } else if let Some(span) = setter {
            latest = span.map_or_else(String::new, |span| names.at(span, observation.status));
        }
        seen.push(Seen {
            status: observation.status,
            of: latest.clone(),
        });
    }
    seen
}

/// What the commands of a line were called when they ran last: in a loop that may change.
struct Names<'o> {
    line: &'o [u8],
    runs: HashMap<(u32, u32, u32), Vec<u8>>,
    all: Vec<Run>,
    evaluated: Option<Vec<u8>>,
}

impl Names<'_> {
    fn of(observation: &Observation) -> Names<'_> {
        Names {
            line: observation.line.as_bytes(),
            runs: HashMap::new(),
            all: observation.runs(),
            evaluated: None,
        }
    }

    fn note(&mut self, event: &TraceEvent) {
        let Some(span) = event.span else { return };
        let at = (event.source, span.start, span.end);
        match &event.kind {
            TraceKind::Started { argv, .. } => {
                if event.source == 0 {
                    self.evaluated = None;
                }
                if let Some(name) = innermost(argv).first() {
                    self.runs.insert(at, name.clone());
                }
            }
            TraceKind::Ended { .. } if event.source != 0 => {
                self.evaluated = self.runs.get(&at).cloned().or(self.evaluated.take());
            }
            // The status of `eval` is that of the last command in its text.
            TraceKind::Ended { .. } if self.runs.get(&at).is_some_and(|name| name == b"eval") => {
                if let Some(name) = self.evaluated.take() {
                    self.runs.insert(at, name);
                }
            }
            _ => {}
        }
    }

    /// The name of the command at `span`, which ended with `status`. One without a name, a subshell or a pipeline, has its
    /// status from a command in it; if there is none that ended so, it goes by its text.
    fn at(&self, span: Span, status: ExitStatus) -> String {
        let inside = |run: &&Run| {
            run.source == 0
                && !run.argv.is_empty()
                && span.contains(run.span)
                && run.status() == Some(status)
        };
        let run = self.runs.get(&(0, span.start, span.end)).map(Vec::as_slice);
        let run = run.or_else(|| {
            let found = self.all.iter().filter(inside).max_by_key(|run| run.span)?;
            Some(innermost(&found.argv)[0].as_slice())
        });
        String::from_utf8_lossy(run.unwrap_or(span.of(self.line))).into_owned()
    }
}

fn show(of: &str, status: ExitStatus) -> String {
    if of.is_empty() {
        status.to_string()
    } else {
        format!("{of} {status}")
    }
}

/// Statuses that are shown of those there are, first and last.
const AT_EACH_END: usize = 5;

fn join(mut shown: Vec<String>) -> String {
    if shown.is_empty() {
        return "(none)".to_owned();
    }
    if shown.len() > 2 * AT_EACH_END + 1 {
        let middle = AT_EACH_END..shown.len() - AT_EACH_END;
        shown.splice(middle, ["...".to_owned()]);
    }
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::testing::Line;
    use super::*;
    use crate::trace::{How, Termination};

    fn seen(toml: &str, observations: &[Observation]) -> Verdict {
        let check: StatusesSeen = toml::from_str(toml).unwrap();
        assert_eq!(check.fault(), None);
        check.judge(observations)
    }

    #[test]
    fn the_bracket_and_dollar_question_both_count() {
        let check = "are = [0, 1]\nof = ['true', 'false']";
        let watched = [
            Line::new("true").ran("true", 0).done(),
            Line::new("false").ran("false", 1).done(),
        ];
        assert!(seen(check, &watched).holds);
        let line = Line::new("true; echo $?; false; echo $?")
            .ran("true", 0)
            .read("true", 0);
        let line = line
            .ran("echo $?", 0)
            .ran("false", 1)
            .read("false", 1)
            .ran("echo $?", 0)
            .done();
        assert!(seen(check, &[line]).holds);
    }

    #[test]
    fn a_status_nobody_looked_at_does_not_count() {
        let line = Line::new("true; false")
            .ran("true", 0)
            .ran("false", 1)
            .done();
        let verdict = seen("are = [0, 1]\nof = ['true', 'false']", &[line]);
        assert!(!verdict.holds);
        assert_eq!(
            (verdict.wanted.as_str(), verdict.got.as_str()),
            ("true 0, false 1", "false 1")
        );
    }

    #[test]
    fn order_matters_but_others_may_stand_between() {
        let line = |text: &str, status| Line::new(text).ran(text, status).done();
        let lines = [
            line("job", 127),
            line("ls", 0),
            line("./job", 126),
            line("./job", 0),
        ];
        assert!(seen("are = [127, 126, 0]", &lines).holds);
        assert!(!seen("are = [126, 127]", &lines).holds);
        let of_job = "are = [127, 126, 0]\nof = ['job', 'job', 'job']";
        assert!(seen(of_job, &lines).holds);
        let of_others = [line("exits", 127), line("./job", 126), line("sh", 0)];
        let verdict = seen(of_job, &of_others);
        assert!(!verdict.holds);
        assert_eq!(verdict.got, "./job 126");
    }

    #[test]
    fn a_status_read_on_the_next_line_belongs_to_the_line_before() {
        let lines = [
            Line::new("false; true")
                .ran("false", 1)
                .ran("true", 0)
                .done(),
            Line::new("echo $?").read("", 0).ran("echo $?", 0).done(),
        ];
        assert!(seen("are = [0]\nof = ['true']", &lines).holds);
        assert!(!seen("are = [1]\nof = ['false']", &lines).holds);
    }

    #[test]
    fn a_status_is_of_the_command_it_came_from() {
        let false_1 = "are = [1]\nof = ['false']";
        let line = |text: &str| Line::new(text).ran(text, 1).done();
        assert!(seen(false_1, &[line("command false")]).holds);
        assert!(!seen(false_1, &[line("echo false")]).holds);

        let started = |argv: &str, how| TraceKind::Started {
            argv: argv.split_whitespace().map(Into::into).collect(),
            how,
        };
        let ended = || TraceKind::Ended {
            how: Termination::Exited(ExitStatus::FAILURE),
        };
        let subshell = Line::new("(true; false)")
            .event(1, "(true; false)", started("", How::Compound))
            .event(2, "false", started("false", How::Builtin))
            .event(2, "false", ended())
            .event(1, "(true; false)", ended());
        let mut subshell = subshell.done();
        subshell.status = ExitStatus::FAILURE;
        assert!(seen(false_1, &[subshell]).holds);

        let mut eval = Line::new("eval false")
            .event(1, "eval false", started("eval false", How::SpecialBuiltin))
            .event(1, "false", started("false", How::Builtin))
            .event(1, "false", ended())
            .event(1, "eval false", ended())
            .done();
        eval.status = ExitStatus::FAILURE;
        for event in &mut eval.trace[1..3] {
            event.source = 1;
        }
        assert!(seen(false_1, &[eval]).holds);
    }

    #[test]
    fn a_status_is_a_number_or_an_outcome() {
        let line = [Line::new("exits 3").ran("exits 3", 3).done()];
        for (toml, holds) in [
            ("is = 3", true),
            ("is = 'failure'", true),
            ("is = 'success'", false),
            ("is = 1", false),
        ] {
            let check: Status = toml::from_str(toml).unwrap();
            assert_eq!(check.judge(&line).holds, holds, "{toml}");
        }
        assert!(
            toml::from_str::<Status>("is = 'good'")
                .unwrap_err()
                .message()
                .contains("\"success\"")
        );
    }
}
