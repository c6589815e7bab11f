//! Where quotes are open in shell text, as far as that can be seen from left to right: enough to show a text, not to run it.

/// What is open at one place of a text.
#[derive(Clone, Debug, Default)]
pub struct Quoting {
    open: Vec<Open>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Single,
    Double,
    /// `$(`, and so many parentheses within it.
    Substitution(usize),
}

impl Quoting {
    /// Takes what `rest` of the text begins with, and returns how many of its bytes that is: one, or two that belong together.
    pub fn step(&mut self, rest: &[u8]) -> usize {
        let (first, second) = (rest.first().copied(), rest.get(1).copied());
        match (self.open.last_mut(), first) {
            (Some(Open::Single), Some(b'\'')) | (Some(Open::Double), Some(b'"')) => {
                self.open.pop();
            }
            (Some(Open::Single), _) => {}
            (_, Some(b'\\')) if second.is_some_and(|byte| byte.is_ascii()) => return 2,
            (_, Some(b'$')) if second == Some(b'(') => {
                self.open.push(Open::Substitution(0));
                return 2;
            }
            (Some(Open::Double), _) => {}
            (_, Some(b'\'')) => self.open.push(Open::Single),
            (_, Some(b'"')) => self.open.push(Open::Double),
            (Some(Open::Substitution(inner)), Some(b'(')) => *inner += 1,
            (Some(Open::Substitution(0)), Some(b')')) => {
                self.open.pop();
            }
            (Some(Open::Substitution(inner)), Some(b')')) => *inner -= 1,
            _ => {}
        }
        1
    }

    /// Whether what comes next stands between quotes.
    pub fn is_quoted(&self) -> bool {
        matches!(self.open.last(), Some(Open::Single | Open::Double))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The characters of `text` that stand between quotes, the closing ones with them.
    fn quoted(text: &str) -> String {
        let (mut quoting, mut at, mut found) = (Quoting::default(), 0, Vec::new());
        while at < text.len() {
            let is_quoted = quoting.is_quoted();
            let length = quoting.step(&text.as_bytes()[at..]);
            if is_quoted {
                found.extend_from_slice(&text.as_bytes()[at..at + length]);
            }
            at += length;
        }
        String::from_utf8(found).unwrap()
    }

    #[test]
    fn what_is_between_quotes_is_known() {
        assert_eq!(quoted("a 'b \"c' d"), "b \"c'");
        assert_eq!(quoted("a \"b 'c\" d"), "b 'c\"");
        assert_eq!(quoted("\\' a \"\\\" b\""), "\\\" b\"");
        assert_eq!(quoted("\"a $(b 'c' \"d\") e\""), "a $(c'd\" e\"");
        assert_eq!(quoted("$(a; (b) 'c') d"), "c'");
        assert_eq!(quoted("$((1 + (2))) 'a'"), "a'");
        assert_eq!(quoted("'open"), "open");
    }
}
