//! How deep calls may still nest: whatever recurses over what a script contains asks here, and says so where there is no more
//! room. A stack that is used up would end the process without a word.
//!
//! Knows only addresses. Who gives a thread its stack says where it ends, with [`set_end`]; of a thread that nobody spoke
//! for, `ASSUMED` bytes are taken to be free when it first asks.

use std::cell::Cell;

/// Bytes kept free for what does not ask: system calls, formatting, the longest chain of calls between two questions.
pub const RESERVE: usize = 256 * 1024;

/// Bytes that a thread's stack is taken to have, from where it first asks, if nobody said otherwise.
const ASSUMED: usize = 1024 * 1024;

thread_local! {
    /// The lowest address that calls may reach; 0 until it is known.
    static LOWEST: Cell<usize> = const { Cell::new(0) };
}

/// Says that this thread's stack, which grows downwards, ends at the address `end`.
pub fn set_end(end: usize) {
    LOWEST.set(end + RESERVE);
}

/// Whether calls must not nest deeper than here.
#[inline]
pub fn is_exhausted() -> bool {
    let here = here();
    LOWEST.with(|lowest| {
        if lowest.get() == 0 {
            lowest.set(here.saturating_sub(ASSUMED));
        }
        here < lowest.get()
    })
}

/// About where the stack of this thread has grown to, as an address.
#[inline]
pub fn here() -> usize {
    let local = 0_u8;
    (&raw const local).addr()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often calls could nest.
    fn nest(count: usize) -> usize {
        if is_exhausted() || count == usize::MAX {
            return count;
        }
        std::hint::black_box(nest(std::hint::black_box(count) + 1))
    }

    #[test]
    fn nesting_ends_before_the_stack_does() {
        let count = nest(0);
        assert!((1000..usize::MAX).contains(&count), "{count}");
    }

    #[test]
    fn nesting_ends_where_it_was_told() {
        set_end(here() - 2 * RESERVE);
        let near = nest(0);
        set_end(here() - 3 * RESERVE);
        assert!(nest(0) > near);
    }
}
