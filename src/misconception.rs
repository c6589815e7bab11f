//! Misconceptions: ideas about the shell that are wrong, how each is recognised, and what is said of it.
//!
//! Each idea is a value of its own in the file of its family: what is believed, what is said, and a detector that looks for
//! it in what was written and what happened ([`Evidence`]). Ideas that show only in a wrong answer have no detector: they are
//! known by a misreading that gives the same answer ([`ideas`](crate::misreading::Misreading::ideas)).
//!
//! Start with [`diagnose_line`].

mod and_or;
mod answers;
mod assignments;
mod background;
mod bangs;
mod bashisms;
mod belonging;
mod brackets;
mod branches;
mod broken;
mod chained_messages;
mod clauses;
mod closing;
mod compared_output;
mod comparisons;
mod conditional;
mod contents;
mod counted_lines;
mod declarations;
mod descriptors;
mod documents;
mod duplicates;
mod echoed;
mod either_end;
mod else_ifs;
mod endings;
mod errexit;
pub mod evidence;
mod exits;
mod file_names;
mod filled;
mod find;
mod folders;
mod for_one_command;
mod foreign;
mod given;
mod glued;
mod glued_brackets;
mod grammar;
mod grep_patterns;
mod handed_on;
mod joined;
mod kept_backslashes;
mod kept_statuses;
mod leaving;
mod left_out;
mod lone_redirects;
mod look_alikes;
mod messages;
mod misassigned;
mod missing;
mod mistyped_status;
mod newlines;
mod no_operator;
mod numbers;
mod operands;
mod operators;
mod outputs;
mod overwritten;
mod parentheses;
mod past_the_pipe;
mod permissions;
mod piped;
mod pipes;
mod places;
mod print_signs;
mod program_texts;
mod quoted_commands;
mod quoting;
mod redirects;
mod run_numbers;
mod run_on;
mod same_file;
mod script_files;
mod script_lines;
mod scripts;
mod services;
mod several_questions;
mod signs;
mod single_quotes;
mod spacing;
mod status;
mod status_as_command;
mod stored;
mod subshells;
mod substitutions;
mod sums;
mod tested_commands;
mod testing;
mod tokens;
mod tree;
mod unfound;
mod unkept;
mod unreadable;
mod unseen_statuses;
mod values;
mod wait_names;
mod waiting;
mod words;

pub use evidence::{Evidence, Text, Wanted};
pub use given::given_by;

use crate::observation::Observation;
use crate::source::Span;
use crate::syntax::parse::{Parsed, parse};
use bumpalo::Bump;
use std::cmp::Reverse;

/// How near an idea is to what a course on exit statuses, tests and operators is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// In the middle of it.
    Core,
    /// At its edge, or rarer.
    Later,
}

/// How sure a finding is, and how much it is in the way of everything else. The first outranks those after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The text cannot be read.
    SyntaxError,
    /// It happened.
    Certain,
    /// It will happen if what is written runs.
    Static,
    /// It may be meant; only the learner knows. Said as a question.
    Ask,
}

/// A wrong idea about the shell.
#[derive(Debug)]
pub struct Idea {
    /// Its stable name, as lessons and the record spell it.
    pub id: &'static str,
    /// How near it is to the middle of the course.
    pub tier: Tier,
    /// What is believed, as a sentence.
    pub belief: &'static str,
    /// What is said of it where nothing more particular is known.
    pub say: &'static str,
    /// How sure its detector is, if it does not say otherwise.
    pub level: Level,
    /// Among findings of the same level, a higher one is more specific.
    pub rank: u8,
    /// Looks for it; `None` if only an answer can show it.
    pub detect: Option<Detector>,
}

/// Looks for an idea in all that is known of a line.
pub type Detector = fn(&Evidence<'_>) -> Option<Spot>;

/// Where a detector found its idea, and what it says there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The index of the text in [`Evidence::texts`].
    text: usize,
    span: Span,
    level: Option<Level>,
    say: Option<String>,
    instead: Option<String>,
}

/// A wrong idea that shows in a line.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which one.
    pub idea: &'static Idea,
    /// How sure it is.
    pub level: Level,
    /// The text it is about, as messages name it; `None` for the line itself.
    pub text: Option<String>,
    /// The place in that text.
    pub span: Span,
    /// What to say: one or two sentences of inline Markdown.
    pub say: String,
    /// A line that does what was probably meant.
    pub instead: Option<String>,
}

impl Idea {
    /// An idea with a detector whose findings are certain.
    const fn core(id: &'static str, belief: &'static str, say: &'static str) -> Idea {
        Idea {
            id,
            tier: Tier::Core,
            belief,
            say,
            level: Level::Certain,
            rank: 1,
            detect: None,
        }
    }

    const fn later(id: &'static str, belief: &'static str, say: &'static str) -> Idea {
        Idea {
            tier: Tier::Later,
            ..Idea::core(id, belief, say)
        }
    }

    const fn at(self, level: Level) -> Idea {
        Idea { level, ..self }
    }

    const fn ranked(self, rank: u8) -> Idea {
        Idea { rank, ..self }
    }

    const fn by(self, detect: Detector) -> Idea {
        Idea {
            detect: Some(detect),
            ..self
        }
    }
}

impl Spot {
    /// In the line itself.
    fn line(span: Span) -> Spot {
        Spot::of(0, span)
    }

    fn of(text: usize, span: Span) -> Spot {
        Spot {
            text,
            span,
            level: None,
            say: None,
            instead: None,
        }
    }

    fn saying(self, say: String) -> Spot {
        Spot {
            say: Some(say),
            ..self
        }
    }

    /// A question, since only the learner knows what was meant.
    fn asking(self, say: String) -> Spot {
        Spot {
            level: Some(Level::Ask),
            say: Some(say),
            ..self
        }
    }

    fn at(self, level: Level) -> Spot {
        Spot {
            level: Some(level),
            ..self
        }
    }

    fn instead(self, line: Option<String>) -> Spot {
        Spot {
            instead: line,
            ..self
        }
    }
}

/// Every family of ideas.
static FAMILIES: &[&[Idea]] = &[
    status::IDEAS,
    single_quotes::IDEAS,
    outputs::IDEAS,
    overwritten::IDEAS,
    exits::IDEAS,
    endings::IDEAS,
    substitutions::IDEAS,
    leaving::IDEAS,
    testing::IDEAS,
    answers::IDEAS,
    closing::IDEAS,
    spacing::IDEAS,
    numbers::IDEAS,
    counted_lines::IDEAS,
    operands::IDEAS,
    operators::IDEAS,
    look_alikes::IDEAS,
    quoting::IDEAS,
    conditional::IDEAS,
    comparisons::IDEAS,
    tested_commands::IDEAS,
    branches::IDEAS,
    and_or::IDEAS,
    belonging::IDEAS,
    grammar::IDEAS,
    clauses::IDEAS,
    else_ifs::IDEAS,
    pipes::IDEAS,
    piped::IDEAS,
    past_the_pipe::IDEAS,
    background::IDEAS,
    waiting::IDEAS,
    errexit::IDEAS,
    scripts::IDEAS,
    assignments::IDEAS,
    declarations::IDEAS,
    services::IDEAS,
    brackets::IDEAS,
    several_questions::IDEAS,
    either_end::IDEAS,
    no_operator::IDEAS,
    bashisms::IDEAS,
    values::IDEAS,
    subshells::IDEAS,
    joined::IDEAS,
    redirects::IDEAS,
    descriptors::IDEAS,
    same_file::IDEAS,
    contents::IDEAS,
    missing::IDEAS,
    status_as_command::IDEAS,
    glued::IDEAS,
    left_out::IDEAS,
    quoted_commands::IDEAS,
    mistyped_status::IDEAS,
    script_files::IDEAS,
    permissions::IDEAS,
    foreign::IDEAS,
    bangs::IDEAS,
    duplicates::IDEAS,
    misassigned::IDEAS,
    script_lines::IDEAS,
    stored::IDEAS,
    sums::IDEAS,
    wait_names::IDEAS,
    filled::IDEAS,
    folders::IDEAS,
    grep_patterns::IDEAS,
    handed_on::IDEAS,
    parentheses::IDEAS,
    print_signs::IDEAS,
    unreadable::IDEAS,
    echoed::IDEAS,
    kept_statuses::IDEAS,
    kept_backslashes::IDEAS,
    messages::IDEAS,
    newlines::IDEAS,
    unkept::IDEAS,
    unseen_statuses::IDEAS,
    lone_redirects::IDEAS,
    chained_messages::IDEAS,
    given::IDEAS,
    file_names::IDEAS,
];

/// Every idea, family by family.
pub fn all() -> impl Iterator<Item = &'static Idea> {
    FAMILIES.iter().copied().flatten()
}

/// The idea with this id.
pub fn named(id: &str) -> Option<&'static Idea> {
    all().find(|idea| idea.id == id)
}

/// The one idea to speak of: what keeps the line from being read before what happened, that before what is written, that
/// before a question; then the most specific.
pub fn diagnose_line(evidence: &Evidence<'_>) -> Option<Finding> {
    all_findings(evidence).into_iter().next()
}

/// Every idea that shows, the one to speak of first.
pub fn all_findings(evidence: &Evidence<'_>) -> Vec<Finding> {
    // What was copied with a prompt before it says nothing about an idea.
    let mut typed = evidence.runs.iter().filter(|ran| ran.run.source == 0);
    if typed.any(|ran| ran.run.prompt().is_some()) {
        return Vec::new();
    }
    let mut found: Vec<Finding> = all()
        .filter_map(|idea| {
            let spot = idea.detect?(evidence)?;
            Some(finding(idea, spot, evidence))
        })
        .collect();
    found.sort_by_key(|finding| {
        let length = finding.span.end - finding.span.start;
        let place = (length, finding.span.start);
        (finding.level, Reverse(finding.idea.rank), place)
    });
    found
}

fn finding(idea: &'static Idea, spot: Spot, evidence: &Evidence<'_>) -> Finding {
    Finding {
        idea,
        level: spot.level.unwrap_or(idea.level),
        text: evidence.texts[spot.text].name.clone(),
        span: spot.span,
        say: spot.say.unwrap_or_else(|| idea.say.to_owned()),
        instead: spot.instead.filter(|line| is_whole(line)),
    }
}

/// Whether the shell would read a line that is shown to be typed, and wait for no more of it.
fn is_whole(line: &str) -> bool {
    matches!(
        parse(line.as_bytes(), &Bump::new(), &()),
        Parsed::Complete(_)
    )
}

/// What a line shows, given the lines before it in its session and what was wanted of it.
pub fn diagnose(
    seen: &Observation,
    earlier: &[Observation],
    wanted: Option<&Wanted>,
) -> Option<Finding> {
    let arena = Bump::new();
    diagnose_line(&Evidence::new(seen, earlier, wanted, &arena))
}

/// What went wrong when the last of `lines` to write the file `path` did so, if `text`, which it holds now, is what came of it.
pub fn of_writing(lines: &[Observation], path: &str, text: &str) -> Option<Finding> {
    let text = text.as_bytes();
    let document = documents::written(lines, path, text).map(|say| ("heredoc-quoting", say));
    let echoed = || filled::written(lines, path, text).map(|say| ("script-filled-in", say));
    let (idea, say) = document.or_else(echoed)?;
    Some(Finding {
        idea: named(idea)?,
        level: Level::Certain,
        text: Some(path.to_owned()),
        span: Span::at(0),
        say,
        instead: None,
    })
}

/// What a text shows that has not run, questions last.
pub fn static_findings(script: &str) -> Vec<Finding> {
    let unrun = Observation {
        line: script.to_owned(),
        ..Observation::default()
    };
    let arena = Bump::new();
    all_findings(&Evidence::new(&unrun, &[], None, &arena))
}
