//! Doors that are closed to a learner's processes, root's as well.

use super::{is_confined, screen, sitting};
use shtutor::session::Screen;
use std::path::Path;
use std::process::Command;

#[test]
fn no_privilege_is_left() {
    let mut sitting = sitting(Screen::Headless);
    let seen = screen(&sitting.run("grep -E 'CapInh|CapPrm|CapEff|CapAmb' /proc/self/status | grep -v 0000000000000000; grep NoNewPrivs /proc/self/status"));
    assert_eq!(seen, "NoNewPrivs:\t1\n");
    if nix::unistd::getuid().is_root() {
        let bounding = screen(&sitting.run("grep CapBnd /proc/self/status"));
        assert_eq!(bounding, "CapBnd:\t0000000000000000\n");
        assert!(!sitting.run("touch own; chown 1 own").status.is_success());
    }
}

#[test]
fn secrets_of_the_system_cannot_be_read() {
    let mut sitting = sitting(Screen::Headless);
    if !is_confined(&sitting) {
        return;
    }
    for secret in [
        "/etc/shadow",
        "/etc/gshadow",
        "/etc/ssl/private/*",
        "/etc/sudoers",
    ] {
        let seen = sitting.run(&format!("cat {secret}"));
        assert!(!seen.status.is_success(), "{secret}");
    }
    for public in ["/etc/passwd", "/etc/hosts", "/etc/group"] {
        assert!(
            sitting.run(&format!("cat {public}")).status.is_success(),
            "{public}"
        );
    }
    assert!(
        sitting
            .run("ls /etc; getent passwd root")
            .status
            .is_success()
    );
}

#[test]
fn other_processes_cannot_be_looked_into() {
    let mut sitting = sitting(Screen::Headless);
    if !is_confined(&sitting) {
        return;
    }
    for pid in [
        std::process::id().to_string(),
        "$PPID".to_owned(),
        "1".to_owned(),
    ] {
        for file in ["environ", "mem", "maps", "fd/0", "root/etc/passwd", "cwd/."] {
            let seen = sitting.run(&format!("head -c 1 /proc/{pid}/{file}"));
            assert!(!seen.status.is_success(), "{pid}/{file}");
        }
    }
    // The shell knows how the tutor is spoken to; the programs it starts know nothing.
    for file in ["environ", "mem", "fd/1", "cwd/."] {
        let seen = sitting.run(&format!("head -c 1 /proc/$$/{file}"));
        assert!(!seen.status.is_success(), "$$/{file}");
    }
    // Until it has become `sleep`, a job is a copy of the shell.
    sitting.check(
        "head -c 5 /proc/self/environ; sleep 90 & until head -c 0 /proc/$!/environ 2> /dev/null; do :; done; kill $!",
        "HOME=",
    );
}

#[test]
fn permissions_in_the_folder_can_be_changed() {
    let mut sitting = sitting(Screen::Headless);
    let seen = sitting.run("touch own; chmod 640 own; stat -c %a own; mkdir -m 700 sub; chmod -R u=rwx sub; touch -d 2001-01-01 own; stat -c %y own | cut -c 1-4; cp -p own copy; stat -c %a copy; chmod 600 nosuch");
    let expected = "640\n2001\n640\nchmod: cannot access 'nosuch': No such file or directory\n";
    assert_eq!(screen(&seen), expected);
}

#[test]
fn asynchronous_system_calls_are_absent() {
    let mut sitting = sitting(Screen::Headless);
    if !is_confined(&sitting) || Command::new("python3").arg("--version").output().is_err() {
        return;
    }
    let ask = "import ctypes; c = ctypes.CDLL(None, use_errno=True); print(c.syscall(425, 1, 0), ctypes.get_errno())";
    assert!(Path::new("/proc").exists());
    sitting.check(&format!("python3 -c '{ask}'"), "-1 38\n");
}
