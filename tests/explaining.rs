//! What holds of every explanation, tried on the script corpus and on the `sh` scripts of the machine: no part of a text is left
//! out, notes nest, and the page keeps to its width.

use shtutor::explain::{Explanation, Note, explain};
use std::path::{Path, PathBuf};

/// Widths a page is made for.
const WIDTHS: [usize; 6] = [20, 33, 57, 80, 120, 300];

#[test]
fn every_part_of_every_script_is_explained() {
    each_script(|text, explanation| {
        let mut covered = vec![false; text.len()];
        for note in &explanation.notes {
            cover(note, &mut covered);
        }
        let end = match &explanation.error {
            None => text.len(),
            // What stands in the line that is wrong cannot be told apart.
            Some(_) => return None,
        };
        let missing = (0..end).find(|at| !covered[*at] && !text[*at].is_ascii_whitespace())?;
        let line = text[..missing]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        let rest = String::from_utf8_lossy(&text[missing..]).into_owned();
        Some(format!(
            "line {line}: nothing is said of {:?}",
            rest.chars().take(30).collect::<String>()
        ))
    });
}

#[test]
fn notes_lie_within_those_round_them() {
    each_script(|text, explanation| {
        let whole = shtutor::source::Span::new(0, text.len() as u32);
        explanation.notes.iter().find_map(|note| {
            let outside = || format!("{:?} lies outside", note.quote);
            if !whole.contains(note.span) {
                return Some(outside());
            }
            stray(note)
        })
    });
}

#[test]
fn pages_keep_to_their_width() {
    each_script(|text, explanation| {
        WIDTHS.into_iter().find_map(|width| {
            let page = explanation.render(text, width);
            let wide = page.lines().find(|line| {
                let alone = line.split_whitespace().count() <= 1;
                line.chars().count() > width && line.is_ascii() && !alone && !long_word(line, width)
            })?;
            Some(format!("{width}: {wide:?}"))
        })
    });
}

/// Whether a line is wide because of a word that could not be broken.
fn long_word(line: &str, width: usize) -> bool {
    let indent = line.len() - line.trim_start().len();
    let column = line.rfind("  ").map_or(indent, |at| at + 2);
    line[column..]
        .split(' ')
        .any(|word| word.len() + column > width)
}

fn cover(note: &Note, covered: &mut [bool]) {
    if !note.pieces.is_empty() {
        covered[note.mark.start as usize..note.mark.end as usize].fill(true);
    }
    note.inner.iter().for_each(|inner| cover(inner, covered));
}

/// A note that does not lie within the one round it, or whose mark is not its own.
fn stray(note: &Note) -> Option<String> {
    if !note.span.contains(note.mark) {
        return Some(format!("{:?}: its mark lies outside", note.quote));
    }
    note.inner.iter().find_map(|inner| {
        if !note.span.contains(inner.span) {
            return Some(format!("{:?} lies outside {:?}", inner.quote, note.quote));
        }
        stray(inner)
    })
}

#[track_caller]
fn each_script(complaint: impl Fn(&[u8], &Explanation) -> Option<String>) {
    let mut complaints = Vec::new();
    let scripts = scripts();
    assert!(scripts.len() > 400, "only {} scripts", scripts.len());
    for path in scripts {
        let Ok(text) = std::fs::read(&path) else {
            continue;
        };
        let explanation = explain(&text);
        if let Some(complaint) = complaint(&text, &explanation) {
            complaints.push(format!("{}: {complaint}", path.display()));
        }
    }
    let shown: Vec<&String> = complaints.iter().take(40).collect();
    assert!(
        complaints.is_empty(),
        "{} in all\n{shown:#?}",
        complaints.len()
    );
}

/// Those of the corpus, and those of the machine.
fn scripts() -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts"),
        &mut found,
    );
    found.retain(|path| path.extension().is_some_and(|extension| extension == "sh"));
    let mut machine = Vec::new();
    for folder in ["/bin", "/usr/bin", "/usr/sbin", "/etc", "/usr/lib/git-core"] {
        collect(Path::new(folder), &mut machine);
    }
    machine.retain(|path| is_sh(path));
    found.extend(machine);
    found.sort();
    found.dedup();
    found
}

fn is_sh(path: &Path) -> bool {
    use std::io::Read;
    let Ok(file) = std::fs::File::open(path) else {
        return false;
    };
    let mut start = Vec::new();
    if file.take(40).read_to_end(&mut start).is_err() {
        return false;
    }
    let first = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    matches!(
        first.trim_ascii(),
        b"#!/bin/sh" | b"#! /bin/sh" | b"#!/bin/sh -e" | b"#!/bin/dash"
    )
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&path, into),
            Ok(kind) if kind.is_file() => into.push(path),
            _ => {}
        }
    }
}
