//! What Landlock leaves open: modes, owners, times and attributes of files, and calls that name another process.

use super::{Bystander, Sitting, check_denied, is_confined, screen, sitting};
use shtutor::session::Screen;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

fn has_python() -> bool {
    Path::new("/usr/bin/python3").exists()
}

/// A program that makes one system call and prints its result and error, so that no C library stands between.
fn call(number: i64, arguments: &str) -> String {
    format!(
        "python3 -c 'import ctypes, os, sys; c = ctypes.CDLL(None, use_errno=True); A = sys.argv; \
         r = c.syscall({number}, {arguments}); e = ctypes.get_errno(); sys.exit(e if r < 0 else 0)'"
    )
}

/// A session, a file outside it, and a symbolic link to that inside.
fn with_a_stranger() -> Option<(Sitting, tempfile::TempDir, String)> {
    let sitting = sitting(Screen::Headless);
    if !is_confined(&sitting) {
        return None;
    }
    let other = tempfile::tempdir().unwrap();
    let file = other.path().join("file");
    std::fs::write(&file, "theirs").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    std::os::unix::fs::symlink(&file, sitting.folder.path().join("link")).unwrap();
    std::os::unix::fs::symlink(other.path(), sitting.folder.path().join("links")).unwrap();
    let path = file.to_str().unwrap().to_owned();
    Some((sitting, other, path))
}

#[test]
fn files_elsewhere_keep_their_mode_and_times() {
    let Some((mut sitting, other, file)) = with_a_stranger() else {
        return;
    };
    let folder = other.path().display();
    let before = other.path().join("file").metadata().unwrap();
    for command in [
        format!("chmod 600 {file} && chmod 644 {file}"),
        format!("chmod 700 {folder}"),
        format!("cd {folder} && chmod 600 file && chmod 644 file"),
        format!("chmod -R go= {folder} && chmod 644 {file}"),
        format!("touch -c -d 2001-01-01 {file}"),
        format!("chown $(id -u) {file}"),
        format!("chgrp $(id -g) {folder}"),
    ] {
        check_denied(&mut sitting, &command);
    }
    for line in [
        "cd; chmod 600 link",
        "chmod 600 links/file",
        "touch -c -d 2001-01-01 link",
        "chown -R -L $(id -u) links",
        "ln -s /proc/self/fd fds; chmod 600 fds/3 3< link",
    ] {
        let seen = sitting.run(line);
        assert!(!seen.status.is_success(), "{line}");
    }
    let after = other.path().join("file").metadata().unwrap();
    assert_eq!(after.mode(), before.mode());
    // Unconfined, the time was set to one of this century's first days.
    assert_eq!(after.mtime(), 978_307_200 + after.mtime() % 86_400);
}

#[test]
#[cfg(target_arch = "x86_64")]
fn no_variant_of_a_call_is_forgotten() {
    if !has_python() {
        return;
    }
    let Some((mut sitting, _other, file)) = with_a_stranger() else {
        return;
    };
    let path = format!("b\"{file}\"");
    let fd = format!("os.open(\"{file}\", os.O_RDONLY)");
    // A file to be read anywhere, so that a descriptor can be had; only root may change it, and unconfined does.
    let public = "os.open(\"/etc/passwd\", os.O_RDONLY)";
    let own = "os.getuid(), os.getgid()";
    let mut check = |number: i64, arguments: String| {
        check_denied(&mut sitting, &call(number, &arguments));
    };
    check(90, format!("{path}, 0o644"));
    check(92, format!("{path}, {own}"));
    check(94, format!("{path}, {own}"));
    check(132, format!("{path}, None"));
    check(235, format!("{path}, None"));
    check(261, format!("-100, {path}, None"));
    check(260, format!("-100, {path}, {own}, 0"));
    check(268, format!("-100, {path}, 0o644"));
    check(280, format!("-100, {path}, None, 0"));
    check(452, format!("-100, {path}, 0o644, 0"));
    // A descriptor that only names the file.
    let named = format!("os.open(\"{file}\", os.O_PATH)");
    check(452, format!("{named}, b\"\", 0o644, 0x1000"));
    check(260, format!("{named}, b\"\", {own}, 0x1000"));
    check(280, format!("{named}, b\"\", None, 0x1000"));
    check(
        90,
        format!("(\"/proc/self/fd/%d\" % {named}).encode(), 0o644"),
    );
    // One that can be had by nobody but root, unconfined.
    let _ = fd;
    if nix::unistd::getuid().is_root() {
        check(91, format!("{public}, 0o644"));
        check(93, format!("{public}, 0, 0"));
    }
}

#[test]
fn descriptors_opened_for_reading_change_nothing() {
    let Some((mut sitting, ..)) = with_a_stranger() else {
        return;
    };
    if !has_python() || !nix::unistd::getuid().is_root() {
        return;
    }
    let public = "fd = os.open(\"/etc/passwd\", os.O_RDONLY); s = os.fstat(fd)";
    for change in [
        "os.fchmod(fd, s.st_mode & 0o7777)",
        "os.fchown(fd, s.st_uid, s.st_gid)",
        "os.utime(fd, ns=(s.st_atime_ns, s.st_mtime_ns))",
    ] {
        check_denied(
            &mut sitting,
            &format!("python3 -c 'import os; {public}; {change}'"),
        );
    }
}

#[test]
fn files_in_the_folder_can_be_watched() {
    let mut sitting = sitting(Screen::Headless);
    let follow = "echo one > f; (sleep 0.2; echo two >> f) & timeout 3";
    sitting.check(&format!("{follow} tail -f f 2>&1"), "one\ntwo\n");
    sitting.check(&format!("{follow} tail -F ./f 2>&1"), "one\ntwo\n");
}

#[test]
fn in_the_folder_all_of_them_work() {
    let mut sitting = sitting(Screen::Headless);
    sitting.check(
        "mkdir -p d/e; echo x > d/e/f; ln -s f d/e/l; chmod 640 d/e/f; touch -d 2001-02-03 d/e/f; touch -h -d 2002-01-01 d/e/l",
        "",
    );
    let look = "stat -c '%a %Y %N' f l";
    let same = "cd d/e; stat -c '%a %Y %N' f l > ../../want; cd ../..; ";
    sitting.check(same, "");
    for copy in [
        "cp -a d new",
        "cp -pr d new",
        "tar -cf - d | { mkdir new; tar -C new -xpf - --strip-components=1; }",
        "mkdir new; (cd d && tar -cf - .) | (cd new && tar -xpf -)",
        "cp -a d other && mv other new",
    ] {
        // Of a link that `cp -pr` copies, the time is kept as well.
        let line = format!("{copy}; cd new/e && {look} | diff ../../want -; cd ../..; rm -r new");
        sitting.check(&line, "");
    }
    sitting.check(
        "install -m 751 d/e/f i; stat -c %a i; chown $(id -u):$(id -g) i; chown -h $(id -u) d/e/l; chgrp $(id -g) d; chmod -R a+rX d; cd d/e; chmod u=rw,go= ./f ../e/f; stat -c %a f; cd ../..",
        "751\n600\n",
    );
    sitting.check(
        "chmod 600 /dev/stdin < d/e/f; chmod 611 /proc/self/fd/0 < d/e/f; stat -c %a d/e/f",
        "611\n",
    );
    sitting.check("chmod 600 d/nothing 2>&1 | grep -c 'No such file'; mkdir sub; cd sub; rmdir ../sub; chmod 600 . ; cd", "1\n");
}

#[test]
#[cfg(target_arch = "x86_64")]
fn every_variant_works_in_the_folder() {
    if !has_python() {
        return;
    }
    let mut sitting = sitting(Screen::Headless);
    sitting.run("touch own");
    for (number, arguments) in [
        (90, "b\"own\", 0o644"),
        (91, "os.open(\"own\", 0), 0o600"),
        (92, "b\"own\", -1, -1"),
        (93, "os.open(\"own\", 0), -1, -1"),
        (94, "b\"own\", os.getuid(), -1"),
        (132, "b\"own\", None"),
        (132, "b\"own\", (ctypes.c_long * 2)(1, 2)"),
        (235, "b\"own\", (ctypes.c_long * 4)(1, 2, 3, 4)"),
        (261, "-100, b\"own\", (ctypes.c_long * 4)(1, 2, 3, 4)"),
        (261, "os.open(\"own\", 0), None, None"),
        (260, "-100, b\"own\", -1, -1, 0x100"),
        (268, "os.open(\".\", 0), b\"own\", 0o644"),
        (280, "os.open(\"own\", 0), None, None, 0"),
        (280, "-100, b\"own\", (ctypes.c_long * 4)(5, 6, 7, 8), 0"),
        (452, "-100, b\"own\", 0o640, 0"),
        (452, "os.open(\"own\", os.O_PATH), b\"\", 0o604, 0x1000"),
    ] {
        let seen = sitting.run(&call(number, arguments));
        assert!(
            seen.status.is_success(),
            "{number} {arguments}: {} {}",
            seen.status,
            screen(&seen)
        );
    }
    sitting.check("stat -c '%a %Y' own", "604 7\n");
    // EFAULT, EBADF, EINVAL, ENOENT, ENAMETOOLONG: as ever.
    for (number, arguments, errno) in [
        (90, "1, 0o644", 14),
        (91, "99, 0o644", 9),
        (235, "b\"own\", (ctypes.c_long * 4)(1, 2000000, 3, 4)", 22),
        (452, "-100, b\"own\", 0o640, 7", 22),
        (90, "b\"\", 0o644", 2),
        (90, "b\"x\" * 5000, 0o644", 36),
        (268, "os.open(\"own\", 0), b\"own\", 0o644", 20),
    ] {
        let seen = sitting.run(&call(number, arguments));
        assert_eq!(seen.status.0.cast_signed(), errno, "{number} {arguments}");
    }
}

#[test]
fn attributes_and_requests_are_refused() {
    if !has_python() {
        return;
    }
    let Some((mut sitting, _other, file)) = with_a_stranger() else {
        return;
    };
    for python in [
        format!("os.setxattr(\"{file}\", \"user.x\", b\"y\")"),
        "os.setxattr(\"own\", \"user.x\", b\"y\")".to_owned(),
        "fcntl.ioctl(os.open(\"/etc/passwd\", 0), 0x40086602, bytes(8))".to_owned(),
        "fcntl.ioctl(os.open(\"own\", 0), 0x401C5820, bytes(28))".to_owned(),
    ] {
        let seen = sitting.run(&format!(
            "touch own; python3 -c 'import fcntl, os; {python}' 2>&1"
        ));
        let text = screen(&seen);
        assert!(
            text.contains("[Errno 1]") || text.contains("[Errno 95]"),
            "{python}: {text}"
        );
    }
}

#[test]
fn no_program_types_for_the_learner() {
    let mut sitting = sitting(Screen::Plain);
    if !is_confined(&sitting) || !has_python() {
        return;
    }
    // The high half of the request is nothing to the kernel.
    for request in ["0x5412", "0x541C"] {
        let line = format!(
            "python3 -c 'import fcntl, os; fcntl.ioctl(os.open(\"/dev/tty\", os.O_RDWR), {request}, b\"x\")' 2>&1 | grep -c 'Errno 1]'"
        );
        sitting.check(&line, "1\n");
    }
    #[cfg(target_arch = "x86_64")]
    {
        let seen = sitting.run(&call(
            16,
            "os.open(\"/dev/tty\", os.O_RDWR), ctypes.c_ulong(0x100005412), b\"x\"",
        ));
        assert_eq!(seen.status.0, 1);
    }
}

#[test]
fn processes_elsewhere_keep_their_limits_and_priority() {
    let mut sitting = sitting(Screen::Headless);
    if !is_confined(&sitting) || !has_python() {
        return;
    }
    let other = Bystander::new();
    let pid = other.0.id();
    let python = |code: String| format!("python3 -c 'import os, resource; {code}'");
    for command in [
        format!("prlimit --pid {pid} --core=0"),
        format!("renice -n 1 -p {pid}"),
        python(format!(
            "os.sched_setaffinity({pid}, os.sched_getaffinity({pid}))"
        )),
        format!("ionice -c 3 -p {pid}"),
        python(format!(
            "os.sched_setscheduler({pid}, os.SCHED_BATCH, os.sched_param(0))"
        )),
    ] {
        check_denied(&mut sitting, &command);
    }
    let ours = sitting.run(
        "sleep 20 & renice -n 5 -p $! && prlimit --pid $! --core=0 && nice -n 3 true && kill $!",
    );
    assert!(ours.status.is_success(), "{}", screen(&ours));
}

#[test]
fn what_is_the_users_and_no_file_is_out_of_reach() {
    let mut sitting = sitting(Screen::Headless);
    if !is_confined(&sitting) || !has_python() {
        return;
    }
    check_denied(
        &mut sitting,
        "python3 -c 'import socket; socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)'",
    );
    sitting.check(
        "python3 -c 'import socket; a, b = socket.socketpair(); a.send(b\"x\"); print(b.recv(1))'",
        "b'x'\n",
    );
    #[cfg(target_arch = "x86_64")]
    for (number, arguments) in [
        (29, "0, 4096, 0o1600"),
        (64, "0, 1, 0o1600"),
        (68, "0, 0o1600"),
    ] {
        check_denied(&mut sitting, &call(number, arguments));
    }
    // Keys and queues, which not every system has: EACCES says that it is ours who refuses.
    #[cfg(target_arch = "x86_64")]
    for (number, arguments) in [
        (240, "b\"q\", 0o102, 0o600, None"),
        (250, "0, -3, 1"),
        (248, "b\"user\", b\"k\", b\"v\", 1, -3"),
    ] {
        assert_eq!(sitting.run(&call(number, arguments)).status.0, 13);
    }
}
