//! What must hold of what a learner did: the vocabulary lessons are written in, and the judging of it.
//!
//! A check is a `[[check]]` table whose `kind` names one of the variants of [`Check`]. It looks at effects only, never at the
//! text that was typed ([`Used`] and [`NotUsed`] apart, which name a construct and not a spelling). Start with [`judge`].
//!
//! Given all lines since the step began, a check that asks for something to *happen* (ran, statuses seen, a skip, a branch)
//! is content if it happened in any of them; one that asks for a *state* (status, output, files) or an absence looks at the
//! latest line alone. So nothing a learner tried earlier can make a step unpassable.

mod attempt;
mod command;
mod construct;
mod elapsed;
mod file;
mod flow;
mod jobs_awaited;
mod line;
mod looking;
mod looped;
mod moved;
mod output;
mod replaced;
mod returned;
mod status;
#[cfg(test)]
pub(super) mod testing;
mod through;
mod wanted;

pub use attempt::{acts, is_attempt};
pub use command::{CommandEnded, DidNotRun, Ran, Waited};
pub use construct::{Construct, NotUsed, Used, written};
pub use elapsed::Elapsed;
pub use file::{File, FileState, NothingElse, Variable};
pub use flow::{Background, Branch, Pipeline, ShortCircuited, Taken};
pub use jobs_awaited::JobsAwaited;
pub use line::SomeLine;
pub use looking::is_looking_around;
pub use looped::Looped;
pub use moved::Moved;
pub use output::{Screen, Stderr, Stdout, TextTest};
pub use replaced::Replaced;
pub use returned::ReturnsInside;
pub use status::{Outcome, Status, StatusTest, StatusesSeen};
pub use wanted::wanted;

use super::{HiddenRun, Judge};
use crate::observation::Observation;
use serde::Deserialize;

/// One thing that must hold of what happened.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Check {
    /// `$?` after the latest line.
    Status(Status),
    /// Statuses that were looked at, in order.
    StatusesSeen(StatusesSeen),
    /// Standard output of the latest line.
    Stdout(Stdout),
    /// Standard error of the latest line.
    Stderr(Stderr),
    /// Both, as they appeared.
    Screen(Screen),
    /// A file or directory.
    File(File),
    /// No paths but these are new.
    NothingElseCreated(NothingElse),
    /// A shell variable.
    Variable(Variable),
    /// A command ran.
    Ran(Ran),
    /// A command did not run.
    DidNotRun(DidNotRun),
    /// Some command ended so and so.
    CommandEnded(CommandEnded),
    /// A job was waited for by its id.
    Waited(Waited),
    /// One line did several things.
    SomeLine(SomeLine),
    /// `&&` or `||` skipped its right side.
    ShortCircuited(ShortCircuited),
    /// An `if` took a branch.
    Branch(Branch),
    /// A pipeline of some length ran.
    Pipeline(Pipeline),
    /// Jobs were started with `&`.
    Background(Background),
    /// All jobs started with `&` were waited for.
    JobsAwaited(JobsAwaited),
    /// A loop ran its body so often.
    Looped(Looped),
    /// A shell became another program.
    Replaced(Replaced),
    /// `return` left functions only.
    ReturnsInside(ReturnsInside),
    /// The latest line took less than so long.
    Elapsed(Elapsed),
    /// A construct was used.
    Used(Used),
    /// A construct was not used.
    NotUsed(NotUsed),
}

impl Check {
    /// Whether it holds of the lines since the step began, oldest first. Of no lines at all, nothing holds.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let mut verdict = match self {
            Check::Status(check) => check.judge(observations),
            Check::StatusesSeen(check) => check.judge(observations),
            Check::Stdout(check) => check.judge(observations),
            Check::Stderr(check) => check.judge(observations),
            Check::Screen(check) => check.judge(observations),
            Check::File(check) => check.judge(observations),
            Check::NothingElseCreated(check) => check.judge(observations),
            Check::Variable(check) => check.judge(observations),
            Check::Ran(check) => check.judge(observations),
            Check::DidNotRun(check) => check.judge(observations),
            Check::CommandEnded(check) => check.judge(observations),
            Check::Waited(check) => check.judge(observations),
            Check::SomeLine(check) => check.judge(observations),
            Check::ShortCircuited(check) => check.judge(observations),
            Check::Branch(check) => check.judge(observations),
            Check::Pipeline(check) => check.judge(observations),
            Check::Background(check) => check.judge(observations),
            Check::JobsAwaited(check) => check.judge(observations),
            Check::Looped(check) => check.judge(observations),
            Check::Replaced(check) => check.judge(observations),
            Check::ReturnsInside(check) => check.judge(observations),
            Check::Elapsed(check) => check.judge(observations),
            Check::Used(check) => check.judge(observations),
            Check::NotUsed(check) => check.judge(observations),
        };
        verdict.holds &= !observations.is_empty();
        verdict
    }

    /// What is senseless about it, if anything: what was found, and what was expected.
    pub fn fault(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Check::StatusesSeen(check) => check.fault(),
            Check::SomeLine(check) => check.fault(),
            Check::Looped(check) => check.fault(),
            Check::Elapsed(check) => check.fault(),
            Check::Stdout(Stdout(test))
            | Check::Stderr(Stderr(test))
            | Check::Screen(Screen(test)) => test.fault(),
            _ => None,
        }
    }

    /// Whether it is about standard error, so that this is not to be found in standard output as well.
    fn tells_streams_apart(&self) -> bool {
        match self {
            Check::Stderr(_) => true,
            Check::SomeLine(some) => some.checks.iter().any(Check::tells_streams_apart),
            _ => false,
        }
    }

    /// Whether all that it wants has been seen, and only in another order.
    pub fn is_turned_round(&self, observations: &[Observation]) -> bool {
        matches!(self, Check::StatusesSeen(check) if check.is_turned_round(observations))
    }

    /// Whether it is content where nothing happens: that it holds is no step forward.
    fn is_absence(&self) -> bool {
        match self {
            Check::NotUsed(_)
            | Check::DidNotRun(_)
            | Check::NothingElseCreated(_)
            | Check::JobsAwaited(_)
            | Check::ReturnsInside(_)
            | Check::Elapsed(_) => true,
            Check::Looped(check) => check.least == 0,
            Check::Stdout(Stdout(test))
            | Check::Stderr(Stderr(test))
            | Check::Screen(Screen(test)) => test.empty == Some(true),
            _ => false,
        }
    }
}

/// What was there before there was a line to look at.
const NOTHING_RAN: &str = "nothing ran yet";

/// What a check found: one row of the table that stands wanted and got side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it holds.
    pub holds: bool,
    /// What was looked at, for instance `file alert`.
    pub what: String,
    /// What should have been there; invisible characters are marked. May have several lines.
    pub wanted: String,
    /// What was there, likewise.
    pub got: String,
}

impl Verdict {
    fn new(
        holds: bool,
        what: impl Into<String>,
        wanted: impl Into<String>,
        got: impl Into<String>,
    ) -> Verdict {
        let (what, wanted, got) = (what.into(), wanted.into(), got.into());
        Verdict {
            holds,
            what,
            wanted,
            got,
        }
    }

    /// A verdict about the latest line when there is none yet.
    fn nothing_ran(what: impl Into<String>, wanted: impl Into<String>) -> Verdict {
        Verdict::new(false, what, wanted, NOTHING_RAN)
    }

    /// Says of what did not happen in the line that counts, and did in an `earlier` one, that it is this line which lacks it.
    fn tell_from_earlier(&mut self, check: &Check, earlier: &[Observation]) {
        let nothing = check.judge(&[]).got;
        let lacks = !self.holds && self.got == nothing && nothing != NOTHING_RAN;
        if lacks && check.judge(earlier).got != nothing {
            self.got.push_str(" in this line");
        }
    }

    /// The same with the marks of [`Marks::Ascii`](super::visible::Marks), for terminals without others.
    pub fn in_ascii(&self) -> Verdict {
        let ascii = |text: &String| text.replace('·', "<blank>").replace('→', "<tab>");
        let (what, wanted, got) = (ascii(&self.what), ascii(&self.wanted), ascii(&self.got));
        Verdict {
            holds: self.holds,
            what,
            wanted,
            got,
        }
    }
}

/// What all checks of a step found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// One for each check, in the lesson's order.
    pub verdicts: Vec<Verdict>,
}

impl Judgement {
    /// Whether all hold.
    pub fn holds(&self) -> bool {
        self.verdicts.iter().all(|verdict| verdict.holds)
    }

    /// Those that do not hold.
    pub fn failures(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().filter(|verdict| !verdict.holds)
    }
}

/// Whether something that was wanted has happened in the latest line, beside what holds where nothing happens.
pub fn gained(judge: &Judge, now: &Judgement, before: &Judgement) -> bool {
    let sides = now.verdicts.iter().zip(&before.verdicts);
    let mut checks = judge.checks.iter().zip(sides);
    checks.any(|(check, (now, before))| !check.is_absence() && now.holds && !before.holds)
}

/// Whether something that is not yet as it is wanted has come nearer in the latest line: of statuses that are to be looked at
/// one after the other, one more has been; of anything else, there is something else than before.
pub fn came_nearer(judge: &Judge, seen: &[Observation]) -> bool {
    let Some((_, earlier)) = seen.split_last() else {
        return false;
    };
    judge.checks.iter().any(|check| match check {
        Check::StatusesSeen(check) => check.matched(seen) > check.matched(earlier),
        _ => {
            let now = check.judge(seen);
            !now.holds && now != check.judge(earlier)
        }
    })
}

/// Whether the latest line owes it to an earlier one that a file or a variable is as it should be, and has no part in it itself.
pub fn leans_on_earlier(judge: &Judge, before: &Judgement, seen: &[Observation]) -> bool {
    let Some((last, earlier)) = seen.split_last() else {
        return false;
    };
    let is_left = |check: &Check| {
        matches!(check, Check::File(_) | Check::Variable(_))
            && !attempt::brings_about(check, last)
            && earlier
                .iter()
                .any(|line| attempt::brings_about(check, line))
    };
    let mut checks = judge.checks.iter().zip(&before.verdicts);
    checks.any(|(check, before)| before.holds && is_left(check))
}

/// As many of the last lines, two or more, as have put on the screen together what a check wants of one.
pub fn printed_together<'o>(judge: &Judge, seen: &'o [Observation]) -> Option<&'o [Observation]> {
    let wanted = judge.checks.iter().find_map(|check| match check {
        Check::Stdout(Stdout(test)) | Check::Screen(Screen(test)) => test.is.as_deref(),
        _ => None,
    })?;
    let wanted = wanted.trim_end();
    let printed = |lines: &[Observation]| {
        let screens = lines.iter().map(|line| line.screen.as_slice());
        String::from_utf8_lossy(&screens.collect::<Vec<_>>().concat()).into_owned()
    };
    let tails = (2..=seen.len()).map(|count| &seen[seen.len() - count..]);
    let fits = |lines: &&[Observation]| !wanted.is_empty() && printed(lines).trim_end() == wanted;
    // A line that prints nothing may belong to it: as many as there are before one that prints more.
    tails.rev().find(fits)
}

/// Judges the lines since the step began, oldest first. Hidden runs are judged apart: [`HiddenRun::judge`].
pub fn judge(judge: &Judge, observations: &[Observation]) -> Judgement {
    let skip = if judge.one_line {
        observations.len().saturating_sub(1)
    } else {
        0
    };
    let (earlier, counted) = observations.split_at(skip);
    let mut judgement = judge_all(&judge.checks, counted);
    if !earlier.is_empty() {
        let checks = judge.checks.iter().zip(&mut judgement.verdicts);
        checks.for_each(|(check, verdict)| verdict.tell_from_earlier(check, earlier));
    }
    judgement
}

/// A message that no check speaks of counts as printed: a learner sees it in the midst of the rest.
fn judge_all(checks: &[Check], observations: &[Observation]) -> Judgement {
    let known = observations.iter().any(|seen| seen.streams.is_some());
    let shown = known && !checks.iter().any(Check::tells_streams_apart);
    let shown: Option<Vec<Observation>> = shown.then(|| {
        let seen = observations.iter().cloned();
        seen.map(Observation::on_a_terminal).collect()
    });
    let judge = |check: &Check| {
        let verdict = check.judge(observations);
        match &shown {
            // What is wrong without the messages is clearer without them.
            Some(shown) if verdict.holds => check.judge(shown),
            _ => verdict,
        }
    };
    Judgement {
        verdicts: checks.iter().map(judge).collect(),
    }
}

impl HiddenRun {
    /// The text to run in its folder: the learner's answer with the replacements made.
    pub fn variant(&self, answer: &str) -> String {
        let replace = |text: String, (from, to): &(String, String)| text.replace(from, to);
        self.replace.iter().fold(answer.to_owned(), replace)
    }

    /// Judges what came of it.
    pub fn judge(&self, observations: &[Observation]) -> Judgement {
        judge_all(&self.checks, observations)
    }
}

#[cfg(test)]
mod tests {
    use super::testing::Line;
    use super::*;

    fn parse(toml: &str) -> Check {
        toml::from_str(toml).unwrap()
    }

    #[test]
    fn with_one_line_only_the_latest_counts() {
        let checks = vec![
            parse("kind = 'ran'\nname = 'true'"),
            parse("kind = 'ran'\nname = 'false'"),
        ];
        let lines = [
            Line::new("true").ran("true", 0).done(),
            Line::new("false").ran("false", 1).done(),
        ];
        let mut step = Judge {
            checks,
            one_line: false,
            ..Judge::default()
        };
        assert!(judge(&step, &lines).holds());
        step.one_line = true;
        let judgement = judge(&step, &lines);
        assert_eq!(
            judgement
                .failures()
                .map(|verdict| verdict.what.as_str())
                .collect::<Vec<_>>(),
            ["true"]
        );
    }

    #[test]
    fn what_ran_in_the_line_before_is_not_said_not_to_have_run() {
        let step = Judge {
            checks: vec![parse("kind = 'ran'\nname = 'job'")],
            one_line: true,
            ..Judge::default()
        };
        let job = || Line::new("job").ran("job", 0).done();
        let echo = || Line::new("echo").ran("echo", 0).done();
        let got = |lines: &[Observation]| judge(&step, lines).verdicts[0].got.clone();
        assert_eq!(got(&[job(), echo()]), "not run in this line");
        assert_eq!(got(&[echo(), echo()]), "not run");
        assert_eq!(got(&[echo(), job()]), "exit 0");
    }

    #[test]
    fn nothing_holds_before_anything_ran() {
        for check in [
            "kind = 'stdout'\nempty = true",
            "kind = 'not-used'\nconstruct = 'if'",
            "kind = 'did-not-run'\nname = 'rm'",
        ] {
            assert!(!parse(check).judge(&[]).holds, "{check}");
        }
    }

    #[test]
    fn what_an_earlier_line_left_is_no_work_of_the_latest() {
        let step = Judge {
            checks: vec![parse("kind = 'file'\npath = 'out'")],
            one_line: true,
            ..Judge::default()
        };
        let made = || Line::new("mkdir out").ran("mkdir out", 0).file("out/", "");
        let leans = |lines: &[Observation]| {
            let earlier = &lines[..lines.len() - 1];
            leans_on_earlier(&step, &judge(&step, earlier), lines)
        };
        let nothing = Line::new("true").ran("true", 0).file("out/", "");
        let mut nothing = nothing.done();
        nothing.files_before = nothing.files.clone();
        assert!(leans(&[made().done(), nothing.clone()]));
        assert!(!leans(&[nothing.clone(), nothing]));
        assert!(!leans(&[
            Line::new("ls").ran("ls", 0).done(),
            made().done()
        ]));
    }

    #[test]
    fn what_holds_where_nothing_happens_is_no_gain() {
        let step = Judge {
            checks: vec![
                parse("kind = 'not-used'\nconstruct = 'if'"),
                parse("kind = 'ran'\nname = 'true'"),
            ],
            ..Judge::default()
        };
        let gain = |line| gained(&step, &judge(&step, &[line]), &judge(&step, &[]));
        assert!(!gain(Line::new("ls").ran("ls", 0).done()));
        assert!(gain(Line::new("true").ran("true", 0).done()));
    }

    #[test]
    fn a_message_counts_as_printed_unless_a_check_speaks_of_it() {
        let streams = |stdout, stderr| Line::new("x").streams(stdout, stderr).done();
        let judged = |checks: &[&str], seen: Observation| {
            let checks: Vec<Check> = checks.iter().map(|text| parse(text)).collect();
            judge_all(&checks, &[seen]).holds()
        };
        let clean = "kind = 'stdout'\nis = 'clean'";
        assert!(judged(&[clean], streams("clean\n", "")));
        assert!(!judged(
            &[clean],
            streams("clean\n", "grep: ==: no such file\n")
        ));
        let messages = "kind = 'stderr'\nempty = false";
        assert!(judged(&[clean, messages], streams("clean\n", "oops\n")));
        assert!(!judged(&[clean, messages], streams("clean\n", "")));
    }

    #[test]
    fn a_hidden_run_changes_the_answer() {
        let replace = vec![("exits 3".to_owned(), "exits 7".to_owned())];
        let hidden = HiddenRun {
            with: String::new(),
            setup: Default::default(),
            replace,
            run: None,
            checks: Vec::new(),
        };
        assert_eq!(hidden.variant("exits 3; rc=$?"), "exits 7; rc=$?");
    }

    #[test]
    fn marks_have_an_ascii_form() {
        let verdict = Verdict::new(false, "printed", "a→b$", "a·$");
        assert_eq!(
            verdict.in_ascii(),
            Verdict::new(false, "printed", "a<tab>b$", "a<blank>$")
        );
    }
}
