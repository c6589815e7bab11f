//! The words on the command line.
fn main() -> std::process::ExitCode {
    let mut args: Vec<_> = std::env::args_os().collect();
    if args
        .get(1)
        .is_some_and(|first| first == shtutor::session::child::ARGUMENT)
    {
        return shtutor::session::child::main();
    }
    if let Some(code) = shtutor::practice::run(&args) {
        return code;
    }
    if args.first().is_some_and(|name| name != "sh") {
        args.remove(0);
    }
    std::process::ExitCode::from(shtutor::engine::invocation::main(args).0)
}
