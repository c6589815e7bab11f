//! One program under several names: the tutor, its shell, and the practice programs a learner's shell finds.

use shtutor::{cli, engine, practice, session, sys};
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    if let Some(code) = practice::run(&args) {
        return code;
    }
    let second = args.get(1);
    if second.is_some_and(|word| word == session::child::ARGUMENT) {
        return session::child::main();
    }
    let called_sh = args
        .first()
        .is_some_and(|name| Path::new(name).file_name() == Some("sh".as_ref()));
    if called_sh || second.is_some_and(|word| word == "sh") {
        let words = args.into_iter().skip(if called_sh { 0 } else { 1 });
        return ExitCode::from(engine::invocation::main(words).0);
    }
    if std::io::stdin().is_terminal() {
        // Ctrl-C is for the learner's command, also in the moment before the terminal is the session's.
        sys::signal::catch_interrupt();
    }
    cli::main(args)
}
