//! Numbers with a fraction as `printf` writes them: `%a`, `%e`, `%f`, `%g`.

/// No number has more digits behind its point than this: all that follow are zeros.
pub const DIGITS: usize = 1100;

/// The digits of `value`, which is not negative, as conversion `kind` (`a`, `e`, `f`, `g`) writes them; `precision` is at
/// most [`DIGITS`].
pub fn digits(value: f64, kind: u8, precision: Option<usize>, alternative: bool) -> String {
    if value.is_nan() {
        return "nan".to_string();
    }
    if value.is_infinite() {
        return "inf".to_string();
    }
    match kind {
        b'a' => hexadecimal(value, precision, alternative),
        b'e' => scientific(value, precision.unwrap_or(6), alternative),
        b'f' => fixed(value, precision.unwrap_or(6), alternative),
        _ => general(value, precision.unwrap_or(6), alternative),
    }
}

fn fixed(value: f64, precision: usize, keep_point: bool) -> String {
    let point = if keep_point && precision == 0 {
        "."
    } else {
        ""
    };
    format!("{value:.precision$}{point}")
}

/// `%e`: one digit, a point, the exponent with at least two digits.
fn scientific(value: f64, precision: usize, keep_point: bool) -> String {
    let text = format!("{value:.precision$e}");
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return text;
    };
    let number: i32 = exponent.parse().unwrap_or(0);
    let point = if keep_point && precision == 0 {
        "."
    } else {
        ""
    };
    let sign = if number < 0 { '-' } else { '+' };
    format!("{mantissa}{point}e{sign}{:02}", number.abs())
}

/// `%g`: the shorter of `%e` and `%f`, without the zeros at its end unless they are to be kept.
fn general(value: f64, precision: usize, keep_zeros: bool) -> String {
    let precision = precision.max(1);
    let rounded = format!("{value:.*e}", precision - 1);
    let exponent: i32 = rounded
        .split_once('e')
        .map_or(0, |(_, exponent)| exponent.parse().unwrap_or(0));
    let trim = |text: String| match text.contains('.') && !keep_zeros {
        true => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => text,
    };
    if exponent < -4 || exponent >= precision as i32 {
        let text = scientific(value, precision - 1, keep_zeros);
        return match text.split_once('e') {
            Some((mantissa, exponent)) => format!("{}e{exponent}", trim(mantissa.to_string())),
            None => text,
        };
    }
    let decimals = (precision as i32 - 1 - exponent).max(0) as usize;
    trim(fixed(value, decimals, keep_zeros))
}

/// Bits of the fraction of an f64.
const FRACTION: u32 = 52;
/// The exponent of the smallest normal f64, which subnormal ones share.
const LEAST: i32 = -1022;

/// `%a`: hexadecimal digits and a binary exponent.
fn hexadecimal(value: f64, precision: Option<usize>, keep_point: bool) -> String {
    let bits = value.to_bits();
    let fraction = bits & ((1 << FRACTION) - 1);
    let biased = (bits >> FRACTION) as i32;
    let (lead, exponent) = match (biased, fraction) {
        (0, 0) => (0, 0),
        (0, _) => (0, LEAST),
        _ => (1, biased - 1 + LEAST),
    };
    let all = FRACTION as usize / 4;
    let significand = (lead << FRACTION) | fraction;
    let (lead, text) = match precision {
        Some(precision) if precision < all => {
            let dropped = 4 * (all - precision);
            let kept = round(significand, dropped as u32);
            let digits = format!("{kept:0width$x}", width = precision + 1);
            (digits[..1].to_string(), digits[1..].to_string())
        }
        wanted => {
            let digits = format!("{fraction:013x}");
            let digits = match wanted {
                Some(precision) => format!("{digits:0<precision$}"),
                None => digits.trim_end_matches('0').to_string(),
            };
            (lead.to_string(), digits)
        }
    };
    let point = if text.is_empty() && !keep_point {
        ""
    } else {
        "."
    };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("0x{lead}{point}{text}p{sign}{}", exponent.abs())
}

/// `value` without its last `bits`, rounded to the nearest, a tie to even.
fn round(value: u64, bits: u32) -> u64 {
    let (kept, dropped, half) = (value >> bits, value & ((1 << bits) - 1), 1 << (bits - 1));
    let up = dropped > half || dropped == half && kept & 1 == 1;
    kept + u64::from(up)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: f64, kind: u8, precision: Option<usize>, expected: &str) {
        assert_eq!(digits(value, kind, precision, false), expected);
    }

    #[test]
    fn each_kind_has_its_own_form() {
        check(2.5, b'a', None, "0x1.4p+1");
        check(0.0, b'a', None, "0x0p+0");
        check(0.0, b'a', Some(2), "0x0.00p+0");
        check(1.9, b'a', Some(0), "0x2p+0");
        check(5e-324, b'a', None, "0x0.0000000000001p-1022");
        check(1e100, b'e', None, "1.000000e+100");
        check(0.0001, b'g', None, "0.0001");
        check(0.00001, b'g', None, "1e-05");
        check(1_000_000.0, b'g', None, "1e+06");
        check(f64::NAN, b'f', None, "nan");
    }
}
