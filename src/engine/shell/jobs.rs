//! Jobs: what was started and is not waited for, or was stopped, and what became of it (XCU 2.9.3.1, 2.11).
//!
//! Knows nothing of terminals: see [`job_control`](super::job_control).

use super::job_control::JobControl;
use crate::engine::exec::gate::Gate;
use crate::observation::JobFact;
use crate::sys::process::{self, Change};
use crate::sys::terminal::Modes;
use crate::trace::{ExitStatus, Termination};
use nix::libc;

/// So many processes that ended are remembered once their notice has been given.
const REMEMBERED: usize = 100;

/// A process of a job: its id, and what is known of it; `None` while it runs.
#[derive(Clone, Copy, Debug)]
pub struct Process {
    /// Its id.
    pub pid: i32,
    /// How it ended or was stopped.
    pub how: Option<Termination>,
}

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It runs.
    Running,
    /// A signal stopped it.
    Stopped(i32),
    /// Its last process ended so, and no other is left.
    Ended(Termination),
}

/// The processes of a pipeline, or the one of an asynchronous list.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its number, from 1.
    pub number: u32,
    /// The process group that is its own; `None` if it was started without job control.
    pub group: Option<i32>,
    /// Its processes, in the order of the pipeline; never empty.
    pub processes: Vec<Process>,
    /// Its text.
    pub command: Vec<u8>,
    /// Whether its state changed since the last notice.
    pub changed: bool,
    /// Whether `wait` has given its status: what is left is the notice.
    pub waited: bool,
    /// The terminal's modes when it was stopped in the foreground.
    pub modes: Option<Modes>,
    /// Whether `pipefail` was on: its status is that of the last process that failed.
    pub any_failure_counts: bool,
}

impl Job {
    /// A job of processes that run, without a number yet.
    pub fn new(pids: &[i32], group: Option<i32>, command: Vec<u8>) -> Job {
        let process = |pid: &i32| Process {
            pid: *pid,
            how: None,
        };
        Job {
            number: 0,
            group,
            processes: pids.iter().map(process).collect(),
            command,
            changed: false,
            waited: false,
            modes: None,
            any_failure_counts: false,
        }
    }

    /// Notes that all of it has ended with `status`.
    pub fn end_with(&mut self, status: ExitStatus) {
        for process in &mut self.processes {
            process.how = Some(Termination::Exited(status));
        }
    }

    /// The process it is known by: the first, which leads its group.
    pub fn pid(&self) -> i32 {
        self.processes[0].pid
    }

    /// Its last process, whose end is the job's: what `$!` is.
    pub fn last_pid(&self) -> i32 {
        self.processes[self.processes.len() - 1].pid
    }

    /// What it does.
    pub fn state(&self) -> JobState {
        let mut state = JobState::Ended(Termination::Exited(ExitStatus::SUCCESS));
        for process in &self.processes {
            state = match (process.how, state) {
                (None, _) => return JobState::Running,
                (Some(Termination::Stopped(signal)), _) => JobState::Stopped(signal),
                (_, JobState::Stopped(signal)) => JobState::Stopped(signal),
                (Some(how), JobState::Ended(_))
                    if self.any_failure_counts && how.status().is_success() =>
                {
                    state
                }
                (Some(how), _) => JobState::Ended(how),
            };
        }
        state
    }

    /// Notes what became of one of its processes; whether it is one.
    pub fn note(&mut self, (pid, how): Change) -> bool {
        let before = self.state();
        let Some(process) = self
            .processes
            .iter_mut()
            .find(|process| process.pid == pid && !has_ended(process))
        else {
            return false;
        };
        process.how = how;
        self.changed |= before != self.state() && self.state() != JobState::Running;
        true
    }

    /// Takes its stopped processes for running: they are being continued.
    pub fn resume(&mut self) {
        for process in &mut self.processes {
            if !has_ended(process) {
                process.how = None;
            }
        }
        self.changed = false;
    }

    /// What wait(2) cannot tell of any more, because somebody else collected it, has ended with an unknown status.
    pub fn lose(&mut self) {
        for process in &mut self.processes {
            process
                .how
                .get_or_insert(Termination::Exited(ExitStatus::NOT_FOUND));
        }
    }

    fn has_ended(&self) -> bool {
        matches!(self.state(), JobState::Ended(_))
    }
}

fn has_ended(process: &Process) -> bool {
    matches!(
        process.how,
        Some(Termination::Exited(_) | Termination::Signaled(_) | Termination::Dumped(_))
    )
}

/// The jobs of a shell.
#[derive(Default)]
pub struct Jobs {
    /// By number.
    list: Vec<Job>,
    /// The numbers of the jobs, the current job's first (XBD 3.182): what was stopped last, then what was started last.
    order: Vec<u32>,
    /// The processes of jobs that ended, and whose notice has been given: `wait` still knows them.
    remembered: Vec<(i32, Termination)>,
    /// Whether the jobs are those of the shell that this one is a command substitution of: they can be listed, not waited for.
    are_parents: bool,
    /// How the asynchronous list ended that was waited for last as it started: see `Rules::waits_for_background`.
    pub waited_at_once: ExitStatus,
    /// `$!`.
    pub last_pid: Option<i32>,
    /// Job control, while it is on.
    pub control: Option<JobControl>,
    /// What holds back the job that is being started, and whose number a person is to be told first.
    pub gate: Option<Gate>,
    /// How many lines ago the user was told that leaving leaves stopped jobs behind; `None` if longer ago than one.
    pub warned: Option<u8>,
}

/// Why a job id names no job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAJob {
    /// There is no such job.
    #[error("no such job")]
    Unknown,
    /// There is no current job.
    #[error("no current job")]
    NoCurrent,
    /// There is no previous job.
    #[error("no previous job")]
    NoPrevious,
    /// Several jobs match.
    #[error("ambiguous: more than one job matches")]
    Ambiguous,
}

impl Jobs {
    /// Adds a job, with a number if it has none yet. Returns its number.
    pub fn add(&mut self, mut job: Job) -> u32 {
        if self.are_parents {
            self.forget_all();
        }
        if job.number == 0 {
            job.number = self.list.last().map_or(0, |job| job.number) + 1;
        }
        let number = job.number;
        let at = self.list.partition_point(|other| other.number < number);
        self.list.insert(at, job);
        self.rank(number);
        number
    }

    /// All of them, by number.
    pub fn list(&self) -> &[Job] {
        &self.list
    }

    /// The job with this number.
    pub fn get_mut(&mut self, number: u32) -> Option<&mut Job> {
        self.list.iter_mut().find(|job| job.number == number)
    }

    /// Takes out the job with this number.
    pub fn remove(&mut self, number: u32) -> Option<Job> {
        let at = self.list.iter().position(|job| job.number == number)?;
        self.order.retain(|other| *other != number);
        Some(self.list.remove(at))
    }

    /// `+` for the current job, `-` for the previous one.
    pub fn mark(&self, number: u32) -> char {
        match self.order.iter().position(|other| *other == number) {
            Some(0) => '+',
            Some(1) => '-',
            _ => ' ',
        }
    }

    /// Gives job `number` its place in the order: a stopped job is the current one, another stands behind the stopped ones.
    pub fn rank(&mut self, number: u32) {
        self.order.retain(|other| *other != number);
        let is_stopped = |number: &u32| {
            let job = self.list.iter().find(|job| job.number == *number);
            job.is_some_and(|job| matches!(job.state(), JobState::Stopped(_)))
        };
        let at = if is_stopped(&number) {
            0
        } else {
            self.order
                .iter()
                .take_while(|other| is_stopped(other))
                .count()
        };
        self.order.insert(at, number);
    }

    /// The job a job id names: `%%`, `%+`, `%-`, `%2`, `%text`, `%?text` (XBD 3.182).
    ///
    /// # Errors
    /// It names none, or more than one.
    pub fn find(&self, id: &[u8]) -> Result<&Job, NotAJob> {
        let numbered = |number: u32| self.list.iter().find(|job| job.number == number);
        let ranked = |rank: usize| numbered(*self.order.get(rank)?);
        let only = |matches: &dyn Fn(&Job) -> bool| {
            let mut matching = self.list.iter().filter(|job| matches(job));
            match (matching.next(), matching.next()) {
                (Some(_), Some(_)) => Err(NotAJob::Ambiguous),
                (found, _) => found.ok_or(NotAJob::Unknown),
            }
        };
        match id.strip_prefix(b"%").ok_or(NotAJob::Unknown)? {
            b"" | b"%" | b"+" => ranked(0).ok_or(NotAJob::NoCurrent),
            b"-" => ranked(1).ok_or(NotAJob::NoPrevious),
            [b'?', text @ ..] => only(&|job| contains(&job.command, text)),
            digits if digits.iter().all(u8::is_ascii_digit) => std::str::from_utf8(digits)
                .ok()
                .and_then(|digits| numbered(digits.parse().ok()?))
                .ok_or(NotAJob::Unknown),
            text => only(&|job| job.command.starts_with(text)),
        }
    }

    /// The job that process `pid` belongs to, if it can be waited for.
    pub fn of_process(&self, pid: i32) -> Option<&Job> {
        let has =
            |job: &&Job| !job.waited && job.processes.iter().any(|process| process.pid == pid);
        // Process ids are used again: the newest is meant.
        self.waitable().iter().rev().find(has)
    }

    /// The jobs that are this shell's own.
    pub fn waitable(&self) -> &[Job] {
        if self.are_parents { &[] } else { &self.list }
    }

    /// Keeps how the process of a job ended that is forgotten now, for `wait`.
    pub fn remember(&mut self, job: &Job) {
        if let (JobState::Ended(how), false) = (job.state(), job.waited) {
            let last = job.last_pid();
            self.remembered.retain(|(pid, _)| *pid != last);
            if self.remembered.len() == REMEMBERED {
                self.remembered.remove(0);
            }
            self.remembered.push((last, how));
        }
    }

    /// Takes what [`Jobs::remember`] kept of process `pid`.
    pub fn recall(&mut self, pid: i32) -> Option<Termination> {
        let at = self
            .remembered
            .iter()
            .position(|(known, _)| *known == pid)?;
        Some(self.remembered.remove(at).1)
    }

    /// Forgets how the processes of past jobs ended.
    pub fn forget_remembered(&mut self) {
        self.remembered.clear();
    }

    /// Notes what became of a child, if it is a job's.
    pub fn note(&mut self, change: Change) {
        let Some(job) = self.list.iter_mut().find_map(|job| {
            let before = job.state();
            job.note(change)
                .then_some((job.number, before, job.state()))
        }) else {
            return;
        };
        if let (number, before, after @ (JobState::Stopped(_) | JobState::Running)) = job
            && before != after
        {
            self.rank(number);
        }
    }

    /// Collects what became of children, without waiting: no zombie is left behind.
    pub fn poll(&mut self) {
        if self.waitable().iter().all(Job::has_ended) {
            return;
        }
        std::iter::from_fn(process::poll_any).for_each(|change| self.note(change));
    }

    /// What is told of those that run or were stopped, by number.
    pub fn facts(&self) -> Vec<JobFact> {
        let alive = self.list.iter().filter(|job| !job.has_ended());
        let fact = |job: &Job| JobFact {
            number: job.number,
            pid: job.pid(),
            stopped_by: match job.state() {
                JobState::Stopped(signal) => Some(signal),
                JobState::Running | JobState::Ended(_) => None,
            },
            command: job.command.clone(),
        };
        alive.map(fact).collect()
    }

    /// Whether a job waits to be continued.
    pub fn any_stopped(&self) -> bool {
        let stopped = |job: &Job| matches!(job.state(), JobState::Stopped(_));
        self.list.iter().any(stopped)
    }

    /// Keeps at most `limit` jobs that ended without being waited for (XCU 2.9.3.1 lets old statuses go).
    pub fn bound_ended(&mut self, limit: usize) {
        let ended = self.list.iter().filter(|job| job.has_ended()).count();
        let mut surplus = ended.saturating_sub(limit);
        if surplus == 0 {
            return;
        }
        self.list.retain(|job| {
            let drop = surplus > 0 && job.has_ended() && Some(job.last_pid()) != self.last_pid;
            surplus -= usize::from(drop);
            !drop
        });
        let kept = |number: &u32| self.list.iter().any(|job| job.number == *number);
        self.order.retain(kept);
    }

    /// A subshell has no jobs of its own yet, and no job control; `$!` is inherited. A command substitution can still list
    /// those of its shell: `kill $(jobs -p)` (XCU `jobs`).
    pub fn enter_subshell(&mut self, is_substitution: bool) {
        self.control = None;
        self.remembered.clear();
        if is_substitution {
            self.are_parents = true;
        } else {
            self.forget_all();
        }
    }

    fn forget_all(&mut self) {
        self.are_parents = false;
        self.list.clear();
        self.order.clear();
    }
}

impl JobState {
    /// The status of a job in this state; `None` while it runs.
    pub fn status(self) -> Option<ExitStatus> {
        match self {
            JobState::Running => None,
            JobState::Stopped(signal) => Some(Termination::Stopped(signal).status()),
            JobState::Ended(how) => Some(how.status()),
        }
    }

    /// What `jobs` says of it (XCU `jobs`).
    pub fn sentence(self) -> String {
        let signaled = crate::sys::signal::sentence;
        match self {
            JobState::Running => "Running".to_string(),
            JobState::Stopped(signal) => signaled(signal).into_owned(),
            JobState::Ended(Termination::Exited(ExitStatus(0))) => "Done".to_string(),
            JobState::Ended(Termination::Exited(status)) => format!("Done({status})"),
            JobState::Ended(Termination::Signaled(signal) | Termination::Stopped(signal)) => {
                signaled(signal).into_owned()
            }
            JobState::Ended(Termination::Dumped(signal)) => {
                format!("{} (core dumped)", signaled(signal))
            }
        }
    }
}

/// Whether the keyboard ended it.
pub fn was_interrupted(how: Termination) -> bool {
    how == Termination::Signaled(libc::SIGINT)
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    part.is_empty() || text.windows(part.len()).any(|window| window == part)
}
