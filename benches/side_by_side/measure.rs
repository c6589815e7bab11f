//! Runs of a script by several shells in turn, and what they cost.

use crate::median::median;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A shell under measurement.
pub struct Shell {
    name: &'static str,
    program: OsString,
    arguments: Vec<OsString>,
}

/// What one run cost.
#[derive(Clone, Copy)]
pub struct Cost {
    /// From start to end.
    pub wall: Duration,
    /// Of all processors, user and system, children included.
    pub processor: Duration,
}

/// The costs of a shell's runs, in order.
pub struct Runs(Vec<Cost>);

/// Costs in relation to another shell's.
pub struct Ratios {
    /// Of wall-clock time.
    pub wall: f64,
    /// Of processor time.
    pub processor: f64,
}

impl Shell {
    /// A shell that runs a script with `program arguments… script`.
    pub fn new(name: &'static str, program: &Path, arguments: &[&str]) -> Shell {
        Shell {
            name,
            program: program.into(),
            arguments: arguments.iter().map(OsString::from).collect(),
        }
    }

    fn command(&self, script: &Path, folder: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .arg(script)
            .current_dir(folder)
            .env_clear();
        command.env("PATH", "/usr/bin:/bin").env("LC_ALL", "C");
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command
    }

    /// Runs `script` from start to end, `times` times.
    fn run(&self, script: &Path, folder: &Path, times: u32) -> Cost {
        let before = processor_time();
        let start = Instant::now();
        for _ in 0..times {
            let status = self.command(script, folder).status();
            let status = status.unwrap_or_else(|error| panic!("{}: {error}", self.name));
            assert!(status.success(), "{} ended with {status}", self.name);
        }
        let wall = start.elapsed();
        let processor = processor_time() - before;
        Cost { wall, processor }
    }
}

impl Runs {
    /// The middle of the wall-clock times.
    pub fn median(&self) -> Duration {
        let times: Vec<Duration> = self.0.iter().map(|cost| cost.wall).collect();
        median(&times, Duration::cmp)
    }

    /// The medians of the ratios, round by round, so that what slows a whole round slows both sides of a ratio.
    pub fn ratios_to(&self, other: &Runs) -> Ratios {
        let ratio = |part: fn(&Cost) -> Duration| {
            let pairs = self.0.iter().zip(&other.0);
            let ratios =
                pairs.map(|(own, other)| part(own).as_secs_f64() / part(other).as_secs_f64());
            median(&ratios.collect::<Vec<f64>>(), f64::total_cmp)
        };
        Ratios {
            wall: ratio(|cost| cost.wall),
            processor: ratio(|cost| cost.processor),
        }
    }
}

/// Every shell runs `script` `times` times a round, one after the other; the first round warms up and does not count.
pub fn measure(
    shells: &[Shell; 3],
    script: &Path,
    folder: &Path,
    times: u32,
    rounds: usize,
) -> [Runs; 3] {
    let mut runs = [0; 3].map(|_| Runs(Vec::with_capacity(rounds)));
    for round in 0..=rounds {
        for (shell, runs) in shells.iter().zip(&mut runs) {
            let cost = shell.run(script, folder, times);
            if round > 0 {
                runs.0.push(cost);
            }
        }
    }
    runs
}

/// The peak resident memory of a shell that runs `script`, which prints it last: kilobytes.
pub fn peak_memory(shell: &Shell, script: &Path, folder: &Path) -> u64 {
    let mut command = shell.command(script, folder);
    let output = command.stdout(Stdio::piped()).output();
    let output = output.unwrap_or_else(|error| panic!("{}: {error}", shell.name));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let number = text.split_whitespace().find_map(|word| word.parse().ok());
    number.unwrap_or_else(|| panic!("{} printed {text:?}, no number", shell.name))
}

fn processor_time() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the costs of children are known");
    let total = usage.user_time() + usage.system_time();
    Duration::from_micros(total.num_microseconds().unsigned_abs())
}
