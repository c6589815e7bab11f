//! Compares every combination of succeeding and failing parts, operators, `!`, groups and `if` with what `dash` does.
//!
//! A *case* is one command line, for instance `! { echo A; false; } && { cat; echo B; } | nope_C; D`. Cases are generated, not
//! listed: all kinds of parts in all places, with all operators between them. Most run many to a process, each in a
//! subshell of its own; a share of them runs again as `sh -c CASE`, for the exit status of the process.
//!
//! The output of each is deterministic: a part on the right of `|` reads all before it speaks, and `&` is followed by
//! `wait`. Standard error is not compared.
//!
//! A fourth of the cases is tried, the same in every run; all with `SHTUTOR_COMBINATIONS=all cargo test --test combinations`.

#[path = "common/shell.rs"]
mod shell;

use shell::Shell;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

/// How long a batch, or one process, may take.
const LIMIT: Duration = Duration::from_secs(120);
/// Of how many cases one is tried, unless all are asked for.
const SAMPLE: usize = 4;
/// Cases in one script.
const BATCH: usize = 1000;
/// Each how many cases one runs in a process of its own.
const ALONE: usize = 12;
/// Fewer cases than this means that the generator is broken.
const AT_LEAST: usize = 5000;
/// How many differences are shown.
const SHOWN: usize = 20;

/// What a part does after it has printed its name.
#[derive(Clone, Copy)]
enum Kind {
    Succeeds,
    Fails,
    ExitsWithThree,
    IsAnExternalProgram,
    IsNotFound,
    IsKilled,
}

use Kind::{ExitsWithThree, Fails, IsAnExternalProgram, IsKilled, IsNotFound, Succeeds};

const ALL_KINDS: &[Kind] = &[
    Succeeds,
    Fails,
    ExitsWithThree,
    IsAnExternalProgram,
    IsNotFound,
    IsKilled,
];
const THREE_KINDS: &[Kind] = &[Succeeds, ExitsWithThree, IsNotFound];
const TWO_KINDS: &[Kind] = &[Succeeds, Fails];
const OPERATORS: &[&str] = &["|", "&&", "||", ";", "&"];

#[test]
fn combinations_of_parts_end_and_print_as_in_dash() {
    let Some(dash) = Shell::dash() else {
        println!("skipped: dash is not installed");
        return;
    };
    let mut cases = all_cases();
    assert!(cases.len() >= AT_LEAST, "only {} cases", cases.len());
    if std::env::var_os("SHTUTOR_COMBINATIONS").is_none() {
        // By chance: what stands in the last place of a case comes round every few cases.
        let mut chance = fastrand::Rng::with_seed(1);
        cases.retain(|_| chance.usize(..SAMPLE) == 0);
    }
    let (wanted, got) = in_parallel(|shell| many_to_a_process(shell, &cases), &dash);
    let mut differences = compare(&cases, &wanted, &got);
    let alone: Vec<String> = cases.iter().step_by(ALONE).cloned().collect();
    let (wanted, got) = in_parallel(|shell| one_to_a_process(shell, &alone), &dash);
    differences.extend(compare(&alone, &wanted, &got));
    println!(
        "compared {} cases, {} of them again as `sh -c`",
        cases.len(),
        alone.len()
    );
    let shown = differences.iter().take(SHOWN).cloned().collect::<String>();
    assert!(
        differences.is_empty(),
        "\n{shown}\n{} of {} cases differ from dash",
        differences.len(),
        cases.len()
    );
}

/// Runs the same in dash and in the shell under test, at the same time.
fn in_parallel(
    play: impl Fn(&Shell) -> Vec<String> + Sync,
    dash: &Shell,
) -> (Vec<String>, Vec<String>) {
    std::thread::scope(|scope| {
        let wanted = scope.spawn(|| play(dash));
        let got = play(&Shell::under_test());
        (wanted.join().expect("dash can be run"), got)
    })
}

fn compare(cases: &[String], wanted: &[String], got: &[String]) -> Vec<String> {
    let all = cases.iter().zip(wanted.iter().zip(got));
    let different = all.filter(|(_, (wanted, got))| wanted != got);
    different
        .map(|(case, (wanted, got))| {
            format!("--- {case}\n    dash: {wanted:?}\n     got: {got:?}\n")
        })
        .collect()
}

/// What each case printed, and its status, when many run in one shell.
fn many_to_a_process(shell: &Shell, cases: &[String]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    cases
        .chunks(BATCH)
        .flat_map(|batch| play_batch(shell, folder.path(), batch))
        .collect()
}

fn play_batch(shell: &Shell, folder: &Path, cases: &[String]) -> Vec<String> {
    let mut script = String::from("exec 2>/dev/null\n");
    for (number, case) in cases.iter().enumerate() {
        writeln!(
            script,
            "echo 'case {number}'\n( {case}\n)\necho \"status $?\""
        )
        .expect("a string takes all");
    }
    std::fs::write(folder.join("batch.sh"), script).expect("a script can be written");
    let outcome = shell::run(shell.command(folder).arg("batch.sh"), LIMIT);
    let out = outcome.out();
    let by_number: BTreeMap<usize, &str> = out.split("case ").filter_map(numbered).collect();
    let missing = format!(
        "nothing: the shell ended before, with status {}: {}",
        outcome.status,
        outcome.err()
    );
    (0..cases.len())
        .map(|number| {
            by_number
                .get(&number)
                .map_or(missing.clone(), |text| (*text).into())
        })
        .collect()
}

fn numbered(section: &str) -> Option<(usize, &str)> {
    let (number, text) = section.split_once('\n')?;
    Some((number.parse().ok()?, text))
}

/// What each case printed, and the status of its process.
fn one_to_a_process(shell: &Shell, cases: &[String]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let play = |case: &String| {
        let outcome = shell::run(shell.command(folder.path()).args(["-c", case]), LIMIT);
        assert!(
            !outcome.err().contains("panicked"),
            "{case}\n{}",
            outcome.err()
        );
        format!("{}status {}", outcome.out(), outcome.status)
    };
    cases.iter().map(play).collect()
}

fn all_cases() -> Vec<String> {
    let mut cases = Vec::new();
    cases.extend(flat(ALL_KINDS, 2));
    cases.extend(flat(THREE_KINDS, 3));
    cases.extend(unnegated(TWO_KINDS, 4));
    cases.extend(grouped());
    cases.extend(with_if());
    cases.extend(the_whole_line());
    cases
}

/// `length` parts with every operator between them and `!` wherever it may stand.
fn flat(kinds: &[Kind], length: usize) -> Vec<String> {
    let mut cases = Vec::new();
    for bangs in choices(&[false, true], length) {
        for operators in choices(OPERATORS, length - 1) {
            if (1..length).any(|at| bangs[at] && operators[at - 1] == "|") {
                continue;
            }
            cases.extend(
                choices(kinds, length)
                    .iter()
                    .map(|kinds| line(kinds, &operators, &bangs)),
            );
        }
    }
    cases
}

fn unnegated(kinds: &[Kind], length: usize) -> Vec<String> {
    let operators = choices(OPERATORS, length - 1);
    let bangs = vec![false; length];
    let all = operators.iter().flat_map(|operators| {
        choices(kinds, length)
            .into_iter()
            .map(move |kinds| (operators, kinds))
    });
    all.map(|(operators, kinds)| line(&kinds, operators, &bangs))
        .collect()
}

/// Three parts, two of them in braces or parentheses, that group negated or not.
fn grouped() -> Vec<String> {
    let mut cases = Vec::new();
    for operators in choices(OPERATORS, 2) {
        for kinds in choices(TWO_KINDS, 3) {
            for (open, close) in [("{ ", "; }"), ("( ", ")")] {
                let [first, second] = [operators[0], operators[1]];
                let group = |text: String| format!("{open}{}{close}", without_end(&text));
                let left = group(pair(kinds[0], first, kinds[1], ["A", "B"]));
                let right = group(pair(kinds[1], second, kinds[2], ["B", "C"]));
                let reading = group(format!(
                    "cat; {}",
                    pair(kinds[1], second, kinds[2], ["B", "C"])
                ));
                for bang in ["", "! "] {
                    cases.push(format!(
                        "{bang}{left} {}",
                        joined(second, &part(kinds[2], "C", second == "|"))
                    ));
                    let right = if first == "|" {
                        reading.clone()
                    } else {
                        format!("{bang}{right}")
                    };
                    cases.push(format!(
                        "{} {}",
                        part(kinds[0], "A", false),
                        joined(first, &right)
                    ));
                }
            }
        }
    }
    cases
}

/// `if` with a condition of two parts, with and without `elif` and `else`, alone and between operators.
fn with_if() -> Vec<String> {
    let mut cases = Vec::new();
    for operator in OPERATORS {
        for kinds in choices(THREE_KINDS, 2) {
            let condition = ended(&pair(kinds[0], operator, kinds[1], ["A", "B"]));
            for branches in choices(TWO_KINDS, 2) {
                let [then, other] = [part(branches[0], "C", false), part(branches[1], "D", false)];
                for text in [
                    format!("if {condition} then {then}; fi"),
                    format!("if ! {condition} then {then}; else {other}; fi"),
                    format!("if {condition} then {then}; elif {other}; then echo E; fi"),
                    format!(
                        "if {condition} then {then}; elif {other}; then echo E; else echo F; false; fi"
                    ),
                ] {
                    cases.push(text.clone());
                    cases.push(format!("! {text} && echo after || echo otherwise $?"));
                    cases.push(format!("{text} | cat | {{ cat; (exit 6); }}"));
                }
            }
        }
    }
    cases
}

/// `A | B && C || D; E & if [ … ]; then …; fi` with every part succeeding or failing.
fn the_whole_line() -> Vec<String> {
    let mut cases = Vec::new();
    for kinds in choices(TWO_KINDS, 6) {
        for test in [
            "$? -eq 0",
            "$? -ne 0",
            "-f missing",
            "-d .",
            "! -d .",
            "x = $x",
        ] {
            let names = ["A", "B", "C", "D", "E", "F"];
            let parts: Vec<String> = (0..6)
                .map(|at| part(kinds[at], names[at], at == 1))
                .collect();
            let [a, b, c, d, e, f] = parts.try_into().expect("there are six");
            cases.push(format!(
                "{a} | {b} && {c} || {d}; {e} & wait; if [ {test} ]; then {f}; else echo G; fi"
            ));
            cases.push(format!("{a} | {b} && {c} || {d}; if [ {test} ]; then {f}; fi; {e} > out & wait $!; echo $?; cat out"));
        }
    }
    cases
}

/// Parts with operators between them, each negated or not.
fn line(kinds: &[Kind], operators: &[&str], bangs: &[bool]) -> String {
    let mut text = String::new();
    for (at, kind) in kinds.iter().enumerate() {
        let reads = at > 0 && operators[at - 1] == "|";
        let bang = if bangs[at] { "! " } else { "" };
        let part = format!("{bang}{}", part(*kind, ["A", "B", "C", "D"][at], reads));
        text = if at == 0 {
            part
        } else {
            format!("{text} {}", joined(operators[at - 1], &part))
        };
    }
    text
}

fn pair(left: Kind, operator: &str, right: Kind, names: [&str; 2]) -> String {
    format!(
        "{} {}",
        part(left, names[0], false),
        joined(operator, &part(right, names[1], operator == "|"))
    )
}

/// An operator and what follows it. After `&` the shell waits, so that the order of outputs is certain.
fn joined(operator: &str, right: &str) -> String {
    if operator == "&" {
        format!("& wait; {right}")
    } else {
        format!("{operator} {right}")
    }
}

/// A list as it stands before `then`.
fn ended(list: &str) -> String {
    format!("{};", without_end(list))
}

fn without_end(list: &str) -> &str {
    list.trim_end_matches(';')
}

/// One command. It prints what it reads, if it reads, and its name; then it ends as its kind says.
fn part(kind: Kind, name: &str, reads: bool) -> String {
    match (kind, reads) {
        (Succeeds, false) => format!("echo {name}"),
        (Succeeds, true) => format!("{{ cat; echo {name}; }}"),
        (Fails, false) => format!("{{ echo {name}; false; }}"),
        (Fails, true) => format!("{{ cat; echo {name}; false; }}"),
        (ExitsWithThree, false) => format!("(echo {name}; exit 3)"),
        (ExitsWithThree, true) => format!("(cat; echo {name}; exit 3)"),
        (IsAnExternalProgram, false) => format!("/bin/echo {name}"),
        (IsAnExternalProgram, true) => format!("sed 's/$/ {name}/'"),
        (IsNotFound, _) => format!("nope_{name}"),
        (IsKilled, false) => format!("sh -c 'echo {name}; kill -9 $$'"),
        (IsKilled, true) => format!("sh -c 'cat; echo {name}; kill -9 $$'"),
    }
}

/// Every way to choose `length` times from `from`.
fn choices<T: Copy>(from: &[T], length: usize) -> Vec<Vec<T>> {
    let mut all = vec![Vec::new()];
    for _ in 0..length {
        all = all
            .iter()
            .flat_map(|start| {
                from.iter()
                    .map(|next| [start.as_slice(), &[*next]].concat())
            })
            .collect();
    }
    all
}
