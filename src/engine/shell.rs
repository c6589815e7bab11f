//! Throw-away stub.
use crate::observation::ShellState;
/// Stub.
pub struct Shell { /// Stub.
 pub tracer: crate::trace::sink::Tracer, /// Stub.
 pub interactive: bool, /// Stub.
 pub status: crate::trace::ExitStatus }
impl Shell {
 /// Stub.
 pub fn new(_: Vec<u8>, _: Vec<Vec<u8>>) -> Shell { Shell { tracer: Default::default(), interactive: false, status: Default::default() } }
 /// Stub.
 pub fn state(&self) -> ShellState { ShellState { status: self.status, ..Default::default() } }
 /// Stub.
 pub fn restore(&mut self, _: &ShellState) {}
}
