//! Lists the lessons that become part of the program, and links it so that it starts fast: at a fixed address, and with one
//! library less to load.

use std::env;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// The course, from the crate's root.
const LESSONS: &str = "lessons/unix-shell";

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    list_lessons()?;
    link();
    Ok(())
}

/// Writes `lessons.rs`: a slice of the name and the text of every lesson, in the order of the names, which is that of teaching.
fn list_lessons() -> io::Result<()> {
    println!("cargo:rerun-if-changed={LESSONS}");
    let mut names = Vec::new();
    for entry in fs::read_dir(LESSONS)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") && name != "README.md" {
            names.push(format!("{LESSONS}/{name}"));
        }
    }
    names.sort();
    let item = |name: &String| {
        format!(
            "({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/\", {name:?}))),\n"
        )
    };
    let items: String = names.iter().map(item).collect();
    let folder = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(
        Path::new(&folder).join("lessons.rs"),
        format!("&[\n{items}]\n"),
    )
}

fn link() {
    let target = |name: &str| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    // A static program has its own way to say it: see the README.
    let is_static = target("FEATURE")
        .split(',')
        .any(|feature| feature == "crt-static");
    if target("OS") != "linux" || target("ENV") != "gnu" || is_static {
        return;
    }
    // Otherwise every start relocates some thousand pointers, most of them the tutor's, and touches a page for each few dozen.
    println!("cargo:rustc-link-arg-bins=-no-pie");
    // The standard library needs a little of this for backtraces, and otherwise takes it from a shared library.
    if env::var("HOST") == env::var("TARGET") && has_library("libgcc_eh.a") {
        println!("cargo:rustc-link-lib=dylib:+verbatim=libgcc_eh.a");
    }
}

/// Whether the C compiler, which links the program, finds the library `name`.
fn has_library(name: &str) -> bool {
    let output = Command::new("cc")
        .arg(format!("-print-file-name={name}"))
        .output();
    output.is_ok_and(|output| {
        let path = String::from_utf8_lossy(&output.stdout);
        // It prints the bare name of what it does not find.
        Path::new(path.trim_end()).is_absolute()
    })
}
