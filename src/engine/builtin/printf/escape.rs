//! The escapes of `printf` and `echo`: a backslash and a letter, or an octal number.

/// Adds `text` with its escapes replaced, an octal one also written `\0ddd`; whether `\c` ended it.
pub fn push_escaped(out: &mut Vec<u8>, text: &[u8]) -> bool {
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        out.extend_from_slice(&rest[..at]);
        let after = &rest[at + 1..];
        if after.first() == Some(&b'c') {
            return true;
        }
        match escape(after, true) {
            Some((byte, length)) => {
                out.push(byte);
                rest = &after[length..];
            }
            None => {
                out.push(b'\\');
                rest = after;
            }
        }
    }
    out.extend_from_slice(rest);
    false
}

/// What the escape behind a backslash stands for, and its length; `None` if it is none. `leading_zero`: an octal number may have
/// three digits behind a zero.
pub fn escape(text: &[u8], leading_zero: bool) -> Option<(u8, usize)> {
    let byte = match text.first()? {
        b'a' => 7,
        b'b' => 8,
        // Not in the standard's list, but in everyone's `printf`.
        b'e' => 27,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        b'\\' => b'\\',
        b'0' if leading_zero => {
            let (value, length) = octal(&text[1..]);
            return Some((value, 1 + length));
        }
        b'0'..=b'7' => return Some(octal(text)),
        _ => return None,
    };
    Some((byte, 1))
}

/// The value of at most three octal digits, of which eight bits count, and how many there are.
fn octal(text: &[u8]) -> (u8, usize) {
    let digits = text
        .iter()
        .take(3)
        .take_while(|byte| matches!(byte, b'0'..=b'7'));
    digits.fold((0, 0), |(value, length), digit| {
        (value.wrapping_mul(8).wrapping_add(digit - b'0'), length + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octal_numbers_may_have_a_zero_before_them() {
        assert_eq!(escape(b"101", false), Some((b'A', 3)));
        assert_eq!(escape(b"0101", true), Some((b'A', 4)));
        assert_eq!(escape(b"777", false), Some((0xff, 3)));
        assert_eq!(escape(b"q", false), None);
    }

    #[test]
    fn a_c_ends_it() {
        let mut out = Vec::new();
        assert!(push_escaped(&mut out, b"a\\tb\\cd"));
        assert_eq!(out, b"a\tb");
    }
}
