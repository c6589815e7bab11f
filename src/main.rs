//! One program under several names: the tutor, its shell, and the practice programs a learner's shell finds.

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<std::ffi::OsString> = std::env::args_os().collect();
    shtutor::cli::main(args)
}
