//! A large stack of our own, so that how deep a script may nest does not depend on what this process was started with.
#![expect(
    unsafe_code,
    reason = "memory is mapped, and the stack pointer set to it"
)]

use crate::depth;
use crate::sys::fault;
use nix::libc;
use nix::sys::resource::{RLIM_INFINITY, Resource, getrlimit};
use std::any::Any;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Sizes to try, in bytes: the first that the limits on memory allow. Only what is used of it takes memory.
const SIZES: [usize; 4] = [256 << 20, 64 << 20, 16 << 20, 4 << 20];

/// Bytes below a stack that may not be touched, so that running into them ends the process, not other data.
const GUARD: usize = 64 << 10;

/// Bytes left zero above a stack: whoever looks up who called whom, for a panic's message, finds that nobody did.
const ROOT: usize = 4 << 10;

/// What the kernel gives a main thread of unlimited size at least, in bytes.
const UNLIMITED: usize = 8 << 20;

/// Runs `body` on a large stack, or on this one if there is no memory for another, and says to [`depth`] where it ends.
pub fn on_large<T>(body: impl FnOnce() -> T) -> T {
    match SIZES.into_iter().find_map(map) {
        Some((bottom, size)) => {
            depth::set_end(bottom.addr() + GUARD);
            // SAFETY: the mapping is ours, `size` bytes from `bottom` on, and stays as long as the process.
            unsafe { on_stack(bottom.wrapping_add(size - ROOT), body) }
        }
        None => {
            let (soft, _) = getrlimit(Resource::RLIMIT_STACK).unwrap_or((RLIM_INFINITY, 0));
            let size = usize::try_from(soft).unwrap_or(UNLIMITED).min(UNLIMITED);
            // Arguments and environment lie above, in the same stack: at most a quarter of it (execve(2)).
            depth::set_end(depth::here().saturating_sub(size / 4 * 3));
            body()
        }
    }
}

/// Maps `size` bytes, the lowest of them a guard; `None` if that is more than may be had.
fn map(size: usize) -> Option<(*mut u8, usize)> {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | libc::MAP_STACK;
    let access = libc::PROT_READ | libc::PROT_WRITE;
    fault::check(fault::Call::Map).ok()?;
    // SAFETY: a new mapping is made wherever there is room, so no memory of ours is touched.
    let bottom = unsafe { libc::mmap(std::ptr::null_mut(), size, access, flags, -1, 0) };
    if bottom == libc::MAP_FAILED {
        return None;
    }
    // Huge pages would be filled with zeros, and copied at each fork, whole.
    // SAFETY: the range is the mapping just made; the advice changes nothing that is read or written.
    unsafe { libc::madvise(bottom, size, libc::MADV_NOHUGEPAGE) };
    // SAFETY: the range is the lowest part of the mapping just made, which nothing uses yet.
    let guarded = unsafe { libc::mprotect(bottom, GUARD, libc::PROT_NONE) };
    (guarded == 0).then_some((bottom.cast(), size))
}

/// What is called on the other stack: a closure, and where its result goes.
struct Call<F, T> {
    body: Option<F>,
    result: Option<Result<T, Box<dyn Any + Send>>>,
}

/// Runs `body` on the stack that grows down from `top`; a panic goes on in the caller.
///
/// # Safety
/// The memory below `top` is mapped, large enough, and used by nothing else.
unsafe fn on_stack<T, F: FnOnce() -> T>(top: *mut u8, body: F) -> T {
    let mut call = Call {
        body: Some(body),
        result: None,
    };
    // SAFETY: the caller vouches for the stack; `enter` is for a `Call` of these types, and `call` outlives it.
    unsafe { switch(top, enter::<T, F>, (&raw mut call).cast()) };
    match call.result {
        Some(Ok(value)) => value,
        Some(Err(panic)) => resume_unwind(panic),
        None => unreachable!("`enter` has returned, so it has set the result"),
    }
}

extern "C" fn enter<T, F: FnOnce() -> T>(call: *mut c_void) {
    // SAFETY: `on_stack` passes a pointer to a `Call` of these types, which it does not touch meanwhile.
    let call = unsafe { &mut *call.cast::<Call<F, T>>() };
    if let Some(body) = call.body.take() {
        call.result = Some(catch_unwind(AssertUnwindSafe(body)));
    }
}

/// Calls `function` with `data` on the stack that grows down from `top`, which is aligned to 16 bytes.
///
/// # Safety
/// As [`on_stack`]; `function` does not unwind.
#[cfg(target_arch = "x86_64")]
unsafe fn switch(top: *mut u8, function: extern "C" fn(*mut c_void), data: *mut c_void) {
    // SAFETY: r12 is kept by the function called, so the old stack pointer is there when it returns.
    unsafe {
        std::arch::asm!(
            "mov r12, rsp",
            "mov rsp, {top}",
            "call {function}",
            "mov rsp, r12",
            top = in(reg) top,
            function = in(reg) function,
            in("rdi") data,
            out("r12") _,
            clobber_abi("C"),
        );
    }
}

/// As on the other architecture.
///
/// # Safety
/// As [`on_stack`]; `function` does not unwind.
#[cfg(target_arch = "aarch64")]
unsafe fn switch(top: *mut u8, function: extern "C" fn(*mut c_void), data: *mut c_void) {
    // SAFETY: x20 is kept by the function called, so the old stack pointer is there when it returns.
    unsafe {
        std::arch::asm!(
            "mov x20, sp",
            "mov sp, {top}",
            "blr {function}",
            "mov sp, x20",
            top = in(reg) top,
            function = in(reg) function,
            in("x0") data,
            out("x20") _,
            clobber_abi("C"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_runs_on_the_large_stack_and_returns() {
        let outside = depth::here();
        let (inside, text) = on_large(|| (depth::here(), format!("{:?}", [1.5; 4])));
        assert!(inside.abs_diff(outside) > 1 << 20);
        assert_eq!(text, "[1.5, 1.5, 1.5, 1.5]");
    }

    #[test]
    fn a_panic_comes_through() {
        let caught = catch_unwind(|| on_large(|| panic!("on purpose")));
        assert!(caught.is_err());
    }
}
