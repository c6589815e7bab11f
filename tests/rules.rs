//! Every rule of the catalogue is told with a case: by the trace of a script in which it decides something, or, if nothing happens
//! when it is applied, by the explanation of a text in which it matters.
//!
//! `tests/rules/shown.txt` is the table. A rule that is new has to be put into it.

#[expect(dead_code, reason = "no other shell is compared with")]
#[path = "common/shell.rs"]
mod shell;

use shell::{Shell, run};
use shtutor::rule::Rule;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// The table.
const SHOWN: &str = include_str!("rules/shown.txt");
/// How long one script may take.
const LIMIT: Duration = Duration::from_secs(20);

/// An entry of the table.
#[derive(Default)]
struct Shown {
    id: String,
    /// The script that is traced.
    traced: Vec<String>,
    /// The text that is explained.
    explained: Vec<String>,
    case: String,
}

/// The table's entries.
fn table() -> Vec<Shown> {
    let mut entries: Vec<Shown> = Vec::new();
    for line in SHOWN.lines().filter(|line| !line.starts_with('#')) {
        let Some(told) = line.strip_prefix("  ") else {
            if !line.is_empty() {
                let id = line.to_owned();
                entries.push(Shown {
                    id,
                    ..Shown::default()
                });
            }
            continue;
        };
        let entry = entries.last_mut().expect("an id stands first");
        let (key, text) = told.split_at(8);
        match key.trim() {
            "trace" => entry.traced.push(text.to_owned()),
            "explain" => entry.explained.push(text.to_owned()),
            "case" => entry.case = text.to_owned(),
            other => panic!("{line}: {other} is no key"),
        }
    }
    entries
}

#[test]
fn the_table_names_every_rule_once() {
    let table = table();
    let named: BTreeSet<&str> = table.iter().map(|shown| &shown.id[..]).collect();
    let all: BTreeSet<&str> = Rule::all().map(Rule::id).collect();
    assert_eq!(named, all);
    assert_eq!(table.len(), all.len());
}

#[test]
fn every_rule_is_told_with_a_case() {
    let missing: Vec<String> = table().iter().filter_map(missing).collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn the_text_for_people_tells_of_all_rules_if_it_is_asked_to() {
    let words = ["trace", "--rules", "-o", "-", "-c", "echo a"];
    let sentence = Rule::SimpleCommand.stated();
    assert!(shtutor(&words, "").contains(&sentence));
    let few = ["trace", "-o", "-", "-c", "echo a"];
    assert!(!shtutor(&few, "").contains(&sentence));
}

/// What is missing of an entry of the table.
fn missing(shown: &Shown) -> Option<String> {
    let (id, case) = (&shown.id, one_line(&shown.case));
    let told = match &shown.explained[..] {
        [] => cases(id, &shown.traced.join("\n")),
        text => {
            let said = one_line(&shtutor(&["explain", &text.join("\n")], ""));
            let rule = Rule::named(id).expect("the other test says so");
            let is_stated = said.contains(&one_line(rule.sentence()));
            Vec::from_iter(is_stated.then_some(said))
        }
    };
    let is_told = !case.is_empty() && told.iter().any(|told| told.contains(&case));
    (!is_told).then(|| format!("{id}: {case:?} is not among {told:?}"))
}

/// The cases that the trace of `script` tells of the rule `id`.
fn cases(id: &str, script: &str) -> Vec<String> {
    let words = [
        "trace",
        "--json",
        "-o",
        "../trace",
        "../script",
        "one",
        "two words",
    ];
    let trace = shtutor(&words, script);
    let trace: serde_json::Value = serde_json::from_str(&trace).expect("a trace is an object");
    let rules = trace["rules"].as_array().expect("it has a list of rules");
    let rule = rules.iter().find(|rule| rule["id"] == id);
    let cases = rule.and_then(|rule| rule["cases"].as_array());
    let cases = cases.into_iter().flatten().filter_map(|case| case.as_str());
    cases.map(one_line).collect()
}

/// What `shtutor` with these words writes, to a file `trace` or to standard output. Beside its folder lies `script`.
fn shtutor(words: &[&str], script: &str) -> String {
    let place = tempfile::tempdir().expect("a temporary folder");
    let [work, trace] = ["work", "trace"].map(|name| place.path().join(name));
    fs::create_dir(&work).expect("a folder can be made");
    fs::write(place.path().join("script"), script).expect("a file can be written");
    let program = Path::new(env!("CARGO_BIN_EXE_shtutor"));
    let shell = Shell(vec![program.to_string_lossy().into_owned()]);
    let outcome = run(shell.command(&work).args(words), LIMIT);
    fs::read_to_string(trace).unwrap_or_else(|_| outcome.out())
}

/// `text` with one blank between its words, and none before what ends a part of a sentence.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(" :", ":").replace(" ,", ",")
}
