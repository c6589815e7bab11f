//! Copies of programs that are about to be started.

use std::path::Path;
use std::process::Command;

/// Copies `program` to `to`, whose folder is there.
///
/// Another process writes it: a program that a neighbouring test forks meanwhile would hold our own file open for writing, and
/// what is open for writing cannot be started (`ETXTBSY`).
pub fn copy(program: impl AsRef<Path>, to: &Path) {
    let copied = Command::new("/bin/cp")
        .arg(program.as_ref())
        .arg(to)
        .status();
    assert!(
        copied.is_ok_and(|status| status.success()),
        "{}",
        to.display()
    );
}
