//! Ideas about `chmod`: how what is to change is written, and where the file stands.

use super::evidence::Evidence;
use super::find::find_run;
use super::program_texts::is_not_executable;
use super::{Idea, Spot};

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "chmod-mode",
    "`chmod x job`, or `chmod job +x`, allows job to be executed.",
    "`chmod` is told first what is to change, with a `+` or a `-` before the letters, and then of which file: `chmod +x FILE`.",
)
.ranked(2)
.by(mode)];

/// Letters that say whose permissions are meant.
const WHOSE: [char; 4] = ['u', 'g', 'o', 'a'];
/// Letters of permissions.
const WHAT: [char; 4] = ['r', 'w', 'x', 'X'];

/// Whether a word says what is to change, as `chmod` reads it.
fn is_mode(word: &str) -> bool {
    let signed = word.trim_start_matches(WHOSE).strip_prefix(['+', '-', '=']);
    let octal =
        !word.is_empty() && word.len() <= 4 && word.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    octal
        || signed.is_some_and(|letters| {
            !letters.is_empty() && letters.chars().all(|letter| WHAT.contains(&letter))
        })
}

/// Letters of permissions without a sign, with it.
fn with_sign(word: &str) -> Option<String> {
    let letters = word.trim_start_matches(WHOSE);
    let whose = word.strip_suffix(letters)?;
    let is_it = !letters.is_empty() && letters.chars().all(|letter| WHAT.contains(&letter));
    is_it.then(|| format!("{whose}+{letters}"))
}

fn mode(evidence: &Evidence<'_>) -> Option<Spot> {
    find_run(evidence, |ran| {
        if ran.run.name() != b"chmod" || ran.run.status()?.is_success() {
            return None;
        }
        let words = ran.run.words();
        let operands: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        let is_here = |name: &str| evidence.file(name.as_bytes()).is_some();
        let (meant, said) = match operands.as_slice() {
            [only] if is_mode(only) || with_sign(only).is_some() && !is_here(only) => {
                let mode = with_sign(only).unwrap_or_else(|| (*only).to_owned());
                let file = to_be_run(evidence).unwrap_or("FILE");
                (
                    format!("chmod {mode} {file}"),
                    "The file is missing: `chmod` is told what is to change, and then of which file",
                )
            }
            [only] if is_here(only) => (
                format!("chmod +x {only}"),
                "What is to change is missing: that stands before the file",
            ),
            [sign @ ("+" | "-"), letters, files @ ..]
                if !files.is_empty() && is_mode(&format!("{sign}{letters}")) =>
            {
                (
                    format!("chmod {sign}{letters} {}", files.join(" ")),
                    "What is to change is one word, without a blank behind its sign",
                )
            }
            [file, mode] if is_here(file) && is_mode(mode) => (
                format!("chmod {mode} {file}"),
                "What is to change stands before the file",
            ),
            [letters, files @ ..] => (
                format!("chmod {} {}", with_sign(letters)?, files.join(" ")),
                "A sign says whether the permission is given or taken away, `+` or `-`",
            ),
            [] => return None,
        };
        let instead = evidence
            .line()
            .with(ran.run.span, &meant)
            .filter(|_| !meant.ends_with("FILE"));
        Some(
            Spot::line(ran.run.span)
                .instead(instead)
                .saying(format!("{said}: `{meant}`.")),
        )
    })
}

/// The file that the step wants and that may not be run yet.
fn to_be_run<'e>(evidence: &Evidence<'e>) -> Option<&'e str> {
    let mut files = evidence.wanted?.files.iter().map(|(path, _)| path.as_str());
    files.find(|path| {
        evidence
            .file(path.as_bytes())
            .is_some_and(is_not_executable)
    })
}
