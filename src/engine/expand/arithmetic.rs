//! Arithmetic expansion (XCU 2.6.4): signed 64-bit integers, the operators of C but `sizeof`, `++` and `--`.

use super::ExpandError;
use super::gather::{self, Expansion, Mode};
use crate::engine::shell::Shell;
use crate::engine::shell::variables::ReadOnly;
use crate::syntax::ast::WordPart;

/// What is wrong with an expression.
#[derive(Debug, thiserror::Error)]
pub enum ArithmeticError {
    /// It is no expression.
    #[error("arithmetic: {0} in `{1}`")]
    Syntax(&'static str, String),
    /// A division or remainder by 0.
    #[error("arithmetic: division by zero in `{0}`")]
    DivisionByZero(String),
    /// A variable whose value is no number.
    #[error("arithmetic: `{0}` is not a number")]
    NotANumber(String),
    /// An assignment to a read-only variable.
    #[error(transparent)]
    ReadOnly(#[from] ReadOnly),
}

/// The value of the expression.
///
/// # Errors
/// It is no expression, or its value is not defined.
pub fn expand(shell: &mut Shell, expression: &[WordPart<'_>]) -> Result<i64, ExpandError> {
    let mut text = Expansion::default();
    gather::parts(shell, expression, Mode::HereDoc, &mut text)?;
    let mut evaluation = Evaluation {
        shell,
        text: &text.bytes,
        at: 0,
        live: true,
        depth: 0,
    };
    let value = evaluation.expression()?;
    evaluation.skip_blanks();
    if evaluation.at < text.bytes.len() {
        return Err(evaluation.syntax("something is left over").into());
    }
    Ok(value)
}

/// An expression being evaluated while it is parsed.
struct Evaluation<'s, 't> {
    shell: &'s mut Shell,
    text: &'t [u8],
    at: usize,
    /// Whether effects and errors of values count: not on the side that `&&`, `||` or `?:` leaves out.
    live: bool,
    /// How many parentheses, operators and branches surround this point.
    depth: u32,
}

/// Expressions nest this deep at most: evaluation recurses, and a stack is finite.
const MAX_DEPTH: u32 = 500;

/// Binary operators, longest first where one begins another, with their precedence: higher binds tighter.
const BINARY: [(&[u8], u8); 18] = [
    (b"||", 1),
    (b"&&", 2),
    (b"<<", 8),
    (b">>", 8),
    (b"<=", 7),
    (b">=", 7),
    (b"==", 6),
    (b"!=", 6),
    (b"|", 3),
    (b"^", 4),
    (b"&", 5),
    (b"<", 7),
    (b">", 7),
    (b"+", 9),
    (b"-", 9),
    (b"*", 10),
    (b"/", 10),
    (b"%", 10),
];

const ASSIGNMENT: [&[u8]; 11] = [
    b"<<=", b">>=", b"+=", b"-=", b"*=", b"/=", b"%=", b"&=", b"^=", b"|=", b"=",
];

impl Evaluation<'_, '_> {
    fn expression(&mut self) -> Result<i64, ArithmeticError> {
        let start = self.at;
        if let Some(name) = self.name() {
            if let Some(operator) = self.assignment_operator() {
                let right = self.expression()?;
                return self.assign(name, operator, right);
            }
            self.at = start;
        }
        let condition = self.binary(1)?;
        if !self.take(b"?") {
            return Ok(condition);
        }
        let chosen = self.alive(condition != 0, Self::expression)?;
        if !self.take(b":") {
            return Err(self.syntax("`:` expected"));
        }
        let other = self.alive(condition == 0, Self::expression)?;
        Ok(if condition != 0 { chosen } else { other })
    }

    fn binary(&mut self, lowest: u8) -> Result<i64, ArithmeticError> {
        let mut left = self.unary()?;
        while let Some((operator, precedence)) = self.binary_operator(lowest) {
            self.at += operator.len();
            let counts = match operator {
                b"&&" => left != 0,
                b"||" => left == 0,
                _ => true,
            };
            let right = self.alive(counts, |this| this.binary(precedence + 1))?;
            left = self.apply(operator, left, right)?;
        }
        Ok(left)
    }

    fn alive<T>(
        &mut self,
        counts: bool,
        evaluate: impl FnOnce(&mut Self) -> Result<T, ArithmeticError>,
    ) -> Result<T, ArithmeticError> {
        let outer = self.live;
        self.live = outer && counts;
        let result = evaluate(self);
        self.live = outer;
        result
    }

    fn binary_operator(&mut self, lowest: u8) -> Option<(&'static [u8], u8)> {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        let (operator, precedence) = *BINARY
            .iter()
            .find(|(operator, _)| rest.starts_with(operator))?;
        (precedence >= lowest).then_some((operator, precedence))
    }

    fn unary(&mut self) -> Result<i64, ArithmeticError> {
        if self.depth >= MAX_DEPTH {
            return Err(ArithmeticError::Syntax("nested too deeply", String::new()));
        }
        self.depth += 1;
        let value = self.operand();
        self.depth -= 1;
        value
    }

    fn operand(&mut self) -> Result<i64, ArithmeticError> {
        self.skip_blanks();
        let operator = self.text.get(self.at).copied();
        match operator {
            Some(b'+' | b'-' | b'!' | b'~') => {
                self.at += 1;
                let value = self.unary()?;
                Ok(match operator {
                    Some(b'-') => value.wrapping_neg(),
                    Some(b'!') => i64::from(value == 0),
                    Some(b'~') => !value,
                    _ => value,
                })
            }
            Some(b'(') => {
                self.at += 1;
                let value = self.expression()?;
                if self.take(b")") {
                    Ok(value)
                } else {
                    Err(self.syntax("`)` expected"))
                }
            }
            Some(b'0'..=b'9') => self.constant(),
            _ => match self.name() {
                Some(name) => self.variable(&name),
                None => Err(self.syntax("a number or a name expected")),
            },
        }
    }

    fn constant(&mut self) -> Result<i64, ArithmeticError> {
        let rest = &self.text[self.at..];
        let length = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_')
            .count();
        let word = &rest[..length];
        self.at += length;
        parse_integer(word)
            .ok_or_else(|| ArithmeticError::NotANumber(String::from_utf8_lossy(word).into_owned()))
    }

    fn variable(&self, name: &[u8]) -> Result<i64, ArithmeticError> {
        let value = self.shell.variables.get(name).unwrap_or(b"").trim_ascii();
        if value.is_empty() || !self.live {
            return Ok(0);
        }
        let (negative, digits) = match value {
            [b'-', digits @ ..] => (true, digits),
            [b'+', digits @ ..] => (false, digits),
            _ => (false, value),
        };
        match parse_integer(digits) {
            Some(number) => Ok(if negative {
                number.wrapping_neg()
            } else {
                number
            }),
            None => Err(ArithmeticError::NotANumber(
                String::from_utf8_lossy(value).into_owned(),
            )),
        }
    }

    fn assign(
        &mut self,
        name: Vec<u8>,
        operator: &[u8],
        right: i64,
    ) -> Result<i64, ArithmeticError> {
        let value = match operator {
            b"=" => right,
            _ => {
                let left = self.variable(&name)?;
                self.apply(&operator[..operator.len() - 1], left, right)?
            }
        };
        if self.live {
            self.shell
                .variables
                .assign(&name, value.to_string().into_bytes())?;
        }
        Ok(value)
    }

    fn apply(&self, operator: &[u8], left: i64, right: i64) -> Result<i64, ArithmeticError> {
        let divides = matches!(operator, b"/" | b"%");
        if divides && right == 0 {
            if !self.live {
                return Ok(0);
            }
            return Err(ArithmeticError::DivisionByZero(
                String::from_utf8_lossy(self.text).into_owned(),
            ));
        }
        Ok(match operator {
            b"||" => i64::from(left != 0 || right != 0),
            b"&&" => i64::from(left != 0 && right != 0),
            b"|" => left | right,
            b"^" => left ^ right,
            b"&" => left & right,
            b"==" => i64::from(left == right),
            b"!=" => i64::from(left != right),
            b"<" => i64::from(left < right),
            b">" => i64::from(left > right),
            b"<=" => i64::from(left <= right),
            b">=" => i64::from(left >= right),
            b"<<" => left.wrapping_shl(right as u32),
            b">>" => left.wrapping_shr(right as u32),
            b"+" => left.wrapping_add(right),
            b"-" => left.wrapping_sub(right),
            b"*" => left.wrapping_mul(right),
            b"/" => left.wrapping_div(right),
            _ => left.wrapping_rem(right),
        })
    }

    fn assignment_operator(&mut self) -> Option<&'static [u8]> {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        let operator = *ASSIGNMENT
            .iter()
            .find(|operator| rest.starts_with(operator))?;
        if rest.starts_with(b"==") {
            return None;
        }
        self.at += operator.len();
        Some(operator)
    }

    fn name(&mut self) -> Option<Vec<u8>> {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        if rest
            .first()
            .is_none_or(|byte| byte.is_ascii_digit() || !is_name(byte))
        {
            return None;
        }
        let length = rest.iter().take_while(|byte| is_name(byte)).count();
        self.at += length;
        Some(rest[..length].to_vec())
    }

    fn take(&mut self, token: &[u8]) -> bool {
        self.skip_blanks();
        let found = self.text[self.at..].starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    fn skip_blanks(&mut self) {
        while self.text.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    fn syntax(&self, what: &'static str) -> ArithmeticError {
        ArithmeticError::Syntax(what, String::from_utf8_lossy(self.text).into_owned())
    }
}

/// A C integer constant: decimal, `0` octal, `0x` hexadecimal. Too large ones stick at the largest.
fn parse_integer(word: &[u8]) -> Option<i64> {
    let word = std::str::from_utf8(word).ok()?;
    let (radix, digits) = match word.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &word[2..]),
        [b'0', _, ..] => (8, &word[1..]),
        _ => (10, word),
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    Some(i64::from_str_radix(digits, radix).unwrap_or(i64::MAX))
}
