//! After a wrong prediction that nobody foresaw: which way of thinking gives it, and, if several do, the question that tells
//! them apart.

use super::predict::{self, Posed};
use super::{Asked, Desk, Turn};
use crate::diagnosis::separation::Separation;
use crate::diagnosis::{Clinic, Diagnosis, DiagnosisError, material, prepared, printed};
use crate::laboratory::Laboratory;
use crate::lesson::predict::{compare, understood};
use crate::misreading::Misreading;
use crate::progress::entry::ToldApart;
use crate::tutor::TutorError;
use crate::tutor::view::{self, Page, comparison as beside, feedback, ideas, prose};
use std::time::Duration;

/// More ways of thinking than a learner can weigh: they say that nobody knows.
pub(super) const MOST: usize = 6;

/// How long a learner waits for what their answer may come of. What takes longer sleeps, and is not known by then.
const WAIT: Duration = Duration::from_secs(8);

/// Where that is found out.
pub(super) fn laboratory() -> Laboratory {
    Laboratory::default().within(WAIT)
}

/// Which misreadings give `answer` to `question`; `None` if there is nothing to say.
///
/// # Errors
/// The terminal cannot be used.
pub fn diagnose(
    desk: &mut Desk,
    posed: &Posed,
    answer: &str,
) -> Result<Option<Diagnosis>, TutorError> {
    let material = prepared(&desk.step.first_setup(), &posed.question);
    // Whatever is wrong with the laboratory, the lesson goes on as if there were none.
    let Ok(mut clinic) = clinic(desk, posed) else {
        return Ok(None);
    };
    let diagnosis = desk.console.work(|| clinic.diagnose(&material, answer))?;
    let some = |diagnosis: &Diagnosis| (1..=MOST).contains(&diagnosis.ideas.len());
    Ok(diagnosis.ok().filter(some))
}

fn clinic(desk: &Desk, posed: &Posed) -> Result<Clinic, DiagnosisError> {
    let mut clinic = Clinic::built_in(laboratory())?;
    let template = posed.template.and_then(|id| clinic.bank.template(id));
    let probes = template.iter().flat_map(|template| &template.probes);
    clinic.probed = probes.filter_map(|id| Misreading::named(id)).collect();
    clinic.taught = taught(desk);
    clinic.known.clone_from(&desk.lesson.known);
    Ok(clinic)
}

/// The ideas that the lesson, or the step by its foreseen answers, is about.
pub(super) fn taught(desk: &Desk) -> Vec<String> {
    let own = crate::tutor::again::step_ideas(desk.step);
    own.into_iter()
        .chain(desk.lesson.ideas.iter().cloned())
        .collect()
}

/// The ids of the misreadings it names.
pub fn ids(diagnosis: &Diagnosis) -> Vec<String> {
    let ideas = diagnosis.ideas.iter();
    ideas.map(|idea| idea.id().to_owned()).collect()
}

/// What the answer comes of.
pub fn ways(diagnosis: &Diagnosis, answer: &str, page: Page) -> String {
    let said = match answer.trim_end().lines().count() {
        0 | 1 => feedback::said(answer),
        _ => "these lines".to_owned(),
    };
    let is_open = diagnosis.separation.is_some();
    let said = match diagnosis.is_exact {
        true => said,
        false => format!("{said}, if every failure is a 1"),
    };
    ideas::ways(&diagnosis.ideas, &said, is_open, page)
}

/// The question that is left to ask, as it is shown.
pub fn asked(separation: &Separation, page: Page) -> String {
    let session = separation.question.session();
    let text = view::step::numbered(&session, page);
    let how = prose::plain(&format!("({})", predict::HOW), 2, page);
    format!(
        "{}\n\n{text}\n\n{how}",
        ideas::lead(&separation.question, page)
    )
}

/// Takes the answer to the question that is left, which has been shown, and says what it comes of: where to go if it is not
/// answered, and what was said.
///
/// # Errors
/// The terminal or the saved work cannot be used.
pub fn tell_apart(
    desk: &mut Desk,
    diagnosis: &Diagnosis,
) -> Result<(Option<Turn>, String), TutorError> {
    let nothing = (None, String::new());
    let Some(separation) = &diagnosis.separation else {
        return Ok(nothing);
    };
    let (page, among) = (desk.page(), &diagnosis.ideas);
    let before = std::mem::replace(&mut desk.asked, asked(separation, page));
    desk.tells_apart = true;
    let typed = predict::lines(desk);
    desk.tells_apart = false;
    let answer = match typed? {
        Asked::Turn(Turn::Next) => {
            desk.asked = before;
            return Ok(nothing);
        }
        Asked::Turn(turn) => return Ok((Some(turn), String::new())),
        Asked::Solution => None,
        Asked::Answer(answer) => Some(understood(&answer, &separation.question.session())),
    };
    desk.asked = before;
    let material = material(&separation.question);
    // As above: without a laboratory the lesson goes on.
    let Ok(truth) = Laboratory::default().run(&material, None) else {
        return Ok(nothing);
    };
    let comparison = compare(&printed(&truth), answer.as_deref().unwrap_or_default());
    let Some(answer) = answer else {
        let told = format!(
            "{}\n{}",
            prints(&printed(&truth), page),
            ideas::rules(among, page)
        );
        desk.say(&told)?;
        return Ok((None, told));
    };
    let leading = separation.leading_to(|own| compare(own, &answer).agrees());
    // An answer that nobody would give speaks against nothing.
    let is_telling = comparison.agrees() || !leading.is_empty();
    let ruled_out = among
        .iter()
        .filter(|idea| is_telling && !leading.contains(idea));
    // Who is right here shows none of them, whatever else leads to that.
    let shown = leading.iter().filter(|_| !comparison.agrees());
    desk.store.add_told_apart(ToldApart {
        lesson: desk.lesson.id.clone(),
        step: desk.step.id.clone(),
        asked: separation.question.session(),
        typed: answer,
        misreadings: shown.map(|idea| idea.id().to_owned()).collect(),
        ruled_out: ruled_out.map(|idea| idea.id().to_owned()).collect(),
    });
    let told = ideas::told(among, &leading, comparison.agrees(), page);
    match comparison.agrees() {
        true => desk.say(&told)?,
        false => desk.say(&format!(
            "{}\n\n{told}",
            beside::side_by_side(&comparison, page)
        ))?,
    }
    Ok((None, told))
}

/// What is printed, where nobody has said what.
fn prints(printed: &str, page: Page) -> String {
    match printed.lines().count() {
        0 | 1 => prose::plain(&format!("It prints {}.", feedback::said(printed)), 2, page),
        _ => format!("  It prints:\n{}", view::step::numbered(printed, page)),
    }
}
