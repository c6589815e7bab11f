//! What holds of the parser for any text, tried on the script corpus and on what chance makes of it: prefixes, lost bytes,
//! foreign bytes, scripts cut up and put together again, noise. `tests/fuzz` looks further.
//!
//! Only parses; nothing runs.

#[path = "common/parsing.rs"]
mod parsing;

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
    check(|Script { parses, text, .. }| {
        (*parses && verdict(text) != Verdict::Complete).then(|| format!("{:?}", verdict(text)))
    });
}

/// Or else a learner who goes on in the next line is told that the first is wrong. Only what ends with a blank or a newline
/// counts: cut within a word, `done` becomes `do`.
#[test]
fn no_prefix_of_a_valid_script_is_invalid() {
    check(|Script { parses, text, .. }| {
        let fails = |end: &usize| match verdict(&text[..*end]) {
            Verdict::Panicked => true,
            Verdict::Invalid => *parses && ends_with_blank(&text[..*end]),
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
    check(|Script { text, .. }| {
        let lost = (0..text.len()).map(|at| [&text[..at], &text[at + 1..]].concat());
        lost.into_iter()
            .find(|text| verdict(text) == Verdict::Panicked)
            .map(|text| shown(&text))
    });
}

#[test]
fn no_foreign_byte_makes_the_parser_panic() {
    check(|Script { text, .. }| {
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

#[test]
fn every_property_holds_of_mutated_scripts() {
    let scripts: Vec<Vec<u8>> = corpus().into_iter().map(|script| script.text).collect();
    let mut chance = Chance(0x5eed);
    for _ in 0..MUTATIONS {
        let mut text = chance.pick(&scripts).clone();
        for _ in 0..=chance.below(4) {
            mutate(&mut text, &scripts, &mut chance);
        }
        text.truncate(LONGEST);
        holds(&text);
    }
}

#[test]
fn every_property_holds_of_noise() {
    let mut chance = Chance(0xbad5eed);
    for _ in 0..MUTATIONS {
        let length = chance.below(200);
        let noise = |_| match chance.below(3) {
            0 => chance.below(256) as u8,
            _ => *chance.pick(FOREIGN),
        };
        holds(&(0..length).map(noise).collect::<Vec<u8>>());
    }
}

/// Each was found by the fuzzer, or is of a kind that it looks for.
#[test]
fn every_property_holds_of_what_was_found_before() {
    let nested = "$((".repeat(300) + &") ".repeat(600);
    let found: &[&[u8]] = &[
        b"echo \\\\\n",
        b"echo \\",
        b"x=\\",
        b"*$`$`",
        b"\xe0\\\n\xa4",
        b">f i\\\nf 2>g | cat",
        b"echo `cat <<E`",
        b"echo `cat <<E\n` $(cat <<E)",
        b"echo \"`cat <<E\na`\"",
        nested.as_bytes(),
    ];
    found.iter().for_each(|text| holds(text));
}

/// How many texts chance makes for a test.
const MUTATIONS: usize = 6000;

/// No longer than this, in bytes: most of what can go wrong does so in a few lines.
const LONGEST: usize = 2000;

#[track_caller]
fn holds(text: &[u8]) {
    let examined = catch_unwind(|| parsing::examine(text));
    assert!(examined.is_ok(), "{}", text.escape_ascii());
}

/// Numbers that look random and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        // Marsaglia's xorshift; its low bits are the weaker ones.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }
}

/// Flips a byte, takes a stretch out, repeats one, or puts in one of another script.
fn mutate(text: &mut Vec<u8>, scripts: &[Vec<u8>], chance: &mut Chance) {
    let stretch = |text: &[u8], chance: &mut Chance| {
        let start = chance.below(text.len() + 1);
        start..(start + chance.below(40)).min(text.len())
    };
    let place = chance.below(text.len() + 1);
    match chance.below(5) {
        0 if place < text.len() => text[place] ^= 1 << chance.below(8),
        1 if place < text.len() => text[place] = *chance.pick(FOREIGN),
        2 => drop(text.drain(stretch(text, chance))),
        3 => {
            let copy = text[stretch(text, chance)].to_vec();
            text.splice(place..place, copy);
        }
        _ => {
            let other = chance.pick(scripts);
            let piece = other[stretch(other, chance)].to_vec();
            text.splice(place..place, piece);
        }
    }
}

/// Applies a test to every script; it says what is wrong, if anything.
fn check(complaint: impl Fn(&Script) -> Option<String>) {
    let scripts = corpus();
    assert!(scripts.len() > 400, "only {} scripts found", scripts.len());
    let complain = |script: &Script| Some(format!("{}: {}", script.name, complaint(script)?));
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

/// A script of `tests/scripts`.
struct Script {
    /// `SECTION-TOPIC/NAME.sh`
    name: String,
    /// Without its header.
    text: Vec<u8>,
    /// Whether it is right as it stands: it is not about syntax errors, and its header has no `parses: no`.
    parses: bool,
}

/// Every script of `tests/scripts`.
fn corpus() -> Vec<Script> {
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
            let header = String::from_utf8_lossy(&text[..body]);
            let parses = !name.contains("syntax-errors/") && !header.contains("\n# parses: no ");
            Script {
                name,
                text: text[body..].to_vec(),
                parses,
            }
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
