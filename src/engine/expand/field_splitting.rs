//! Field splitting (XCU 2.6.5): what unquoted expansions produced is cut at the characters of `IFS`.

use super::gather::{Expansion, Mark};
use crate::engine::shell::Shell;
use std::ops::Range;

/// Calls `field` with the byte range of each field of `expansion`, in order.
pub fn split(
    shell: &mut Shell,
    expansion: &Expansion,
    mut field: impl FnMut(&mut Shell, Range<usize>),
) {
    let ifs = shell.variables.get(b"IFS").unwrap_or(b" \t\n").to_vec();
    let mut marks = expansion.marks.iter().peekable();
    let mut start = 0;
    // Whether a field is open, and whether white space of IFS has ended the last one: a separator that is no white space
    // then belongs to the same delimiter.
    let (mut open, mut after_space) = (false, false);
    for at in 0..=expansion.bytes.len() {
        while let Some((_, mark)) = marks.next_if(|(place, _)| *place == at) {
            match mark {
                Mark::Quoted if !open => (start, open) = (at, true),
                Mark::Quoted => {}
                Mark::Break => {
                    if open {
                        field(shell, start..at);
                    }
                    open = false;
                }
            }
            after_space = false;
        }
        let Some(byte) = expansion.bytes.get(at) else {
            break;
        };
        if !expansion.is_splittable(at) || !ifs.contains(byte) {
            if !open {
                (start, open) = (at, true);
            }
            after_space = false;
            continue;
        }
        let space = matches!(byte, b' ' | b'\t' | b'\n');
        if open {
            field(shell, start..at);
            after_space = space;
        } else if !space {
            if !after_space {
                field(shell, at..at);
            }
            after_space = false;
        }
        open = false;
    }
    if open {
        field(shell, start..expansion.bytes.len());
    }
}
