//! One program under several names: the tutor, its shell, and the practice programs a learner's shell finds.

use shtutor::{cli, engine};
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    let called_sh = args.first().is_some_and(|name| Path::new(name).file_name() == Some("sh".as_ref()));
    let shell_words = if called_sh { 0 } else { 1 };
    if called_sh || args.get(1).is_some_and(|word| word == "sh") {
        let words = args.into_iter().skip(shell_words);
        return ExitCode::from(engine::invocation::main(words).0);
    }
    cli::main(args)
}
