//! *drawn*: predictions made from templates, others each time, asked and judged like those of a *predict* step.

use super::predict::{Posed, ask_all};
use super::{Desk, Turn};
use crate::lesson::StepId;
use crate::misreading::Misreading;
use crate::progress::entry::Outcome;
use crate::progress::record::first_of;
use crate::progress::resume::Chosen;
use crate::quiz::draw::{Draw, seed_of};
use crate::quiz::template::{Bank, Variant};
use crate::quiz::wrong_answers::WrongAnswers;
use crate::tutor::view::prose::verbatim;
use crate::tutor::{TutorError, seed};

/// So many questions that have just been asked are before somebody's eyes when one is asked once more.
const LATEST: usize = 3;

/// `count` questions from `templates`. Those of a step that was left are the same when it is taken up again.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub fn run(desk: &mut Desk, templates: &[String], count: usize) -> Result<Turn, TutorError> {
    // Tests see to it that both can be read.
    let (Ok(bank), Ok(wrong_answers)) = (Bank::built_in(), WrongAnswers::built_in()) else {
        return nothing(desk);
    };
    if !known(&desk.begun.drawn, &bank) {
        desk.begun.drawn = choose(desk, &bank, &wrong_answers, templates, count);
        desk.save()?;
    }
    let chosen = desk.begun.drawn.clone();
    let variants = chosen.iter().filter_map(|chosen| variant(chosen, &bank));
    desk.store.shown.extend(variants.map(Variant::text));
    let posed: Vec<Posed> = chosen
        .iter()
        .filter_map(|chosen| variant(chosen, &bank))
        .map(|variant| Posed {
            question: variant.question(),
            wrong: &[],
            template: Some(&variant.template.id),
            because: desk
                .aside
                .then(|| rules(desk, variant, &wrong_answers))
                .filter(|rules| !rules.is_empty()),
        })
        .collect();
    match posed.is_empty() {
        true => nothing(desk),
        false => ask_all(desk, &posed),
    }
}

/// The rules that `variant` asks for: those that somebody must believe otherwise to answer it wrong, what its template is there
/// to find before what else it is drawn about, and of that what it is drawn about before the rest.
fn rules(desk: &Desk, variant: Variant, wrong_answers: &WrongAnswers) -> String {
    const MOST: usize = 2;
    let tells = |misreading: &Misreading| wrong_answers.answer(variant, *misreading).is_some();
    let probes = variant.template.probes.iter();
    let probes = probes.filter_map(|id| Misreading::named(id));
    let probes: Vec<Misreading> = probes.filter(tells).collect();
    let about: Vec<Misreading> = desk.about.iter().copied().filter(tells).collect();
    let both: Vec<Misreading> = about
        .iter()
        .copied()
        .filter(|one| probes.contains(one))
        .collect();
    let told = [both, probes, about];
    let told = told
        .into_iter()
        .find(|told| !told.is_empty())
        .unwrap_or_default();
    let mut rules: Vec<String> = Vec::new();
    for misreading in told {
        let rule = verbatim(&misreading.truth());
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    rules.truncate(MOST);
    rules.join(" ")
}

fn choose(
    desk: &Desk,
    bank: &Bank,
    wrong_answers: &WrongAnswers,
    templates: &[String],
    count: usize,
) -> Vec<Chosen> {
    let (lesson, step) = (&desk.lesson.id, &desk.step.id);
    let mut asked = desk.store.drawn(lesson, step).to_vec();
    // Who is asked once more has what the step itself has asked still before his eyes.
    let first = first_of(&step.0).map(|first| StepId(first.to_owned()));
    let first = first.map_or(&[][..], |first| desk.store.drawn(lesson, &first));
    let mut beside = [first, &asked].concat();
    if desk.aside {
        let shown = desk.store.shown.iter().rev();
        beside.extend(shown.take(LATEST).cloned());
    }
    let about = about(desk);
    let visit = asked.len().to_string();
    let seed = seed_of(seed::base(), &[&lesson.0, &step.0, &visit]);
    let steps = desk.lesson.steps.iter();
    let stand = steps.flat_map(|step| step.kind.snippets());
    let stand = stand.map(|snippet| snippet.source.clone());
    let elsewhere = desk.store.asked().iter().chain(&desk.store.shown);
    let avoided: Vec<String> = stand.chain(elsewhere.cloned()).collect();
    let mut chosen = Vec::new();
    for place in 0..count {
        let draw = Draw {
            bank,
            wrong_answers,
            asked: &asked,
            avoided: &avoided,
            beside: &beside,
            about: &about,
            known: &desk.lesson.known,
            seed,
        };
        let Some(variant) = draw.one(templates, place) else {
            break;
        };
        chosen.push(Chosen {
            template: variant.template.id.clone(),
            number: variant.number,
        });
        let text = variant.text();
        asked.push(text.clone());
        beside.push(text);
    }
    chosen
}

/// The ways of thinking that are to be asked about: those that a question asked once more is for, or that answers to the step
/// have shown before, the latest first.
fn about(desk: &Desk) -> Vec<Misreading> {
    let due = desk.store.due(&desk.lesson.id, &desk.step.id);
    let shown = due.filter(|_| !desk.aside).map(|due| &due.misreadings);
    let shown = shown.into_iter().flatten().rev();
    let shown = shown.filter_map(|id| Misreading::named(id));
    desk.about.iter().copied().chain(shown).collect()
}

/// Whether there is something, and the bank still has all of it.
fn known(chosen: &[Chosen], bank: &Bank) -> bool {
    !chosen.is_empty() && chosen.iter().all(|chosen| variant(chosen, bank).is_some())
}

fn variant<'b>(chosen: &Chosen, bank: &'b Bank) -> Option<Variant<'b>> {
    let template = bank.template(&chosen.template)?;
    template
        .variants()
        .find(|variant| variant.number == chosen.number)
}

/// A lesson whose templates are not in the bank: there is nothing to ask.
fn nothing(desk: &mut Desk) -> Result<Turn, TutorError> {
    desk.record("", Outcome::Skipped, None)?;
    desk.remark("There is no template for this question.")?;
    Ok(Turn::Next)
}
