//! What a shell of ours holds that only it can see: files without a name that its own built-ins write to. Nobody may look into
//! it, so it looks itself, now and then, and tells the guardian.

use super::activity::Teller;
use super::held::BLOCK;
use crate::sys::fd;
use nix::sys::stat::SFlag;
use std::cell::Cell;
use std::time::{Duration, Instant};

/// So often a shell looks while it works: in less it writes little, before it waits for somebody for ever.
const GLANCE: Duration = Duration::from_millis(5);
/// Less than this, in bytes, is not worth telling: temporary files and here-documents are held by many scripts.
const LEAST: u64 = 1 << 20;

/// A shell's own look at itself. Copies of the shell look at themselves.
#[derive(Debug)]
pub struct Holdings {
    teller: Teller,
    last_look: Cell<Instant>,
}

impl Holdings {
    /// Told by `teller`, not looked at yet.
    pub fn new(teller: Teller) -> Holdings {
        Holdings {
            teller,
            last_look: Cell::new(Instant::now()),
        }
    }

    /// A line begins.
    pub fn begin_line(&self) {
        self.last_look.set(Instant::now());
        self.teller.begins(nameless() >= LEAST);
    }

    /// Looks if it is time to: for whoever does something, however often.
    pub fn keep_in_view(&self) {
        if self.last_look.get().elapsed() >= GLANCE {
            self.last_look.set(Instant::now());
            if nameless() >= LEAST {
                self.teller.hides();
            }
        }
    }

    /// The line has ended.
    pub fn end_line(&self) {
        self.teller.ends();
    }
}

/// Bytes of files that this process has open and that have no name. Who has no descriptor left to look with has them all.
fn nameless() -> u64 {
    let Ok(open) = fd::all_open() else {
        return u64::MAX;
    };
    let statuses = open.into_iter().filter_map(|fd| fd::status(fd).ok());
    let nameless = statuses.filter(|status| {
        let kind = SFlag::from_bits_truncate(status.st_mode) & SFlag::S_IFMT;
        kind == SFlag::S_IFREG && status.st_nlink == 0
    });
    nameless.map(|status| status.st_blocks as u64 * BLOCK).sum()
}
