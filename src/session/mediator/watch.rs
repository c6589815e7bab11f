//! The call that watches a file: whoever watches learns what is done with it, and of a folder the names in it.

use super::own::{Own, Seen};
use super::target::{Subject, Target};
use crate::sys::seccomp::Question;
use crate::sys::{socket, watch};
use nix::errno::Errno;
use nix::libc;
use std::os::fd::OwnedFd;

/// What is asked for, with the file and the instance at hand.
#[derive(Debug)]
pub struct Watch {
    instance: OwnedFd,
    file: OwnedFd,
    mask: u32,
}

/// Whether `question` is about watching.
pub fn is_asked(question: &Question) -> bool {
    question.call == libc::SYS_inotify_add_watch
}

/// What the call says.
///
/// # Errors
/// Those the thread would have got.
pub fn read(target: Target, question: &Question) -> Result<Watch, Errno> {
    let [instance, path, mask, ..] = question.arguments;
    let mask = mask as u32;
    let subject = Subject::Path {
        directory: libc::AT_FDCWD,
        path: target.read_path(path)?,
        follow: mask & libc::IN_DONT_FOLLOW == 0,
    };
    Ok(Watch {
        file: target.find(&subject)?,
        instance: socket::copy(target.process()?, instance as i32)?,
        mask,
    })
}

impl Watch {
    /// Watches a file of the session's; the number of the watch.
    ///
    /// # Errors
    /// EACCES if it is none, and those of the call.
    pub fn make(&self, own: &Own) -> Result<i64, Errno> {
        match Seen::of(&self.file).is_ok_and(|seen| own.has_in_folder(&seen)) {
            true => watch::add(&self.instance, &self.file, self.mask),
            false => Err(Errno::EACCES),
        }
    }
}
