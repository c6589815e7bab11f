//! Taking more than one's share: each line goes beyond what a session may use, where without one a harmless part of the same
//! succeeds. What all processes use together is bounded too: `tests/sessions/bounds.rs` fills folders and memory.

use super::{Prison, contains, lock, peace, run_freely};
use nix::fcntl::FlockArg;
use shtutor::observation::{Excess, Observation};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

pub struct Greed {
    name: &'static str,
    /// Succeeds without a session, and prints `done`.
    harmless: &'static str,
    line: &'static str,
    /// What must be true of the line and the folder.
    holds: fn(&Observation, &Path) -> bool,
}

/// Bytes that all files below `folder` take up.
fn used(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.metadata().ok())
        .map(|found| found.blocks() * 512)
        .sum()
}

fn was_denied(seen: &Observation, _: &Path) -> bool {
    !contains(&seen.screen, "done")
}

fn is_out_of_time(seen: &Observation, _: &Path) -> bool {
    seen.stopped == Some(Excess::Time)
}

fn is_cut_short(seen: &Observation, _: &Path) -> bool {
    seen.stopped == Some(Excess::Time) && seen.truncated && seen.screen.len() < 1 << 20
}

pub const ATTEMPTS: &[Greed] = &[
    Greed {
        name: "raise the size of files",
        harmless: "ulimit -S -f 10; ulimit -S -f 20 && echo done",
        line: "ulimit -f 1000000 && echo done",
        holds: was_denied,
    },
    Greed {
        name: "raise the number of descriptors",
        harmless: "ulimit -S -n 10; ulimit -S -n 20 && echo done",
        line: "ulimit -n 100000 && echo done",
        holds: was_denied,
    },
    Greed {
        name: "raise the memory",
        harmless: "ulimit -S -d 100000; ulimit -S -d 200000 && echo done",
        line: "ulimit -d unlimited && echo done",
        holds: was_denied,
    },
    Greed {
        name: "raise the processor time",
        harmless: "ulimit -S -t 100; ulimit -S -t 200 && echo done",
        line: "ulimit -t unlimited && echo done",
        holds: was_denied,
    },
    Greed {
        name: "raise limits by another program",
        harmless: "prlimit --nofile=100:100 true && echo done",
        line: "prlimit --nofile=100000:100000 true && echo done",
        holds: was_denied,
    },
    Greed {
        name: "raise one's priority",
        harmless: "nice -n 5 true && echo done",
        line: "nice -n -5 sh -c '[ $(nice) -lt 0 ] && echo done'",
        holds: was_denied,
    },
    Greed {
        name: "one long file",
        harmless: "head -c 1000000 /dev/zero > f && echo done",
        line: "head -c 100000000 /dev/zero > f && echo done",
        holds: |seen, folder| was_denied(seen, folder) && used(folder) <= 65 << 20,
    },
    Greed {
        name: "a file with a hole",
        harmless: "truncate -s 10G f && echo done",
        line: "truncate -s 10G f && echo done",
        holds: was_denied,
    },
];

/// What must be stopped by time, with little of it.
pub const ENDLESS: &[Greed] = &[
    Greed {
        name: "output without end",
        harmless: "yes | head -c 10000000 | wc -c; echo done",
        line: "yes",
        holds: is_cut_short,
    },
    Greed {
        name: "ten gigabytes of output",
        harmless: "head -c 1000000 /dev/zero | wc -c; echo done",
        line: "head -c 10000000000 /dev/zero; sleep 1000",
        holds: is_cut_short,
    },
    Greed {
        name: "a loop without output",
        harmless: "i=0; while [ $i -lt 10000 ]; do i=$((i+1)); done; echo done",
        line: "while :; do :; done",
        holds: is_out_of_time,
    },
    Greed {
        name: "a program that heeds no signal",
        harmless: "sh -c 'trap \"\" HUP INT QUIT TERM; kill -TERM $$; echo done'",
        line: "sh -c 'trap \"\" HUP INT QUIT TERM TSTP; while :; do :; done'",
        holds: is_out_of_time,
    },
];

#[test]
fn nobody_takes_more_than_a_share() {
    let _peace = peace();
    check(ATTEMPTS, Duration::from_secs(100));
}

#[test]
fn nothing_goes_on_for_ever() {
    let _peace = peace();
    check(ENDLESS, Duration::from_secs(1));
}

fn check(attempts: &[Greed], wall: Duration) {
    for greed in attempts {
        let free = tempfile::tempdir().unwrap();
        let seen = run_freely(greed.harmless, free.path());
        assert!(contains(&seen.stdout, "done"), "{}: {seen:?}", greed.name);
        let Some(mut prison) = Prison::open(wall) else {
            return;
        };
        let seen = prison.session.run(greed.line).unwrap();
        let said = String::from_utf8_lossy(&seen.screen[..seen.screen.len().min(300)]);
        assert!(
            (greed.holds)(&seen, prison.folder.path()),
            "{}: {:?} {said}",
            greed.name,
            seen.stopped
        );
        assert_eq!(seen.ended, None, "{}", greed.name);
        prison.check_still_here(greed.name);
    }
}

/// Children that make children: the machine must not notice. Only their number is bounded, so their effect is asked elsewhere.
#[test]
fn a_fork_bomb_leaves_nothing() {
    let _war = lock(FlockArg::LockExclusive);
    let folder = tempfile::tempdir().unwrap();
    let harmless = "f() { [ $1 -eq 0 ] || { f $(($1 - 1)) | f $(($1 - 1)); }; }; f 4; echo done";
    assert!(contains(
        &run_freely(harmless, folder.path()).stdout,
        "done"
    ));
    for bomb in [
        "f() { f | f & }; f; sleep 2",
        "sh -c 'f() { f | f & }; f'; sleep 2",
    ] {
        let Some(mut prison) = Prison::open(Duration::from_millis(1500)) else {
            return;
        };
        let seen = prison.session.run(bomb).unwrap();
        if seen.ended.is_none() {
            // It may need a moment until there is room for its processes again.
            prison.session.run("sleep 0.1").unwrap();
        }
        let place = prison.folder.path().to_owned();
        drop(prison);
        let alive = fs::read_dir("/proc").unwrap().flatten().filter(|process| {
            let directory = fs::read_link(process.path().join("cwd"));
            directory.is_ok_and(|directory| directory.starts_with(&place))
        });
        assert_eq!(alive.count(), 0, "{bomb}");
    }
}
