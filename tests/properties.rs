//! What holds of the parser for any text, tried on the script corpus: prefixes, lost bytes, foreign bytes.
//!
//! Only parses; nothing runs.

use bumpalo::Bump;
use shtutor::syntax::parse::{Parsed, parse};
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

/// Bytes put in the place of others.
const FOREIGN: &[u8] = b"\0'\"`$(){}<>|&;#\\\n\xff";

/// How a parse went.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Complete,
    Incomplete,
    Invalid,
    Panicked,
}

#[test]
fn every_script_parses_unless_it_is_about_syntax_errors() {
    check(|name, text| {
        let wanted = !name.starts_with("syntax-errors/");
        (wanted && verdict(text) != Verdict::Complete).then(|| format!("{:?}", verdict(text)))
    });
}

/// Or else a learner who goes on in the next line is told that the first is wrong. Only what ends with a blank or a newline
/// counts: cut within a word, `done` becomes `do`.
#[test]
fn no_prefix_of_a_valid_script_is_invalid() {
    check(|name, text| {
        let valid = !name.starts_with("syntax-errors/");
        let fails = |end: &usize| match verdict(&text[..*end]) {
            Verdict::Panicked => true,
            Verdict::Invalid => valid && ends_with_blank(&text[..*end]),
            Verdict::Complete | Verdict::Incomplete => false,
        };
        let end = (0..text.len()).find(fails)?;
        Some(format!(
            "{:?}: {:?}",
            verdict(&text[..end]),
            shown(&text[..end])
        ))
    });
}

#[test]
fn no_lost_byte_makes_the_parser_panic() {
    check(|_, text| {
        let lost = (0..text.len()).map(|at| [&text[..at], &text[at + 1..]].concat());
        lost.into_iter()
            .find(|text| verdict(text) == Verdict::Panicked)
            .map(|text| shown(&text))
    });
}

#[test]
fn no_foreign_byte_makes_the_parser_panic() {
    check(|_, text| {
        let replaced = (0..text.len()).map(|at| {
            let mut text = text.to_vec();
            text[at] = FOREIGN[at % FOREIGN.len()];
            text
        });
        replaced
            .into_iter()
            .find(|text| verdict(text) == Verdict::Panicked)
            .map(|text| shown(&text))
    });
}

/// Applies a test to every script; it says what is wrong, if anything.
fn check(complaint: impl Fn(&str, &[u8]) -> Option<String>) {
    let scripts = corpus();
    assert!(scripts.len() > 400, "only {} scripts found", scripts.len());
    let complain =
        |(name, text): &(String, Vec<u8>)| Some(format!("{name}: {}", complaint(name, text)?));
    let complaints: Vec<String> = scripts.iter().filter_map(complain).collect();
    assert!(
        complaints.is_empty(),
        "\n{}\n{} in all",
        complaints.join("\n"),
        complaints.len()
    );
}

fn verdict(text: &[u8]) -> Verdict {
    let parsed = catch_unwind(|| match parse(text, &Bump::new(), &()) {
        Parsed::Complete(_) => Verdict::Complete,
        Parsed::Incomplete(_) => Verdict::Incomplete,
        Parsed::Invalid(_) => Verdict::Invalid,
    });
    parsed.unwrap_or(Verdict::Panicked)
}

/// Every script of `tests/scripts` as `SECTION-TOPIC/NAME.sh`, without its header.
fn corpus() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    files(&root)
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(&root)
                .expect("it was found there")
                .display()
                .to_string();
            let text = fs::read(&path).expect("a script can be read");
            let body = text
                .windows(2)
                .position(|pair| pair == b"\n\n")
                .map_or(0, |end| end + 2);
            (name, text[body..].to_vec())
        })
        .collect()
}

fn ends_with_blank(text: &[u8]) -> bool {
    text.last().is_some_and(u8::is_ascii_whitespace)
}

/// All files below `folder`.
fn files(folder: &Path) -> Vec<PathBuf> {
    let inner = |path: PathBuf| match path.is_dir() {
        true => files(&path),
        false => vec![path],
    };
    entries(folder).into_iter().flat_map(inner).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    paths
}

fn shown(text: &[u8]) -> String {
    format!("{:?}", String::from_utf8_lossy(text))
}
