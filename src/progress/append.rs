//! Lines that are added to a file, whoever else adds to it.

use std::fs::{File, OpenOptions};
use std::io::{Read, Result, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Appends `lines` in one write, or nothing at all, and says how many bytes that are. A last line torn by a power cut stays alone
/// on its line.
///
/// # Errors
/// The file cannot be written.
pub fn append(path: &Path, lines: &[String]) -> Result<u64> {
    let mut file = OpenOptions::new()
        .create(true)
        .read(true)
        .append(true)
        .mode(0o600)
        .open(path)?;
    // Whoever else appends waits: what is taken back below must not be theirs. Where nothing can be locked, it is written all
    // the same.
    let _ = file.lock();
    let mut text = String::new();
    if !ends_in_newline(&mut file)? {
        text.push('\n');
    }
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    let length = text.len() as u64;
    let before = file.metadata()?.len();
    let written = file.write_all(text.as_bytes());
    if written.is_err() && file.metadata()?.len() < before + length {
        // The disk is full: a piece of a line would be taken for damage.
        file.set_len(before)?;
    }
    written?;
    file.sync_data()?;
    Ok(length)
}

fn ends_in_newline(file: &mut File) -> Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}
