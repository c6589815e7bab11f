//! Jobs: asynchronous lists that were started, and the statuses of those that ended (XCU 2.9.3.1, 2.11).

use crate::sys::process;
use crate::trace::{ExitStatus, Termination};
use nix::errno::Errno;

/// An asynchronous list.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its number, from 1.
    pub number: u32,
    /// Its process.
    pub pid: i32,
    /// Its text.
    pub command: Vec<u8>,
    /// How it ended, once it has.
    pub ended: Option<Termination>,
}

/// The jobs of a shell, oldest first.
#[derive(Default)]
pub struct Jobs {
    list: Vec<Job>,
    /// `$!`.
    pub last_pid: Option<i32>,
}

impl Jobs {
    /// Notes a process that was started for an asynchronous list.
    pub fn add(&mut self, pid: i32, command: Vec<u8>) {
        let number = self.list.iter().map(|job| job.number).max().unwrap_or(0) + 1;
        self.list.push(Job {
            number,
            pid,
            command,
            ended: None,
        });
        self.last_pid = Some(pid);
    }

    /// All of them.
    pub fn list(&self) -> &[Job] {
        &self.list
    }

    /// The job a job id names: `%%`, `%+`, `%-`, `%2`, `%text`, `%?text` (XBD 3.182).
    pub fn find(&self, id: &[u8]) -> Option<&Job> {
        match id.strip_prefix(b"%")? {
            b"" | b"%" | b"+" => self.list.last(),
            b"-" => self.list.iter().rev().nth(1).or(self.list.last()),
            [b'?', text @ ..] => self
                .list
                .iter()
                .rev()
                .find(|job| contains(&job.command, text)),
            text => match std::str::from_utf8(text)
                .ok()
                .and_then(|text| text.parse::<u32>().ok())
            {
                Some(number) => self.list.iter().find(|job| job.number == number),
                None => self
                    .list
                    .iter()
                    .rev()
                    .find(|job| job.command.starts_with(text)),
            },
        }
    }

    /// Notes that a child ended; whether it was a job's.
    pub fn note(&mut self, pid: i32, how: Termination) -> bool {
        match self.list.iter_mut().find(|job| job.pid == pid) {
            Some(job) => {
                job.ended = Some(how);
                true
            }
            None => false,
        }
    }

    /// Collects the children that have ended, without waiting: no zombie is left behind.
    pub fn poll(&mut self) -> Vec<(i32, Termination)> {
        if self.list.iter().all(|job| job.ended.is_some()) {
            return Vec::new();
        }
        let ended: Vec<_> = std::iter::from_fn(process::poll_any).collect();
        for (pid, how) in &ended {
            self.note(*pid, *how);
        }
        ended
    }

    /// Waits for process `pid`, which must be a job's, and forgets it. `None` if it is unknown.
    ///
    /// # Errors
    /// EINTR if a signal came first.
    pub fn wait(&mut self, pid: i32) -> Result<Option<Termination>, Errno> {
        let Some(job) = self.list.iter_mut().find(|job| job.pid == pid) else {
            return Ok(None);
        };
        let how = match job.ended {
            Some(how) => how,
            None => match process::wait_for(pid) {
                Ok(how) => how,
                Err(Errno::EINTR) => return Err(Errno::EINTR),
                // Somebody else collected it; its status is lost.
                Err(_) => Termination::Exited(ExitStatus::NOT_FOUND),
            },
        };
        self.list.retain(|job| job.pid != pid);
        Ok(Some(how))
    }

    /// Forgets the jobs that ended and have been told about.
    pub fn forget_ended(&mut self) {
        self.list.retain(|job| job.ended.is_none());
    }

    /// Keeps at most `limit` jobs that ended without being waited for (XCU 2.9.3.1 lets old statuses go).
    pub fn bound_ended(&mut self, limit: usize) {
        let ended = self.list.iter().filter(|job| job.ended.is_some()).count();
        let mut surplus = ended.saturating_sub(limit);
        self.list.retain(|job| {
            let drop = surplus > 0 && job.ended.is_some() && Some(job.pid) != self.last_pid;
            surplus -= usize::from(drop);
            !drop
        });
    }

    /// A subshell has no jobs of its own yet; `$!` is inherited.
    pub fn enter_subshell(&mut self) {
        self.list.clear();
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    part.is_empty() || text.windows(part.len()).any(|window| window == part)
}
