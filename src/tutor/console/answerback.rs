//! What a terminal says of itself when it is asked, among what was typed.

/// `typed` without what a terminal has answered to a program that is gone: its attributes, modes and state, and where the cursor
/// is.
pub(super) fn without_answers(typed: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(typed.len());
    let mut rest = typed;
    while let Some(first) = rest.first() {
        let length = answer(rest).unwrap_or(0);
        if length == 0 {
            kept.push(*first);
        }
        rest = &rest[length.max(1)..];
    }
    kept
}

/// The length of the answer that `bytes` begin with, if they do: ESC, `[`, parameters and one of the letters of an answer.
fn answer(bytes: &[u8]) -> Option<usize> {
    let parameters = bytes.strip_prefix(b"\x1b[")?;
    let is_end = |byte: &u8| (b'@'..=b'~').contains(byte);
    let end = parameters.iter().position(is_end)?;
    let is_answer = end > 0 && b"cnRty".contains(&parameters[end]);
    is_answer.then_some(end + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_answers_is_not_typed() {
        let kept = |typed: &[u8]| String::from_utf8(without_answers(typed));
        let plain = kept(b"a\x1b[12;1Rb\x1b[?1;2c\x1b[0n");
        assert_eq!(plain.as_deref(), Ok("ab"));
        let keys = "ls\x1b[A\x1b[1;5C\x1b[3~\x1b[R\x1b";
        assert_eq!(kept(keys.as_bytes()).as_deref(), Ok(keys));
    }
}
