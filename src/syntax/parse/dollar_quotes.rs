//! `$'…'` (XCU 2.2.4): single quotes with the escapes of C.

use super::context::{Cx, Input, PResult};
use super::error::{Construct, Expected};
use crate::syntax::ast::WordPartKind;

impl<'a> Cx<'a, '_> {
    /// `$'…'` (XCU 2.2.4)
    pub fn dollar_single_quoted(
        &self,
        start: Input<'a>,
        at: Input<'a>,
    ) -> PResult<'a, WordPartKind<'a>> {
        let body = &at[1..];
        self.within(
            Construct::DollarSingleQuotes,
            self.span(start, body),
            body,
            |body| {
                let mut end = 0;
                while let Some(byte) = body.get(end) {
                    match byte {
                        b'\'' => {
                            let text = self
                                .bump
                                .alloc_slice_copy(&dollar_single_quote_escapes(&body[..end]));
                            return Ok((&body[end + 1..], WordPartKind::DollarSingleQuoted(text)));
                        }
                        b'\\' => end += 2,
                        _ => end += 1,
                    }
                }
                self.fail(
                    &body[body.len()..],
                    Expected::Closing(Construct::DollarSingleQuotes),
                )
            },
        )
    }
}

/// The escapes of `$'…'` (XCU 2.2.4).
fn dollar_single_quote_escapes(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        let escape = if *byte == b'\\' {
            rest.split_first()
        } else {
            None
        };
        let Some((escape, after)) = escape else {
            plain.push(*byte);
            continue;
        };
        rest = after;
        match escape {
            b'a' => plain.push(7),
            b'b' => plain.push(8),
            b'e' => plain.push(27),
            b'f' => plain.push(12),
            b'n' => plain.push(b'\n'),
            b'r' => plain.push(b'\r'),
            b't' => plain.push(b'\t'),
            b'v' => plain.push(11),
            b'c' => {
                if let Some((control, after)) = rest.split_first() {
                    // `\c\\` is one character written as two, and `\c?` is delete.
                    let escaped = *control == b'\\' && after.first() == Some(&b'\\');
                    rest = &after[usize::from(escaped)..];
                    plain.push(match control {
                        b'?' => 127,
                        control => control & 0x1f,
                    });
                }
            }
            b'x' => {
                let digits = rest
                    .iter()
                    .take(2)
                    .take_while(|byte| byte.is_ascii_hexdigit())
                    .count();
                plain.push(number(&rest[..digits], 16));
                rest = &rest[digits..];
            }
            b'0'..=b'7' => {
                let digits = rest
                    .iter()
                    .take(2)
                    .take_while(|byte| matches!(byte, b'0'..=b'7'))
                    .count();
                let all: Vec<u8> = std::iter::once(*escape)
                    .chain(rest[..digits].iter().copied())
                    .collect();
                plain.push(number(&all, 8));
                rest = &rest[digits..];
            }
            b'\\' | b'\'' | b'"' => plain.push(*escape),
            other => plain.extend_from_slice(&[b'\\', *other]),
        }
    }
    plain
}

fn number(digits: &[u8], radix: u32) -> u8 {
    digits.iter().fold(0u32, |sum, digit| {
        sum * radix + (*digit as char).to_digit(radix).unwrap_or(0)
    }) as u8
}
