//! Lines that are read whole: from a pipe, or from a terminal on which nothing is edited.

use super::Typed;
use crate::sys::fd::STDIN;
use crate::sys::signal;
use std::io::{self, BufRead};

/// Reads a line as the terminal hands it over: whole, and no key behind it.
pub(super) fn whole_line() -> io::Result<Typed> {
    let mut bytes = Vec::new();
    let mut page = [0; 4096];
    loop {
        // A read alone would sleep through a Ctrl-C that came just before it.
        if !signal::wait_readable(STDIN, signal::is_interrupted) {
            if signal::take_interrupt() {
                return Ok(Typed::Interrupted);
            }
            continue;
        }
        match nix::unistd::read(io::stdin(), &mut page) {
            Ok(0) if bytes.is_empty() => return Ok(Typed::End),
            Ok(0) => break,
            Ok(length) => {
                // A Ctrl-C took with it what was typed before it, not this.
                signal::take_interrupt();
                bytes.extend_from_slice(&page[..length]);
            }
            Err(nix::Error::EINTR) if signal::take_interrupt() => return Ok(Typed::Interrupted),
            Err(nix::Error::EINTR) => {}
            Err(error) => return Err(error.into()),
        }
        if bytes.ends_with(b"\n") {
            break;
        }
    }
    Ok(Typed::Line(as_text(&bytes)))
}

/// A line without its newline.
fn as_text(line: &[u8]) -> String {
    let line = String::from_utf8_lossy(line);
    line.trim_end_matches(['\n', '\r']).to_owned()
}

/// Reads a line from what is no terminal.
pub(super) fn next_line(lines: &mut dyn BufRead) -> io::Result<Typed> {
    let mut bytes = Vec::new();
    if lines.read_until(b'\n', &mut bytes)? == 0 {
        return Ok(Typed::End);
    }
    Ok(Typed::Line(as_text(&bytes)))
}
