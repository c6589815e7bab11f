//! What root may, what a user is root of, and what is the user's and no process's.

use super::{Attempt, Helper, attempt, check_all};
use std::process::Command;

pub const ATTEMPTS: &[Attempt] = &[
    attempt("another root", "./helper chroot @V").if_possible(),
    attempt(
        "a mount",
        "mkdir m; unshare -m sh -c 'mount --bind @V m && echo x > m/file'",
    )
    .if_possible(),
    attempt("become another", "./helper become")
        .showing("became another")
        .if_possible(),
    attempt(
        "become another by su",
        "su nobody -s /bin/sh -c 'echo became another' < /dev/null",
    )
    .showing("became another")
    .if_possible(),
    attempt(
        "root of a namespace writes",
        "unshare -Ur sh -c 'echo x > @V/file'",
    )
    .if_possible(),
    attempt(
        "root of a namespace mounts",
        "mkdir n; unshare -Urm sh -c 'mount --bind @V n && echo x > n/file'",
    )
    .if_possible(),
    attempt(
        "root of a namespace changes root",
        "unshare -Ur ./helper chroot @V",
    )
    .if_possible(),
    attempt("root of a namespace kills", "unshare -Ur kill -KILL @P").if_possible(),
    attempt(
        "root of a namespace reads memory",
        "unshare -Ur ./helper readv @P @A",
    )
    .if_possible(),
    attempt(
        "root of a namespace changes modes",
        "unshare -Ur chmod 600 @V/file",
    )
    .if_possible(),
    attempt(
        "another's namespaces",
        "nsenter -t @P -m -- sh -c 'echo x > @V/file'",
    )
    .if_possible(),
    attempt("a key", "./helper read-key shtutor-test-key").if_possible(),
];

#[test]
fn no_privilege_helps() {
    let Some(helper) = Helper::compile() else {
        return;
    };
    // Where it cannot be made, the attempt to read it is skipped; it vanishes by itself.
    let _ = Command::new(helper.path())
        .args(["add-key", "shtutor-test-key", super::SECRET])
        .output();
    check_all(ATTEMPTS);
}
