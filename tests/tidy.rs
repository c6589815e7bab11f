//! Holds the house's order: which module may use which, what only some may touch, and how files and words look.
//!
//! One crate has no walls between its modules, so this test is the wall. Each table below is data: to allow something new,
//! change the table and the `//!` of `src/lib.rs` together.

#[path = "common/rust_source.rs"]
mod rust_source;

use rust_source::{Piece, RustSource};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The modules of the crate, from the bottom up. A module may use its own layer and those above it in this list (below
/// it in the house), never one that comes later.
const LAYERS: &[&[&str]] = &[
    &["depth", "character"],   // how deep calls may nest; what a character is
    &["source", "diagnostic"], // where, and how we say it
    &["syntax"],               // what was written
    &["rule"],                 // what the language decides
    &["misreading"],           // what somebody may believe instead
    &["observation", "trace", "pattern"], // what happened
    &["sys"],                  // the only `unsafe`
    &["engine"],               // run it
    &["lesson", "explain", "misconception"], // ask and judge; say what it means; name the idea
    &["practice"],             // small programs for a learner's shell
    &["session"],              // the engine in a confined child
    &["export", "transcript", "progress", "library"], // keep it, show it
    &["laboratory", "judging"], // a throw-away session; what comes of an answer
    &["quiz", "review"],       // make a question; choose what is due
    &["diagnosis"],            // which idea a wrong answer comes from
    &["tutor", "check"],       // the conversation; the proof of our own lessons
    &["cli"],                  // words on the command line
    &["main"],
];

/// Modules that only compute: they use one another and nothing that has a process, a file, a terminal or a clock.
const PURE: &[&str] = &[
    "depth",
    "character",
    "source",
    "diagnostic",
    "syntax",
    "rule",
    "misreading",
    "observation",
    "trace",
    "pattern",
    "lesson",
    "explain",
    "misconception",
];

/// What a pure module may not name.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::process",
    "std::env",
    "std::net",
    "std::thread",
    "std::os::fd",
    "std::os::unix::fs",
    "std::os::unix::io",
    "std::os::unix::net",
    "std::os::unix::process",
    "Instant",
    "SystemTime",
    "nix::",
    "rustyline",
    "println!",
    "eprintln!",
];

/// Files of more than [`LONG`] lines, and why.
const LONG_WITH_A_REASON: &[(&str, &str)] = &[];

/// Lines after which a source file needs a reason.
const LONG: usize = 600;

/// What a reader finds at the top of the project, hidden files aside.
const TOP_LEVEL: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "benches",
    "build.rs",
    "clippy.toml",
    "deny.toml",
    "lessons",
    "src",
    "tests",
];

/// Words that tell a learner that the difficulty is theirs.
const BANNED: &[&str] = &["simply", "just", "obviously"];

/// The file that knows these words, since it looks for them in lessons.
const WATCHES_LESSONS: &str = "src/check/text.rs";

/// First folders of absolute paths that exist on one machine only.
const MACHINE_FOLDERS: &[&str] = &["work", "root", "farm"];

#[test]
fn no_module_uses_one_above_it() {
    let mut complaints = Vec::new();
    for file in rust_files("src") {
        let Some(module) = file.module() else {
            continue;
        };
        let Some(own) = layer(&module) else {
            complaints.push(format!(
                "{}: module `{module}` is in no layer of tests/tidy.rs",
                file.name
            ));
            continue;
        };
        for (line, used) in file.uses() {
            if layer(&used).is_some_and(|above| above > own) {
                complaints.push(format!(
                    "{}:{line}: `{module}` uses `{used}`, which stands above it",
                    file.name
                ));
            }
        }
    }
    report(complaints);
}

#[test]
fn pure_modules_use_only_pure_ones() {
    let mut complaints = Vec::new();
    for file in rust_files("src") {
        let Some(module) = file
            .module()
            .filter(|module| PURE.contains(&module.as_str()))
        else {
            continue;
        };
        for (line, used) in file.uses() {
            if layer(&used).is_some() && !PURE.contains(&used.as_str()) {
                complaints.push(format!(
                    "{}:{line}: `{module}` is pure and uses `{used}`",
                    file.name
                ));
            }
        }
        for (line, name) in file.lines_naming(IMPURE) {
            complaints.push(format!(
                "{}:{line}: `{module}` is pure and names `{name}`",
                file.name
            ));
        }
    }
    report(complaints);
}

#[test]
fn unsafe_stands_in_sys_alone() {
    let allowed = |file: &RustFile| {
        // The C runtime calls a function named `main`, and naming one so is unsafe.
        file.name == "src/main.rs" || file.module().as_deref() == Some("sys")
    };
    let outside = rust_files("src").into_iter().filter(|file| !allowed(file));
    let complaints = outside.flat_map(|file| {
        let lines = file.source.code.lines().enumerate();
        let hits = lines.filter(|(_, line)| words(line).any(|word| word == "unsafe"));
        hits.map(|(at, _)| format!("{}:{}: `unsafe` outside src/sys", file.name, at + 1))
            .collect::<Vec<_>>()
    });
    report(complaints.collect());
}

#[test]
fn every_file_says_what_it_is_for() {
    let files = rust_files("src").into_iter().chain(rust_files("tests"));
    let bare = files.filter(|file| !file.text.starts_with("//! "));
    report(
        bare.map(|file| format!("{}:1: no `//!` header", file.name))
            .collect(),
    );
}

#[test]
fn no_file_is_long_without_a_reason() {
    let long = rust_files("src")
        .into_iter()
        .chain(rust_files("tests"))
        .filter(|file| {
            let excused = LONG_WITH_A_REASON
                .iter()
                .any(|(name, _)| *name == file.name);
            file.text.lines().count() > LONG && !excused
        });
    report(
        long.map(|file| format!("{}: {} lines", file.name, file.text.lines().count()))
            .collect(),
    );
}

#[test]
fn nothing_was_left_at_the_top_by_chance() {
    let kept = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output();
    let kept = match kept {
        Ok(kept) if kept.status.success() => String::from_utf8_lossy(&kept.stdout).into_owned(),
        _ => {
            println!("not kept by git: nothing to look at");
            return;
        }
    };
    let paths = kept.split_terminator('\0');
    let names: BTreeSet<&str> = paths.filter_map(|path| path.split('/').next()).collect();
    let known = |name: &str| TOP_LEVEL.contains(&name) || name.starts_with('.');
    let left = names.into_iter().filter(|name| !known(name));
    report(left.map(str::to_string).collect());
}

#[test]
fn learners_are_not_told_that_it_is_easy() {
    let mut complaints = Vec::new();
    for file in rust_files("src") {
        if file.name == WATCHES_LESSONS {
            continue;
        }
        let shown = RustSource::read_without_tests(&file.text);
        complaints.extend(banned_words(&file.name, shown.strings.into_iter()));
        // The argument parser shows the documentation of its types as help.
        if file.module().as_deref() == Some("cli") {
            complaints.extend(banned_words(&file.name, shown.docs.into_iter()));
        }
    }
    report(complaints);
}

#[test]
fn nothing_names_a_folder_of_one_machine() {
    let mut complaints = Vec::new();
    for name in tree("") {
        let Ok(text) = fs::read_to_string(root().join(&name)) else {
            continue;
        };
        for (at, line) in text.lines().enumerate() {
            let found = MACHINE_FOLDERS
                .iter()
                .find(|folder| names_folder(line, folder));
            complaints.extend(found.map(|folder| format!("{name}:{}: names /{folder}", at + 1)));
        }
    }
    report(complaints);
}

#[test]
fn the_scanner_sees_paths_in_code_and_words_in_strings_alone() {
    let text = "//! crate::tutor\nuse crate::{a::{x, y}, b};\nfn f() -> char { '\"' } // crate::c\n\
                const S: &str = r#\"say \"crate::d\" simply\"#; use super::super::e;\nfn g<'a>() { crate::h::i() }\n";
    let file = RustFile {
        name: "src/m/n.rs".into(),
        text: text.into(),
        source: RustSource::read(text),
    };
    let mut uses = file.uses();
    uses.sort();
    let seen: Vec<(usize, &str)> = uses
        .iter()
        .map(|(line, name)| (*line, name.as_str()))
        .collect();
    assert_eq!(seen, [(2, "a"), (2, "b"), (4, "e"), (5, "h")]);
    assert_eq!(banned_words("m", file.source.strings.into_iter()).len(), 1);
    assert!(names_folder(
        &format!("cd '/{}/x'", MACHINE_FOLDERS[0]),
        MACHINE_FOLDERS[0]
    ));
    let within = format!("tests/{0}/x /{0}ers", MACHINE_FOLDERS[0]);
    assert!(!names_folder(&within, MACHINE_FOLDERS[0]));
}

/// A Rust file of ours.
struct RustFile {
    /// Its path from the root of the project.
    name: String,
    text: String,
    source: RustSource,
}

impl RustFile {
    /// The top-level module it belongs to; none for `lib.rs`, which lists them all.
    fn module(&self) -> Option<String> {
        let inner = self.name.strip_prefix("src/")?;
        let module = inner
            .split('/')
            .next()
            .unwrap_or(inner)
            .trim_end_matches(".rs");
        (module != "lib").then(|| module.to_string())
    }

    /// The top-level modules that its code names, with lines.
    fn uses(&self) -> Vec<(usize, String)> {
        let code = &self.source.code;
        // `super::` from a file of depth n reaches the root of the crate after n of them.
        let depth = self.name.trim_start_matches("src/").matches('/').count() + 1;
        let roots = [
            "crate::".to_string(),
            "shtutor::".to_string(),
            "super::".repeat(depth),
        ];
        let mut found = Vec::new();
        for root in roots
            .iter()
            .filter(|root| depth > 1 || !root.starts_with("super"))
        {
            for (at, _) in code.match_indices(root.as_str()) {
                let inside =
                    code[..at].ends_with(|c: char| c.is_alphanumeric() || "_:".contains(c));
                let line = code[..at].matches('\n').count() + 1;
                if !inside {
                    found.extend(
                        first_names(&code[at + root.len()..])
                            .into_iter()
                            .map(|name| (line, name)),
                    );
                }
            }
        }
        found
    }

    fn lines_naming<'a>(&self, names: &[&'a str]) -> Vec<(usize, &'a str)> {
        let lines = self.source.code.lines().enumerate();
        lines
            .flat_map(|(at, line)| {
                names
                    .iter()
                    .filter(move |name| names_whole(line, name))
                    .map(move |name| (at + 1, *name))
            })
            .collect()
    }
}

/// Whether `name` stands in `line`, not as the end of a longer word.
fn names_whole(line: &str, name: &str) -> bool {
    let is_end = |at: usize| line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    line.match_indices(name).any(|(at, _)| !is_end(at))
}

/// The names a path goes on with: `a::b` gives `a`, `{a::b, c}` gives `a` and `c`.
fn first_names(rest: &str) -> Vec<String> {
    let Some(group) = rest.strip_prefix('{') else {
        return words(rest).next().map(String::from).into_iter().collect();
    };
    let mut names = Vec::new();
    let mut depth = 0;
    let mut fresh = true;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && c.is_alphabetic() => {
                names.extend(words(&group[at..]).next().map(String::from));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

fn banned_words(name: &str, pieces: impl Iterator<Item = Piece>) -> Vec<String> {
    let complain = |piece: Piece| {
        let spoken: BTreeSet<String> = words(&piece.text).map(str::to_lowercase).collect();
        let found = BANNED.iter().find(|word| spoken.contains(**word))?;
        Some(format!(
            "{name}:{}: says `{found}`: {:?}",
            piece.line,
            piece.text.trim()
        ))
    };
    pieces.filter_map(complain).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
}

/// Whether a line holds `/folder` as the beginning of an absolute path.
fn names_folder(line: &str, folder: &str) -> bool {
    let path = format!("/{folder}");
    line.match_indices(&path).any(|(at, _)| {
        let inside =
            line[..at].ends_with(|c: char| c.is_alphanumeric() || "._~-*?$}{)/".contains(c));
        let longer =
            line[at + path.len()..].starts_with(|c: char| c.is_alphanumeric() || "_-.".contains(c));
        !inside && !longer
    })
}

fn rust_files(folder: &str) -> Vec<RustFile> {
    let names = tree(folder)
        .into_iter()
        .filter(|name| name.ends_with(".rs"));
    let read = |name: String| {
        let text = fs::read_to_string(root().join(&name)).expect("source is text");
        RustFile {
            name,
            source: RustSource::read(&text),
            text,
        }
    };
    names.map(read).collect()
}

/// Every file below `folder`, as paths from the root, sorted; hidden ones and the build's are left out, `.ci` is not.
fn tree(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join(folder))
        .into_iter()
        .flatten()
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() {
            name.clone()
        } else {
            format!("{folder}/{name}")
        };
        let skipped = name == "target" || (name.starts_with('.') && name != ".ci");
        match entry.file_type() {
            _ if skipped => {}
            Ok(kind) if kind.is_dir() => found.extend(tree(&path)),
            _ => found.push(path),
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).into()
}

fn report(complaints: Vec<String>) {
    assert!(
        complaints.is_empty(),
        "\n{}\n{} in all",
        complaints.join("\n"),
        complaints.len()
    );
}
