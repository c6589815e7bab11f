//! Links the program so that it starts fast: at a fixed address, and with one library less to load.

use std::env;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
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
