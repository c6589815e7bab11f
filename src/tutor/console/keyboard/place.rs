//! Where in the text of a line the next key comes: that says what it means to the editor.

/// Ctrl-V: the next key is text.
const CTRL_V: u8 = 22;
const ESCAPE: u8 = 0x1b;

/// Where a key comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// In what is typed.
    #[default]
    Text,
    /// Behind Ctrl-V.
    Quoted,
    /// In text that is pasted: Enter is part of it, up to the sequence by which the terminal ends it.
    Paste,
    /// In a sequence of bytes that are one key, or the beginning or the end of pasted text. This much of it is there.
    Sequence {
        /// Whether it stands in pasted text.
        in_paste: bool,
        seen: Vec<u8>,
    },
}

impl Place {
    const BEGIN_OF_PASTE: &[u8] = b"\x1b[200~";
    pub(super) const END_OF_PASTE: &[u8] = b"\x1b[201~";

    /// Goes on behind `key`.
    pub(super) fn see(&mut self, key: u8) {
        let in_paste = self.is_paste();
        let around = if in_paste { Place::Paste } else { Place::Text };
        let mut seen = match std::mem::take(self) {
            Place::Quoted => return,
            Place::Sequence { seen, .. } if key != ESCAPE => seen,
            _ => Vec::new(),
        };
        if seen.is_empty() && key != ESCAPE {
            *self = match key {
                CTRL_V if !in_paste => Place::Quoted,
                _ => around,
            };
            return;
        }
        seen.push(key);
        let goes_on = match in_paste {
            true => Self::END_OF_PASTE.starts_with(&seen) && seen != Self::END_OF_PASTE,
            false => goes_on(&seen),
        };
        *self = match seen.as_slice() {
            _ if goes_on => Place::Sequence { in_paste, seen },
            Self::BEGIN_OF_PASTE if !in_paste => Place::Paste,
            Self::END_OF_PASTE if in_paste => Place::Text,
            _ => around,
        };
    }

    /// Whether the key that comes belongs to the one before it.
    pub(super) fn is_in_sequence(&self) -> bool {
        matches!(self, Place::Sequence { .. })
    }

    /// Whether the key that comes is part of pasted text.
    pub(super) fn is_paste(&self) -> bool {
        matches!(self, Place::Paste | Place::Sequence { in_paste: true, .. })
    }

    /// Whether the key that comes is text, whatever it means elsewhere.
    pub(super) fn is_quoted(&self) -> bool {
        *self == Place::Quoted
    }
}

/// Whether more belongs to the key that these bytes begin, of which ESC is the first (ECMA-48, 5.4): parameters up to a letter or
/// `~` behind `ESC [`, one byte behind `ESC O`.
fn goes_on(seen: &[u8]) -> bool {
    match seen {
        [_] | [_, b'[' | b'O'] => true,
        // A function key of the Linux console.
        [_, b'[', b'['] => true,
        [_, b'[', .., last] => (b' '..=b'?').contains(last),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether each Enter of `keys` is pasted.
    fn pasted(keys: &[u8]) -> Vec<bool> {
        let mut place = Place::default();
        let mut at_enter = Vec::new();
        for key in keys {
            if *key == b'\r' {
                at_enter.push(place.is_paste());
            }
            place.see(*key);
        }
        at_enter
    }

    #[test]
    fn what_is_pasted_is_known_by_its_beginning_and_its_end() {
        let keys = b"a\r\x1b[A\x1b[200~b\rc\x1b\x1b[201~\r\x1b[201~\r";
        assert_eq!(pasted(keys), [false, true, false, false]);
        assert_eq!(pasted(b"\x1b[200~a\x1b[20\rb\x1b[200~\r"), [true, true]);
    }

    #[test]
    fn a_key_behind_ctrl_v_is_text() {
        let mut place = Place::default();
        place.see(CTRL_V);
        assert!(place.is_quoted());
        place.see(ESCAPE);
        assert_eq!(place, Place::Text);
        assert_eq!(pasted(b"\x16\x1b[200~\r"), [false]);
    }

    #[test]
    fn the_bytes_of_a_key_belong_together() {
        let ends = |keys: &[u8]| {
            let mut place = Place::default();
            let mut at_end = Vec::new();
            for key in keys {
                place.see(*key);
                at_end.push(!place.is_in_sequence());
            }
            at_end
        };
        assert_eq!(ends(b"\x1b[1~5"), [false, false, false, true, true]);
        assert_eq!(
            ends(b"\x1b[1;5D"),
            [false, false, false, false, false, true]
        );
        assert_eq!(ends(b"\x1bOA\x1b5"), [false, false, true, false, true]);
        assert_eq!(ends(b"\x1b[[A"), [false, false, false, true]);
        assert_eq!(ends(b"\x1b[\r"), [false, false, true]);
    }
}
