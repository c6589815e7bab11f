//! What of a lesson is due again: steps that were not known at once, and the ideas that showed in them. Derived from the
//! attempts of the [record](super::record), and forgotten with them when a lesson is set back.

use super::entry::{Attempt, Outcome, Sure};

/// Why a step is due again, the weakest reason first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The answer was right, and a guess.
    Guessed,
    /// A wrong idea showed before the answer was right.
    Confused,
    /// All hints were opened before.
    Hinted,
    /// The solution was shown.
    Shown,
    /// The prediction was wrong.
    Missed,
}

/// What is known of a step that is due again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The strongest reason.
    pub why: Why,
    /// The ids of the misconceptions that showed.
    pub ideas: Vec<String>,
    /// The ids of the misreadings that led to its answers.
    pub misreadings: Vec<String>,
}

/// What `attempt` makes of what was due of its step `before`. `is_done` is whether the step was done when it was made.
pub fn after(before: Option<Due>, attempt: &Attempt, is_done: bool) -> Option<Due> {
    let why = match attempt.outcome {
        Outcome::Missed if attempt.asked_to_be_told() => Some(Why::Shown),
        Outcome::Missed => Some(Why::Missed),
        Outcome::Shown if !is_done => Some(Why::Shown),
        Outcome::Hinted if !is_done => Some(Why::Hinted),
        Outcome::Wrong if !attempt.ideas.is_empty() => Some(Why::Confused),
        Outcome::Right | Outcome::Partly if attempt.sure == Some(Sure::Guess) => Some(Why::Guessed),
        _ => None,
    };
    let Some(why) = why else {
        return before;
    };
    let mut due = before.unwrap_or(Due {
        why,
        ideas: Vec::new(),
        misreadings: Vec::new(),
    });
    due.why = due.why.max(why);
    add(&mut due.ideas, &attempt.ideas);
    add(&mut due.misreadings, &attempt.misreadings);
    Some(due)
}

fn add(known: &mut Vec<String>, new: &[String]) {
    for id in new {
        if !known.contains(id) {
            known.push(id.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{LessonId, StepId};

    fn due(attempts: &[(Outcome, Option<Sure>, &[&str])]) -> Option<(Why, Vec<String>)> {
        let attempt = |(outcome, sure, ideas): &(Outcome, Option<Sure>, &[&str])| Attempt {
            lesson: LessonId("pipes".to_owned()),
            step: StepId("one".to_owned()),
            typed: String::new(),
            outcome: *outcome,
            sure: *sure,
            ideas: ideas.iter().map(|id| (*id).to_owned()).collect(),
            misreadings: Vec::new(),
            drawn: None,
            part: None,
            hints: 0,
        };
        let attempts = attempts.iter().map(attempt);
        let due = attempts.fold(None, |before, attempt| after(before, &attempt, false));
        due.map(|due| (due.why, due.ideas))
    }

    #[test]
    fn what_was_known_at_once_is_not_due() {
        assert_eq!(due(&[(Outcome::Right, Some(Sure::Sure), &[])]), None);
        assert_eq!(
            due(&[(Outcome::Wrong, None, &[]), (Outcome::Right, None, &[])]),
            None
        );
        assert_eq!(due(&[(Outcome::Skipped, None, &[])]), None);
    }

    #[test]
    fn the_strongest_reason_counts_and_every_idea_once() {
        let guessed = (Outcome::Right, Some(Sure::Guess), &[][..]);
        assert_eq!(due(&[guessed]), Some((Why::Guessed, Vec::new())));
        let confused = (Outcome::Wrong, None, &["a", "b"][..]);
        let missed = (Outcome::Missed, Some(Sure::Sure), &["b"][..]);
        let both = Some((Why::Missed, vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(due(&[confused, missed, guessed]), both);
        let asked_for = (Outcome::Missed, None, &[][..]);
        assert_eq!(due(&[asked_for]), Some((Why::Shown, Vec::new())));
    }
}
