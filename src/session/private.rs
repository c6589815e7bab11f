//! Which numbers descriptors have that are ours alone: out of the way of any number a learner would type. `flock` has made 200 a
//! habit of scripts.

use nix::sys::resource::{Resource, getrlimit};
use std::sync::OnceLock;

/// The first of them where a process may have as many descriptors as usual.
const FIRST: u64 = 900;
/// How many there may be.
const ROOM: u64 = 124;

/// The first of them. It stays the same for a process and its copies, whatever becomes of the limit.
pub fn first() -> i32 {
    static CHOSEN: OnceLock<i32> = OnceLock::new();
    *CHOSEN.get_or_init(|| {
        let (soft, _) = getrlimit(Resource::RLIMIT_NOFILE).unwrap_or((FIRST + ROOM, 0));
        // It fits into an `i32`: it is no more than `FIRST`.
        i32::try_from(below(soft)).unwrap_or_default()
    })
}

/// The first where so many may be open.
fn below(limit: u64) -> u64 {
    FIRST
        .min(limit.saturating_sub(ROOM))
        .max(limit.min(2 * ROOM) / 2)
        .min(FIRST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_them() {
        for (limit, first) in [
            (1 << 20, 900),
            (1024, 900),
            (512, 388),
            (256, 132),
            (64, 32),
            (20, 10),
        ] {
            assert_eq!(below(limit), first, "{limit}");
        }
    }
}
