//! Shells that are wrong in exactly one way: texts on which a misreading prints something else than the truth, and what.
//!
//! The table below is the test: a misreading, a text, what it prints, and what somebody with the misreading expects.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use shtutor::diagnosis::relevance::relevant;
use shtutor::diagnosis::suspects;
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

/// What the true run decides spares runs; it must not spare one that would have printed something else.
#[test]
fn a_text_begins_without_a_failure_of_the_one_before() {
    let mut laboratory = Laboratory::of(Path::new(env!("CARGO_BIN_EXE_shtutor")));
    printed(&mut laboratory, &Material::text("exit 3".to_owned()), None);
    let first = Material::text("echo $?".to_owned());
    assert_eq!(printed(&mut laboratory, &first, None), "0\n");
}

#[test]
fn whoever_is_not_suspected_prints_the_truth() {
    let mut texts: Vec<String> = cases().into_iter().map(|case| case.text).collect();
    texts.sort();
    texts.dedup();
    let mut laboratory = Laboratory::of(Path::new(env!("CARGO_BIN_EXE_shtutor")));
    let (mut wrong, mut spared) = (String::new(), 0);
    for text in texts {
        let material = Material::text(text.clone());
        let truth = laboratory.run(&material, None).unwrap();
        let suspects = suspects(&material, &truth);
        let relevant = relevant(&[&text]);
        for misreading in relevant.into_iter().filter(|one| !suspects.contains(one)) {
            spared += 1;
            let got = printed(&mut laboratory, &material, Some(misreading));
            let expected = String::from_utf8_lossy(&truth.streams.as_ref().unwrap().stdout);
            if got != expected {
                let id = misreading.id();
                write!(wrong, "{text}by {id}: {got:?}, in truth {expected:?}\n\n").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(spared > 400, "only {spared} runs are spared");
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

fn trace(words: &[&str]) -> (String, String, Option<i32>) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_shtutor"));
    command.arg("trace").args(words);
    let ended = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (text(ended.stdout), text(ended.stderr), ended.status.code())
}

#[test]
fn the_wrong_world_is_shown_and_said_to_be_wrong() {
    let words = [
        "--misreading",
        "or-means-and-then",
        "-c",
        "true || echo A; (exit 3)",
    ];
    let (printed, told, status) = trace(&words);
    assert_eq!((printed.as_str(), status), ("A\n", Some(3)));
    insta::assert_snapshot!(told, @r#"
    This is not what the shell does. It is what somebody expects who believes:
      || runs its right side after a success, as "and then".

    shell   0: /dev/null   1: outer file   2: outer file
    |- true           exit 0
    |- echo A         exit 0 (|| saw 0)
    `- p1  (exit 3)   0: /dev/null   1: outer file   2: outer file   exit 3
       `- exit 3   exit 3
               ends this shell

    $? is 3

    In truth: || runs its right side only after a failure (or-list, XCU 2.9.3.4).
    By the rules it prints nothing, and ends with 3.
    "#);
}

#[test]
fn a_text_that_is_taken_for_another_is_shown_as_that() {
    let words = [
        "--misreading",
        "bar-is-or",
        "-c",
        "true | echo \"$1\"",
        "sh",
        "arg",
    ];
    let (printed, told, _) = trace(&words);
    assert_eq!(printed, "");
    assert!(told.contains("    true || echo \"$1\"\n"), "{told}");
    assert!(
        told.ends_with("By the rules it ends with 0, and prints:\n    arg\n"),
        "{told}"
    );
}

#[test]
fn misreadings_are_listed_and_unknown_ones_refused() {
    let (listed, ..) = trace(&["--misreading", "list"]);
    assert!(listed.lines().all(|line| line.len() <= 80));
    assert!(Misreading::ALL.iter().all(|one| listed.contains(one.id())));
    let (printed, told, status) = trace(&["--misreading", "nonsense", "-c", "echo A"]);
    assert_eq!((printed.as_str(), status), ("", Some(1)));
    assert!(told.contains("--misreading list"), "{told}");
}

#[test]
fn other_programs_get_both_worlds() {
    let line = "false || true; true || printf 'A\\377'";
    let words = ["--misreading", "or-means-and-then", "--json", "-c", line];
    let (printed, told, status) = trace(&words);
    let object: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(printed, "A\u{fffd}");
    assert_eq!(object["version"], 2);
    assert_eq!(object["misreading"]["rule"]["id"], "or-list");
    assert_eq!(object["text"], line);
    assert_eq!(object["read_as"], serde_json::Value::Null);
    assert_eq!(object["differs"], true);
    let (believed, truth) = (&object["believed"], &object["truth"]);
    assert_eq!(
        (&believed["stdout"], &truth["stdout"]),
        (&"A\\xff".into(), &"".into())
    );
    assert_eq!(believed["status"], status.unwrap());
    let rules = |world: &serde_json::Value| {
        let rules = world["trace"]["rules"].as_array().unwrap();
        let ids = rules
            .iter()
            .map(|rule| rule["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    // What would be told of the rules, and of who set the status, holds in truth alone.
    assert_eq!(rules(believed), [""; 0]);
    assert!(rules(truth).contains(&"or-list".to_owned()));
    assert_eq!(
        believed["trace"]["status"]["producer"],
        serde_json::Value::Null
    );

    let words = ["--misreading", "bar-is-or", "--json", "-c", "true | echo A"];
    let (_, told, _) = trace(&words);
    let object: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(object["read_as"], "true || echo A");
}
