//! Lines of a crontab: five fields of time, or a name such as `@daily`, and a command.

use super::{Wrapper, words};
use crate::source::Span;

const NAMES: &[(&str, &str)] = &[
    ("@reboot", "when the machine has started"),
    ("@hourly", "every hour, at minute 0"),
    ("@daily", "every day at 00:00"),
    ("@midnight", "every day at 00:00"),
    ("@weekly", "every Sunday at 00:00"),
    ("@monthly", "on the 1st of every month at 00:00"),
    ("@yearly", "on the 1st of January at 00:00"),
    ("@annually", "on the 1st of January at 00:00"),
];

const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAY_NAMES: &[&str] = &[
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The five fields: their least and greatest numbers, and names for them.
const FIELDS: [(u32, u32, &[&str]); 5] = [
    (0, 59, &[]),
    (0, 23, &[]),
    (1, 31, &[]),
    (1, 12, MONTHS),
    (0, 7, DAYS),
];

/// Users that machines have, and that are no commands.
const USERS: [&str; 9] = [
    "root", "www-data", "nobody", "daemon", "postgres", "mysql", "nginx", "apache", "backup",
];

/// A line alone: a user stands before the command only if it is one of those known everywhere.
pub(super) fn find(line: &str) -> Option<Wrapper> {
    job(line, user(line).is_some_and(is_known_user))
}

pub(super) fn is_known_user(name: &str) -> bool {
    USERS.contains(&name)
}

/// The word before the command of a line, if it could be a user's name.
pub(super) fn user(line: &str) -> Option<&str> {
    let all = words(line);
    let count = if all.first()?.1.starts_with('@') {
        1
    } else {
        5
    };
    let name = all.get(count)?.1;
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
    (begins && name.chars().all(is_name) && all.len() > count + 1).then_some(name)
}

/// A line of times and a command, with a user before it or without.
pub(super) fn job(line: &str, has_user: bool) -> Option<Wrapper> {
    let all = words(line);
    let first = all.first()?;
    let named = NAMES.iter().find(|(name, _)| *name == first.1);
    let (count, when) = match named {
        Some((_, when)) => (1, (*when).to_owned()),
        None => {
            let fields = all.get(..5)?;
            let fits = fields
                .iter()
                .zip(FIELDS)
                .all(|((_, text), field)| is_field(text, field));
            if !fits {
                return None;
            }
            let texts: Vec<&str> = fields.iter().map(|(_, text)| *text).collect();
            (5, schedule(&texts))
        }
    };
    let command = all.get(count)?;
    let time = Span::new(first.0.start, all[count - 1].0.end);
    let mut notes = vec![(
        time,
        format!("this is a line of a crontab: {when}, cron gives the rest to sh"),
    )];
    let mut from = command.0.start;
    if has_user && let Some(next) = all.get(count + 1) {
        notes.push((
            command.0,
            "as in /etc/crontab: the user who runs it".to_owned(),
        ));
        from = next.0.start;
    }
    if let Some(at) = percent(&line[from as usize..]) {
        let at = from + at as u32;
        let end = line.trim_end().len() as u32;
        notes.push((
            Span::new(at, end),
            "cron ends the command before the first %: what follows is its standard input, with a newline for each %. Write \\% for a %".to_owned(),
        ));
        let before = escaped_percents(line, from).into_iter();
        let mut replaced: Vec<_> = before.filter(|(span, _)| span.start < at).collect();
        replaced.push((Span::new(at, end), super::Replacement::Text("")));
        return Some(Wrapper {
            notes,
            from,
            replaced,
            ..Wrapper::default()
        });
    }
    Some(Wrapper {
        notes,
        from,
        replaced: escaped_percents(line, from),
        ..Wrapper::default()
    })
}

/// The first `%` that no backslash stands before.
fn percent(command: &str) -> Option<usize> {
    let mut found = command.match_indices('%').map(|(at, _)| at);
    found.find(|at| !command[..*at].ends_with('\\'))
}

/// `\%` reaches the shell as `%`.
fn escaped_percents(line: &str, from: u32) -> Vec<(Span, super::Replacement)> {
    let found = line.match_indices("\\%");
    found
        .filter(|(at, _)| *at >= from as usize)
        .map(|(at, _)| {
            let at = at as u32;
            (Span::new(at, at + 2), super::Replacement::Text("%"))
        })
        .collect()
}

fn is_field(text: &str, (least, most, names): (u32, u32, &[&str])) -> bool {
    let is_number = |text: &str| {
        let number = text.parse::<u32>().ok();
        number.is_some_and(|number| (least..=most).contains(&number))
            || names.contains(&text.to_ascii_lowercase().as_str())
    };
    text.split(',').all(|part| {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(step)),
            None => (part, None),
        };
        let step = step.is_none_or(|step| step.parse::<u32>().is_ok_and(|step| step > 0));
        let range = match range.split_once('-') {
            Some((low, high)) => is_number(low) && is_number(high),
            None => range == "*" || is_number(range),
        };
        step && range
    })
}

/// The times of five fields, in words.
fn schedule(fields: &[&str]) -> String {
    let &[minute, hour, day, month, weekday] = fields else {
        return String::new();
    };
    let number = |text: &str| text.parse::<u32>().ok();
    let every = |text: &str| text.strip_prefix("*/").and_then(number);
    let time = match (number(minute), number(hour)) {
        (Some(minute), Some(hour)) => Some(format!("at {hour:02}:{minute:02}")),
        _ => None,
    };
    if let (Some(time), "*") = (&time, month) {
        match (day, weekday) {
            ("*", "*") => return format!("every day {time}"),
            ("*", _) => return format!("{} {time}", weekdays(weekday)),
            (_, "*") if number(day).is_some() => {
                return format!("on day {day} of every month {time}");
            }
            _ => {}
        }
    }
    if (hour, day, month, weekday) == ("*", "*", "*", "*") {
        return match (minute, every(minute), number(minute)) {
            ("*", ..) => "every minute".to_owned(),
            (_, Some(step), _) if 60 % step == 0 => format!("every {step} minutes"),
            (_, Some(step), _) => format!("at each minute that {step} divides"),
            (_, _, Some(minute)) => format!("every hour, at minute {minute}"),
            _ => format!("every hour, at minutes {minute}"),
        };
    }
    if (day, month, weekday) == ("*", "*", "*")
        && let (Some(step), Some(minute)) = (every(hour), number(minute))
        && 24 % step == 0
    {
        return format!("every {step} hours, at minute {minute}");
    }
    let named = [
        ("minute", minute),
        ("hour", hour),
        ("day of the month", day),
        ("month", month),
        ("day of the week", weekday),
    ];
    let parts: Vec<String> = named
        .iter()
        .filter(|(_, text)| *text != "*")
        .map(|(name, text)| in_words(name, text))
        .collect();
    let either = day != "*" && weekday != "*";
    let note = if either {
        " (either of the two days)"
    } else {
        ""
    };
    format!("at {}{note}", parts.join(", "))
}

/// A field that is no star.
fn in_words(name: &str, text: &str) -> String {
    let number = |text: &str| text.parse::<u32>().ok();
    let every = text.strip_prefix("*/").and_then(number);
    match (name, every, text.split_once('-')) {
        ("day of the week", ..) => weekdays(text),
        ("minute" | "hour", Some(step), _) => format!("each {name} that {step} divides"),
        (_, Some(step), _) => format!("each {name} that is 1 more than a multiple of {step}"),
        (_, _, Some((first, last))) if number(first).is_some() && number(last).is_some() => {
            format!("each {name} from {first} to {last}")
        }
        _ => format!("{name} {text}"),
    }
}

fn weekdays(text: &str) -> String {
    let name = |text: &str| {
        let number = text.parse::<usize>().ok();
        let lower = text.to_ascii_lowercase();
        let number = number.or_else(|| DAYS.iter().position(|day| *day == lower));
        number.and_then(|number| DAY_NAMES.get(number)).copied()
    };
    if let Some(day) = name(text) {
        return format!("every {day}");
    }
    if let Some((first, last)) = text.split_once('-')
        && let (Some(first), Some(last)) = (name(first), name(last))
    {
        return format!("{first} to {last}");
    }
    format!("on days {text} of the week (0 is Sunday)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(fields: &str, expected: &str) {
        let fields: Vec<&str> = fields.split(' ').collect();
        assert_eq!(schedule(&fields), expected);
    }

    #[test]
    fn times_in_words() {
        check("*/5 * * * *", "every 5 minutes");
        check("*/7 * * * *", "at each minute that 7 divides");
        check("* * * * *", "every minute");
        check("30 * * * *", "every hour, at minute 30");
        check("0 */6 * * *", "every 6 hours, at minute 0");
        check("5 4 * * *", "every day at 04:05");
        check(
            "*/5 9-17 * * 1-5",
            "at each minute that 5 divides, each hour from 9 to 17, Monday to Friday",
        );
        check("0 9 * * 1-5", "Monday to Friday at 09:00");
        check("0 0 * * sun", "every Sunday at 00:00");
        check("0 0 1 * *", "on day 1 of every month at 00:00");
        check(
            "0 0 1 1 *",
            "at minute 0, hour 0, day of the month 1, month 1",
        );
    }

    #[test]
    fn fields_are_what_cron_takes() {
        assert!(find("*/5 * * * * cmd").is_some());
        assert!(find("@daily cmd").is_some());
        assert!(find("61 * * * * cmd").is_none());
        assert!(find("* * * * *").is_none());
    }
}
