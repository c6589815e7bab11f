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
    /// In a sequence that may begin or end one, of which this much is there.
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
        let in_paste = match self {
            Place::Paste => true,
            Place::Sequence { in_paste, .. } => *in_paste,
            Place::Text | Place::Quoted => false,
        };
        let around = if in_paste { Place::Paste } else { Place::Text };
        let mut sequence = match std::mem::take(self) {
            Place::Quoted => return,
            Place::Sequence { seen, .. } if key != ESCAPE => seen,
            _ => Vec::new(),
        };
        if sequence.is_empty() && key != ESCAPE {
            *self = match key {
                CTRL_V if !in_paste => Place::Quoted,
                _ => around,
            };
            return;
        }
        sequence.push(key);
        let wanted = match in_paste {
            true => Self::END_OF_PASTE,
            false => Self::BEGIN_OF_PASTE,
        };
        *self = if sequence == wanted {
            if in_paste { Place::Text } else { Place::Paste }
        } else if wanted.starts_with(&sequence) {
            Place::Sequence {
                in_paste,
                seen: sequence,
            }
        } else {
            around
        };
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
}
