//! What happens to a line whose time is up: it is asked to end, then made to, and at last the shell goes with it.

use super::processes;
use nix::sys::signal::Signal;
use std::time::Duration;

/// After this much more time, programs are killed that did not heed `SIGTERM`.
const INSIST: Duration = Duration::from_millis(300);
/// After this much more time, the shell is killed that did not come back.
const GIVE_UP: Duration = Duration::from_millis(1_200);

/// How far a line is from being stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// It has time left.
    Running,
    /// Its programs have been sent `SIGTERM`, its shell `SIGINT`.
    Asked,
    /// Its programs have been killed.
    Insisted,
    /// Its shell has been killed.
    GaveUp,
}

impl Patience {
    /// Takes the next step if it is time for it: the line of the shell `shell` may run for `wall` and has run for `elapsed`.
    pub fn keep(&mut self, wall: Duration, elapsed: Duration, shell: i32) {
        let late = elapsed.checked_sub(wall);
        let (next, to_programs, to_shell) = match (*self, late) {
            (Patience::Running, Some(_)) => (Patience::Asked, Signal::SIGTERM, Signal::SIGINT),
            (Patience::Asked, Some(late)) if late > INSIST => {
                (Patience::Insisted, Signal::SIGKILL, Signal::SIGINT)
            }
            (Patience::Insisted, Some(late)) if late > GIVE_UP => {
                (Patience::GaveUp, Signal::SIGKILL, Signal::SIGKILL)
            }
            _ => return,
        };
        *self = next;
        // The shell first, so that it does not start the next command when this one ends.
        processes::signal(&[shell], to_shell);
        processes::signal(&processes::descendants(shell), to_programs);
        processes::signal(&[shell], Signal::SIGCONT);
    }
}
