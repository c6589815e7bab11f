//! Shells that are wrong in exactly one way: texts on which a misreading prints something else than the truth, and what.
//!
//! The table below is the test: a misreading, a text, what it prints, and what somebody with the misreading expects.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use shtutor::laboratory::{Laboratory, Material};
use shtutor::misreading::Misreading;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// Texts by misreading: what is run, what it prints, what is believed that it prints.
const TABLE: &str = include_str!("misreadings/table.txt");

struct Case {
    misreading: Misreading,
    text: String,
    truth: String,
    believed: String,
}

/// A block a case, of lines that begin with `misreading:`, `|` (the text), `=` (the truth) and `!` (what is believed).
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut misreading = None;
    for block in TABLE.split("\n\n") {
        let lines = |mark: &str| -> String {
            let marked = block.lines().filter_map(|line| line.strip_prefix(mark));
            let marked = marked.filter(|line| *line != "(nothing)");
            marked.fold(String::new(), |mut all, line| {
                writeln!(all, "{}", line.strip_prefix(' ').unwrap_or(line)).unwrap();
                all
            })
        };
        if let Some(id) = block
            .lines()
            .find_map(|line| line.strip_prefix("misreading: "))
        {
            misreading = Some(Misreading::named(id).unwrap_or_else(|| panic!("{id}")));
        }
        if lines("|").is_empty() {
            continue;
        }
        cases.push(Case {
            misreading: misreading.unwrap(),
            text: lines("|"),
            truth: lines("="),
            believed: lines("!"),
        });
    }
    cases
}

fn printed(
    laboratory: &mut Laboratory,
    material: &Material,
    misreading: Option<Misreading>,
) -> String {
    let seen = laboratory.run(material, misreading).unwrap();
    String::from_utf8_lossy(&seen.streams.unwrap().stdout).into_owned()
}

#[test]
fn each_misreading_is_wrong_in_its_own_way() {
    let mut wrong = String::new();
    let mut laboratory = Laboratory::of(Path::new(env!("CARGO_BIN_EXE_shtutor")));
    for case in cases() {
        let material = Material::text(case.text.clone());
        for (misreading, expected) in [(None, &case.truth), (Some(case.misreading), &case.believed)]
        {
            let got = printed(&mut laboratory, &material, misreading);
            if got != *expected {
                let by = misreading.map_or("the rules", Misreading::id);
                write!(wrong, "{}by {by}: {got:?}, not {expected:?}\n\n", case.text).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn each_misreading_differs_from_the_truth_in_three_texts() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases() {
        assert_ne!(case.truth, case.believed, "{}", case.text);
        *counts.entry(case.misreading.id()).or_default() += 1;
    }
    for misreading in Misreading::ALL {
        let count = counts.get(misreading.id()).copied().unwrap_or_default();
        assert!(count >= 3, "{}: {count}", misreading.id());
    }
}
