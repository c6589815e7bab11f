//! What a session may use in all: files, bytes, memory; who takes more is stopped and told why.

use super::{Sitting, sitting_within};
use nix::fcntl::{Flock, FlockArg};
use shtutor::observation::Excess;
use shtutor::session::Screen;
use std::fs::File;
use std::time::Duration;

/// What is counted for the whole system must not be changed by two tests at once, even of two users.
struct Alone {
    _lock: Flock<File>,
    /// Bytes that the file system had left at the beginning.
    free: u64,
}

fn alone() -> Alone {
    let this = File::open(std::env::current_exe().unwrap()).unwrap();
    Alone {
        _lock: Flock::lock(this, FlockArg::LockExclusive).unwrap(),
        free: free(),
    }
}

impl Alone {
    /// Waits until what was taken has been given back, which takes its time: it would hide what is taken next. Whatever takes
    /// something is to begin after this, so that it ends before.
    fn calm(&self) {
        super::hosts::eventually(|| free() + (64 << 20) >= self.free);
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        self.calm();
    }
}

fn free() -> u64 {
    let system = nix::sys::statvfs::statvfs(&std::env::temp_dir()).unwrap();
    system.blocks_free() * system.fragment_size()
}

/// A session whose lines are stopped long after a bound would have stopped them.
fn patient() -> Sitting {
    sitting_within(Screen::Headless, Duration::from_secs(60), 10_000)
}

/// Runs a line that has taken what it wants when it goes to sleep.
fn check(sitting: &mut Sitting, line: &str, expected: Excess) {
    let seen = sitting.run(line);
    assert_eq!(seen.stopped, Some(expected), "{line}: {:?}", seen.screen);
    assert_eq!(seen.ended, None, "{line}");
    sitting.check("echo still here", "still here\n");
}

const MANY_BIG: &str = "for i in 1 2 3 4 5 6 7 8; do fallocate -l 50M f$i; done; sleep 1000";

#[test]
fn a_folder_that_grows_too_large_stops_the_line_and_can_be_emptied() {
    let _alone = alone();
    let mut sitting = patient();
    check(&mut sitting, MANY_BIG, Excess::Space);
    let seen = sitting.run("sleep 0.2; rm f*; ls");
    assert_eq!((seen.stopped, seen.screen.len()), (None, 0));
    check(&mut sitting, MANY_BIG, Excess::Space);
}

#[test]
fn what_is_hidden_or_has_no_name_counts_as_well() {
    let _alone = alone();
    let mut sitting = patient();
    let nameless = "for i in 1 2 3 4 5 6 7 8; do (rm f$i; fallocate -l 50M /proc/self/fd/3; exec sleep 1000) 3> f$i & done; wait";
    check(&mut sitting, nameless, Excess::Space);
    let hidden = "mkdir d; for i in 1 2 3 4 5 6 7 8; do chmod 700 d; fallocate -l 50M d/f$i; chmod 0 d; done; sleep 1000";
    check(&mut sitting, hidden, Excess::Space);
    sitting.run("chmod 700 d");
}

/// Nobody may look into the shell, so it tells itself what it holds.
#[test]
fn what_built_ins_write_without_a_name_counts_as_well() {
    let _alone = alone();
    let each = "printf %050000000d 0";
    let mut sitting = patient();
    let in_one = format!(
        "for i in 20 21 22 23 24 25 26 27; do eval \"exec $i>f; rm f; {each} >&$i\"; done; while :; do sleep 0.1; done"
    );
    check(&mut sitting, &in_one, Excess::Space);
    // A copy of the shell that waits says nothing more.
    let mut sitting = patient();
    sitting.run("mkfifo never");
    let stopped = (0..8).any(|_| {
        let line = format!("{{ rm f; {each}; read x < never; }} > f & sleep 0.2");
        sitting.run(&line).stopped == Some(Excess::Space)
    });
    // On a busy machine they have yet to write.
    assert!(stopped || sitting.run("sleep 20").stopped == Some(Excess::Space));
    sitting.check("echo still here", "still here\n");
}

/// Who has no descriptor left cannot look, and is believed to hold too much.
#[test]
fn a_shell_that_cannot_look_at_itself_counts_as_well() {
    let _alone = alone();
    let holder = "h() { exec >$1; rm $1; exec 3<&0 4<&0 5<&0 6<&0 7<&0 8<&0 9<&0; ulimit -n 10; \
                  printf %050000000d 0; while :; do :; done; }";
    let all = format!("{holder}; for n in 1 2 3 4 5 6 7 8; do (h f$n) & done; wait");
    check(&mut patient(), &all, Excess::Space);
}

/// Whether no folder is closed to us.
fn hides_nothing() -> bool {
    let is_root = nix::unistd::getuid().is_root();
    if is_root {
        println!("skipped: nothing is hidden from root");
    }
    is_root
}

/// Whether another user has run the same, and what is counted is counted alike for all.
fn again() -> bool {
    let again = std::env::var_os(super::hosts::AGAIN).is_some();
    if again {
        println!("skipped: the same for every user");
    }
    again
}

/// What is hidden may be anything; but who sleeps writes nothing, and between lines nobody does.
#[test]
fn what_others_write_counts_for_nobody_who_sleeps() {
    if hides_nothing() {
        return;
    }
    let _alone = alone();
    let mut sitting = patient();
    let others = tempfile::tempdir_in(sitting.folder.path().parent().unwrap()).unwrap();
    let write = |name: &str| {
        let file = File::create(others.path().join(name)).unwrap();
        nix::fcntl::posix_fallocate(&file, 0, 200 << 20).unwrap();
    };
    sitting.run("mkdir d; chmod 000 d");
    std::thread::sleep(Duration::from_secs(2));
    write("between");
    sitting.check("echo one", "one\n");
    let seen = std::thread::scope(|scope| {
        scope.spawn(|| {
            for name in ["one", "two", "three"] {
                std::thread::sleep(Duration::from_millis(400));
                write(name);
            }
        });
        sitting.run("sleep 2; echo two")
    });
    assert_eq!(
        (seen.stopped, super::screen(&seen).as_str()),
        (None, "two\n")
    );
    sitting.run("chmod 700 d");
}

#[test]
fn too_many_files_stop_the_line() {
    if again() {
        return;
    }
    let _alone = alone();
    let mut sitting = patient();
    check(
        &mut sitting,
        "mkdir d; cd d; seq 12000 | xargs touch; sleep 1000",
        Excess::Files,
    );
    check(
        &mut sitting,
        "mkdir e; cd e; seq 3000 | xargs touch; sleep 1000",
        Excess::Files,
    );
}

#[test]
fn files_that_cannot_be_seen_count_as_well() {
    if hides_nothing() {
        return;
    }
    let _alone = alone();
    let mut sitting = patient();
    let hidden = "mkdir d; chmod 300 d; cd d; seq 12000 | xargs touch; sleep 1000";
    check(&mut sitting, hidden, Excess::Files);
    sitting.run("chmod 700 d");
}

/// A python program that takes what it wants, by calls that no utility makes.
fn by_python(sitting: &mut Sitting, program: &str, expected: Excess) {
    let file = sitting.folder.path().join("takes.py");
    std::fs::write(file, program).unwrap();
    check(sitting, "python3 takes.py", expected);
}

fn has_python() -> bool {
    let has = std::path::Path::new("/usr/bin/python3").exists();
    if !has {
        println!("skipped: no python3");
    }
    has
}

/// Files without a name, of 50 MB each, that `keep`, a function of a descriptor, keeps where they cannot be looked up.
fn many_nameless(first: &str, keep: &str) -> String {
    format!(
        "import array, ctypes, os, socket, time\n\
         C = ctypes.CDLL(None)\n\
         {first}\n\
         for i in range(8):\n\
         \x20   fd = os.open('f', os.O_RDWR | os.O_CREAT); os.posix_fallocate(fd, 0, 50 << 20); os.unlink('f')\n\
         \x20   {keep}\n\
         time.sleep(1000)\n"
    )
}

#[test]
fn files_that_processes_hide_count_as_well() {
    let alone = alone();
    if !has_python() {
        return;
    }
    let map = "C.mmap(None, ctypes.c_size_t(4096), 1, 1, fd, ctypes.c_long(0)); os.close(fd)";
    let send = "a.sendmsg([b'x'], [(1, 1, array.array('i', [fd]))]); os.close(fd)";
    for (first, keep) in [
        // Nobody looks into its descriptors from now on.
        ("C.prctl(4, 0)", "pass"),
        ("", map),
        ("a, b = socket.socketpair()", send),
    ] {
        by_python(&mut patient(), &many_nameless(first, keep), Excess::Space);
        alone.calm();
    }
}

#[test]
fn memory_of_the_kernels_counts_as_well() {
    if !has_python() || available() < 8 << 30 {
        return println!("skipped: not enough memory to try");
    }
    let _alone = alone();
    let sockets = "import os, socket, time\n\
                   for child in range(12):\n\
                   \x20   if os.fork() == 0: break\n\
                   full = []\n\
                   for i in range(450):\n\
                   \x20   for end in socket.socketpair():\n\
                   \x20       full.append(end); end.setblocking(False)\n\
                   \x20       end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24)\n\
                   \x20       try:\n\
                   \x20           while True: end.send(bytes(65536))\n\
                   \x20       except BlockingIOError: pass\n\
                   time.sleep(1000)\n";
    let tables = "import mmap, time\n\
                  flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000  # without reserve\n\
                  m = mmap.mmap(-1, 1 << 41, flags=flags, prot=mmap.PROT_READ); m.madvise(15)\n\
                  for i in range(1 << 20): m[i << 21]\n\
                  time.sleep(1000)\n";
    let hidden = "import ctypes, os, time\n\
                  ctypes.CDLL(None).prctl(4, 0)\n\
                  for i in range(50):\n\
                  \x20   fd = os.memfd_create('x'); os.posix_fallocate(fd, 0, 50 << 20)\n\
                  time.sleep(1000)\n";
    by_python(&mut patient(), hidden, Excess::Memory);
    // The system counts these itself, whoever asks; and it takes seconds to fill them.
    if !again() {
        by_python(&mut patient(), tables, Excess::Memory);
        by_python(&mut patient(), sockets, Excess::Memory);
    }
}

/// Anybody else the kernel keeps from having so many.
#[test]
fn threads_count_as_processes() {
    if !nix::unistd::getuid().is_root() || !std::path::Path::new("/usr/bin/python3").exists() {
        return println!("skipped: only root may have any number of them");
    }
    let _alone = alone();
    let mut sitting = patient();
    let threads = "python3 -c 'import threading, time; threading.stack_size(32768); \
                   [threading.Thread(target=time.sleep, args=(1000,)).start() for _ in range(600)]'";
    check(&mut sitting, threads, Excess::Processes);
}

/// What tells the guardian that a line runs can be opened by no line: else it could tell that it has ended.
#[test]
fn no_way_to_the_guardian_can_be_opened() {
    let _alone = alone();
    let mut sitting = super::sitting(Screen::Unseen);
    let opened = "for f in /proc/self/fd/*; do [ ! -p \"$f\" ] || echo \"$f\"; done; echo all";
    sitting.check(opened, "all\n");
    let lies = "for f in /proc/self/fd/*; do { printf - > \"$f\"; } 2> /dev/null; done; ";
    check(&mut sitting, &format!("{lies}{MANY_BIG}"), Excess::Space);
}

#[test]
fn what_was_left_running_is_stopped_between_lines() {
    let _alone = alone();
    let mut sitting = patient();
    let left = "(sleep 0.3; for i in 1 2 3 4 5 6 7 8; do fallocate -l 50M f$i; done; sleep 1000) & echo $!";
    let seen = sitting.run(left);
    assert_eq!(seen.stopped, None);
    let job = super::screen(&seen);
    // Nobody has waited for it yet, so that its number is still its own. While it turns into `sleep` it has no command
    // line, but is none the less alive.
    let stat = format!("/proc/{}/stat", job.trim());
    let is_dead = || std::fs::read_to_string(&stat).map_or(true, |stat| stat.contains(") Z "));
    assert!(super::hosts::eventually(is_dead));
    // Nobody is told before there is another line.
    let seen = sitting.run("true");
    assert_eq!(seen.stopped, Some(Excess::Space));
    sitting.check("echo still here", "still here\n");
}

#[test]
fn memory_is_bounded_in_all() {
    if available() < 8 << 30 {
        return println!("skipped: not enough memory to try");
    }
    let _alone = alone();
    let mut sitting = patient();
    let half = "head -c 1150000000 /dev/zero | tail -c 1150000000 | sleep 1000";
    check(&mut sitting, &format!("{half} & {half}"), Excess::Memory);
}

#[test]
fn a_shell_that_does_not_listen_is_ended() {
    let _alone = alone();
    let mut sitting = patient();
    let line = "trap '' INT; for i in 1 2 3 4 5 6 7 8; do fallocate -l 50M f$i; done; while :; do sleep 0.1; done";
    let seen = sitting.run(line);
    assert_eq!(seen.stopped, Some(Excess::Space));
    assert!(seen.ended.is_some());
}

/// Bytes of memory that nobody uses.
fn available() -> u64 {
    let text = std::fs::read_to_string("/proc/meminfo").unwrap();
    let line = text.lines().find(|line| line.starts_with("MemAvailable:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number
        .and_then(|number| number.parse::<u64>().ok())
        .map_or(0, |number| number << 10)
}
