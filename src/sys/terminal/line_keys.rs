//! The keys by which a terminal lets a line be edited.

use nix::sys::termios::{LocalFlags, SpecialCharacterIndices, tcgetattr};
use std::os::fd::AsFd;

/// What a terminal that shows what is typed takes for more than text (XBD 11.1.9).
#[derive(Clone, Copy, Debug)]
pub struct LineKeys {
    /// Whether the others mean anything: it hands over whole lines.
    pub edits: bool,
    /// Takes back a character.
    pub erase: Option<u8>,
    /// Takes back a word.
    pub word_erase: Option<u8>,
    /// Takes back the line.
    pub kill: Option<u8>,
    /// Ends the input.
    pub end_of_input: Option<u8>,
    /// Makes text of the key behind it.
    pub quote: Option<u8>,
}

impl LineKeys {
    /// Those of `tty`; `None` if it does not show what is typed.
    pub fn of(tty: impl AsFd) -> Option<LineKeys> {
        let modes = tcgetattr(tty).ok()?;
        let is = |flag| modes.local_flags.contains(flag);
        let key = |index: SpecialCharacterIndices| {
            // 0 disables it.
            Some(modes.control_chars[index as usize]).filter(|key| *key != 0)
        };
        let extended = |index| key(index).filter(|_| is(LocalFlags::IEXTEN));
        is(LocalFlags::ECHO).then(|| LineKeys {
            edits: is(LocalFlags::ICANON),
            erase: key(SpecialCharacterIndices::VERASE),
            word_erase: extended(SpecialCharacterIndices::VWERASE),
            kill: key(SpecialCharacterIndices::VKILL),
            end_of_input: key(SpecialCharacterIndices::VEOF),
            quote: extended(SpecialCharacterIndices::VLNEXT),
        })
    }
}
