//! One program under several names: the tutor, its shell, and the practice programs a learner's shell finds.
//!
//! It begins where the C runtime calls it. The standard library's own beginning would ignore SIGPIPE, so that nobody could
//! tell whether it was ignored before, open descriptors that were closed, and take a tenth of the time a shell needs to start.
#![no_main]
#![expect(
    unsafe_code,
    reason = "the C runtime calls a function by the name of main"
)]

use shtutor::trace::ExitStatus;
use shtutor::{cli, engine, practice, session, sys};
use std::ffi::{OsString, c_char, c_int};
use std::io::{IsTerminal, Write};

// SAFETY: no other function of the program is called main.
#[unsafe(no_mangle)]
extern "C" fn main(count: c_int, words: *const *const c_char) -> c_int {
    // SAFETY: these are the arguments that the C runtime gives to main.
    let args = unsafe { sys::words::arguments(count, words) };
    (run(args).0 & 0xff).cast_signed()
}

fn run(args: Vec<OsString>) -> ExitStatus {
    if let Some(status) = practice::run(&args) {
        return status;
    }
    let second = args.get(1);
    let called_sh = args
        .first()
        .is_some_and(|name| practice::last_component(name) == b"sh");
    if called_sh || second.is_some_and(|word| word == "sh") {
        let words = args.into_iter().skip(if called_sh { 0 } else { 1 });
        return engine::invocation::main(words);
    }
    if second.is_some_and(|word| word == session::traced::ARGUMENT) {
        return session::traced::main(args);
    }
    if second.is_some_and(|word| word == session::pump::ARGUMENT) {
        return session::pump::main(&args);
    }
    if second.is_some_and(|word| word == "trace") {
        // What it runs finds every signal as we do.
        return cli::main(args);
    }
    // The tutor sees for itself whether anybody still listens.
    sys::signal::ignore(sys::signal::Signal::SIGPIPE);
    if second.is_some_and(|word| word == session::child::ARGUMENT) {
        return session::child::main();
    }
    sys::fd::settle_standard();
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        // Ctrl-C is for the learner's command, also in the moment before the terminal is the session's.
        sys::signal::catch_interrupt();
    }
    let status = cli::main(args);
    // What is left is for nobody if this fails.
    let _ = std::io::stdout().flush();
    status
}
