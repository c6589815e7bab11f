//! The words of this process's command line: what the C runtime gives to `main`, and what others see of them.
#![expect(unsafe_code, reason = "the command line is memory of the C runtime's")]

use std::ffi::{CStr, CString, OsString, c_char, c_int};
use std::os::unix::ffi::OsStringExt;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

/// Where the words begin in memory.
static FIRST: AtomicPtr<c_char> = AtomicPtr::new(std::ptr::null_mut());

/// Bytes they take there, each with its NUL.
static LENGTH: AtomicUsize = AtomicUsize::new(0);

/// Bytes of a process's short name, as in the kernel.
const SHORT: usize = 15;

/// The words of the command line, from what the C runtime gives to `main`.
///
/// # Safety
/// `words` points to `count` pointers to NUL-terminated strings, which nobody else changes and which stay.
pub unsafe fn arguments(count: c_int, words: *const *const c_char) -> Vec<OsString> {
    let count = usize::try_from(count).unwrap_or(0);
    // SAFETY: the caller vouches for `count` pointers.
    let words = unsafe { std::slice::from_raw_parts(words, count) };
    let text = |word: &*const c_char| {
        // SAFETY: the caller vouches for the strings.
        unsafe { CStr::from_ptr(*word) }
    };
    // The kernel lays them end to end; what is elsewhere is not of them.
    let mut length = 0;
    for word in words {
        if word.addr() == words[0].addr() + length {
            length += text(word).count_bytes() + 1;
        }
    }
    if let Some(first) = words.first() {
        FIRST.store(first.cast_mut(), Ordering::Relaxed);
        LENGTH.store(length, Ordering::Relaxed);
    }
    words
        .iter()
        .map(|word| OsString::from_vec(text(word).to_bytes().to_vec()))
        .collect()
}

/// From now on others see `words` as the command line of this process, as far as there is room for them.
pub fn rename(words: &[Vec<u8>]) {
    let name = words.first().map_or(&b""[..], Vec::as_slice);
    let name = name.rsplit(|byte| *byte == b'/').next().unwrap_or(name);
    if let Ok(name) = CString::new(&name[..name.len().min(SHORT)]) {
        // What is shown is no more than that: the process does the same under any name.
        let _ = nix::sys::prctl::set_name(&name);
    }
    let (first, length) = (
        FIRST.load(Ordering::Relaxed),
        LENGTH.load(Ordering::Relaxed),
    );
    let Some(room) = length.checked_sub(1).filter(|_| !first.is_null()) else {
        return;
    };
    let mut line = words.join(&b'\0');
    line.resize(room, 0);
    // SAFETY: `length` bytes from `first` on are the words that `main` was given, which belong to the process; all that is
    // kept of them are the copies that `arguments` made. The byte behind `room` stays a NUL.
    unsafe { std::ptr::copy_nonoverlapping(line.as_ptr().cast(), first, room) };
}
