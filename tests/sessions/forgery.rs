//! What the shell tells the host, no program of a learner's can hear, write or take away.

use super::{Sitting, is_confined, screen, sitting};
use shtutor::observation::Observation;
use shtutor::session::Screen;
use std::path::Path;

/// Numbers among which the shell's private descriptors are.
const PRIVATE: std::ops::Range<u32> = 900..908;

const SCREENS: [Screen; 3] = [Screen::Plain, Screen::Unseen, Screen::Headless];

/// Which commands a line ran, and how each ended.
fn ran(seen: &Observation) -> Vec<(String, u32)> {
    let runs = seen.runs();
    let named = runs.iter().map(|run| {
        let name = String::from_utf8_lossy(run.name()).into_owned();
        (name, run.ended.map_or(255, |how| how.status().0))
    });
    named.collect()
}

/// A line after which the session must be as good as new.
fn works(sitting: &mut Sitting) {
    let seen = sitting.run("echo one; false; echo two | cat");
    assert_eq!(screen(&seen), "one\ntwo\n");
    assert!(seen.ended.is_none() && !seen.truncated && seen.stopped.is_none());
    let ran = ran(&seen);
    assert_eq!(ran[..2], [("echo".to_owned(), 0), ("false".to_owned(), 1)]);
}

#[test]
fn private_descriptors_are_not_there() {
    for kind in SCREENS {
        let mut sitting = sitting(kind);
        for fd in PRIVATE {
            for line in [
                format!("echo x >&{fd}"),
                format!("cat <&{fd}"),
                format!("exec 5>&{fd}"),
                format!("exec 5<&{fd}-"),
                format!("(echo x >&{fd})"),
                format!("y=$(echo x >&{fd})"),
                format!("echo x >&{fd} & wait $!"),
            ] {
                let seen = sitting.run(&line);
                assert!(!seen.status.is_success(), "{line}");
                assert!(seen.ended.is_none(), "{line}");
            }
        }
        for fd in 900..903 {
            for line in [
                format!("exec {fd}>&-"),
                format!("exec {fd}> /dev/null"),
                format!(": {fd}> /dev/null"),
                format!("{{ :; }} {fd}<&-"),
                format!("exec {fd}<&0"),
                format!(": {fd}<<END\ntext\nEND"),
            ] {
                let seen = sitting.run(&line);
                assert!(!seen.status.is_success(), "{line}");
            }
            // Nor did any of that make it a program's.
            let seen = sitting.run(&format!("sh -c 'echo x >&{fd}'"));
            assert!(!seen.status.is_success(), "{fd}");
        }
        // The next ones are a learner's to use.
        sitting.check("exec 250> file; echo x >&250; exec 250>&-; cat file", "x\n");
        works(&mut sitting);
    }
}

#[test]
fn programs_inherit_the_standard_descriptors_alone() {
    for kind in SCREENS {
        let mut sitting = sitting(kind);
        // The fourth is the folder that is being listed.
        for line in [
            "ls -1 /proc/self/fd",
            "(ls -1 /proc/self/fd)",
            "ls -1 /proc/self/fd | cat",
            "x=$(ls -1 /proc/self/fd); echo \"$x\"",
        ] {
            sitting.check(line, "0\n1\n2\n3\n");
        }
    }
}

#[test]
fn what_the_shell_wrote_into_a_pipe_cannot_be_read_back() {
    let mut sitting = sitting(Screen::Headless);
    for line in [
        "head -c 1 /dev/stdout",
        "head -c 1 < /proc/self/fd/2",
        "head -c 1 <> /dev/fd/1",
        "chmod 600 /dev/stdout; head -c 1 < /dev/stdout",
        "head -c 1 /proc/$$/fd/1",
    ] {
        let seen = sitting.run(line);
        assert!(!seen.status.is_success(), "{line}");
    }
    sitting.check(
        "echo written > /dev/stdout; cat /etc/hostname | tee /dev/stderr > /dev/null; echo",
        &{
            let name = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
            format!("written\n{name}\n")
        },
    );
}

#[test]
fn a_forger_changes_nothing() {
    if !Path::new("/usr/bin/python3").exists() {
        return;
    }
    for kind in SCREENS {
        let mut sitting = sitting(kind);
        if !is_confined(&sitting) {
            return;
        }
        std::fs::write(sitting.folder.path().join("forger.py"), FORGER).unwrap();
        let seen = sitting.run("python3 forger.py $$");
        assert_eq!(ran(&seen), [("python3".to_owned(), 0)], "{}", screen(&seen));
        assert!(screen(&seen).ends_with("honest\n"), "{}", screen(&seen));
        assert!(!screen(&seen).contains("got"), "{}", screen(&seen));
        works(&mut sitting);
    }
}

/// Tries every way to the host it can think of, from a child of the shell `argv[1]`; says `got` of each that is open.
const FORGER: &str = r#"
import ctypes, os, sys
shell = int(sys.argv[1])
libc = ctypes.CDLL(None, use_errno=True)
forged = b"\x1b]7700;0123456789ABCDEF;E1\x07\x1b]7700;;F1\x07\x1b]7700;F9\x07"
os.write(1, forged + b"\n")

def attempt(name, action):
    try:
        if action() is not False:
            print("got", name)
    except OSError:
        pass

for fd in range(3, 300):
    attempt("descriptor %d" % fd, lambda: os.write(fd, forged) and None or True)
for fd in list(range(3)) + list(range(195, 215)):
    attempt("/proc fd %d" % fd, lambda: os.open("/proc/%d/fd/%d" % (shell, fd), os.O_RDWR))
for file in ["mem", "environ", "maps", "stack", "auxv"]:
    def read(file=file):
        with open("/proc/%d/%s" % (shell, file), "rb") as opened:
            if file == "mem":
                opened.seek(0x400000)
            return len(opened.read(1)) > 0
    attempt(file, read)
attempt("memory for writing", lambda: os.open("/proc/%d/mem" % shell, os.O_RDWR))

def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")

PTRACE_ATTACH, PTRACE_SEIZE = 16, 0x4206
attempt("ptrace", lambda: check(libc.ptrace(PTRACE_ATTACH, shell, None, None)) or True)
attempt("seize", lambda: check(libc.ptrace(PTRACE_SEIZE, shell, None, None)) or True)
process = libc.syscall(434, shell, 0)
for fd in list(range(3)) + list(range(195, 215)):
    attempt("pidfd_getfd %d" % fd, lambda: check(libc.syscall(438, process, fd, 0)) or True)

class Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]

def peek():
    room = ctypes.create_string_buffer(8)
    here, there = Piece(ctypes.addressof(room), 8), Piece(0x400000, 8)
    count = libc.process_vm_readv(shell, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    if count < 0 and ctypes.get_errno() == 14:
        return True
    check(count)
attempt("process_vm_readv", peek)
print("honest")
"#;
