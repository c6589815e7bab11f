//! Throw-away stub.
pub mod shell;
use crate::trace::{ExitStatus, TraceKind, How, Termination};
use crate::source::Span;
use std::ops::ControlFlow;
use std::os::unix::process::ExitStatusExt;
/// Stub.
pub enum Divert { /// Stub.
    Exit(ExitStatus) }
/// Stub.
pub fn run_text(shell: &mut shell::Shell, text: &[u8]) -> ControlFlow<Divert, ExitStatus> {
    let text = String::from_utf8_lossy(text).into_owned();
    for line in text.lines() {
        if let Some(n) = line.strip_prefix("exit ") { return ControlFlow::Break(Divert::Exit(ExitStatus(n.parse().unwrap_or(2)))); }
        if line == "kill -9 $$" { let _ = nix::sys::signal::kill(nix::unistd::Pid::this(), nix::sys::signal::Signal::SIGKILL); }
        shell.tracer.emit(Some(Span::new(0,1)), || TraceKind::Started{argv: vec![line.as_bytes().to_vec()], how: How::External});
        let s = std::process::Command::new("sh").arg("-c").arg(line).status().map(|s| s.code().unwrap_or(128 + s.signal().unwrap_or(0))).unwrap_or(127);
        shell.status = ExitStatus(s as u8);
        let st = shell.status;
        shell.tracer.emit(Some(Span::new(0,1)), || TraceKind::Ended{how: Termination::Exited(st)});
        if crate::sys::signal::take_interrupt() { shell.status = ExitStatus(130); break; }
    }
    ControlFlow::Continue(shell.status)
}
