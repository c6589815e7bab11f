//! The `sh` scripts of the machine the tests run on.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Where scripts are.
const FOLDERS: &[&str] = &[
    "/usr/bin",
    "/usr/sbin",
    "/usr/lib",
    "/usr/share",
    "/var/lib/dpkg/info",
    "/etc",
];
/// How deep below a folder is looked.
const DEPTH: u32 = 6;

/// The `sh` scripts of the machine, sorted.
pub fn scripts() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in FOLDERS {
        collect(Path::new(folder), DEPTH, &mut found);
    }
    found.sort();
    found.dedup();
    found
}

fn collect(folder: &Path, depth: u32, into: &mut Vec<PathBuf>) {
    // A folder that may not be read has no scripts for us.
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth > 0 => collect(&path, depth - 1, into),
            Ok(kind) if kind.is_file() && is_sh_script(&path) => into.push(path),
            _ => {}
        }
    }
}

/// Whether the first line names `sh` or `dash`.
pub fn is_sh_script(path: &Path) -> bool {
    let mut start = [0; 64];
    let Ok(length) = fs::File::open(path).and_then(|mut file| file.read(&mut start)) else {
        return false;
    };
    let line = start[..length].split(|byte| *byte == b'\n').next();
    let Some(words) = line.and_then(|line| line.strip_prefix(b"#!")) else {
        return false;
    };
    let program = words.trim_ascii().split(|byte| *byte == b' ').next();
    let name = program.and_then(|program| program.rsplit(|byte| *byte == b'/').next());
    matches!(name, Some(b"sh" | b"dash"))
}
