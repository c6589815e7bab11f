//! The words on the command line.
fn main() -> std::process::ExitCode {
    let mut args: Vec<_> = std::env::args_os().collect();
    if args[0] != "sh" {
        args.remove(0);
    }
    std::process::ExitCode::from(shtutor::engine::invocation::main(args).0)
}
