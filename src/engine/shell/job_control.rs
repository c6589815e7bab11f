//! Job control itself (XCU 2.11): whose the terminal is, and how it is set while the shell reads commands.
//!
//! Knows nothing of which jobs there are: see [`jobs`](super::jobs).

use super::Shell;
use super::jobs::{Job, JobState};
use super::options::ShellOption;
use super::traps::{Action, Traps};
use crate::sys::fd::{self, Fd};
use crate::sys::process;
use crate::sys::signal;
use crate::sys::terminal::{self, Modes};
use crate::trace::Termination;
use nix::sys::signal::Signal;

/// A shell that waits in the background to be brought to the foreground asks this often: where nobody can stop it and bring it
/// there, asking stops nothing.
const ASKED: u32 = 16;

/// What a shell with job control has.
#[derive(Debug)]
pub struct JobControl {
    /// The terminal, if there is one.
    tty: Option<Terminal>,
}

#[derive(Debug)]
struct Terminal {
    fd: Fd,
    /// The shell's own process group.
    own: i32,
    /// The process group it was in before.
    before: i32,
    /// How the terminal is set while the shell reads commands.
    modes: Option<Modes>,
}

/// The process group that a new process is born into, in a shell with job control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The shell's own.
    Shell,
    /// One that it leads.
    New(Ground),
    /// That of an earlier process of the same pipeline.
    Of(i32, Ground),
}

/// Which side of the terminal a job is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// It has the terminal.
    Fore,
    /// It has not.
    Back,
}

impl JobControl {
    /// Job control at the controlling terminal: waits until this shell's process group is in the foreground, then becomes the
    /// leader of its own there. `None` if there is no terminal that could be had.
    pub fn at_terminal(traps: &mut Traps) -> Option<JobControl> {
        let fd = terminal::open_controlling()?;
        let Some(before) = wait_for_foreground(fd) else {
            fd::close(fd);
            return None;
        };
        for signal in signal::STOPPING {
            traps.was_ignored_on_entry(signal as i32);
            if traps.action(signal as i32).is_none() {
                signal::keep(signal);
            }
        }
        // A session's leader leads its group already, and may not move.
        let _ = process::set_group(0, 0);
        let own = process::group();
        let _ = terminal::set_foreground(fd, own);
        let modes = Modes::of_number(fd);
        let tty = Terminal {
            fd,
            own,
            before,
            modes,
        };
        Some(JobControl { tty: Some(tty) })
    }

    /// Job control where there is no terminal: jobs have their own process groups, and that is all.
    pub fn without_terminal() -> JobControl {
        JobControl { tty: None }
    }

    /// Undoes [`JobControl::at_terminal`].
    pub fn end(self, traps: &Traps) {
        let Some(tty) = self.tty else {
            return;
        };
        let _ = terminal::set_foreground(tty.fd, tty.before);
        let _ = process::set_group(0, tty.before);
        for signal in signal::STOPPING {
            if traps.action(signal as i32).is_none() {
                signal::set_default(signal);
            }
        }
        fd::close(tty.fd);
    }

    /// Whether this shell keeps the signals that stop a process for itself.
    pub fn has_terminal(&self) -> bool {
        self.tty.is_some()
    }

    /// In a new process: goes to its group, and takes the terminal if it is to have it.
    ///
    /// Parent and child both do it, since neither may go on before it is done.
    pub fn place_self(&self, group: Group, traps: &Traps) {
        let (leader, ground) = match group {
            Group::Shell => return,
            Group::New(ground) => (0, ground),
            Group::Of(leader, ground) => (leader, ground),
        };
        let _ = process::set_group(0, leader);
        if ground == Ground::Fore {
            self.give_terminal(process::group());
        }
        for signal in signal::STOPPING {
            if self.has_terminal() && traps.action(signal as i32) != Some(&Action::Ignore) {
                signal::set_default(signal);
            }
        }
    }

    /// As [`JobControl::place_self`], in the parent, for `child`.
    pub fn place_child(&self, child: i32, group: Group) {
        let (leader, ground) = match group {
            Group::Shell => return,
            Group::New(ground) => (child, ground),
            Group::Of(leader, ground) => (leader, ground),
        };
        // It may have done so itself, and even execed or ended since.
        let _ = process::set_group(child, leader);
        if ground == Ground::Fore {
            self.give_terminal(leader);
        }
    }

    /// Puts process group `group` into the foreground.
    pub fn give_terminal(&self, group: i32) {
        if let Some(tty) = &self.tty {
            // A group that is gone already needs no terminal.
            let _ = terminal::set_foreground(tty.fd, group);
        }
    }

    /// Sends what was stopped in `job` on, in the foreground with the terminal as it had it, or in the background.
    pub fn resume(&self, job: &mut Job, ground: Ground) {
        let Some(group) = job.group else {
            return;
        };
        if ground == Ground::Fore {
            self.give_terminal(group);
            if let (Some(modes), Some(tty)) = (job.modes.take(), &self.tty) {
                modes.restore_number(tty.fd);
            }
        }
        job.resume();
        let _ = process::signal_group(group, Signal::SIGCONT);
    }

    /// Takes the terminal back from `job`, which was in the foreground. What it did to the terminal's modes stays only if it
    /// ended by itself.
    pub fn reclaim(&mut self, job: &mut Job) {
        let Some(tty) = &mut self.tty else {
            return;
        };
        let _ = terminal::set_foreground(tty.fd, tty.own);
        match job.state() {
            JobState::Ended(Termination::Exited(_)) => {
                tty.modes = Modes::of_number(tty.fd);
                return;
            }
            JobState::Stopped(_) => job.modes = Modes::of_number(tty.fd),
            JobState::Ended(_) | JobState::Running => {}
        }
        if let Some(modes) = &tty.modes {
            modes.restore_number(tty.fd);
        }
    }
}

/// The process group that is in the foreground of `tty`, once this process is in it.
fn wait_for_foreground(tty: Fd) -> Option<i32> {
    for _ in 0..ASKED {
        let group = terminal::foreground(tty).ok()?;
        if group == process::group() {
            return Some(group);
        }
        // Stops this process until somebody brings it to the foreground.
        signal::with_default(Signal::SIGTTIN, || {
            let _ = process::signal_group(0, Signal::SIGTTIN);
        });
    }
    None
}

impl Shell {
    /// Turns job control on, as far as there is a terminal for it, or off. A subshell never has it.
    pub fn set_job_control(&mut self, on: bool) {
        match (on && !self.frames.subshell, self.jobs.control.take()) {
            (true, None) => {
                let control = JobControl::at_terminal(&mut self.traps);
                self.jobs.control = control.or_else(|| Some(JobControl::without_terminal()));
            }
            (true, control) => self.jobs.control = control,
            (false, Some(control)) => control.end(&self.traps),
            (false, None) => {}
        }
        self.options.set(ShellOption::Monitor, on);
    }

    /// Turns job control on in a shell that a person begins to type at; without a terminal it says so and goes on without.
    pub fn begin_job_control(&mut self) {
        self.jobs.control = JobControl::at_terminal(&mut self.traps);
        let on = self.jobs.control.is_some();
        self.options.set(ShellOption::Monitor, on);
        if !on {
            self.complain("can't access tty; job control turned off");
        }
    }

    /// Whether this shell keeps `signal` for itself where no trap is set for it.
    pub fn keeps(&self, signal: Signal) -> bool {
        let control = self.jobs.control.as_ref();
        (self.interactive && signal::INTERACTIVE.contains(&signal))
            || (control.is_some_and(JobControl::has_terminal) && signal::STOPPING.contains(&signal))
    }

    /// The signals that an interactive shell keeps for itself do what programs expect, unless they have traps.
    pub fn give_up_signals(&self) {
        self.set_interactive_signals(signal::set_default);
    }

    /// An interactive shell keeps its signals for itself, unless they have traps.
    pub fn keep_signals(&self) {
        self.set_interactive_signals(signal::keep);
    }

    fn set_interactive_signals(&self, set: fn(Signal)) {
        for signal in signal::INTERACTIVE {
            if self.interactive && self.traps.action(signal as i32).is_none() {
                set(signal);
            }
        }
    }

    /// Gives up what this shell keeps for itself while it runs `body`, which may make another program of it.
    pub fn stepping_aside<T>(&mut self, body: impl FnOnce() -> T) -> T {
        let control = self.jobs.control.take();
        let had_control = control.is_some();
        if let Some(control) = control {
            control.end(&self.traps);
        }
        self.give_up_signals();
        let result = body();
        self.keep_signals();
        if had_control {
            self.set_job_control(true);
        }
        result
    }
}
