//! What comes of a prediction: the run for real beside it, the way of thinking that gives it, the question that is left to ask,
//! and why it is so. What is said between two inputs is seen at once: the last to be said is the reason, behind the question.

use super::offers::OFFERS;
use super::predict::Posed;
use super::{Desk, Origin, Turn, ideas};
use crate::diagnosis::{self, Diagnosis};
use crate::judging::folder::elsewhere;
use crate::laboratory::Laboratory;
use crate::lesson::WrongAnswer;
use crate::lesson::predict::{self, Comparison, Layout};
use crate::observation::Observation;
use crate::progress::entry::{Outcome, Sure};
use crate::progress::record::{Standing, first_of};
use crate::trace::words;
use crate::tutor::TutorError;
use crate::tutor::view::fit::{Forms, fitted};
use crate::tutor::view::{Page, comparison as beside, difference, feedback, prose, runs};

/// A prediction, or the wish to be told.
pub(super) struct Predicted {
    /// What was typed, unless the answer was asked for.
    pub(super) answer: Option<String>,
    /// How sure its author was.
    pub(super) sure: Option<Sure>,
    /// Whether it is about the last of the step's sessions.
    pub(super) is_last: bool,
    /// Whether it was recorded, and its run shown, before the step was left.
    pub(super) is_recorded: bool,
}

/// What a wrong prediction comes of.
#[derive(Default)]
struct Thought<'l> {
    /// The answer that its author foresaw.
    foreseen: Option<&'l WrongAnswer>,
    /// The ways of thinking that give it.
    diagnosis: Option<Diagnosis>,
}

/// Runs the session and says what comes of the prediction. Where to go, if the question that is left is not answered.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub(super) fn run(
    desk: &mut Desk,
    posed: &Posed,
    predicted: &Predicted,
) -> Result<Option<Turn>, TutorError> {
    let observation = elsewhere(&desk.step.first_setup(), &posed.question.session())?;
    let printed = printed(desk, posed, &observation);
    let answer = predicted.answer.as_deref();
    let comparison = predict::compare(&printed, answer.unwrap_or_default());
    let ran = ran(desk, answer, &observation);
    // What is asked next may be about it, and so may be answered with `:why`.
    desk.last = Some(observation);
    match answer {
        Some(_) if comparison.agrees() => {
            agreed(desk, posed, predicted, None, ran)?;
            Ok(None)
        }
        Some(answer) => {
            let ways = written_in_lines(answer);
            let foreseen = ways.iter();
            let foreseen = foreseen
                .filter_map(|answer| predict::foreseen(posed.wrong, answer))
                .next();
            let mut diagnosis = None;
            for way in &ways {
                if foreseen.is_none() && diagnosis.is_none() {
                    diagnosis = ideas::diagnose(desk, posed, way)?;
                }
            }
            // Where a way of thinking gives just this answer, how it stands is what is wrong with it.
            let layout = match (&foreseen, &diagnosis) {
                (None, None) => {
                    let session = posed.question.session();
                    predict::otherwise_laid_out(&printed, answer, &session)
                }
                _ => None,
            };
            match layout {
                Some(_) => {
                    agreed(desk, posed, predicted, layout, ran)?;
                    Ok(None)
                }
                None => {
                    let thought = Thought {
                        foreseen,
                        diagnosis,
                    };
                    differs(desk, posed, predicted, &comparison, thought, ran)
                }
            }
        }
        None => differs(desk, posed, predicted, &comparison, Thought::default(), ran),
    }
}

/// An answer as it may be meant: as it is written, or, where words stand side by side, each on a line of its own.
fn written_in_lines(answer: &str) -> Vec<String> {
    let mut ways = vec![answer.to_owned()];
    let words: Vec<&str> = answer.split_ascii_whitespace().collect();
    if words.len() > 1 && answer.trim().lines().count() == 1 {
        ways.push(words.join("\n"));
    }
    ways
}

/// What was said, and the run.
fn ran(desk: &mut Desk, answer: Option<&str>, observation: &Observation) -> Forms {
    let page = desk.page();
    let said = answer.map(|answer| format!("{} ", you_say(answer)));
    let head = format!("{}Running it for real:", said.unwrap_or_default());
    let head = prose::plain(&head, 2, page);
    let runs = runs::commands_in_forms(observation, true, page).into_iter();
    runs.map(|runs| format!("{head}\n\n{runs}")).collect()
}

/// A prediction, as a sentence.
pub(super) fn you_say(answer: &str) -> String {
    match answer.trim_end() {
        "" => "You say: no output.".to_owned(),
        answer => format!("You say {}.", feedback::said(answer)),
    }
}

/// What the part that is asked for prints; `seen` is the run of all of it.
fn printed(desk: &Desk, posed: &Posed, seen: &Observation) -> String {
    let streams = seen.streams.as_ref();
    let all = streams.map_or(&seen.screen, |streams| &streams.stdout);
    let all = || String::from_utf8_lossy(all).into_owned();
    if posed.question.before.trim().is_empty() {
        return all();
    }
    let material = diagnosis::prepared(&desk.step.first_setup(), &posed.question);
    match Laboratory::default().run(&material, None) {
        Ok(seen) => diagnosis::printed(&seen),
        Err(_) => all(),
    }
}

fn agreed(
    desk: &mut Desk,
    posed: &Posed,
    predicted: &Predicted,
    layout: Option<Layout>,
    ran: Forms,
) -> Result<(), TutorError> {
    let page = desk.page();
    let before = desk.store.standing(&desk.lesson.id, &desk.step.id);
    let is_whole = predicted.is_last && desk.begun.misses == 0;
    let outcome = if is_whole {
        Outcome::Right
    } else {
        Outcome::Partly
    };
    record(desk, predicted, outcome, posed.origin())?;
    let doubted = desk.begun.doubted || matches!(before, Standing::Missed | Standing::Shown);
    let mut said = "Yes, that is what it prints.".to_owned();
    if let Some(layout) = layout {
        said.push(' ');
        said.push_str(&stands(layout, &posed.question.asked));
    }
    let yes = feedback::good(&said, page);
    let yes = match predicted.is_last && (doubted || desk.begun.misses > 0) {
        true => format!("{yes}\n{}", prose::prose(because(desk, posed), 2, page)),
        false => yes,
    };
    let text = fitted(vec![ran, vec![yes]], &[0], OFFERS, page);
    Ok(desk.say(&text)?)
}

/// Records the prediction, unless that was done before the step was left. Whoever leaves from here on has seen the answer.
fn record(
    desk: &mut Desk,
    predicted: &Predicted,
    outcome: Outcome,
    origin: Origin,
) -> Result<(), TutorError> {
    // What is said of all parts is said behind the last of them.
    desk.begun.doubted |= predicted.sure != Some(Sure::Sure);
    if predicted.is_recorded {
        return Ok(());
    }
    desk.begun.misses += usize::from(outcome == Outcome::Missed);
    if let Some(before) = &mut desk.begun.predicted {
        before.sure = predicted.sure;
    }
    let typed = predicted.answer.as_deref().unwrap_or_default();
    desk.record_with(typed, outcome, predicted.sure, origin)?;
    desk.save()
}

/// Why it is so.
fn because<'a>(desk: &'a Desk, posed: &'a Posed) -> &'a str {
    posed.because.as_deref().unwrap_or(&desk.step.because)
}

/// Whether `told` holds `reason`, however the two are broken into lines.
fn holds(told: &str, reason: &str) -> bool {
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    line(told).contains(&line(reason))
}

/// How it really stands.
fn stands(layout: Layout, asked: &str) -> String {
    match layout {
        Layout::Lines(count) => {
            let lines = words::count(count as u64, "line");
            match asked.matches("echo ").count() >= count {
                true => format!("Each `echo` ends its line: it stands on {lines}."),
                false => format!("It stands on {lines}."),
            }
        }
        Layout::OneLine => "It stands on one line.".to_owned(),
        Layout::Unquoted => "It is printed without the quotes.".to_owned(),
        Layout::Unindented => "There are no blanks around it.".to_owned(),
    }
}

fn differs(
    desk: &mut Desk,
    posed: &Posed,
    predicted: &Predicted,
    comparison: &Comparison,
    thought: Thought,
    ran: Forms,
) -> Result<Option<Turn>, TutorError> {
    let origin = Origin {
        ideas: thought
            .foreseen
            .iter()
            .map(|wrong| wrong.idea.clone())
            .collect(),
        misreadings: thought.diagnosis.iter().flat_map(ideas::ids).collect(),
        ..posed.origin()
    };
    record(desk, predicted, Outcome::Missed, origin)?;
    let page = desk.page();
    let compared = match predicted.answer {
        Some(_) => beside::side_by_side_in_forms(comparison, page),
        None => vec![String::new()],
    };
    let told = told(desk, posed, predicted, comparison, &thought, page);
    let reason = reason(desk, posed, predicted, &thought, &told, page);
    let separation = thought.diagnosis.as_ref();
    let separation =
        separation.and_then(|diagnosis| Some((diagnosis, diagnosis.separation.as_ref()?)));
    let Some((diagnosis, question)) = separation else {
        let parts = vec![ran, compared, vec![told], vec![reason]];
        desk.say(&fitted(parts, &[0, 1], OFFERS, page))?;
        return Ok(None);
    };
    let asked = ideas::asked(question, page);
    let parts = vec![ran, compared, vec![told], vec![asked]];
    desk.say(&format!("{}\n", fitted(parts, &[0, 1], 1, page)))?;
    let (turn, said) = ideas::tell_apart(desk, diagnosis)?;
    if turn.is_none() && !reason.is_empty() && !holds(&said, &reason) {
        desk.say(&format!("\n{reason}"))?;
    }
    Ok(turn)
}

/// What a wrong prediction comes of, or else how it differs.
fn told(
    desk: &Desk,
    posed: &Posed,
    predicted: &Predicted,
    comparison: &Comparison,
    thought: &Thought,
    page: Page,
) -> String {
    let answer = predicted.answer.as_deref();
    match (&thought.diagnosis, thought.foreseen, answer) {
        (Some(diagnosis), ..) => ideas::ways(diagnosis, answer.unwrap_or_default(), page),
        (_, Some(wrong), _) => prose::prose(&wrong.say, 2, page),
        (None, None, Some(_)) => desk.last.as_ref().map_or(String::new(), |seen| {
            let from = posed.question.before.len();
            difference::told(seen, comparison, u32::try_from(from).unwrap_or(0), page)
        }),
        (None, None, None) => String::new(),
    }
}

/// Why it is so, where that is not `told` already.
fn reason(
    desk: &Desk,
    posed: &Posed,
    predicted: &Predicted,
    thought: &Thought,
    told: &str,
    page: Page,
) -> String {
    // The step's own reason speaks of all sessions, so it would give away those to come.
    if !predicted.is_last || thought.foreseen.is_some() {
        return String::new();
    }
    let reason = prose::prose(because(desk, posed), 2, page);
    // Of a question that stands in no lesson the reason is the rule, which has just been told.
    // What a question asks for once more may have no part in how this answer came about.
    let is_again = first_of(&desk.step.id.0).is_some();
    let is_beside = is_again && thought.diagnosis.is_none() && !told.is_empty();
    match is_beside || holds(told, &reason) {
        true => String::new(),
        false => reason,
    }
}
