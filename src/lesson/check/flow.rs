//! Checks of decisions: what was skipped, which branch was taken, what ran together.

use super::Verdict;
use crate::observation::{Observation, Run};
use crate::syntax::ast::{AndOr, Command, CompoundKind, List, SimpleCommand};
use crate::syntax::parse::{Parsed, parse};
use crate::trace::{ForkReason, TraceKind};
use bumpalo::Bump;
use serde::Deserialize;

/// `&&` or `||` skipped its right side.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortCircuited {
    /// `"&&"` or `"||"`.
    #[serde(deserialize_with = "operator")]
    pub on: AndOr,
    /// The words of the command that was skipped, or of the first one in it; any, if that does not matter.
    pub of: Option<String>,
}

/// Reads `"&&"` or `"||"`.
pub(super) fn operator<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<AndOr, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "&&" => Ok(AndOr::And),
        "||" => Ok(AndOr::Or),
        other => Err(serde::de::Error::custom(format!(
            "found \"{other}\", expected \"&&\" or \"||\""
        ))),
    }
}

impl ShortCircuited {
    /// Judges all lines together.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let mut skips: Vec<AndOr> = Vec::new();
        for observation in observations {
            let runs = observation.runs().into_iter();
            let of_that = runs.filter(|run| self.is_of(observation, run));
            skips.extend(of_that.filter_map(|run| Some(run.skipped?.operator)));
        }
        let got = match skips.last() {
            None if self.of.is_some() => "not skipped".to_owned(),
            None => "nothing was skipped".to_owned(),
            Some(operator) => format!("skipped after {}", operator.as_str()),
        };
        let holds = skips.contains(&self.on);
        let wanted = format!("skipped after {}", self.on.as_str());
        let got = if holds { wanted.clone() } else { got };
        let what = self.of.as_deref().unwrap_or("a right side");
        Verdict::new(holds, what, wanted, got)
    }

    fn is_of(&self, observation: &Observation, run: &Run) -> bool {
        let Some(of) = &self.of else { return true };
        let text = observation.text_of(run);
        // All that came of an alias stands where its name does.
        let mut aliases = observation.aliases.iter();
        let alias = aliases.find(|alias| alias.name == text.trim_ascii());
        match alias {
            Some(alias) => right_sides(&alias.value).contains(of),
            None => first_command(&text).is_some_and(|words| words == *of),
        }
    }
}

/// The words of the first command of each right side that stands in `text`.
fn right_sides(text: &[u8]) -> Vec<String> {
    let arena = Bump::new();
    let Parsed::Complete(script) = parse(text, &arena, &()) else {
        return Vec::new();
    };
    let items = script.list.items.iter();
    let parts = items.flat_map(|item| item.and_or.rest);
    let sides = parts.filter_map(|part| first_command(part.pipeline.span.of(text)));
    sides.collect()
}

/// The words of the first command that `text` would run, without quotes and with one blank between them.
fn first_command(text: &[u8]) -> Option<String> {
    let arena = Bump::new();
    let Parsed::Complete(script) = parse(text, &arena, &()) else {
        return None;
    };
    let simple = first_simple(&script.list)?;
    let words = simple.words.iter().map(|word| {
        let text = String::from_utf8_lossy(word.span.of(text));
        text.replace(['"', '\''], "")
    });
    Some(words.collect::<Vec<_>>().join(" "))
}

fn first_simple<'a>(list: &List<'a>) -> Option<&'a SimpleCommand<'a>> {
    match list.items.first()?.and_or.first.commands.first()? {
        Command::Simple(simple) => Some(simple),
        Command::Compound(compound) => match &compound.kind {
            CompoundKind::BraceGroup(list) | CompoundKind::Subshell(list) => first_simple(list),
            _ => None,
        },
        Command::Function(_) => None,
    }
}

/// An `if` took a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Which one.
    pub taken: Taken,
}

/// A way through an `if`: a number, `"else"` or `"none"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    untagged,
    expecting = "found no branch, expected a number from 1, \"else\" or \"none\""
)]
pub enum Taken {
    /// The branch of the `if` (1) or of an `elif` (2 and up).
    Number(u32),
    /// No condition held.
    Otherwise(Otherwise),
}

/// What an `if` did when none of its conditions held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Otherwise {
    /// It ran the `else` part.
    Else,
    /// It ran nothing.
    None,
}

impl Taken {
    fn new(taken: Option<u32>, otherwise: bool) -> Taken {
        match taken {
            Some(index) => Taken::Number(index + 1),
            None if otherwise => Taken::Otherwise(Otherwise::Else),
            None => Taken::Otherwise(Otherwise::None),
        }
    }
}

impl std::fmt::Display for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Taken::Number(number) => number.fmt(f),
            Taken::Otherwise(Otherwise::Else) => f.write_str("else"),
            Taken::Otherwise(Otherwise::None) => f.write_str("none"),
        }
    }
}

impl Branch {
    /// Judges all lines together.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let taken: Vec<Taken> = kinds(observations)
            .filter_map(|kind| match kind {
                TraceKind::Branched { taken, otherwise } => Some(Taken::new(*taken, *otherwise)),
                _ => None,
            })
            .collect();
        let got = taken
            .last()
            .map_or("no if ran".to_owned(), Taken::to_string);
        let holds = taken.contains(&self.taken);
        let got = if holds { self.taken.to_string() } else { got };
        Verdict::new(holds, "branch taken", self.taken.to_string(), got)
    }
}

/// A pipeline of at least this many commands ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pipeline {
    /// At least so many.
    pub stages: usize,
}

impl Pipeline {
    /// Judges all lines together.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let lengths = kinds(observations).filter_map(|kind| match kind {
            TraceKind::PipelineEnded { statuses, .. } => Some(statuses.len()),
            _ => None,
        });
        let longest = lengths.max().unwrap_or(0);
        let wanted = format!("{} commands or more", self.stages);
        let got = if longest == 0 {
            "none".to_owned()
        } else {
            format!("{longest} commands")
        };
        Verdict::new(longest >= self.stages, "pipeline", wanted, got)
    }
}

/// At least so many jobs were started with `&`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Background {
    /// How many; 0 means that the latest line must start none.
    pub jobs: usize,
    /// A word of a command that one of them must run.
    pub of: Option<String>,
}

impl Background {
    /// Judges the latest line for none, all lines together otherwise.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let latest = &observations[observations.len().saturating_sub(1)..];
        let lines = if self.jobs == 0 { latest } else { observations };
        let is_start = |kind: &&TraceKind| {
            matches!(
                kind,
                TraceKind::Forked {
                    reason: ForkReason::AsyncList,
                    ..
                }
            )
        };
        if let Some(word) = &self.of
            && !lines.iter().any(|line| runs_in_a_job(word, line))
        {
            let got = match kinds(lines).any(|kind| is_start(&kind)) {
                true => "something else",
                false => "nothing",
            };
            return Verdict::new(false, "in the background", word.as_str(), got);
        }
        let started = kinds(lines).filter(is_start).count();
        let holds = if self.jobs == 0 {
            started == 0
        } else {
            started >= self.jobs
        };
        Verdict::new(
            holds,
            "background jobs",
            self.jobs.to_string(),
            started.to_string(),
        )
    }
}

/// Whether a job of `line` runs a command one of whose words is `word`, itself or by a process it starts.
fn runs_in_a_job(word: &str, line: &Observation) -> bool {
    let births = || {
        line.trace.iter().filter_map(|event| match event.kind {
            TraceKind::Forked { child, reason } => Some((event.pid, child, reason)),
            _ => None,
        })
    };
    // Processes are started in the order of the trace, so a child's entry stands behind its parent's.
    let mut within: Vec<i32> = Vec::new();
    for (parent, child, reason) in births() {
        if reason == ForkReason::AsyncList || within.contains(&parent) {
            within.push(child);
        }
    }
    let is_it = |own: &[u8]| own.rsplit(|byte| *byte == b'/').next() == Some(word.as_bytes());
    let named = |run: &Run| {
        run.argv
            .iter()
            .any(|own| own == word.as_bytes() || is_it(own))
    };
    let runs = line.runs();
    runs.iter()
        .any(|run| named(run) && within.contains(&run.pid))
        || is_to_run_in_a_job(word, line)
}

/// Whether `word` stands in a job of `line` that nobody waited for: it may not have come so far before the line ended.
fn is_to_run_in_a_job(word: &str, line: &Observation) -> bool {
    let was_waited_for = |pid: i32| {
        let is_end =
            |kind: &TraceKind| matches!(kind, TraceKind::Waited { child, .. } if *child == pid);
        line.trace.iter().any(|event| is_end(&event.kind))
    };
    let mut started = line.trace.iter().filter_map(|event| match event.kind {
        TraceKind::JobStarted { pid, .. } if event.source == 0 => Some((pid, event.span?)),
        _ => None,
    });
    started.any(|(pid, span)| {
        let written = String::from_utf8_lossy(span.of(line.line.as_bytes()));
        let ends = |c: char| c.is_whitespace() || "&|;<>(){}'\"".contains(c);
        !was_waited_for(pid) && written.split(ends).any(|own| own == word)
    })
}

fn kinds(observations: &[Observation]) -> impl Iterator<Item = &TraceKind> {
    observations
        .iter()
        .flat_map(|observation| &observation.trace)
        .map(|event| &event.kind)
}

#[cfg(test)]
mod tests {
    use super::super::Check;
    use super::super::testing::{Line, judge};
    use super::*;
    use crate::trace::{ExitStatus, How};

    #[test]
    fn a_skip_belongs_to_its_operator() {
        let line = || {
            Line::new("false && echo a")
                .ran("false", 1)
                .skipped("echo a", "&&", 1)
                .done()
        };
        assert!(judge("kind = 'short-circuited'\non = '&&'", line()).holds);
        let verdict = judge("kind = 'short-circuited'\non = '||'", line());
        assert_eq!(
            (verdict.holds, verdict.got.as_str()),
            (false, "skipped after &&")
        );
        assert!(toml::from_str::<Check>("kind = 'short-circuited'\non = '|'").is_err());
    }

    #[test]
    fn what_was_skipped_is_known_by_its_words() {
        let of = "kind = 'short-circuited'\non = '&&'\nof = 'echo made it'";
        let check = |skipped: &str, holds: bool| {
            let line = Line::new(&format!("false && {skipped}")).ran("false", 1);
            let line = line.skipped(skipped, "&&", 1).done();
            assert_eq!(judge(of, line).holds, holds, "{skipped}");
        };
        for same in [
            "echo  made it",
            "echo \"made it\" > log",
            "echo made it | cat",
            "{ echo made it; }",
            "( 'echo' made it; ls )",
        ] {
            check(same, true);
        }
        check("echo made", false);
        check("true || echo made it", false);
    }

    #[test]
    fn branches_count_from_one() {
        let line = |taken, otherwise| {
            Line::new("if")
                .event(1, "if", TraceKind::Branched { taken, otherwise })
                .done()
        };
        assert!(judge("kind = 'branch'\ntaken = 2", line(Some(1), false)).holds);
        assert!(judge("kind = 'branch'\ntaken = 'else'", line(None, true)).holds);
        assert!(judge("kind = 'branch'\ntaken = 'none'", line(None, false)).holds);
        assert_eq!(
            judge("kind = 'branch'\ntaken = 1", line(None, true)).got,
            "else"
        );
    }

    #[test]
    fn pipelines_and_jobs_are_counted() {
        let ended = TraceKind::PipelineEnded {
            statuses: vec![ExitStatus(0); 3],
            status: ExitStatus(0),
            negated: false,
        };
        let line = || {
            Line::new("a | b | c &")
                .event(1, "a", ended.clone())
                .forked(ForkReason::AsyncList)
                .done()
        };
        assert!(judge("kind = 'pipeline'\nstages = 3", line()).holds);
        assert!(!judge("kind = 'pipeline'\nstages = 4", line()).holds);
        assert!(judge("kind = 'background'\njobs = 1", line()).holds);
        assert!(!judge("kind = 'background'\njobs = 0", line()).holds);
    }

    #[test]
    fn a_job_is_known_by_what_it_runs() {
        let check = "kind = 'background'\njobs = 1\nof = 'b.sh'";
        let line = |pid, text: &str| {
            let argv = text.split(' ').map(|word| word.as_bytes().to_vec());
            let (argv, how) = (argv.collect(), How::External);
            Line::new("sh b.sh & echo b")
                .forked(ForkReason::AsyncList)
                .event(pid, text, TraceKind::Started { argv, how })
                .done()
        };
        assert!(judge(check, line(2, "sh b.sh")).holds);
        // The line was quicker than its job.
        let (pid, number) = (2, 1);
        let begun = Line::new("sh b.sh & true").forked(ForkReason::AsyncList);
        let begun = begun.event(1, "sh b.sh", TraceKind::JobStarted { number, pid });
        assert!(judge(check, begun.done()).holds);
        let got = |line| judge(check, line).got;
        assert_eq!(got(line(1, "sh b.sh")), "something else");
        assert_eq!(got(line(2, "echo b")), "something else");
        assert_eq!(
            got(Line::new("sh b.sh").ran("sh b.sh", 0).done()),
            "nothing"
        );
    }
}
