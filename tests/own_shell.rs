//! `sh` within a session is the same shell: the scripts of `tests/scripts`, called by name there, print and end as recorded.
//!
//! The session's shell does not execute a file for them, but begins anew in a copy of itself. What would tell the two apart
//! is looked for here.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use shtutor::laboratory::{Laboratory, Material};
use std::fs;
use std::path::{Path, PathBuf};

/// Every so many scripts are run.
const EVERY: usize = 3;
/// Fewer than this means that they were not found.
const AT_LEAST: usize = 250;

/// Scripts that look for the shell's file there are not for a session: it closes its processes to whoever looks.
const CLOSED: &str = "/proc/$$/exe";

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|is| is == "sh") {
            found.push(path);
        }
    }
    found.sort();
}

/// What a script must end with and print.
fn recorded(script: &Path, corpus: &Path, snapshots: &Path) -> Option<(u32, String)> {
    let inner = script.strip_prefix(corpus).unwrap().with_extension("snap");
    let text = fs::read_to_string(snapshots.join(inner)).ok()?;
    let report = text.splitn(3, "---\n").nth(2)?;
    let (first, rest) = report.split_once('\n')?;
    let status = first.strip_prefix("status ")?.parse().ok()?;
    let printed = rest.split_once('\n')?.1.trim_start_matches('\n');
    let printed = printed.replace("\n(no newline at the end)\n", "");
    Some((status, printed.trim_end().to_owned()))
}

fn arguments(text: &str) -> String {
    let line = text.lines().find_map(|line| line.strip_prefix("# args:"));
    line.unwrap_or_default().trim().to_owned()
}

#[test]
fn scripts_called_by_sh_in_a_session_do_what_they_do_anywhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (corpus, snapshots) = (
        root.join("tests/scripts"),
        root.join("tests/snapshots/scripts"),
    );
    let mut scripts = Vec::new();
    files(&corpus, &mut scripts);
    let mut laboratory = Laboratory::of(Path::new(env!("CARGO_BIN_EXE_shtutor")));
    let (mut ran, mut wrong) = (0, Vec::new());
    for script in scripts.iter().step_by(EVERY) {
        let name = script.strip_prefix(&corpus).unwrap().display().to_string();
        let text = fs::read_to_string(script).unwrap_or_default();
        let Some(expected) = recorded(script, &corpus, &snapshots) else {
            continue;
        };
        if text.contains(CLOSED) {
            continue;
        }
        let file = script.file_name().unwrap().to_str().unwrap();
        let material = Material {
            text: format!("mkdir work; cd work; sh ../{file} {}", arguments(&text)),
            files: vec![(file.into(), fs::read(script).unwrap())],
            ..Material::default()
        };
        let seen = laboratory.run(&material, None).unwrap();
        let printed = String::from_utf8_lossy(&seen.streams.unwrap_or_default().stdout)
            .trim_end()
            .to_owned();
        let printed = printed.trim_start_matches('\n').to_owned();
        ran += 1;
        if (seen.status.0, &printed) != (expected.0, &expected.1) {
            wrong.push(format!(
                "--- {name}\n{} {printed}\n    not\n{} {}",
                seen.status, expected.0, expected.1
            ));
        }
    }
    println!("{ran} scripts");
    assert!(ran >= AT_LEAST, "only {ran} scripts found");
    assert!(
        wrong.is_empty(),
        "{}\n{} of {ran}",
        wrong.join("\n"),
        wrong.len()
    );
}
