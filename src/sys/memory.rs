//! The allocator: that of the system, which is asked for large pages where much is wanted at once.
//!
//! The tree of a long script takes some tens of MB. With pages of 4 KB, making them costs as much as parsing.
#![expect(unsafe_code, reason = "an allocator hands out memory")]

use nix::libc;
use std::alloc::{GlobalAlloc, Layout, System};

/// Bytes from which on large pages are asked for: at least one of them lies within.
const LARGE: usize = 4 << 20;
/// Bytes of an ordinary page: advice begins with one.
const PAGE: usize = 4 << 10;

/// The system's allocator, with [`advise`].
struct Allocator;

#[global_allocator]
static ALLOCATOR: Allocator = Allocator;

// SAFETY: every call is handed on to the system's allocator as it is; the advice changes nothing that is read or written.
unsafe impl GlobalAlloc for Allocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller vouches for the layout.
        let memory = unsafe { System.alloc(layout) };
        if layout.size() >= LARGE && !memory.is_null() {
            advise(memory, layout.size());
        }
        memory
    }

    #[inline]
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller vouches that it comes from `alloc`, which is the system's.
        unsafe { System.dealloc(memory, layout) }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller vouches for the layout.
        unsafe { System.alloc_zeroed(layout) }
    }

    #[inline]
    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller vouches for all of them; memory from `alloc` is the system's.
        unsafe { System.realloc(memory, layout, size) }
    }
}

/// Asks for large pages in the `size` bytes at `memory`. A kernel without them says no, which is as good.
#[cold]
fn advise(memory: *mut u8, size: usize) {
    let skipped = memory.addr().next_multiple_of(PAGE) - memory.addr();
    let start = memory.wrapping_add(skipped);
    // SAFETY: the range is ours, but for the rest of its last page, and the advice changes nothing that is read or written.
    unsafe { libc::madvise(start.cast(), size - skipped, libc::MADV_HUGEPAGE) };
}
