//! The bytes of remembered files: one file without a name, in which each copy has its own blocks.
//!
//! Nobody can open it who does not have it open, and the kernel frees it when this process ends. Copies are made by the kernel,
//! which shares the blocks where the file system can.

use super::tree::Status;
use super::{BYTES, Untaken};
use nix::errno::Errno;
use nix::fcntl::{FallocateFlags, fallocate};
use nix::unistd::{Whence, lseek};
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Copies begin at multiples of this, so that they share no block and can be shared with a file.
const BLOCK: u64 = 4096;
/// Files up to this size are copied through memory.
const SMALL: u64 = 64 * 1024;

/// Where copies are.
#[derive(Debug)]
pub struct Store {
    near: PathBuf,
    space: Rc<RefCell<Space>>,
}

#[derive(Debug, Default)]
struct Space {
    /// Made when first needed.
    file: Option<File>,
    /// Where the next copy goes.
    end: u64,
    /// Bytes of all copies, and of those whose blocks the file system could not free.
    taken: u64,
    copies: usize,
}

/// A copy; its blocks are freed with it.
#[derive(Debug)]
pub struct Content {
    space: Rc<RefCell<Space>>,
    pieces: Vec<Piece>,
}

/// Bytes of a file between two holes.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// In the file.
    at: u64,
    /// In the store.
    place: u64,
    length: u64,
}

impl Store {
    pub fn new(near: &Path) -> Store {
        Store {
            near: near.to_owned(),
            space: Rc::default(),
        }
    }

    /// Copies `file`, of which `status` tells. If there is no room, `make_room` is asked to free some as long as it can.
    pub fn copy(
        &self,
        file: &File,
        status: &Status,
        make_room: &mut dyn FnMut() -> bool,
    ) -> Result<Content, Untaken> {
        let size = status.size;
        let mut pieces = match status.taken < size {
            true => pieces(file, size),
            false => vec![whole(size)],
        };
        pieces.retain(|piece| piece.length > 0);
        let bytes = pieces.iter().map(|piece| blocks(piece.length)).sum::<u64>();
        while self.space.borrow().taken + bytes > BYTES {
            if bytes > BYTES || !make_room() {
                return Err(Untaken::TooLarge);
            }
        }
        let mut space = self.space.borrow_mut();
        for piece in &mut pieces {
            piece.place = space.end;
            space.end += blocks(piece.length);
        }
        space.taken += bytes;
        space.copies += 1;
        drop(space);
        // From here on what is dropped gives the room back.
        let content = Content {
            space: Rc::clone(&self.space),
            pieces,
        };
        self.fill(file, &content).map_err(unreadable)?;
        Ok(content)
    }

    fn fill(&self, file: &File, content: &Content) -> io::Result<()> {
        if content.pieces.is_empty() {
            return Ok(());
        }
        let mut space = self.space.borrow_mut();
        let store = match &mut space.file {
            Some(store) => store,
            none => none.insert(tempfile::tempfile_in(&self.near)?),
        };
        for piece in &content.pieces {
            transfer((file, piece.at), (store, piece.place), piece.length)?;
        }
        Ok(())
    }

    /// Writes a copy into `file`, which is empty.
    pub fn write(&self, content: &Content, file: &File, size: u64) -> io::Result<()> {
        if let Some(store) = &self.space.borrow().file {
            for piece in &content.pieces {
                transfer((store, piece.place), (file, piece.at), piece.length)?;
            }
        }
        file.set_len(size)
    }
}

impl Drop for Content {
    fn drop(&mut self) {
        let mut space = self.space.borrow_mut();
        let space = &mut *space;
        space.copies -= 1;
        let Some(file) = &space.file else {
            return;
        };
        if space.copies == 0 && file.set_len(0).is_ok() {
            (space.end, space.taken) = (0, 0);
            return;
        }
        let flags = FallocateFlags::FALLOC_FL_PUNCH_HOLE | FallocateFlags::FALLOC_FL_KEEP_SIZE;
        for piece in &self.pieces {
            let length = blocks(piece.length);
            if fallocate(file, flags, piece.place as i64, length as i64).is_ok() {
                space.taken -= length;
            }
        }
    }
}

/// `length` rounded up to whole blocks.
fn blocks(length: u64) -> u64 {
    length.div_ceil(BLOCK) * BLOCK
}

fn whole(size: u64) -> Piece {
    Piece {
        at: 0,
        place: 0,
        length: size,
    }
}

/// What of `file` is not holes.
fn pieces(file: &File, size: u64) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < size {
        let data = match lseek(file, at as i64, Whence::SeekData) {
            Ok(data) => data.unsigned_abs(),
            Err(Errno::ENXIO) => break,
            // The file system knows no holes.
            Err(_) => return vec![whole(size)],
        };
        let hole = lseek(file, data as i64, Whence::SeekHole).map_or(size, i64::unsigned_abs);
        let end = hole.min(size);
        if data >= end {
            break;
        }
        found.push(Piece {
            at: data,
            place: 0,
            length: end - data,
        });
        at = end;
    }
    found
}

/// Copies `length` bytes, or as many as there are.
fn transfer((from, at): (&File, u64), (into, place): (&File, u64), length: u64) -> io::Result<()> {
    if length <= SMALL {
        let mut bytes = vec![0; length as usize];
        let mut read = 0;
        while read < bytes.len() {
            match from.read_at(&mut bytes[read..], at + read as u64)? {
                0 => break,
                count => read += count,
            }
        }
        return into.write_all_at(&bytes[..read], place);
    }
    let (mut from, mut into) = (from, into);
    from.seek(SeekFrom::Start(at))?;
    into.seek(SeekFrom::Start(place))?;
    io::copy(&mut from.take(length), &mut into)?;
    into.flush()
}

fn unreadable(error: io::Error) -> Untaken {
    Untaken::Unreadable(error.raw_os_error().map_or(Errno::EIO, Errno::from_raw))
}
