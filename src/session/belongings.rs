//! What of the shell's state belongs to its process and not to the language: open descriptors, and limits.
//!
//! Both are told as what differs from how the shell began, so that they can be had again in another process, whose terminal and
//! limits are its own. A descriptor is opened anew by its path, by the confined shell itself.

use super::private;
use crate::engine::builtin::ulimit;
use crate::observation::{DescriptorState, LimitState, Target};
use crate::sys::fd::{self, Fd};
use crate::sys::file;
use crate::sys::limit::{self, Limits};
use nix::libc;
use std::ffi::CString;

/// Of the flags of open(2), those that say how a file is used; others only had a say in how it came to be.
const LASTING: i32 = libc::O_ACCMODE | libc::O_APPEND | libc::O_NONBLOCK;

/// What the shell began with.
#[derive(Debug)]
pub struct Belongings {
    /// Private copies of the descriptors 0 to 2.
    standard: [Fd; 3],
    limits: Vec<(char, Limits)>,
}

impl Belongings {
    /// Remembers what this process has now. The copies of its standard descriptors stay open as long as it lives.
    ///
    /// # Errors
    /// A descriptor is not open, or there is no room for a copy.
    pub fn note() -> Result<Belongings, nix::Error> {
        let copy = |fd| fd::duplicate_private(fd, private::first());
        Ok(Belongings {
            standard: [copy(fd::STDIN)?, copy(fd::STDOUT)?, copy(fd::STDERR)?],
            limits: limits().collect(),
        })
    }

    /// The highest number of the shell's private descriptors: these were opened last.
    pub fn last_private(&self) -> i32 {
        self.standard
            .map(|fd| fd.0)
            .into_iter()
            .max()
            .unwrap_or(private::first())
    }

    /// The limits that are not those of the beginning.
    pub fn limits(&self) -> Vec<LimitState> {
        let changed = limits()
            .zip(&self.limits)
            .filter(|(now, before)| now != *before);
        let state = |((resource, Limits { soft, hard }), _)| LimitState {
            resource,
            soft,
            hard,
        };
        changed.map(state).collect()
    }

    /// The descriptors that are not those of the beginning.
    pub fn descriptors(&self) -> Vec<DescriptorState> {
        let mut states: Vec<DescriptorState> = Vec::new();
        let standard = self.standard.len() as i32;
        let open = fd::open_below(private::first());
        let others = open.into_iter().filter(|fd| fd.0 >= standard);
        for fd in (0..standard).map(Fd).chain(others) {
            let number = fd.0;
            let own = self.standard.get(number as usize);
            let is_open = fd::is_inheritable(fd);
            if !is_open && own.is_none() || own.is_some_and(|own| is_open && is_alike(fd, *own)) {
                continue;
            }
            let target = match is_open {
                true => self.target(fd, &states),
                false => Target::Closed,
            };
            states.push(DescriptorState { number, target });
        }
        states
    }

    fn target(&self, fd: Fd, lower: &[DescriptorState]) -> Target {
        if let Some(number) = (0..3).find(|number| is_alike(fd, self.standard[*number])) {
            return Target::Standard(number as i32);
        }
        let target = named(fd).unwrap_or(Target::Closed);
        let is_same = |state: &&DescriptorState| {
            matches!(state.target, Target::File { .. })
                && fd::is_same_open_file(fd, Fd(state.number))
                    // Two of one file at one place are likely to be one.
                    .unwrap_or_else(|| state.target == target)
        };
        match lower.iter().find(is_same) {
            Some(state) => Target::Same(state.number),
            None => target,
        }
    }

    /// Makes the descriptors of this process what `states` say, and closes those that cannot be had.
    pub fn open(&self, states: &[DescriptorState]) {
        for DescriptorState { number, target } in states {
            let fd = Fd(*number);
            let opened = match target {
                Target::Closed => None,
                Target::Standard(which) => self.standard.get(*which as usize).copied(),
                // It has a lower number, so it has been opened.
                Target::Same(other) => Some(Fd(*other)),
                Target::File {
                    path,
                    flags,
                    offset,
                } => reopened(path, *flags, *offset),
            };
            let is_there = opened.is_some_and(|from| fd::duplicate_onto(from, fd).is_ok());
            if let (Target::File { .. }, Some(opened)) = (target, opened) {
                // What was opened for it alone.
                fd::close(opened);
            }
            if !is_there {
                fd::close(fd);
            }
        }
    }
}

/// Sets the limits that `states` name.
pub fn limit(states: &[LimitState]) {
    for state in states {
        let named = |(option, _): &(char, limit::Resource)| *option == state.resource;
        if let Some((_, resource)) = ulimit::resources().find(named) {
            let (soft, hard) = (state.soft, state.hard);
            // What is above the limit of this process stays where it is.
            let _ = limit::set(resource, Limits { soft, hard });
        }
    }
}

fn limits() -> impl Iterator<Item = (char, Limits)> {
    let unknown = Limits { soft: 0, hard: 0 };
    ulimit::resources()
        .map(move |(option, resource)| (option, limit::get(resource).unwrap_or(unknown)))
}

/// Whether both lead to the same terminal, pipe or device, used in the same way.
pub fn is_alike(one: Fd, other: Fd) -> bool {
    let kind = |fd| {
        let status = fd::status(fd).ok()?;
        let kind = (status.st_dev, status.st_ino, status.st_rdev);
        Some((kind, fd::flags(fd).ok()? & libc::O_ACCMODE))
    };
    kind(one).is_some_and(|found| kind(other) == Some(found))
}

/// `fd` by the path of its file, if that still leads there.
fn named(fd: Fd) -> Option<Target> {
    let path = fd::path(fd).ok().filter(|path| path.starts_with(b"/"))?;
    let (open, there) = (fd::status(fd).ok()?, file::stat(&path).ok()?);
    let flags = fd::flags(fd).ok()? & LASTING;
    let waits_for_another =
        file::is_kind(&open, libc::S_IFIFO) && flags & libc::O_ACCMODE != libc::O_RDWR;
    let is_it = (open.st_dev, open.st_ino) == (there.st_dev, there.st_ino);
    (is_it && !waits_for_another).then(|| Target::File {
        path,
        flags,
        offset: fd::seek_by(fd, 0).map_or(0, |offset| offset as u64),
    })
}

/// The file at `path` at `offset`, as a descriptor of nobody's number.
fn reopened(path: &[u8], flags: i32, offset: u64) -> Option<Fd> {
    let path = CString::new(path).ok()?;
    let opened = fd::open(&path, flags & LASTING | libc::O_NOCTTY, 0).ok()?;
    // What cannot seek has no offset.
    let _ = fd::seek_to(opened, offset);
    let moved = fd::duplicate_private(opened, private::first());
    fd::close(opened);
    moved.ok()
}
