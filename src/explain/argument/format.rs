//! Operands with a small language of their own: the formats of `printf` and `date`, permissions in digits, scripts of `sed`. Only
//! what stands in one is told; what is not understood wholly is not told at all.

use crate::explain::walk::named;

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

/// What each command of a script of `sed` does, if all of it is plain.
pub(super) fn sed(text: &str) -> Option<Vec<String>> {
    const MOST: usize = 6;
    let mut rest = text.trim();
    let mut told = Vec::new();
    while !rest.is_empty() {
        let (said, behind) = sed_command(rest)?;
        told.push(said);
        rest = behind.trim_start();
        rest = match rest.strip_prefix([';', '\n']) {
            Some(next) => next.trim_start_matches([';', '\n', ' ']),
            None if rest.is_empty() => rest,
            None => return None,
        };
    }
    (told.len() <= MOST && !told.is_empty()).then_some(told)
}

/// The first command of `text`, and what stands behind it.
fn sed_command(text: &str) -> Option<(String, &str)> {
    let (place, rest) = sed_addresses(text)?;
    let command = rest.chars().next()?;
    let behind = &rest[command.len_utf8()..];
    let (what, behind) = match command {
        's' => sed_substitution(behind)?,
        'd' => ("leaves the line out".to_owned(), behind),
        'p' => ("prints the line".to_owned(), behind),
        'q' => ("ends behind the line".to_owned(), behind),
        '=' => ("prints the number of the line".to_owned(), behind),
        _ => return None,
    };
    Some((format!("{what}{place}"), behind))
}

/// In which lines a command is done; empty if in every one.
fn sed_addresses(text: &str) -> Option<(String, &str)> {
    let Some((first, rest)) = sed_address(text)? else {
        return Some((String::new(), text));
    };
    let rest = rest.trim_start();
    let (lines, rest) = match rest.strip_prefix(',') {
        None => (first.in_one(), rest),
        Some(rest) => {
            let (last, rest) = sed_address(rest)??;
            (format!("from {} to {}", first.line(), last.line()), rest)
        }
    };
    let rest = rest.trim_start();
    Some(match rest.strip_prefix('!') {
        Some(rest) => (format!(", but not {lines}"), rest.trim_start()),
        None => (format!(", {lines}"), rest),
    })
}

enum Address {
    Number(u64),
    Last,
    Pattern(String),
}

impl Address {
    fn line(&self) -> String {
        match self {
            Address::Number(number) => format!("line {number}"),
            Address::Last => "the last line".to_owned(),
            Address::Pattern(pattern) => format!("a line that matches {}", named(pattern)),
        }
    }

    fn in_one(&self) -> String {
        match self {
            Address::Pattern(pattern) => format!("in lines that match {}", named(pattern)),
            other => format!("in {}", other.line()),
        }
    }
}

/// An address at the start of `text`, if there is one; none in all if it is not understood.
fn sed_address(text: &str) -> Option<Option<(Address, &str)>> {
    Some(match text.chars().next()? {
        '$' => Some((Address::Last, &text[1..])),
        '/' => {
            let (pattern, rest) = until(&text[1..], '/')?;
            Some((Address::Pattern(pattern.to_owned()), rest))
        }
        digit if digit.is_ascii_digit() => {
            let length = text.bytes().take_while(u8::is_ascii_digit).count();
            let number = text[..length].parse().ok()?;
            Some((Address::Number(number), &text[length..]))
        }
        _ => None,
    })
}

/// What an `s` does, from its first delimiter on.
fn sed_substitution(text: &str) -> Option<(String, &str)> {
    let delimiter = text
        .chars()
        .next()
        .filter(|one| !one.is_alphanumeric() && *one != '\\')?;
    let (pattern, rest) = until(&text[delimiter.len_utf8()..], delimiter)?;
    let (replacement, rest) = until(rest, delimiter)?;
    let length = rest.find([';', '\n', '}', ' ']).unwrap_or(rest.len());
    let (flags, rest) = rest.split_at(length);
    let mut said = match replacement {
        "" => format!("takes out what matches {}", named(pattern)),
        _ => format!(
            "puts {} in the place of what matches {}",
            named(replacement),
            named(pattern)
        ),
    };
    if !flags.contains('g') {
        said.push_str(", once a line");
    }
    for flag in flags.chars() {
        said.push_str(match flag {
            'g' => ", as often as it stands in the line",
            'p' => ", and prints the line then",
            'I' | 'i' => ", upper and lower case alike",
            _ => return None,
        });
    }
    Some((said, rest))
}

/// What stands before the next `delimiter` that no backslash stands before, and what stands behind it.
fn until(text: &str, delimiter: char) -> Option<(&str, &str)> {
    let mut escaped = false;
    let mut in_brackets = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_brackets = true,
            ']' => in_brackets = false,
            '\n' => return None,
            one if one == delimiter && !in_brackets => {
                return Some((&text[..at], &text[at + one.len_utf8()..]));
            }
            _ => {}
        }
    }
    None
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

    #[track_caller]
    fn check(script: &str, expected: &[&str]) {
        assert_eq!(sed(script).unwrap_or_default(), expected, "{script}");
    }

    #[test]
    fn plain_scripts_of_sed_are_told() {
        check(
            "s/a/b/",
            &["puts `b` in the place of what matches `a`, once a line"],
        );
        check(
            "s|/x\\|y||g",
            &["takes out what matches `/x\\|y`, as often as it stands in the line"],
        );
        check("/^#/d", &["leaves the line out, in lines that match `^#`"]);
        check(
            "1,10p;$=",
            &[
                "prints the line, from line 1 to line 10",
                "prints the number of the line, in the last line",
            ],
        );
        check("2!d", &["leaves the line out, but not in line 2"]);
        check(
            "/a/,/b/s/[/]x/y/p",
            &[
                "puts `y` in the place of what matches `[/]x`, once a line, and prints the line then, from a line that matches `a` to a line that matches `b`",
            ],
        );
    }

    #[test]
    fn what_is_not_plain_is_not_told() {
        for script in [
            ":a;N;$!ba;s/x/y/",
            "/x/{s/a/b/;}",
            "s/a/b/w f",
            "a text",
            "s/a/b",
            "y/a/b/",
        ] {
            assert_eq!(sed(script), None, "{script}");
        }
    }
}
