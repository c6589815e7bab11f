//! shtutor
use std::process::ExitCode;
fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    if args.get(1).is_some_and(|first| first == shtutor::session::child::ARGUMENT) {
        return shtutor::session::child::main();
    }
    shtutor::practice::run(&args).unwrap_or(ExitCode::SUCCESS)
}
