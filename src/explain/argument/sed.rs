//! Scripts of `sed` (XCU sed). One that is not understood wholly is not told at all.

use super::regex;
use crate::explain::walk::{named, verbatim};

/// Sentences that are told of one script at most.
const MOST: usize = 12;

/// What each command of a script does, and then what its patterns match where they do not speak for themselves.
pub(super) fn commands(script: &str, extended: bool) -> Option<Vec<String>> {
    // It would mean `-n`.
    if script.starts_with("#n") {
        return None;
    }
    let mut parser = Parser {
        rest: script,
        extended,
        told: Vec::new(),
        patterns: Vec::new(),
    };
    parser.list(&mut Vec::new())?;
    let is_whole = parser.rest.is_empty();
    let told = [parser.told, parser.patterns].concat();
    (is_whole && (1..=MOST).contains(&told.len())).then_some(told)
}

struct Parser<'s> {
    rest: &'s str,
    extended: bool,
    told: Vec<String>,
    patterns: Vec<String>,
}

/// Where a command is done.
enum Address {
    Number(u64),
    Last,
    /// A pattern, and whether its case counts.
    Pattern(String, bool),
    /// So many lines behind another address, as GNU has it.
    Behind(u64),
}

impl Address {
    fn line(&self) -> String {
        match self {
            Address::Number(number) => format!("line {number}"),
            Address::Last => "the last line".to_owned(),
            Address::Pattern(pattern, case) => {
                format!(
                    "a line that matches {}{}",
                    verbatim(pattern),
                    in_case(*case)
                )
            }
            Address::Behind(1) => "the line behind it".to_owned(),
            Address::Behind(lines) => format!("the {lines} lines behind it"),
        }
    }

    /// The lines it stands for alone, or the others.
    fn lines(&self, negated: bool) -> String {
        match (self, negated) {
            (Address::Pattern(pattern, case), _) => {
                let not = if negated { "do not " } else { "" };
                let case = in_case(*case);
                format!("in lines that {not}match {}{case}", verbatim(pattern))
            }
            (other, true) => format!("in every line but {}", other.line()),
            (other, false) => format!("in {}", other.line()),
        }
    }
}

fn in_case(counts: bool) -> &'static str {
    match counts {
        true => "",
        false => " in upper or lower case",
    }
}

impl<'s> Parser<'s> {
    /// Commands up to the end of the script or of the group around them, which is for lines of these `places`.
    fn list(&mut self, places: &mut Vec<String>) -> Option<()> {
        loop {
            self.rest = self.rest.trim_start_matches([';', ' ', '\t', '\n']);
            match self.rest.chars().next() {
                None | Some('}') => return Some(()),
                Some('#') => {
                    self.up_to_newline();
                }
                Some(_) => self.command(places)?,
            }
        }
    }

    fn command(&mut self, places: &mut Vec<String>) -> Option<()> {
        places.push(self.addresses()?);
        let command = self.next()?;
        if command == '{' {
            self.list(places)?;
            (self.next()? == '}').then_some(())?;
        } else {
            let what = self.what(command)?;
            let places: Vec<&str> = places
                .iter()
                .map(String::as_str)
                .filter(|place| !place.is_empty())
                .collect();
            self.told.push(match places.is_empty() {
                true => what,
                false => format!("{}: {what}", places.join(", and of these ")),
            });
        }
        places.pop();
        self.rest = self.rest.trim_start_matches([' ', '\t']);
        let is_ended = self.rest.is_empty() || self.rest.starts_with([';', '\n', '}', '#']);
        is_ended.then_some(())
    }

    /// What a command does; all that belongs to it is taken.
    fn what(&mut self, command: char) -> Option<String> {
        let said = match command {
            's' => return self.substitution(),
            'y' => return self.transliteration(),
            'a' | 'i' | 'c' => return self.text(command),
            'b' | 't' | ':' => return self.jump(command),
            'q' => return self.quit(),
            'd' => "leaves the line out",
            'p' => "prints the line",
            'P' => "prints it up to its first newline",
            '=' => "prints the number of the line",
            'l' => "prints the line with what cannot be seen made visible",
            'n' => "goes on with the next line",
            'N' => "adds the next line to this one",
            'h' => "keeps a copy of the line aside",
            'H' => "adds the line to what is kept aside",
            'g' => "puts what is kept aside in the place of the line",
            'G' => "adds what is kept aside to the line",
            'x' => "trades the line for what is kept aside",
            _ => return None,
        };
        Some(said.to_owned())
    }

    fn quit(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start_matches(' ');
        match self.number() {
            Some(status) => Some(format!("ends with status {status} once the line is done")),
            None => Some("ends once the line is done".to_owned()),
        }
    }

    /// In which lines a command is done; empty if in every one.
    fn addresses(&mut self) -> Option<String> {
        let Some(first) = self.address()? else {
            return Some(String::new());
        };
        self.rest = self.rest.trim_start();
        let last = match self.rest.strip_prefix(',') {
            Some(rest) => {
                self.rest = rest.trim_start();
                Some(self.address()??)
            }
            None => None,
        };
        self.rest = self.rest.trim_start();
        let negated = self.rest.starts_with('!');
        self.rest = self.rest.trim_start_matches(['!', ' ']);
        let Some(last) = last else {
            return Some(first.lines(negated));
        };
        let but = if negated {
            "in every line but those "
        } else {
            ""
        };
        Some(match last {
            Address::Behind(_) => format!("{but}from {} on, with {}", first.line(), last.line()),
            _ => format!("{but}from {} to {}", first.line(), last.line()),
        })
    }

    /// The address that comes next, if one does; none in all if it is not understood.
    fn address(&mut self) -> Option<Option<Address>> {
        let address = match self.rest.chars().next()? {
            '$' => {
                self.next();
                Address::Last
            }
            '+' => {
                self.next();
                Address::Behind(self.number()?)
            }
            delimiter @ ('/' | '\\') => {
                self.next();
                let delimiter = match delimiter {
                    '/' => '/',
                    _ => self.next().filter(|one| !one.is_alphanumeric())?,
                };
                let pattern = self.pattern(delimiter)?;
                let case = !self.rest.starts_with('I');
                self.rest = self.rest.strip_prefix('I').unwrap_or(self.rest);
                Address::Pattern(pattern, case)
            }
            _ => match self.number() {
                Some(_) if self.rest.starts_with('~') => return None,
                Some(number) => Address::Number(number),
                None => return Some(None),
            },
        };
        Some(Some(address))
    }

    /// What an `s` does, from its first delimiter on.
    fn substitution(&mut self) -> Option<String> {
        let delimiter = self.delimiter()?;
        let pattern = self.pattern(delimiter)?;
        let replacement = self.until(delimiter)?;
        let length = self.rest.find([';', '\n', '}', ' ', '#']);
        let (flags, rest) = self.rest.split_at(length.unwrap_or(self.rest.len()));
        self.rest = rest;
        let mut said = match replacement {
            "" => format!("takes out what matches {}", verbatim(&pattern)),
            _ => format!(
                "puts {} in the place of what matches {}",
                verbatim(replacement),
                verbatim(&pattern)
            ),
        };
        if !flags.contains(|flag: char| flag == 'g' || flag.is_ascii_digit()) {
            said.push_str(", once a line");
        }
        for flag in flags.chars() {
            match flag {
                'g' => said.push_str(", as often as it stands in the line"),
                'p' => said.push_str(", and prints the line then"),
                'I' | 'i' => said.push_str(", upper and lower case alike"),
                '1'..='9'
                    if flags.matches(char::is_numeric).count() == 1 && !flags.contains('g') =>
                {
                    said.push_str(&format!(", but only number {flag} of them in a line"));
                }
                _ => return None,
            }
        }
        let meant = what_stands_for_more(replacement)?;
        if !meant.is_empty() {
            said.push_str(&format!("; {}", meant.join(", ")));
        }
        Some(said)
    }

    fn transliteration(&mut self) -> Option<String> {
        let delimiter = self.delimiter()?;
        let (these, those) = (self.until(delimiter)?, self.until(delimiter)?);
        let is_plain = !these.contains('\\') && !those.contains('\\');
        (is_plain && these.chars().count() == those.chars().count()).then(|| {
            format!(
                "makes each character of {} the one of {} at its place",
                verbatim(these),
                verbatim(those)
            )
        })
    }

    /// The text of `a`, `i` or `c`.
    fn text(&mut self, command: char) -> Option<String> {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
        if let Some(rest) = self.rest.strip_prefix('\\') {
            let rest = rest.trim_start_matches([' ', '\t']);
            self.rest = rest.strip_prefix('\n').unwrap_or(rest);
        }
        let text = self.up_to_newline();
        // One line of it, without anything special.
        (!text.is_empty() && !text.contains('\\')).then(|| match command {
            'a' => format!("prints {} behind the line", verbatim(text)),
            'i' => format!("prints {} before the line", verbatim(text)),
            _ => format!("prints {} instead of the line", verbatim(text)),
        })
    }

    fn jump(&mut self, command: char) -> Option<String> {
        let length = self.rest.find([';', '\n', '}']).unwrap_or(self.rest.len());
        let (label, rest) = self.rest.split_at(length);
        self.rest = rest;
        let label = label.trim();
        let to = match label {
            "" => "at the end of the script".to_owned(),
            label => format!("at {}", named(label)),
        };
        match command {
            ':' if label.is_empty() => None,
            ':' => Some(format!("{} is the name of this place", named(label))),
            'b' => Some(format!("goes on {to}")),
            _ => Some(format!("if an s has found something, goes on {to}")),
        }
    }

    /// A pattern up to its `delimiter`. What it matches is remembered.
    fn pattern(&mut self, delimiter: char) -> Option<String> {
        let pattern = self.until(delimiter)?;
        // An empty one is that which was used last.
        if pattern.is_empty() {
            return None;
        }
        let escaped = format!("\\{delimiter}");
        let is_plain = delimiter == '/' || !pattern.contains(&escaped);
        let parts = regex::parts(pattern, self.extended).filter(|_| is_plain);
        if let Some(parts) = parts {
            let told = format!("{} is {parts}", verbatim(pattern));
            if !self.patterns.contains(&told) {
                self.patterns.push(told);
            }
        }
        Some(pattern.to_owned())
    }

    fn delimiter(&mut self) -> Option<char> {
        self.next()
            .filter(|one| !one.is_alphanumeric() && !"\\\n ".contains(*one))
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest.chars().next()?;
        self.rest = &self.rest[next.len_utf8()..];
        Some(next)
    }

    fn number(&mut self) -> Option<u64> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let number = self.rest[..digits].parse().ok()?;
        self.rest = &self.rest[digits..];
        Some(number)
    }

    fn up_to_newline(&mut self) -> &'s str {
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        self.rest = rest;
        line
    }

    /// What stands before the next `delimiter` that no backslash stands before, in one line.
    fn until(&mut self, delimiter: char) -> Option<&'s str> {
        let text = self.rest;
        let (mut escaped, mut in_brackets) = (false, false);
        for (at, character) in text.char_indices() {
            match character {
                '\n' => return None,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => in_brackets = true,
                ']' => in_brackets = false,
                one if one == delimiter && !in_brackets => {
                    self.rest = &text[at + one.len_utf8()..];
                    return Some(&text[..at]);
                }
                _ => {}
            }
        }
        None
    }
}

/// What stands in a replacement for something else; `None` if that differs from one `sed` to the next.
fn what_stands_for_more(replacement: &str) -> Option<Vec<String>> {
    let mut meant = Vec::new();
    let mut add = |said: String| {
        if !meant.contains(&said) {
            meant.push(said);
        }
    };
    let mut characters = replacement.chars();
    while let Some(character) = characters.next() {
        match character {
            '&' => add("& is all that matched".to_owned()),
            '\\' => match characters.next()? {
                digit @ '1'..='9' => add(format!("\\{digit} is what group {digit} matched")),
                'n' => add("\\n is a newline".to_owned()),
                letter if letter.is_alphanumeric() => return None,
                _ => {}
            },
            _ => {}
        }
    }
    Some(meant)
}

#[cfg(test)]
mod tests;
