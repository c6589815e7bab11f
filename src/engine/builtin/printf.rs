//! `printf` (XCU 3): the format is walked, each conversion takes its argument.
//!
//! [`number`] reads numbers from arguments, [`float`] writes those with a fraction, [`field`] fills them up to their width,
//! [`escape`] is shared with `echo`.

pub mod escape;
mod field;
mod float;
mod number;

use super::{BuiltinError, BuiltinResult, done, operands, shown};
use crate::character::Characters;
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::output::Output;
use crate::trace::ExitStatus;
use field::{Conversion, Number};
use number::{Complaint, Integer};

/// `printf format [argument…]`
pub fn printf(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    if let Some([b'-', letter, ..]) = fields.get(1).filter(|word| *word != b"--") {
        return Err(BuiltinError::BadOption(char::from(*letter)));
    }
    let words = operands(fields);
    let Some((format, arguments)) = words.split_first() else {
        return Err(BuiltinError::Missing("a format"));
    };
    let mut formatter = Formatter {
        out: &mut shell.output,
        arguments,
        next: 0,
        first: 0,
        complaints: Vec::new(),
        characters: shell.variables.characters(),
    };
    let ended = loop {
        formatter.first = formatter.next;
        let pass = formatter.pass(format);
        // The format is used again as long as arguments are left and it takes any.
        let used_up = formatter.next >= arguments.len() || formatter.next == formatter.first;
        if !matches!(pass, Ok(Pass::Finished)) || used_up {
            break pass;
        }
    };
    let complaints = formatter.complaints;
    for Complaint { argument, what } in &complaints {
        shell.complain(&format!("printf: {}: {what}", shown(argument)));
    }
    ended?;
    done(match complaints.is_empty() {
        true => ExitStatus::SUCCESS,
        false => ExitStatus::FAILURE,
    })
}

/// How one pass over the format ended.
enum Pass {
    /// At its end.
    Finished,
    /// At a `\c`, after which nothing more is printed.
    Stopped,
}

/// A format being walked over its arguments.
struct Formatter<'a> {
    out: &'a mut Output,
    arguments: &'a [&'a [u8]],
    /// The argument that the next conversion without a number takes.
    next: usize,
    /// The argument that `%1$s` means in this pass.
    first: usize,
    complaints: Vec<Complaint>,
    characters: Characters,
}

impl<'a> Formatter<'a> {
    fn pass(&mut self, format: &[u8]) -> Result<Pass, BuiltinError> {
        let mut rest = format;
        while let Some(at) = rest.iter().position(|byte| matches!(byte, b'\\' | b'%')) {
            self.out.push(&rest[..at])?;
            let after = &rest[at + 1..];
            let length = match (rest[at], after.first()) {
                (b'\\', _) => {
                    let (byte, length) = escape::escape(after, false).unwrap_or((b'\\', 0));
                    self.out.push(&[byte])?;
                    length
                }
                (_, Some(b'%')) => {
                    self.out.push(b"%")?;
                    1
                }
                _ => match self.convert(after)? {
                    Some(length) => length,
                    None => return Ok(Pass::Stopped),
                },
            };
            rest = &after[length..];
        }
        self.out.push(rest)?;
        Ok(Pass::Finished)
    }

    /// Performs the conversion behind a `%`; its length, or `None` if output must stop.
    fn convert(&mut self, spec: &[u8]) -> Result<Option<usize>, BuiltinError> {
        let (conversion, at) = self.conversion(spec)?;
        let kind = spec.get(at).copied();
        match kind {
            Some(b's') => {
                let text = self.argument(conversion.number).unwrap_or(b"");
                conversion.write_text(self.out, conversion.cut(text))?;
            }
            Some(b'b') => {
                let text = self.argument(conversion.number).unwrap_or(b"");
                let mut bytes = Vec::new();
                let stop = escape::push_escaped(&mut bytes, text);
                conversion.write_text(self.out, conversion.cut(&bytes))?;
                if stop {
                    return Ok(None);
                }
            }
            Some(b'c') => {
                // The first byte of an empty argument, or of none, is the NUL at its end.
                let text = self.argument(conversion.number).unwrap_or(b"");
                conversion.write_text(self.out, text.get(..1).unwrap_or(b"\0"))?;
            }
            Some(kind @ (b'd' | b'i' | b'u' | b'o' | b'x' | b'X')) => {
                self.integer(&conversion, kind)?
            }
            Some(kind @ (b'a' | b'A' | b'e' | b'E' | b'f' | b'F' | b'g' | b'G')) => {
                self.float(&conversion, kind)?
            }
            _ => {
                let text = &spec[..(at + 1).min(spec.len())];
                return Err(BuiltinError::BadConversion(shown(text)));
            }
        }
        Ok(Some(at + 1))
    }

    /// What stands between a `%` and its conversion character, and how long that is.
    fn conversion(&mut self, spec: &[u8]) -> Result<(Conversion, usize), BuiltinError> {
        let mut conversion = Conversion::default();
        let mut at = 0;
        if let (Some(number), length) = numbered(spec) {
            (conversion.number, at) = (Some(number), length);
        }
        while let Some(flag) = spec.get(at) {
            match flag {
                b'-' => conversion.left = true,
                b'+' => conversion.plus = true,
                b' ' => conversion.space = true,
                b'#' => conversion.alternative = true,
                b'0' => conversion.zero = true,
                _ => break,
            }
            at += 1;
        }
        if let Some(width) = self.count(spec, &mut at)? {
            conversion.left |= width < 0;
            conversion.width = width.unsigned_abs() as usize;
        }
        if spec.get(at) == Some(&b'.') {
            at += 1;
            // A negative precision is as good as none.
            conversion.precision = usize::try_from(self.count(spec, &mut at)?.unwrap_or(0)).ok();
        }
        Ok((conversion, at))
    }

    /// A number in the format, or `*` for one among the arguments.
    fn count(&mut self, spec: &[u8], at: &mut usize) -> Result<Option<i64>, BuiltinError> {
        // As large as C's `int`, which is what `printf` was made of.
        const MOST: i64 = i32::MAX as i64;
        let (text, value) = if spec.get(*at) == Some(&b'*') {
            *at += 1;
            let (number, length) = numbered(&spec[*at..]);
            *at += length;
            let text = self.argument(number).unwrap_or(b"0");
            (text, self.read(text).signed(&mut self.complaints, text))
        } else {
            let text = &spec[*at..*at + digits(&spec[*at..])];
            *at += text.len();
            if text.is_empty() {
                return Ok(None);
            }
            let value = std::str::from_utf8(text).unwrap_or_default().parse();
            (text, value.unwrap_or(i64::MAX))
        };
        match value.abs() <= MOST {
            true => Ok(Some(value)),
            false => Err(BuiltinError::TooWide(shown(text))),
        }
    }

    /// The argument with this number in this pass, or the next one; `None` if there are not so many.
    fn argument(&mut self, number: Option<usize>) -> Option<&'a [u8]> {
        let index = match number {
            Some(number) => self.first.saturating_add(number - 1),
            None => self.next,
        };
        self.next = self.next.max(index.saturating_add(1));
        self.arguments.get(index).copied()
    }

    fn read(&mut self, text: &[u8]) -> Integer {
        let (integer, complaint) = number::integer(text, self.characters);
        self.complaints.extend(complaint);
        integer
    }

    fn integer(&mut self, conversion: &Conversion, kind: u8) -> Result<(), BuiltinError> {
        let text = self.argument(conversion.number).unwrap_or(b"0");
        let read = self.read(text);
        let signed = matches!(kind, b'd' | b'i');
        let (negative, value) = match signed {
            true => {
                let value = read.signed(&mut self.complaints, text);
                (value < 0, value.unsigned_abs())
            }
            false => (false, read.unsigned(&mut self.complaints, text)),
        };
        let digits = match kind {
            _ if value == 0 && conversion.precision == Some(0) => String::new(),
            b'o' => format!("{value:o}"),
            b'x' => format!("{value:x}"),
            b'X' => format!("{value:X}"),
            _ => value.to_string(),
        };
        let leading = conversion
            .precision
            .map_or(0, |precision| precision.saturating_sub(digits.len()));
        let prefix = match kind {
            b'o' if conversion.alternative && leading == 0 && !digits.starts_with('0') => "0",
            b'x' if conversion.alternative && value != 0 => "0x",
            b'X' if conversion.alternative && value != 0 => "0X",
            _ if signed => conversion.sign(negative),
            _ => "",
        };
        let number = Number {
            prefix,
            leading,
            digits: &digits,
            ..Number::default()
        };
        let may_zero = conversion.precision.is_none();
        Ok(conversion.write_number(self.out, &number, may_zero)?)
    }

    fn float(&mut self, conversion: &Conversion, kind: u8) -> Result<(), BuiltinError> {
        let text = self.argument(conversion.number).unwrap_or(b"0");
        let (value, complaint) = number::float(text, self.characters);
        self.complaints.extend(complaint);
        let (lower, precision) = (kind.to_ascii_lowercase(), conversion.precision);
        let most = precision.map(|precision| precision.min(float::DIGITS));
        let mut text = float::digits(value.abs(), lower, most, conversion.alternative);
        // `%g` has no zeros at its end.
        let trailing = match value.is_finite() && (lower != b'g' || conversion.alternative) {
            true => precision.unwrap_or(0).saturating_sub(float::DIGITS),
            false => 0,
        };
        if kind.is_ascii_uppercase() {
            text.make_ascii_uppercase();
        }
        let negative = value.is_sign_negative() && !value.is_nan();
        let mut prefix = conversion.sign(negative).to_string();
        if lower == b'a' && value.is_finite() {
            // Zeros that fill the field stand between the prefix and the digits.
            prefix.extend(text.drain(..2));
        }
        let is_exponent = |byte: char| match lower {
            b'a' => matches!(byte, 'p' | 'P'),
            _ => matches!(byte, 'e' | 'E'),
        };
        let (digits, exponent) = text.split_at(text.find(is_exponent).unwrap_or(text.len()));
        let number = Number {
            prefix: &prefix,
            leading: 0,
            digits,
            trailing,
            exponent,
        };
        Ok(conversion.write_number(self.out, &number, value.is_finite())?)
    }
}

/// How many digits `text` begins with.
fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// The number of `2$` at the start of `text`, and the length of that.
fn numbered(text: &[u8]) -> (Option<usize>, usize) {
    let length = digits(text);
    let number = std::str::from_utf8(&text[..length])
        .ok()
        .and_then(|digits| digits.parse().ok())
        .filter(|number| *number > 0 && text.get(length) == Some(&b'$'));
    (number, number.map_or(0, |_| length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(format: &str, arguments: &[&str], expected: &str) {
        let arguments: Vec<&[u8]> = arguments.iter().map(|text| text.as_bytes()).collect();
        let mut out = Output::default();
        let mut formatter = Formatter {
            out: &mut out,
            arguments: &arguments,
            next: 0,
            first: 0,
            complaints: Vec::new(),
            characters: Characters::Utf8,
        };
        assert!(formatter.pass(format.as_bytes()).is_ok(), "{format}");
        let out = String::from_utf8_lossy(out.pending());
        assert_eq!(out, expected, "{format}");
    }

    #[test]
    fn arguments_can_be_taken_by_number() {
        check("%2$s %1$s", &["a", "b"], "b a");
        check("%1$05d%1$*2$d", &["7", "3"], "00007  7");
        check("%1$s%1$s", &["a"], "aa");
    }

    #[test]
    fn widths_and_precisions() {
        check(
            "%5s|%-5s|%.2s|%5.1s|",
            &["a", "b", "cde", "fg"],
            "    a|b    |cd|    f|",
        );
        check(
            "%*d|%-*d|%.*s|",
            &["3", "1", "3", "2", "1", "xyz"],
            "  1|2  |x|",
        );
        check(
            "%.3d|%5.3d|%-5.3d|%05d|%.0d|",
            &["5", "5", "5", "-5", "0"],
            "005|  005|005  |-0005||",
        );
        check(
            "%#o %#x %#X %x",
            &["8", "255", "255", "-1"],
            "010 0xff 0XFF ffffffffffffffff",
        );
    }

    #[test]
    fn numbers_with_a_fraction() {
        check(
            "%f %e %g %G",
            &["1.5", "1.5", "1e10", "1e-10"],
            "1.500000 1.500000e+00 1e+10 1E-10",
        );
        check(
            "%a %A %.2a %010a",
            &["1", "0.5", "3.14", "1"],
            "0x1p+0 0X1P-1 0x1.92p+1 0x00001p+0",
        );
        check(
            "%5.1f|%05.1f|%+.0f|% f",
            &["1.25", "1.25", "2", "inf"],
            "  1.2|001.2|+2| inf",
        );
    }
}
