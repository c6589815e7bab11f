//! Keys as text: the editor takes no bytes that are none.

/// Bytes that begin a character.
#[derive(Debug, Default)]
pub(super) struct Text {
    begun: Vec<u8>,
}

impl Text {
    /// The text that there is now that `key` has come: nothing while a character is not complete, U+FFFD for what never becomes one.
    pub(super) fn take(&mut self, key: u8) -> Vec<u8> {
        self.begun.push(key);
        let mut taken = String::new();
        while !self.begun.is_empty() {
            match std::str::from_utf8(&self.begun) {
                Ok(text) => {
                    taken.push_str(text);
                    self.begun.clear();
                }
                Err(error) => {
                    let Some(length) = error.error_len() else {
                        break;
                    };
                    let valid = error.valid_up_to();
                    taken.push_str(&String::from_utf8_lossy(&self.begun[..valid + length]));
                    self.begun.drain(..valid + length);
                }
            }
        }
        taken.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(keys: &[u8], expected: &str) {
        let mut text = Text::default();
        let taken: Vec<u8> = keys.iter().flat_map(|key| text.take(*key)).collect();
        assert_eq!(String::from_utf8_lossy(&taken), expected, "{keys:?}");
    }

    #[test]
    fn whole_characters_pass_and_what_is_none_is_replaced() {
        check("caf\u{e9} \u{1f41a}".as_bytes(), "caf\u{e9} \u{1f41a}");
        check(b"caf\xe9\r", "caf\u{fffd}\r");
        check(b"\xc3\x03", "\u{fffd}\x03");
        check(b"\xff\xfe", "\u{fffd}\u{fffd}");
        // Not yet complete.
        check(b"a\xc3", "a");
    }
}
