//! What stands in a `$(( ))` (XCU 2.6.4): its operators and numbers, and whether it can be calculated at all.

use super::Piece::{self, Here, Once, Rule as Stated};
use super::settings::ShellOption;
use super::walk::{Walk, named};
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::{WordPart, WordPartKind};

/// Operators, the longest first, and what each makes. What everybody knows is not told.
const OPERATORS: &[(&str, &str)] = &[
    ("<<=", "sets the variable"),
    (">>=", "sets the variable"),
    (
        "**",
        "a power in bash; POSIX has none, and dash stops here with an error",
    ),
    (
        "++",
        "in bash: adds 1 to the variable; POSIX does not ask for it, and in dash it is an error or two signs",
    ),
    (
        "--",
        "in bash: takes 1 from the variable; POSIX does not ask for it, and in dash it is an error or two signs",
    ),
    ("<<", "its bits moved to the left"),
    (">>", "its bits moved to the right"),
    ("&&", "1 if both sides are not 0, else 0"),
    ("||", "1 if a side is not 0, else 0"),
    ("==", "1 if both sides are equal, else 0"),
    ("!=", "1 if the sides differ, else 0"),
    ("<=", "1 if the left side is less or equal, else 0"),
    (">=", "1 if the left side is greater or equal, else 0"),
    ("+=", "adds to the variable"),
    ("-=", "takes from the variable"),
    ("*=", "multiplies the variable"),
    ("/=", "divides the variable"),
    ("%=", "sets the variable to what a division leaves over"),
    ("&=", "sets the variable"),
    ("|=", "sets the variable"),
    ("^=", "sets the variable"),
    ("<", "1 if the left side is less, else 0"),
    (">", "1 if the left side is greater, else 0"),
    ("=", "sets the variable"),
    ("*", "times; no pattern here"),
    ("/", "divided by, without a fraction: 7 / 2 is 3"),
    ("%", "what a division leaves over: 7 % 2 is 1"),
    ("&", "the bits that are set in both sides"),
    ("|", "the bits that are set in one side or both"),
    ("^", "the bits that are set in one side alone; no power"),
    ("~", "every bit turned round"),
    ("!", "1 if what follows is 0, else 0"),
    (
        "?",
        "if what stands before it is not 0, what follows, else what stands behind the :",
    ),
    (
        ",",
        "of bash: the value is what follows; POSIX does not ask for it, and dash stops here with an error",
    ),
    (":", ""),
    ("+", ""),
    ("-", ""),
    ("(", ""),
    (")", ""),
];

/// A token of the expression.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'t> {
    Name(&'t [u8]),
    Number(&'t [u8]),
    Operator(&'static str),
    /// A byte that begins none of these.
    Other,
}

/// The tokens of `text`, and where each stands in it.
fn tokens(text: &[u8]) -> Vec<(usize, usize, Token<'_>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let word = rest.iter().take_while(|byte| is_word(byte)).count();
        let operator = OPERATORS
            .iter()
            .find(|(sign, _)| rest.starts_with(sign.as_bytes()));
        let (length, token) = match (rest[0], operator) {
            (byte, _) if byte.is_ascii_whitespace() => (1, None),
            (byte, _) if byte.is_ascii_digit() => (word, Some(Token::Number(&rest[..word]))),
            _ if word > 0 => (word, Some(Token::Name(&rest[..word]))),
            (_, Some((sign, _))) => (sign.len(), Some(Token::Operator(sign))),
            (b'\\', _) if rest.get(1) == Some(&b'\n') => (2, None),
            _ => (1, Some(Token::Other)),
        };
        found.extend(token.map(|token| (at, length, token)));
        at += length;
    }
    found
}

impl<'a> Walk<'a> {
    /// What is said of an expression as a whole.
    pub fn expression(&self, span: Span, parts: &[WordPart<'a>]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let own = |part: &WordPart<'a>| match part.kind {
            WordPartKind::Literal(text) => tokens(text),
            _ => Vec::new(),
        };
        let all: Vec<Token<'_>> = parts
            .iter()
            .flat_map(own)
            .map(|(.., token)| token)
            .collect();
        if all.iter().any(|token| matches!(token, Token::Name(_))) {
            pieces.push(Once(
                match self.may(ShellOption::NoUnset) {
                    true => "a name in it stands for the variable's value, without a $",
                    false => "a name in it stands for the variable's value, without a $; 0 if it is unset",
                }
                .to_owned(),
            ));
        }
        for token in &all {
            if let Token::Name(name) = token {
                pieces.extend(super::parameter::known(&String::from_utf8_lossy(name)));
            }
        }
        let sets = |token: &Token<'_>| match token {
            Token::Operator("++" | "--") => true,
            Token::Operator(sign) => {
                sign.ends_with('=') && !["==", "!=", "<=", ">="].contains(sign)
            }
            _ => false,
        };
        if all.iter().any(sets) {
            pieces.push(Here("it may set a variable, too".to_owned()));
        }
        // What has not been written yet may mend it.
        let is_whole = span.end <= self.own;
        if let Some(wrong) = wrong(parts).filter(|_| is_whole) {
            pieces.push(Here(format!("it cannot be calculated: {wrong}")));
            pieces.push(Stated(Rule::ExpansionError));
        }
        pieces
    }

    /// What is said of the parts of an expression.
    pub fn expression_parts(&mut self, parts: &[WordPart<'a>]) {
        for part in parts {
            match part.kind {
                // Between backquotes it may be written otherwise.
                WordPartKind::Literal(text) if part.span.of(self.text) == text => {
                    self.expression_text(text, part.span.start);
                }
                WordPartKind::Literal(_) => {}
                _ => self.part(part, super::word::Place::Quoted),
            }
        }
    }

    fn expression_text(&mut self, text: &[u8], from: u32) {
        for (at, length, token) in tokens(text) {
            let span = Span::new(from + at as u32, from + (at + length) as u32);
            match token {
                Token::Operator(sign) => {
                    let about = OPERATORS.iter().find(|(known, _)| *known == sign);
                    let about = about
                        .map(|(_, about)| *about)
                        .filter(|about| !about.is_empty());
                    if let Some(about) = about {
                        self.note(span, vec![Once(about.to_owned())]);
                    }
                }
                Token::Number(number) => {
                    if let Some(said) = other_base(&String::from_utf8_lossy(number)) {
                        self.note(span, vec![Here(said)]);
                    }
                }
                Token::Name(_) | Token::Other => {}
            }
        }
    }
}

/// What a number is that is not written in tens.
fn other_base(number: &str) -> Option<String> {
    let (base, digits) = match number.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &number[2..]),
        [b'0', _, ..] => (8, &number[1..]),
        _ => return None,
    };
    Some(match (i64::from_str_radix(digits, base), base) {
        (Ok(value), 16) => format!("0x begins a hexadecimal number: {value}"),
        (Ok(value), _) => format!("a 0 in front makes it octal: {value}"),
        (Err(_), 16) => "no hexadecimal number".to_owned(),
        (Err(_), _) => {
            "a 0 in front makes it octal, and 8 and 9 are no octal digits: an error".to_owned()
        }
    })
}

/// Why an expression is none, if that is certain before it is expanded.
fn wrong(parts: &[WordPart<'_>]) -> Option<String> {
    let mut waits = true;
    let mut open = 0usize;
    let mut before = String::new();
    for part in parts {
        let WordPartKind::Literal(text) = part.kind else {
            // What it comes to may be more than an operand.
            if !waits {
                return None;
            }
            waits = false;
            continue;
        };
        for (at, length, token) in tokens(text) {
            let word = named(&String::from_utf8_lossy(&text[at..at + length]));
            match token {
                // What only some shells know is said of itself.
                Token::Operator("++" | "--" | "**" | ",") | Token::Other => return None,
                Token::Operator("(") if waits => open += 1,
                Token::Operator("+" | "-" | "~" | "!") if waits => {}
                Token::Operator(")") if !waits && open > 0 => open -= 1,
                Token::Operator(_) if waits && before.is_empty() => {
                    return Some(format!("nothing stands before {word}"));
                }
                Token::Operator(_) if waits => {
                    return Some(format!("nothing stands between {before} and {word}"));
                }
                Token::Operator("(" | "~" | "!") | Token::Name(_) | Token::Number(_) if !waits => {
                    return Some(format!("no operator stands before {word}"));
                }
                Token::Operator(_) => waits = true,
                Token::Name(_) | Token::Number(_) => waits = false,
            }
            before = word;
        }
    }
    match () {
        () if before.is_empty() => None,
        () if waits => Some(format!("nothing stands behind {before}")),
        () if open > 0 => Some("a ( is not closed".to_owned()),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let part = WordPart {
            kind: WordPartKind::Literal(text.as_bytes()),
            span: Span::new(0, text.len() as u32),
        };
        assert_eq!(wrong(&[part]).as_deref(), expected, "{text}");
    }

    #[test]
    fn what_can_be_calculated_is_not_complained_of() {
        for text in [
            "1 + 2",
            "(a << 2) | b",
            "- -1",
            "!(a && ~b)",
            "a ? b : c",
            "x += 2",
            "i++",
            "2**3",
            "",
            "x = y == 2",
            "0x1f % 010",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn what_cannot_is() {
        check("1 +", Some("nothing stands behind `+`"));
        check("* 2", Some("nothing stands before `*`"));
        check("1 + * 2", Some("nothing stands between `+` and `*`"));
        check("a b", Some("no operator stands before `b`"));
        check("(1 + 2", Some("a ( is not closed"));
        check("()", Some("nothing stands between `(` and `)`"));
    }

    #[test]
    fn numbers_of_other_bases_are_told_in_tens() {
        assert_eq!(other_base("10"), None);
        assert_eq!(other_base("0"), None);
        assert!(other_base("010").unwrap().ends_with(": 8"));
        assert!(other_base("0x1f").unwrap().ends_with(": 31"));
        assert!(other_base("08").unwrap().contains("an error"));
    }
}
