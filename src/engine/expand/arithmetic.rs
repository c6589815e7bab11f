//! Arithmetic expansion (XCU 2.6.4): signed 64-bit integers, the operators of C but `sizeof`, `++` and `--`.

use super::gather::Mode;
use super::{ExpandError, parameter};
use crate::depth;
use crate::engine::shell::Shell;
use crate::engine::shell::options::ShellOption;
use crate::engine::shell::variables::ReadOnly;
use crate::syntax::ast::{WordPart, WordPartKind};

/// What is wrong with an expression.
#[derive(Debug, thiserror::Error)]
pub enum ArithmeticError {
    /// It is no expression.
    #[error("arithmetic: {0} in `{1}`")]
    Syntax(&'static str, String),
    /// More operators or parentheses inside each other than there is room for.
    #[error("arithmetic: nested too deeply")]
    TooDeep,
    /// A division or remainder by 0.
    #[error("arithmetic: division by zero in `{0}`")]
    DivisionByZero(String),
    /// A variable whose value is no number.
    #[error("arithmetic: `{0}` is not a number")]
    NotANumber(String),
    /// `set -u` and a variable that is not set.
    #[error("{0}: parameter not set")]
    Unset(String),
    /// An assignment to a read-only variable.
    #[error(transparent)]
    ReadOnly(#[from] ReadOnly),
}

/// The value of the expression.
///
/// # Errors
/// It is no expression, or its value is not defined.
pub fn expand(shell: &mut Shell, expression: &[WordPart<'_>]) -> Result<i64, ExpandError> {
    // Most expressions hold nothing that must be expanded first.
    if let [
        WordPart {
            kind: WordPartKind::Literal(text),
            ..
        },
    ] = expression
    {
        return evaluate(shell, text);
    }
    super::with_gathered(shell, expression, Mode::HereDoc, evaluate)?
}

fn evaluate(shell: &mut Shell, text: &[u8]) -> Result<i64, ExpandError> {
    let mut evaluation = Evaluation {
        shell,
        text,
        at: 0,
        live: true,
    };
    let value = evaluation.expression()?;
    evaluation.skip_blanks();
    if evaluation.at < text.len() {
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
}

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    BitOr,
    BitXor,
    BitAnd,
    Equal,
    NotEqual,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
    ShiftLeft,
    ShiftRight,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Operator {
    /// The operator at the start of `text`, and its length.
    fn at(text: &[u8]) -> Option<(Operator, usize)> {
        Some(match text {
            [b'|', b'|', ..] => (Operator::Or, 2),
            [b'&', b'&', ..] => (Operator::And, 2),
            [b'=', b'=', ..] => (Operator::Equal, 2),
            [b'!', b'=', ..] => (Operator::NotEqual, 2),
            [b'<', b'<', ..] => (Operator::ShiftLeft, 2),
            [b'>', b'>', ..] => (Operator::ShiftRight, 2),
            [b'<', b'=', ..] => (Operator::LessOrEqual, 2),
            [b'>', b'=', ..] => (Operator::GreaterOrEqual, 2),
            [b'<', ..] => (Operator::Less, 1),
            [b'>', ..] => (Operator::Greater, 1),
            [b'|', ..] => (Operator::BitOr, 1),
            [b'^', ..] => (Operator::BitXor, 1),
            [b'&', ..] => (Operator::BitAnd, 1),
            [b'+', ..] => (Operator::Add, 1),
            [b'-', ..] => (Operator::Subtract, 1),
            [b'*', ..] => (Operator::Multiply, 1),
            [b'/', ..] => (Operator::Divide, 1),
            [b'%', ..] => (Operator::Remainder, 1),
            _ => return None,
        })
    }

    /// Higher binds tighter.
    fn precedence(self) -> u8 {
        match self {
            Operator::Or => 1,
            Operator::And => 2,
            Operator::BitOr => 3,
            Operator::BitXor => 4,
            Operator::BitAnd => 5,
            Operator::Equal | Operator::NotEqual => 6,
            Operator::Less
            | Operator::Greater
            | Operator::LessOrEqual
            | Operator::GreaterOrEqual => 7,
            Operator::ShiftLeft | Operator::ShiftRight => 8,
            Operator::Add | Operator::Subtract => 9,
            Operator::Multiply | Operator::Divide | Operator::Remainder => 10,
        }
    }

    /// Whether it can stand before the `=` of an assignment.
    fn assigns(self) -> bool {
        matches!(self.precedence(), 3..=5 | 8..)
    }
}

impl<'t> Evaluation<'_, 't> {
    fn expression(&mut self) -> Result<i64, ArithmeticError> {
        if depth::is_exhausted() {
            return Err(ArithmeticError::TooDeep);
        }
        let start = self.at;
        if let Some(name) = self.name() {
            if let Some(operator) = self.assignment_operator() {
                let right = self.expression()?;
                return self.assign(name, operator, right);
            }
            self.at = start;
        }
        self.conditional()
    }

    /// What stands behind its `:` is no assignment, as in C.
    fn conditional(&mut self) -> Result<i64, ArithmeticError> {
        if depth::is_exhausted() {
            return Err(ArithmeticError::TooDeep);
        }
        let condition = self.binary(1)?;
        if !self.take(b"?") {
            return Ok(condition);
        }
        let chosen = self.alive(condition != 0, Self::expression)?;
        if !self.take(b":") {
            return Err(self.syntax("`:` expected"));
        }
        let other = self.alive(condition == 0, Self::conditional)?;
        Ok(if condition != 0 { chosen } else { other })
    }

    fn binary(&mut self, lowest: u8) -> Result<i64, ArithmeticError> {
        let mut left = self.unary()?;
        while let Some((operator, length)) = self.binary_operator(lowest) {
            self.at += length;
            let counts = match operator {
                Operator::And => left != 0,
                Operator::Or => left == 0,
                _ => true,
            };
            let right = self.alive(counts, |this| this.binary(operator.precedence() + 1))?;
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

    fn binary_operator(&mut self, lowest: u8) -> Option<(Operator, usize)> {
        self.skip_blanks();
        let found = Operator::at(&self.text[self.at..]);
        found.filter(|(operator, _)| operator.precedence() >= lowest)
    }

    fn unary(&mut self) -> Result<i64, ArithmeticError> {
        if depth::is_exhausted() {
            return Err(ArithmeticError::TooDeep);
        }
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
                Some(name) => self.variable(name),
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
        if !self.live {
            return Ok(0);
        }
        let Some(value) = parameter::variable(self.shell, name, None) else {
            return match self.shell.options.is_on(ShellOption::NoUnset) {
                true => Err(ArithmeticError::Unset(
                    String::from_utf8_lossy(name).into_owned(),
                )),
                false => Ok(0),
            };
        };
        let value = value.trim_ascii();
        if value.is_empty() {
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

    /// Assigns to `name`, with the value it has as the left operand of `operator` if there is one.
    fn assign(
        &mut self,
        name: &[u8],
        operator: Option<Operator>,
        right: i64,
    ) -> Result<i64, ArithmeticError> {
        let value = match operator {
            None => right,
            Some(operator) => {
                let left = self.variable(name)?;
                self.apply(operator, left, right)?
            }
        };
        if self.live {
            let mut buffer = itoa::Buffer::new();
            self.shell.variables.assign(name, buffer.format(value))?;
        }
        Ok(value)
    }

    fn apply(&self, operator: Operator, left: i64, right: i64) -> Result<i64, ArithmeticError> {
        if matches!(operator, Operator::Divide | Operator::Remainder) && right == 0 {
            if !self.live {
                return Ok(0);
            }
            return Err(ArithmeticError::DivisionByZero(
                String::from_utf8_lossy(self.text).into_owned(),
            ));
        }
        Ok(match operator {
            Operator::Or => i64::from(left != 0 || right != 0),
            Operator::And => i64::from(left != 0 && right != 0),
            Operator::BitOr => left | right,
            Operator::BitXor => left ^ right,
            Operator::BitAnd => left & right,
            Operator::Equal => i64::from(left == right),
            Operator::NotEqual => i64::from(left != right),
            Operator::Less => i64::from(left < right),
            Operator::Greater => i64::from(left > right),
            Operator::LessOrEqual => i64::from(left <= right),
            Operator::GreaterOrEqual => i64::from(left >= right),
            Operator::ShiftLeft => left.wrapping_shl(right as u32),
            Operator::ShiftRight => left.wrapping_shr(right as u32),
            Operator::Add => left.wrapping_add(right),
            Operator::Subtract => left.wrapping_sub(right),
            Operator::Multiply => left.wrapping_mul(right),
            Operator::Divide => left.wrapping_div(right),
            Operator::Remainder => left.wrapping_rem(right),
        })
    }

    /// An assignment operator; with the binary one that stands before its `=`.
    fn assignment_operator(&mut self) -> Option<Option<Operator>> {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        if let [b'=', behind @ ..] = rest {
            let assigns = !behind.starts_with(b"=");
            self.at += usize::from(assigns);
            return assigns.then_some(None);
        }
        let (operator, length) = Operator::at(rest)?;
        let assigns = operator.assigns() && rest[length..].starts_with(b"=");
        self.at += if assigns { length + 1 } else { 0 };
        assigns.then_some(Some(operator))
    }

    fn name(&mut self) -> Option<&'t [u8]> {
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
        Some(&rest[..length])
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
    let (radix, digits) = match word {
        [b'0', b'x' | b'X', digits @ ..] => (16, digits),
        [b'0', digits @ ..] if !digits.is_empty() => (8, digits),
        _ => (10, word),
    };
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_i64, |number, digit| {
        let digit = char::from(*digit).to_digit(radix)?;
        let larger = number.checked_mul(i64::from(radix));
        let larger = larger.and_then(|number| number.checked_add(i64::from(digit)));
        Some(larger.unwrap_or(i64::MAX))
    })
}
