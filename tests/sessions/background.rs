//! What a line starts with `&` is followed to where it counts: what is seen of it hangs on what it does, and on no machine that has
//! much else to do.

use super::{Sitting, sitting};
use shtutor::observation::Observation;
use shtutor::session::Screen;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Programs that leave nothing else much of the processors.
struct Crowd(Vec<Child>);

impl Crowd {
    fn gather() -> Crowd {
        let busy = || {
            let mut command = Command::new("sh");
            command.args(["-c", "while :; do :; done"]);
            command.stdin(Stdio::null()).spawn().unwrap()
        };
        let count = 4 * std::thread::available_parallelism().unwrap().get();
        Crowd((0..count).map(|_| busy()).collect())
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        for child in &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn ended(seen: &Observation, name: &[u8]) -> usize {
    let runs = seen.runs();
    let ended = runs
        .iter()
        .filter(|run| run.name() == name && run.ended.is_some());
    ended.count()
}

fn file<'o>(seen: &'o Observation, path: &str) -> Option<&'o [u8]> {
    let mut files = seen.files.iter();
    let file = files.find(|file| file.path.to_str() == Some(path))?;
    Some(&file.content)
}

fn followed(sitting: &mut Sitting, line: &str, wall: Duration) -> Observation {
    let mut seen = sitting.run(line);
    sitting.session.follow(&mut seen, wall).unwrap();
    seen
}

#[test]
fn a_job_that_is_slow_to_begin_is_seen_all_the_same() {
    let _crowd = Crowd::gather();
    for screen in [Screen::Headless, Screen::Unseen] {
        let mut sitting = sitting(screen);
        for _ in 0..8 {
            let seen = sitting.run("[ -e log ] & [ ! -s log ] & echo empty");
            assert_eq!(ended(&seen, b"["), 2, "{:#?}", seen.trace);
            let seen = sitting.run("rm -f copy; date > copy & true");
            assert!(file(&seen, "copy").is_some_and(|date| !date.is_empty()));
            let seen = sitting.run("echo here | cat & echo there");
            let mut lines: Vec<&[u8]> = seen.screen.split(|byte| *byte == b'\n').collect();
            lines.sort_unstable();
            assert_eq!(lines, [&b""[..], b"here", b"there"]);
        }
    }
}

#[test]
fn a_job_that_goes_on_for_long_makes_nobody_wait() {
    let mut sitting = sitting(Screen::Unseen);
    for line in [
        "sleep 100 &",
        "(sleep 100; echo a > f) &",
        "while :; do :; done &",
        "sleep 100 | cat > f &",
    ] {
        let begun = Instant::now();
        let seen = sitting.run(line);
        // A busy machine may take its time, but nobody waits for the end.
        assert!(begun.elapsed() < Duration::from_secs(20), "{line}");
        assert_eq!(seen.jobs.len(), 1, "{line}: {:?}", seen.jobs);
        sitting.run("kill %%; wait");
    }
}

#[test]
fn the_end_of_a_job_is_waited_for_where_it_is_to_be() {
    for screen in [Screen::Headless, Screen::Unseen] {
        let mut sitting = sitting(screen);
        let line = "(sleep 0.2; echo late; [ -e f ]; echo a > f) & echo begun";
        let seen = followed(&mut sitting, line, Duration::from_secs(10));
        assert_eq!(seen.screen, b"begun\nlate\n");
        assert_eq!(file(&seen, "f"), Some(&b"a\n"[..]));
        assert_eq!(ended(&seen, b"["), 1);
        assert!(!seen.has_more_to_do());
        // The next line is one like any other.
        sitting.check("cat f", "a\n");
    }
}

#[test]
fn the_end_of_a_job_is_waited_for_no_longer_than_that() {
    let mut sitting = sitting(Screen::Headless);
    let begun = Instant::now();
    let seen = followed(
        &mut sitting,
        "(sleep 100; true) &",
        Duration::from_millis(300),
    );
    let took = begun.elapsed();
    assert!(seen.has_more_to_do());
    // A busy machine may take its time, but nobody waits for the end.
    let in_time = Duration::from_millis(300)..Duration::from_secs(20);
    assert!(in_time.contains(&took), "{took:?}");
    sitting.check("echo on", "on\n");
}

#[test]
fn what_a_job_does_later_is_told_with_the_next_line() {
    let mut sitting = sitting(Screen::Unseen);
    sitting.run("mkfifo go");
    let mut first = sitting.run("(read word < go; [ -e f ]) &");
    assert_eq!(ended(&first, b"["), 0);
    let second = sitting.run("echo word > go; wait");
    first.add_late(&second);
    assert_eq!(ended(&first, b"["), 1);
}
