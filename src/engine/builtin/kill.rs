//! `kill` (XCU 3).

use super::jobs::find;
use super::{BuiltinError, BuiltinResult, done, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::sys::{process, signal};
use crate::trace::ExitStatus;
use nix::errno::Errno;
use nix::libc;

/// `kill [-s name|-name|-number] pid…`, `kill -l [status]`
pub fn kill(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let words: Vec<&[u8]> = fields.iter().skip(1).collect();
    let (number, targets) = match words.as_slice() {
        [b"-l", statuses @ ..] => return list(shell, statuses),
        [b"-s", name, rest @ ..] => (signal_number(name)?, rest),
        [b"--", rest @ ..] => (libc::SIGTERM, rest),
        [option, rest @ ..] if option.len() > 1 && option[0] == b'-' => {
            // The name may stand in the same word as `-s`.
            let joined = option.strip_prefix(b"-s").map(signal_number);
            let number = joined.and_then(Result::ok).map(Ok);
            (number.unwrap_or_else(|| signal_number(&option[1..]))?, rest)
        }
        rest => (libc::SIGTERM, rest),
    };
    let targets = targets.strip_prefix(&[b"--".as_slice()]).unwrap_or(targets);
    if targets.is_empty() {
        return Err(BuiltinError::Missing("a process id or job"));
    }
    // A child that has ended is gone: `while kill -0 $!` waits for that.
    shell.jobs.poll();
    let mut status = ExitStatus::SUCCESS;
    for target in targets {
        if let Err(error) = send_to(shell, target, number) {
            shell.complain(&format!("kill: {error}"));
            status = ExitStatus::FAILURE;
        }
    }
    done(status)
}

fn send_to(shell: &Shell, target: &[u8], number: i32) -> Result<(), BuiltinError> {
    let pids: Vec<i32> = if target.starts_with(b"%") {
        let job = find(&shell.jobs, target)?;
        // Without job control its processes are in the shell's own group.
        job.group.map_or_else(
            || job.processes.iter().map(|process| process.pid).collect(),
            |group| vec![-group],
        )
    } else {
        let parsed = std::str::from_utf8(target)
            .ok()
            .and_then(|text| text.parse().ok());
        vec![parsed.ok_or_else(|| BuiltinError::NotANumber(shown(target)))?]
    };
    let failed = |errno: Errno| BuiltinError::System {
        path: shown(target),
        errno,
    };
    pids.into_iter()
        .try_for_each(|pid| process::send(pid, number).map_err(failed))
}

fn signal_number(name: &[u8]) -> Result<i32, BuiltinError> {
    let found = std::str::from_utf8(name).ok().and_then(signal::number);
    found.ok_or_else(|| BuiltinError::NoSuchSignal(shown(name)))
}

/// `kill -l`: all names, or the name behind a number or an exit status.
fn list(shell: &mut Shell, statuses: &[&[u8]]) -> BuiltinResult {
    if statuses.is_empty() {
        let names: Vec<&str> = signal::NUMBERS.filter_map(signal::name).collect();
        shell.output.push(names.join("\n").as_bytes())?;
        shell.output.push(b"\n")?;
        return done(ExitStatus::SUCCESS);
    }
    for text in statuses {
        let number: Option<i32> = std::str::from_utf8(text)
            .ok()
            .and_then(|text| text.parse().ok());
        let number = number.ok_or_else(|| BuiltinError::NotANumber(shown(text)))?;
        let name = signal::name(if number > 128 { number - 128 } else { number });
        let name = name.ok_or_else(|| BuiltinError::NoSuchSignal(shown(text)))?;
        shell.output.push(name.as_bytes())?;
        shell.output.push(b"\n")?;
    }
    done(ExitStatus::SUCCESS)
}
