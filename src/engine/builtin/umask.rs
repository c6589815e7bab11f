//! `umask` (XCU 3): the file mode creation mask.

use super::{BuiltinError, BuiltinResult, done, options, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::sys::file;
use crate::trace::ExitStatus;

/// `umask [-S] [mask]`
pub fn umask(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let (options, operands) = options(fields, "S")?;
    let Some(text) = operands.first() else {
        let mask = file::mode_mask();
        let line = if options.contains(&'S') {
            symbolic(mask)
        } else {
            format!("{mask:04o}")
        };
        shell.output.push(format!("{line}\n").as_bytes())?;
        return done(ExitStatus::SUCCESS);
    };
    let mask = parse(text, file::mode_mask()).ok_or_else(|| BuiltinError::NotAMask(shown(text)))?;
    file::set_mode_mask(mask);
    done(ExitStatus::SUCCESS)
}

fn symbolic(mask: u32) -> String {
    let class = |shift: u32| {
        let allowed = !(mask >> shift);
        let letter = |bit: u32, letter: &'static str| if allowed & bit != 0 { letter } else { "" };
        [letter(4, "r"), letter(2, "w"), letter(1, "x")].concat()
    };
    format!("u={},g={},o={}", class(6), class(3), class(0))
}

fn parse(text: &[u8], current: u32) -> Option<u32> {
    let text = std::str::from_utf8(text).ok()?;
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        return u32::from_str_radix(text, 8)
            .ok()
            .filter(|mask| *mask <= 0o7777)
            .map(|mask| mask & 0o777);
    }
    // Symbolic modes speak of what is allowed; the mask is what is not.
    let allowed = text.split(',').try_fold(!current & 0o777, clause)?;
    Some(!allowed & 0o777)
}

/// One clause as in `chmod`: `u=rwx`, `go-w`, `+x`.
fn clause(mut allowed: u32, text: &str) -> Option<u32> {
    let operator = text.find(['+', '-', '='])?;
    let who = text[..operator].chars().try_fold(0, |who, letter| {
        Some(
            who | match letter {
                'u' => 0o700,
                'g' => 0o070,
                'o' => 0o007,
                'a' => 0o777,
                _ => return None,
            },
        )
    })?;
    let who = if who == 0 { 0o777 } else { who };
    let mut rest = &text[operator..];
    while let Some(sign) = rest.chars().next() {
        let end = rest[1..]
            .find(['+', '-', '='])
            .map_or(rest.len(), |at| at + 1);
        let bits = rest[1..end].chars().try_fold(0, |bits, letter| {
            Some(
                bits | match letter {
                    'r' => 0o444,
                    'w' => 0o222,
                    'x' => 0o111,
                    'X' if allowed & 0o111 != 0 => 0o111,
                    // There is nothing of these in a mask.
                    'X' | 's' | 't' => 0,
                    'u' => (allowed >> 6 & 7) * 0o111,
                    'g' => (allowed >> 3 & 7) * 0o111,
                    'o' => (allowed & 7) * 0o111,
                    _ => return None,
                },
            )
        })?;
        allowed = match sign {
            '+' => allowed | (bits & who),
            '-' => allowed & !(bits & who),
            _ => (allowed & !who) | (bits & who),
        };
        rest = &rest[end..];
    }
    Some(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_octal_or_symbolic() {
        assert_eq!(parse(b"022", 0), Some(0o022));
        assert_eq!(parse(b"u=rwx,g=rx,o=", 0), Some(0o027));
        assert_eq!(parse(b"g-w", 0), Some(0o020));
        assert_eq!(parse(b"9", 0), None);
        assert_eq!(parse(b"u+s,a=rX", 0o022), Some(0o222));
        assert_eq!(symbolic(0o027), "u=rwx,g=rx,o=");
    }
}
