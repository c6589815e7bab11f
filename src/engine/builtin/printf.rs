//! `printf` (XCU 3), and the escapes it shares with `echo`.

use super::{BuiltinError, BuiltinResult, done, operands, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::trace::ExitStatus;

/// `printf format [argument…]`
pub fn printf(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let words = operands(fields);
    let Some((format, arguments)) = words.split_first() else {
        return Err(BuiltinError::Missing("a format"));
    };
    let mut writer = Formatter {
        out: Vec::new(),
        arguments,
        next: 0,
        complaints: Vec::new(),
    };
    loop {
        let before = writer.next;
        let stopped = writer.format_once(format)?;
        // The format is used again as long as arguments are left and it takes any.
        if stopped || writer.next >= arguments.len() || writer.next == before {
            break;
        }
    }
    let Formatter {
        out, complaints, ..
    } = writer;
    shell.output.push(&out)?;
    for complaint in &complaints {
        shell.complain(&format!("printf: {complaint}"));
    }
    done(if complaints.is_empty() {
        ExitStatus::SUCCESS
    } else {
        ExitStatus::FAILURE
    })
}

struct Formatter<'a> {
    out: Vec<u8>,
    arguments: &'a [&'a [u8]],
    next: usize,
    complaints: Vec<String>,
}

/// Flags, width and precision of a conversion.
#[derive(Default)]
struct Conversion {
    left: bool,
    plus: bool,
    space: bool,
    alternative: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
}

impl<'a> Formatter<'a> {
    /// Whether `\c` asked to stop.
    fn format_once(&mut self, format: &[u8]) -> Result<bool, BuiltinError> {
        let mut rest = format;
        while let Some((byte, after)) = rest.split_first() {
            rest = after;
            match byte {
                b'\\' => match escape(after, false) {
                    Some((bytes, length)) => {
                        self.out.extend_from_slice(&bytes);
                        rest = &after[length..];
                    }
                    None => self.out.push(b'\\'),
                },
                b'%' if after.first() == Some(&b'%') => {
                    self.out.push(b'%');
                    rest = &after[1..];
                }
                b'%' => match self.convert(after)? {
                    Some(length) => rest = &after[length..],
                    None => return Ok(true),
                },
                byte => self.out.push(*byte),
            }
        }
        Ok(false)
    }

    /// Performs the conversion behind a `%`; its length, or `None` if output must stop.
    fn convert(&mut self, spec: &[u8]) -> Result<Option<usize>, BuiltinError> {
        let mut conversion = Conversion::default();
        let mut at = 0;
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
        if let Some(width) = self.count(spec, &mut at) {
            conversion.left |= width < 0;
            conversion.width = width.unsigned_abs() as usize;
        }
        if spec.get(at) == Some(&b'.') {
            at += 1;
            conversion.precision = usize::try_from(self.count(spec, &mut at).unwrap_or(0)).ok();
        }
        let unknown = || {
            BuiltinError::BadOptionName(format!("%{}", shown(&spec[..(at + 1).min(spec.len())])))
        };
        let kind = *spec.get(at).ok_or_else(unknown)?;
        match kind {
            b's' => {
                let text = self.argument().unwrap_or(b"");
                let length = conversion.precision.unwrap_or(text.len()).min(text.len());
                self.pad(&conversion, &text[..length]);
            }
            b'b' => {
                let mut text = Vec::new();
                let stop = push_escaped(&mut text, self.argument().unwrap_or(b""), true);
                self.pad(&conversion, &text);
                if stop {
                    return Ok(None);
                }
            }
            b'c' => {
                let text = self.argument().unwrap_or(b"");
                self.pad(&conversion, text.get(..1).unwrap_or(b""));
            }
            b'd' | b'i' | b'u' | b'o' | b'x' | b'X' => self.integer(&conversion, kind),
            b'e' | b'E' | b'f' | b'F' | b'g' | b'G' => self.float(&conversion, kind),
            _ => return Err(unknown()),
        }
        Ok(Some(at + 1))
    }

    fn argument(&mut self) -> Option<&'a [u8]> {
        let argument = self.arguments.get(self.next).copied();
        self.next += 1;
        argument
    }

    /// A number in the format, or `*` for one among the arguments.
    fn count(&mut self, spec: &[u8], at: &mut usize) -> Option<i64> {
        if spec.get(*at) == Some(&b'*') {
            *at += 1;
            return Some(self.number().clamp(-65535, 65535));
        }
        let digits = spec[*at..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let text = std::str::from_utf8(&spec[*at..*at + digits]).unwrap_or_default();
        *at += digits;
        // A field of more than 64 KiB is nobody's wish.
        text.parse::<i64>().ok().map(|number| number.min(65535))
    }

    /// The next argument as an integer: C constants, or the value of a character behind a quote.
    fn number(&mut self) -> i64 {
        let Some(text) = self.argument() else {
            return 0;
        };
        if let [b'\'' | b'"', rest @ ..] = text {
            let first = String::from_utf8_lossy(rest).chars().next();
            return first.map_or(0, |character| i64::from(u32::from(character)));
        }
        let trimmed = text.trim_ascii_start();
        let (negative, digits) = match trimmed {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            rest => (false, rest),
        };
        let (radix, digits) = match digits {
            [b'0', b'x' | b'X', rest @ ..] => (16, rest),
            [b'0', _, ..] => (8, &digits[1..]),
            _ => (10, digits),
        };
        let valid = digits
            .iter()
            .take_while(|byte| char::from(**byte).is_digit(radix))
            .count();
        let value = std::str::from_utf8(&digits[..valid]).unwrap_or_default();
        let magnitude = if valid == 0 {
            0
        } else {
            i64::from_str_radix(value, radix).unwrap_or(i64::MAX)
        };
        if valid == 0 {
            self.complaints
                .push(format!("{}: a number expected", shown(text)));
        } else if valid < digits.len() {
            self.complaints.push(format!(
                "{}: only the digits at its start were used",
                shown(text)
            ));
        }
        if negative {
            magnitude.wrapping_neg()
        } else {
            magnitude
        }
    }

    fn integer(&mut self, conversion: &Conversion, kind: u8) {
        let value = self.number();
        let signed = matches!(kind, b'd' | b'i');
        let mut digits = match kind {
            b'o' => format!("{value:o}"),
            b'x' => format!("{value:x}"),
            b'X' => format!("{value:X}"),
            b'u' => format!("{}", value as u64),
            _ => value.unsigned_abs().to_string(),
        };
        if let Some(precision) = conversion.precision {
            digits = format!("{digits:0>precision$}");
            if precision == 0 && value == 0 {
                digits.clear();
            }
        }
        let sign = match (signed, value < 0) {
            (true, true) => "-",
            (true, false) if conversion.plus => "+",
            (true, false) if conversion.space => " ",
            _ => "",
        };
        let prefix = match kind {
            b'o' if conversion.alternative && !digits.starts_with('0') => "0",
            b'x' if conversion.alternative && value != 0 => "0x",
            b'X' if conversion.alternative && value != 0 => "0X",
            _ => sign,
        };
        self.pad_number(conversion, prefix, &digits, conversion.precision.is_none());
    }

    fn float(&mut self, conversion: &Conversion, kind: u8) {
        let text = self.argument().unwrap_or(b"0");
        let parsed = std::str::from_utf8(text)
            .ok()
            .and_then(|text| text.trim().parse::<f64>().ok());
        let value = parsed.unwrap_or_else(|| {
            if !text.is_empty() {
                self.complaints
                    .push(format!("{}: a number expected", shown(text)));
            }
            0.0
        });
        let precision = conversion.precision.unwrap_or(6);
        let digits = match kind {
            b'f' | b'F' => format!("{:.precision$}", value.abs()),
            b'e' | b'E' => scientific(value.abs(), precision),
            _ => general(value.abs(), precision, conversion.alternative),
        };
        let digits = if kind.is_ascii_uppercase() {
            digits.to_uppercase()
        } else {
            digits
        };
        let sign = match value.is_sign_negative() {
            true => "-",
            false if conversion.plus => "+",
            false if conversion.space => " ",
            false => "",
        };
        self.pad_number(conversion, sign, &digits, value.is_finite());
    }

    fn pad(&mut self, conversion: &Conversion, text: &[u8]) {
        let blanks = conversion.width.saturating_sub(text.len());
        if !conversion.left {
            self.out.resize(self.out.len() + blanks, b' ');
        }
        self.out.extend_from_slice(text);
        if conversion.left {
            self.out.resize(self.out.len() + blanks, b' ');
        }
    }

    fn pad_number(&mut self, conversion: &Conversion, prefix: &str, digits: &str, may_zero: bool) {
        let missing = conversion.width.saturating_sub(prefix.len() + digits.len());
        let zeros = if conversion.zero && !conversion.left && may_zero {
            missing
        } else {
            0
        };
        self.pad(
            conversion,
            format!("{prefix}{}{digits}", "0".repeat(zeros)).as_bytes(),
        );
    }
}

/// `%e`: one digit, a point, the exponent with at least two digits.
fn scientific(value: f64, precision: usize) -> String {
    let text = format!("{value:.precision$e}");
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return text;
    };
    let number: i32 = exponent.parse().unwrap_or(0);
    format!(
        "{mantissa}e{}{:02}",
        if number < 0 { '-' } else { '+' },
        number.abs()
    )
}

/// `%g`: the shorter of `%e` and `%f`, without the zeros at its end.
fn general(value: f64, precision: usize, keep_zeros: bool) -> String {
    let precision = precision.max(1);
    let exponent = if value == 0.0 {
        0
    } else {
        format!("{value:.*e}", precision - 1)
            .split_once('e')
            .map_or(0, |(_, e)| e.parse().unwrap_or(0))
    };
    let trim = |text: String| match text.contains('.') && !keep_zeros {
        true => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => text,
    };
    if exponent < -4 || exponent >= precision as i32 {
        let text = scientific(value, precision - 1);
        return match text.split_once('e') {
            Some((mantissa, exponent)) => format!("{}e{exponent}", trim(mantissa.to_string())),
            None => text,
        };
    }
    let decimals = (precision as i32 - 1 - exponent).max(0) as usize;
    trim(format!("{value:.decimals$}"))
}

/// Adds `text` with its escapes replaced; whether `\c` ended it. `leading_zero`: octal is written `\0ddd`.
pub fn push_escaped(out: &mut Vec<u8>, text: &[u8], leading_zero: bool) -> bool {
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        out.extend_from_slice(&rest[..at]);
        let after = &rest[at + 1..];
        if after.first() == Some(&b'c') {
            return true;
        }
        match escape(after, leading_zero) {
            Some((bytes, length)) => {
                out.extend_from_slice(&bytes);
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

/// What the escape behind a backslash stands for, and its length; `None` if it is none.
fn escape(text: &[u8], leading_zero: bool) -> Option<(Vec<u8>, usize)> {
    let byte = match text.first()? {
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        b'\\' => b'\\',
        b'0' if leading_zero => {
            let digits = octal(&text[1..]);
            return Some((vec![value(&text[1..1 + digits])], 1 + digits));
        }
        b'0'..=b'7' => {
            let digits = octal(text);
            return Some((vec![value(&text[..digits])], digits));
        }
        _ => return None,
    };
    Some((vec![byte], 1))
}

fn octal(text: &[u8]) -> usize {
    text.iter()
        .take(3)
        .take_while(|byte| matches!(byte, b'0'..=b'7'))
        .count()
}

fn value(digits: &[u8]) -> u8 {
    digits
        .iter()
        .fold(0u32, |sum, digit| sum * 8 + u32::from(digit - b'0')) as u8
}
