//! Operands with a small language of their own: the formats of `printf` and `date`, permissions in digits. Only what stands in one
//! is told; what is not understood wholly is not told at all.

/// Conversions of `printf` (XCU printf).
const CONVERSIONS: &[(char, &str)] = &[
    ('s', "an argument as text"),
    ('d', "an argument as a whole number"),
    ('i', "an argument as a whole number"),
    ('u', "an argument as a whole number without a sign"),
    ('b', "an argument as text, its backslashes read"),
    ('c', "the first character of an argument"),
    ('x', "an argument as a hexadecimal number"),
    ('X', "an argument as a hexadecimal number"),
    ('o', "an argument as an octal number"),
    ('f', "an argument as a number with a fraction"),
    ('e', "an argument as a number with an exponent"),
    ('g', "an argument as a number, the shorter way"),
    ('%', "a % itself"),
    ('q', "of bash: an argument quoted for the shell"),
];

/// What a backslash begins in a format.
const ESCAPES: &[(char, &str)] = &[
    ('n', "a newline"),
    ('t', "a tab"),
    ('r', "a carriage return"),
    ('a', "a beep"),
    ('b', "a backspace"),
    ('f', "a form feed"),
    ('v', "a vertical tab"),
    ('\\', "a backslash"),
    ('0', "a byte in octal digits"),
    ('1', "a byte in octal digits"),
    ('2', "a byte in octal digits"),
    ('3', "a byte in octal digits"),
];

/// What `date` puts for a letter (XCU date).
const DATES: &[(char, &str)] = &[
    ('Y', "the year"),
    ('y', "the year in two digits"),
    ('m', "the month"),
    ('d', "the day"),
    ('e', "the day"),
    ('H', "the hour"),
    ('I', "the hour, up to 12"),
    ('M', "the minute"),
    ('S', "the second"),
    ('p', "AM or PM"),
    ('j', "the day of the year"),
    ('F', "year-month-day"),
    ('T', "hour:minute:second"),
    ('R', "hour:minute"),
    ('D', "month/day/year"),
    ('s', "the seconds since 1970"),
    ('N', "the nanoseconds; not in POSIX"),
    ('Z', "the time zone"),
    ('z', "the time zone as hours and minutes"),
    ('a', "the day of the week, shortened"),
    ('A', "the day of the week"),
    ('b', "the month's name, shortened"),
    ('B', "the month's name"),
    ('u', "the number of the day of the week, 1 for Monday"),
    ('w', "the number of the day of the week, 0 for Sunday"),
    ('V', "the number of the week"),
    ('U', "the number of the week"),
    ('G', "the year of the week"),
    ('c', "date and time"),
    ('x', "the date"),
    ('X', "the time"),
    ('n', "a newline"),
    ('t', "a tab"),
    ('%', "a % itself"),
];

fn meaning(table: &'static [(char, &str)], letter: char) -> Option<&'static str> {
    let found = table.iter().find(|(known, _)| *known == letter);
    found.map(|(_, said)| *said)
}

/// What stands in a format of `printf`, and how many arguments it takes.
pub(super) fn printf(text: &str) -> Option<(String, usize)> {
    let mut told: Vec<String> = Vec::new();
    let mut arguments = 0;
    let mut sized = false;
    let mut characters = text.chars().peekable();
    while let Some(sign) = characters.next() {
        let said = match sign {
            '%' => {
                let is_size = |one: &char| one.is_ascii_digit() || "-+ #.*".contains(*one);
                while let Some(one) = characters.next_if(is_size) {
                    sized = true;
                    arguments += usize::from(one == '*');
                }
                let letter = characters.next()?;
                arguments += usize::from(letter != '%');
                format!("%{letter} {}", meaning(CONVERSIONS, letter)?)
            }
            '\\' => {
                let letter = characters.next()?;
                format!("\\{letter} {}", meaning(ESCAPES, letter)?)
            }
            _ => continue,
        };
        if !told.contains(&said) {
            told.push(said);
        }
    }
    if sized {
        told.push("numbers between % and the letter set how wide it is".to_owned());
    }
    match told.is_empty() {
        true => Some(("printed as it stands".to_owned(), 0)),
        false => Some((told.join(", "), arguments)),
    }
}

/// What stands in a form of `date`, without its `+`.
pub(super) fn date(text: &str) -> Option<String> {
    let mut told: Vec<String> = Vec::new();
    let mut characters = text.chars();
    while let Some(sign) = characters.next() {
        if sign != '%' {
            continue;
        }
        let letter = characters.next()?;
        let said = format!("%{letter} {}", meaning(DATES, letter)?);
        if !told.contains(&said) {
            told.push(said);
        }
    }
    (!told.is_empty()).then(|| told.join(", "))
}

/// What three octal digits allow, or take away: who may do what.
pub(super) fn permissions(text: &str) -> Option<String> {
    let digits: Vec<u32> = text
        .chars()
        .map(|digit| digit.to_digit(8))
        .collect::<Option<_>>()?;
    let [user, group, others] = match digits.as_slice() {
        [user, group, others] | [0, user, group, others] => [*user, *group, *others],
        _ => return None,
    };
    let may = |digit: u32| {
        let bits = [(4, "read"), (2, "write"), (1, "run")];
        let set = bits.iter().filter(|(bit, _)| digit & bit != 0);
        match set.map(|(_, name)| *name).collect::<Vec<_>>().join(" ") {
            none if none.is_empty() => "nothing".to_owned(),
            some => some,
        }
    };
    Some(format!(
        "owner: {}; group: {}; others: {}",
        may(user),
        may(group),
        may(others)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_format_is_told() {
        let (said, arguments) = printf("%s: %5d\\n").unwrap();
        assert_eq!(
            said,
            "%s an argument as text, %d an argument as a whole number, \\n a newline, \
             numbers between % and the letter set how wide it is"
        );
        assert_eq!(arguments, 2);
        assert_eq!(printf("hi").unwrap().0, "printed as it stands");
        assert_eq!(printf("%"), None);
        assert_eq!(
            date("%Y-%m-%d").unwrap(),
            "%Y the year, %m the month, %d the day"
        );
        assert_eq!(date("now"), None);
    }

    #[test]
    fn digits_are_told_as_permissions() {
        assert_eq!(
            permissions("0640").unwrap(),
            "owner: read write; group: read; others: nothing"
        );
        assert_eq!(permissions("+x"), None);
        assert_eq!(permissions("4755"), None);
        assert_eq!(permissions("888"), None);
    }
}
