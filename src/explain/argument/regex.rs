//! Regular expressions, basic and extended (XBD 9): what a text must have in it to match one, part by part. One that is not
//! understood wholly, or that POSIX leaves open, is not told at all.

use crate::explain::walk::verbatim;
use std::iter::Peekable;
use std::str::Chars;

/// Parts that are told of one expression at most.
const MOST: usize = 8;

/// What lines that match `pattern` have in them; none for a text without anything special, which speaks for itself.
pub(super) fn lines_that_match(pattern: &str, extended: bool) -> Option<String> {
    let branches = branches(pattern, extended)?;
    let [only] = &branches[..] else {
        return Some(format!("matches lines that have in them {}", or(&branches)));
    };
    Some(match &only[..] {
        [] | [Part::Start] | [Part::End] => "matches every line".to_owned(),
        [Part::Text(_)] => return None,
        [Part::Start, Part::Text(text)] => {
            format!("matches lines that begin with {}", verbatim(text))
        }
        [Part::Text(text), Part::End] => format!("matches lines that end with {}", verbatim(text)),
        [Part::Start, Part::Text(text), Part::End] => {
            format!("matches lines that are {} and nothing else", verbatim(text))
        }
        [Part::Start, Part::End] => "matches empty lines".to_owned(),
        parts => format!("matches lines that have in them {}", sequence(parts)),
    })
}

/// What a text has in it that matches `pattern`; none if that stands there as it is.
pub(super) fn parts(pattern: &str, extended: bool) -> Option<String> {
    let branches = branches(pattern, extended)?;
    match &branches[..] {
        [only] if matches!(only[..], [] | [Part::Text(_)]) => None,
        branches => Some(or(branches)),
    }
}

/// The branches of the whole expression, if there is not too much in them.
fn branches(pattern: &str, extended: bool) -> Option<Vec<Vec<Part>>> {
    // Each line of an argument of `grep` is a pattern of its own.
    if pattern.contains('\n') {
        return None;
    }
    let mut parser = Parser {
        rest: pattern.chars().peekable(),
        extended,
        depth: 0,
    };
    let branches = parser.branches()?;
    let is_whole = parser.rest.next().is_none();
    let is_short = branches.iter().map(Vec::len).sum::<usize>() <= MOST;
    (is_whole && is_short).then_some(branches)
}

/// What stands after one another in a branch.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    /// The place before the first character of the line.
    Start,
    /// The place behind the last one.
    End,
    /// These characters.
    Text(String),
    /// Something else, in words.
    Other(String),
}

impl Part {
    fn told(&self) -> String {
        match self {
            Part::Start => "the start of the line".to_owned(),
            Part::End => "the end of the line".to_owned(),
            Part::Text(text) => verbatim(text),
            Part::Other(said) => said.clone(),
        }
    }
}

fn sequence(parts: &[Part]) -> String {
    let told: Vec<String> = parts.iter().map(Part::told).collect();
    told.join(", then ")
}

fn or(branches: &[Vec<Part>]) -> String {
    let told = branches.iter().map(|parts| match parts.is_empty() {
        true => "nothing".to_owned(),
        false => sequence(parts),
    });
    told.collect::<Vec<_>>().join(", or ")
}

struct Parser<'p> {
    rest: Peekable<Chars<'p>>,
    extended: bool,
    /// Groups that are open.
    depth: usize,
}

/// What may be repeated.
enum Atom {
    Character(char),
    Any,
    Other(String),
}

impl Parser<'_> {
    /// Those of the whole expression, or of a group up to its end, which is left.
    fn branches(&mut self) -> Option<Vec<Vec<Part>>> {
        let mut branches = vec![self.branch()?];
        while self.extended && self.rest.next_if_eq(&'|').is_some() {
            branches.push(self.branch()?);
        }
        Some(branches)
    }

    fn branch(&mut self) -> Option<Vec<Part>> {
        let mut parts = Vec::new();
        if self.rest.next_if_eq(&'^').is_some() {
            parts.push(Part::Start);
        }
        while !self.is_at_end_of_branch() {
            if self.is_at_end_of_line() {
                self.rest.next();
                parts.push(Part::End);
                // POSIX lets nothing follow it that could match.
                return self.is_at_end_of_branch().then_some(parts);
            }
            let is_first = matches!(parts.last(), None | Some(Part::Start));
            let atom = self.atom(is_first)?;
            match (self.repetition()?, atom) {
                (None, Atom::Character(one)) => match parts.last_mut() {
                    Some(Part::Text(text)) => text.push(one),
                    _ => parts.push(Part::Text(one.to_string())),
                },
                (None, Atom::Any) => parts.push(Part::Other("any character".to_owned())),
                (None, Atom::Other(said)) => parts.push(Part::Other(said)),
                (Some(times), atom) => parts.push(Part::Other(repeated(&atom, &times))),
            }
        }
        Some(parts)
    }

    fn is_at_end_of_branch(&self) -> bool {
        let mut ahead = self.rest.clone();
        match (ahead.next(), self.extended) {
            (None, _) => true,
            (Some('|'), true) => true,
            (Some(')'), true) => self.depth > 0,
            (Some('\\'), false) => self.depth > 0 && ahead.next() == Some(')'),
            _ => false,
        }
    }

    /// Whether a `$` comes that stands for the end of the line.
    fn is_at_end_of_line(&self) -> bool {
        let mut ahead = self.rest.clone();
        ahead.next() == Some('$') && (self.extended || ahead.next().is_none())
    }

    fn atom(&mut self, is_first: bool) -> Option<Atom> {
        Some(match self.rest.next()? {
            '.' => Atom::Any,
            '[' => Atom::Other(self.bracket()?),
            '\\' => return self.escaped(),
            '*' if is_first && !self.extended => Atom::Character('*'),
            '(' if self.extended => self.group()?,
            '*' | '+' | '?' | '{' | '^' | ')' if self.extended => return None,
            '*' | '^' => return None,
            one => Atom::Character(one),
        })
    }

    fn escaped(&mut self) -> Option<Atom> {
        match self.rest.next()? {
            '(' if !self.extended => self.group(),
            // What GNU programs make of other characters behind a backslash, others do not.
            one if "\\.[]*^$/".contains(one) => Some(Atom::Character(one)),
            one if self.extended && "()|+?{}".contains(one) => Some(Atom::Character(one)),
            '-' => Some(Atom::Character('-')),
            _ => None,
        }
    }

    fn group(&mut self) -> Option<Atom> {
        if self.depth > 0 {
            return None;
        }
        self.depth += 1;
        let branches = self.branches()?;
        self.depth -= 1;
        if !self.extended {
            self.rest.next_if_eq(&'\\')?;
        }
        self.rest.next_if_eq(&')')?;
        Some(Atom::Other(match &branches[..] {
            [parts] if parts.len() == 1 => sequence(parts),
            _ => format!("({})", or(&branches)),
        }))
    }

    /// How often what came before may stand there, if that is said.
    fn repetition(&mut self) -> Option<Option<Times>> {
        let mut ahead = self.rest.clone();
        let times = match (ahead.next(), self.extended) {
            (Some('*'), _) => Times::Any,
            (Some('+'), true) => Times::Some,
            (Some('?'), true) => Times::Perhaps,
            (Some('{'), true) => Times::Counted(counted(&mut ahead, "}")?),
            (Some('\\'), false) if ahead.next() == Some('{') => {
                Times::Counted(counted(&mut ahead, "\\}")?)
            }
            _ => return Some(None),
        };
        self.rest = ahead;
        let is_repeated = matches!(self.rest.peek(), Some('*'))
            || self.extended && matches!(self.rest.peek(), Some('+' | '?' | '{'));
        // POSIX leaves open what several of them mean.
        (!is_repeated).then_some(Some(times))
    }

    /// What stands between brackets (XBD 9.3.5).
    fn bracket(&mut self) -> Option<String> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        let (mut inside, mut classes) = (String::new(), Vec::new());
        loop {
            match self.rest.next()? {
                ']' if !inside.is_empty() || !classes.is_empty() => break,
                '[' if self.rest.next_if_eq(&':').is_some() => {
                    let mut name = String::new();
                    while let Some(letter) = self.rest.next_if(char::is_ascii_lowercase) {
                        name.push(letter);
                    }
                    let ends = (self.rest.next(), self.rest.next());
                    let known = CLASSES.iter().find(|(class, _)| *class == name)?;
                    (ends == (Some(':'), Some(']'))).then_some(())?;
                    classes.push(known.1.to_owned());
                }
                '[' if matches!(self.rest.peek(), Some('.' | '=')) => return None,
                one => inside.push(one),
            }
        }
        let is_one = inside.chars().count() == 1;
        match inside.as_str() {
            "" => {}
            "0-9" => classes.insert(0, "a digit".to_owned()),
            _ if is_one => classes.push(verbatim(&inside)),
            _ => classes.push(format!("one of {}", verbatim(&inside))),
        }
        let said = classes.join(" or ");
        Some(match negated {
            true => format!("any character but {said}"),
            false => said,
        })
    }
}

/// Character classes (XBD 7.3.1), by name.
const CLASSES: &[(&str, &str)] = &[
    ("digit", "a digit"),
    ("alpha", "a letter"),
    ("alnum", "a letter or a digit"),
    ("upper", "an upper-case letter"),
    ("lower", "a lower-case letter"),
    ("space", "white space"),
    ("blank", "a blank or a tab"),
    ("punct", "a punctuation mark"),
    ("xdigit", "a hexadecimal digit"),
    ("cntrl", "a control character"),
    ("print", "a printable character"),
    ("graph", "a visible character"),
];

/// How often something may stand there.
enum Times {
    Any,
    Some,
    Perhaps,
    Counted(String),
}

/// What stands between braces, up to its `end`.
fn counted(ahead: &mut Peekable<Chars<'_>>, end: &str) -> Option<String> {
    let rest: String = ahead.clone().collect();
    let (inside, _) = rest.split_once(end)?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let said = match inside.split_once(',') {
        None if is_number(inside) => format!("{inside} times"),
        Some((least, "")) if is_number(least) => format!("{least} times or more often"),
        Some((least, most)) if is_number(least) && is_number(most) => {
            format!("{least} to {most} times")
        }
        _ => return None,
    };
    ahead.nth(inside.chars().count() + end.len() - 1)?;
    Some(said)
}

fn repeated(atom: &Atom, times: &Times) -> String {
    let said = match atom {
        Atom::Any => match times {
            Times::Any => return "anything, or nothing".to_owned(),
            Times::Some => return "at least one character".to_owned(),
            _ => "any character".to_owned(),
        },
        Atom::Character(one) => verbatim(&one.to_string()),
        Atom::Other(said) => said.clone(),
    };
    match times {
        Times::Any => format!("{said} as often as there is, or not at all"),
        Times::Some => format!("{said} once or more often"),
        Times::Perhaps => format!("perhaps {said}"),
        Times::Counted(often) => format!("{said} {often}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, extended: bool, expected: Option<&str>) {
        let said = lines_that_match(pattern, extended);
        let expected = expected.map(|said| format!("matches {said}"));
        assert_eq!(said, expected, "{pattern}");
    }

    #[test]
    fn simple_patterns_are_told_as_a_whole() {
        check("error", false, None);
        check("^ERROR", false, Some("lines that begin with `ERROR`"));
        check("\\.sh$", false, Some("lines that end with `.sh`"));
        check("^ok$", true, Some("lines that are `ok` and nothing else"));
        check("^$", false, Some("empty lines"));
        check("", false, Some("every line"));
        check("a$b", false, None);
        check("*", false, None);
    }

    #[test]
    fn others_are_told_part_by_part() {
        let in_them = |said: &str| Some(format!("lines that have in them {said}"));
        let check = |pattern, extended, said: &str| {
            check(pattern, extended, in_them(said).as_deref());
        };
        check("[n]ginx", false, "`n`, then `ginx`");
        check("1.2", false, "`1`, then any character, then `2`");
        check("a|b+", true, "`a`, or `b` once or more often");
        check(
            "^[^#]",
            false,
            "the start of the line, then any character but `#`",
        );
        check(
            "id=\\([0-9]*\\)",
            false,
            "`id=`, then a digit as often as there is, or not at all",
        );
        check("colou?r", true, "`colo`, then perhaps `u`, then `r`");
        check(
            "x.*y$",
            true,
            "`x`, then anything, or nothing, then `y`, then the end of the line",
        );
        check("(GET|POST) /", true, "(`GET`, or `POST`), then ` /`");
        check(
            "^[[:alpha:]_]",
            true,
            "the start of the line, then a letter or `_`",
        );
        check("[0-9]\\{3\\}", false, "a digit 3 times");
        check("[0-9]{1,3}", true, "a digit 1 to 3 times");
        check("[]x]", true, "one of `]x`");
    }

    #[test]
    fn what_is_open_or_broken_is_not_told() {
        for pattern in [
            "a\\|b", "\\bword", "[abc", "\\(a", "\\1", "a**", "[[:no:]]", "\\",
        ] {
            check(pattern, false, None);
        }
        for pattern in ["a)", "a\nb", "(a", "+", "a{x}", "a|*", "((a)|b)c", "\\d+"] {
            check(pattern, true, None);
        }
    }
}
