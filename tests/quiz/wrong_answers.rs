//! The bank under every misreading: the wrong answers that the course lists come out, `lessons/wrong-answers.toml` is so, and
//! what is left out unrun, as the true run says, prints what is true.
//!
//! A seeded sample of the variants runs, another with `SHTUTOR_SEED=N`, all of them with `SHTUTOR_ALL=1`. `SHTUTOR_UPDATE=1`
//! runs all and writes the table anew.

use super::bank;
use super::course::Course;
use shtutor::diagnosis::relevance::relevant;
use shtutor::diagnosis::{material, printed, run_all, suspects};
use shtutor::laboratory::Laboratory;
use shtutor::lesson::predict::compare;
use shtutor::misreading::Misreading;
use shtutor::quiz::template::Variant;
use shtutor::quiz::wrong_answers::WrongAnswers;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// Variants that run unless all are asked for.
const SAMPLE: usize = 12;
/// Sessions on which each misreading must differ from the truth.
const AT_LEAST: usize = 3;

fn laboratories() -> [Laboratory; 2] {
    [laboratory(), laboratory()]
}

pub fn laboratory() -> Laboratory {
    let mut laboratory = Laboratory::of(Path::new(env!("CARGO_BIN_EXE_shtutor")));
    laboratory.wall = Duration::from_secs(1);
    laboratory
}

pub fn table() -> WrongAnswers {
    WrongAnswers::built_in().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_wrong_answers_of_the_course_come_out() {
    let bank = bank();
    let mut laboratories = laboratories();
    let mut failures = Vec::new();
    for row in Course::read().rows {
        let question = row.variant(&bank).question();
        let misreadings = row
            .wrong
            .iter()
            .map(|wrong| Misreading::named(&wrong.misreading));
        let misreadings: Vec<Misreading> = misreadings.flatten().collect();
        let said =
            run_all(&mut laboratories, &material(&question), &misreadings).expect("it runs here");
        for wrong in &row.wrong {
            let mut said = said.iter();
            let said = said.find(|(misreading, _)| misreading.id() == wrong.misreading);
            let said = said.and_then(|(_, answer)| answer.as_deref());
            if !said.is_some_and(|said| compare(said, &wrong.answer).agrees()) {
                failures.push(format!(
                    "{} {:?}, {} as {}: the course says {:?}, printed is {said:?}",
                    row.template, row.slots, wrong.belief, wrong.misreading, wrong.answer
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_misreading_differs_somewhere() {
    let (bank, table) = (bank(), table());
    let differ = |misreading: Misreading| {
        let answers = bank
            .variants()
            .filter(|variant| table.answer(*variant, misreading).is_some());
        answers.count()
    };
    let few = Misreading::ALL
        .iter()
        .filter(|misreading| differ(**misreading) < AT_LEAST);
    let few: Vec<&str> = few.map(|misreading| misreading.id()).collect();
    assert!(few.is_empty(), "fewer than {AT_LEAST} sessions: {few:?}");
    for template in &bank.templates {
        for probe in &template.probes {
            let misreading = Misreading::named(probe).expect("the bank is sound");
            let mut variants = template.variants();
            let differs = variants.any(|variant| table.answer(variant, misreading).is_some());
            assert!(
                differs,
                "{} probes {probe}, which answers all of it right",
                template.id
            );
        }
    }
}

#[test]
fn the_table_is_so() {
    let bank = bank();
    let set = |name: &str| std::env::var_os(name).is_some();
    let update = set("SHTUTOR_UPDATE");
    let mut variants: Vec<Variant> = bank.variants().collect();
    if !update && !set("SHTUTOR_ALL") {
        let seed = std::env::var("SHTUTOR_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok());
        fastrand::Rng::with_seed(seed.unwrap_or(5)).shuffle(&mut variants);
        variants.truncate(SAMPLE);
    }
    let mut found = WrongAnswers::default();
    let mut complaints = Vec::new();
    let mut laboratories = laboratories();
    for variant in &variants {
        let (wrong, missed) = wrong_answers(&mut laboratories, *variant, !update);
        for (misreading, answer) in wrong {
            found.set(&variant.template.id, variant.number, misreading, &answer);
        }
        complaints.extend(missed);
    }
    if update {
        let head = "# Who would answer a question of templates.toml wrong, and how: made by `SHTUTOR_UPDATE=1 cargo test \
                    --test quiz`.\n# A line is a variant, by its number in the template; then each wrong answer \
                    with the misreadings that lead to it.\n\n";
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons/wrong-answers.toml");
        std::fs::write(path, format!("{head}{}", found.write())).expect("the table can be written");
        println!("written: the wrong answers of {} variants", variants.len());
    } else {
        let table = table();
        for variant in &variants {
            if found.all(*variant) != table.all(*variant) {
                complaints.push(format!(
                    "{}\n  found:    {:?}\n  recorded: {:?}",
                    variant.text(),
                    found.all(*variant),
                    table.all(*variant)
                ));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// The answers that differ from the truth, and what is wrong with how they were found.
///
/// Whether `all` misreadings that are relevant are tried, or those alone that are suspected.
fn wrong_answers(
    laboratories: &mut [Laboratory; 2],
    variant: Variant,
    all: bool,
) -> (BTreeMap<Misreading, String>, Vec<String>) {
    let question = variant.question();
    let material = material(&question);
    let seen = laboratories[0].run(&material, None).expect("it runs here");
    let truth = printed(&seen);
    let suspects = suspects(&material, &seen);
    let relevant = relevant(&[&question.before, &question.asked]);
    let tried = if all { relevant } else { suspects.clone() };
    let said = run_all(laboratories, &material, &tried).expect("it runs here");
    let mut complaints = Vec::new();
    let mut wrong = BTreeMap::new();
    for (misreading, answer) in said {
        let Some(answer) = answer else {
            println!("{}: never ends under {}", variant.text(), misreading.id());
            continue;
        };
        if !compare(&truth, &answer).agrees() {
            if !suspects.contains(&misreading) {
                complaints.push(format!(
                    "{} is not suspected:\n{}",
                    misreading.id(),
                    variant.text()
                ));
            }
            wrong.insert(misreading, answer);
        }
    }
    (wrong, complaints)
}
