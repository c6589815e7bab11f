//! A rule that decided something, its cases, and how they are told.

use crate::rule::Rule;
use crate::trace::words::{at_least, count};

/// A rule that decided something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Which.
    pub rule: Rule,
    /// What it decided, in order.
    pub cases: Vec<Case>,
    /// What it decided as everybody expects, of which [`all`](super::all) alone tells, in the same way.
    pub plain: Vec<Case>,
    /// How many cases there were beside those.
    pub more: usize,
    /// Whether there may have been still more, which nobody kept.
    pub truncated: bool,
    /// Whether something else in the line made its cases matter that else only say how the rest was done.
    pub telling: bool,
}

/// Something that a rule decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// In which script, or what else a shell was given; empty for the line itself, and where the sentence says it.
    pub place: String,
    /// A sentence, without a capital at its start or a full stop.
    pub sentence: String,
}

impl Case {
    /// The sentence with its place.
    pub fn whole(&self) -> String {
        match self.place.is_empty() {
            true => self.sentence.clone(),
            false => format!("{}: {}", self.place, self.sentence),
        }
    }

    /// What a list of cases is told with: `head`, the place, and the sentence.
    pub fn after(&self, head: &str) -> String {
        match self.place.is_empty() {
            true => format!("{head}: {}", self.sentence),
            false => format!("{head}, {}: {}", self.place, self.sentence),
        }
    }
}

impl Decision {
    /// Whether it decided what ran, or with which words, or what a status is: what is asked for first. The others say how the
    /// rest was done.
    pub fn is_reason(&self) -> bool {
        let tells_how = matches!(
            self.rule,
            Rule::PipeTogether
                | Rule::FunctionDefinition
                | Rule::FunctionCall
                | Rule::CommandSubstitution
                | Rule::Eval
                | Rule::Dot
                | Rule::ExecRedirects
                | Rule::AsyncList
                | Rule::AsyncInput
                | Rule::DuplicateOutput
                | Rule::CopyDescriptor
                | Rule::CloseDescriptor
                | Rule::PathnameExpansion
                | Rule::SkippedStatus
                | Rule::ForLoop
        );
        self.telling || !tells_how
    }

    /// The rule and its cases in one paragraph; a paragraph for each `$?` that was read, which is all there is to say of it.
    pub fn in_short(&self) -> Vec<String> {
        let more = (self.more > 0).then(|| format!("and {} more", self.times()));
        match self.rule {
            Rule::LatestStatus => {
                let sentences = self.cases.iter().map(|case| case.sentence.clone());
                sentences.chain(more).collect()
            }
            rule => {
                let cases: Vec<&Case> = self.cases.iter().chain(&self.plain).collect();
                let places = cases.chunk_by(|one, other| one.place == other.place);
                let told = places.map(|cases| {
                    let others = cases[1..].iter().map(|case| case.sentence.clone());
                    let first = cases[0].after("Here");
                    std::iter::once(first).chain(others).collect::<Vec<_>>()
                });
                let mut told: Vec<Vec<String>> = told.collect();
                if let Some(last) = told.last_mut() {
                    last.extend(more);
                }
                let told: Vec<String> = told.iter().map(|cases| cases.join("; ")).collect();
                vec![format!("{} {}.", rule.stated(), told.join(". "))]
            }
        }
    }

    /// The cases as they are told: a sentence each.
    pub fn told(&self) -> Vec<String> {
        let mut told: Vec<String> = self
            .cases
            .iter()
            .chain(&self.plain)
            .map(|case| case.after("here"))
            .collect();
        if self.more > 0 {
            told.push(format!("and {} more", self.times()));
        }
        told
    }

    /// How often there was a case that is not told.
    fn times(&self) -> String {
        at_least(count(self.more as u64, "time"), self.truncated)
    }
}
