//! What jobs of earlier lines print while the shell waits for the next.

use super::Screen;
use super::host::Session;
use super::marker::Piece;
use super::window::Window;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};

/// Bytes shown at a time: a job that prints without end leaves room for keys.
const MOST: usize = 64 * 1024;

/// Tells, from whatever thread, whether there is output that nobody has seen.
#[derive(Debug)]
pub struct Lookout(Vec<OwnedFd>);

impl Lookout {
    /// That of `session`; `None` where nobody sits at a terminal, or there are no more descriptors to be had.
    pub fn of(session: &Session) -> Option<Lookout> {
        let open = session.streams.iter().filter(|stream| stream.open);
        let files = open.map(|stream| stream.file.as_fd().try_clone_to_owned().ok());
        let files = files.collect::<Option<Vec<OwnedFd>>>()?;
        (session.screen == Screen::Terminal).then_some(Lookout(files))
    }

    /// Whether there is some now.
    pub fn sees_output(&self) -> bool {
        let files = self.0.iter();
        let mut polled: Vec<PollFd<'_>> = files
            .map(|file| PollFd::new(file.as_fd(), PollFlags::POLLIN))
            .collect();
        let looked = poll(&mut polled, PollTimeout::ZERO);
        // A terminal that nobody holds any more says that it has hung up, without end.
        let has_output = |fd: &PollFd<'_>| {
            fd.revents()
                .is_some_and(|events| events.contains(PollFlags::POLLIN))
        };
        looked.is_ok() && polled.iter().any(has_output)
    }
}

/// Shows what there is, and says whether there was something. It is no later line's output.
pub fn show(session: &mut Session) -> bool {
    let mut shown = Vec::new();
    for stream in &mut session.streams {
        let mut bytes = vec![0; MOST];
        let length = read(&mut stream.file, &mut bytes);
        stream.stripper.feed(&bytes[..length], |piece| {
            if let Piece::Bytes(bytes) = piece {
                shown.extend_from_slice(bytes);
            }
        });
    }
    if shown.is_empty() {
        return false;
    }
    let keyboard = io::stdin();
    let mut window = Window::open(session.screen, keyboard.as_fd());
    window.show(&shown);
    window.clean_up();
    true
}

/// Reads what there is; a pseudo-terminal gives no more than a page at a time.
fn read(file: &mut impl Read, buffer: &mut [u8]) -> usize {
    let mut length = 0;
    while length < buffer.len() {
        match file.read(&mut buffer[length..]) {
            Ok(more) if more > 0 => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // Whether more can come is for the next line to find out.
            Ok(_) | Err(_) => break,
        }
    }
    length
}
