//! `test` and `[` (XCU 3): decided by the number of operands.

use super::{BuiltinError, BuiltinResult, done, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::rules::TestRules;
use crate::engine::shell::Shell;
use crate::sys::file::{self, AccessFlags, FileStat};
use crate::trace::ExitStatus;
use nix::libc;
use std::cmp::Ordering;

/// Why an expression could not be read; status 2.
#[derive(Debug, thiserror::Error)]
pub enum TestError {
    /// `[` without `]`.
    #[error("missing ]")]
    MissingBracket,
    /// A word where an operator is expected.
    #[error("{0}: unexpected operator")]
    UnexpectedOperator(String),
    /// An operand of a numeric comparison.
    #[error("{0}: a whole number expected")]
    NotANumber(String),
    /// More operands than the rules cover.
    #[error("too many arguments")]
    TooMany,
    /// An operand is missing.
    #[error("an argument expected")]
    Missing,
}

/// `[ expression ]`
pub fn bracket(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    with_operands(fields, |operands| match operands {
        [operands @ .., b"]"] => evaluate(operands, &shell.rules.test),
        _ => Err(TestError::MissingBracket.into()),
    })
}

/// `test expression`
pub fn test(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    with_operands(fields, |operands| evaluate(operands, &shell.rules.test))
}

/// As many operands as nearly every expression has, with the `]`.
const FEW: usize = 6;

/// Calls `work` with the fields behind the name; without allocation, if they are few.
fn with_operands<T>(fields: &Fields, work: impl FnOnce(&[&[u8]]) -> T) -> T {
    let mut few: [&[u8]; FEW] = [b""; FEW];
    let count = fields.len().saturating_sub(1);
    if count > FEW {
        return work(&fields.iter().skip(1).collect::<Vec<_>>());
    }
    for (place, field) in few.iter_mut().zip(fields.iter().skip(1)) {
        *place = field;
    }
    work(&few[..count])
}

fn evaluate(operands: &[&[u8]], rules: &TestRules) -> BuiltinResult {
    let holds = expression(operands, rules).map_err(BuiltinError::Test)?;
    done(if holds {
        ExitStatus::SUCCESS
    } else {
        ExitStatus::FAILURE
    })
}

fn expression(operands: &[&[u8]], rules: &TestRules) -> Result<bool, TestError> {
    match operands {
        [] => Ok(false),
        [word] => Ok((rules.word)(word)),
        [b"!", word] => Ok(!(rules.word)(word)),
        [operator, operand] => unary(operator, operand, rules)
            .ok_or_else(|| TestError::UnexpectedOperator(shown(operator)))?,
        [left, operator, right] if is_binary(operator) => binary(left, operator, right, rules),
        [left, b"-a", right] => Ok(!left.is_empty() && !right.is_empty()),
        [left, b"-o", right] => Ok(!left.is_empty() || !right.is_empty()),
        [b"!", rest @ ..] if rest.len() == 2 => expression(rest, rules).map(|holds| !holds),
        [b"(", word, b")"] => Ok(!word.is_empty()),
        [_, operator, _] => Err(TestError::UnexpectedOperator(shown(operator))),
        [b"!", rest @ ..] if rest.len() == 3 => expression(rest, rules).map(|holds| !holds),
        [b"(", rest @ .., b")"] if rest.len() == 2 => expression(rest, rules),
        _ => {
            let mut grammar = Grammar {
                operands,
                rules,
                at: 0,
            };
            let holds = grammar.or()?;
            match grammar.peek() {
                None => Ok(holds),
                Some(word) => Err(TestError::UnexpectedOperator(shown(word))),
            }
        }
    }
}

/// More than four operands: the obsolescent grammar of `-a`, `-o`, `!` and parentheses.
struct Grammar<'o> {
    operands: &'o [&'o [u8]],
    rules: &'o TestRules,
    at: usize,
}

impl<'o> Grammar<'o> {
    fn peek(&self) -> Option<&'o [u8]> {
        self.operands.get(self.at).copied()
    }

    fn take(&mut self, word: &[u8]) -> bool {
        let found = self.peek() == Some(word);
        self.at += usize::from(found);
        found
    }

    fn or(&mut self) -> Result<bool, TestError> {
        let mut holds = self.and()?;
        while self.take(b"-o") {
            holds |= self.and()?;
        }
        Ok(holds)
    }

    fn and(&mut self) -> Result<bool, TestError> {
        let mut holds = self.not()?;
        while self.take(b"-a") {
            holds &= self.not()?;
        }
        Ok(holds)
    }

    fn not(&mut self) -> Result<bool, TestError> {
        if self.take(b"!") {
            return self.not().map(|holds| !holds);
        }
        self.primary()
    }

    fn primary(&mut self) -> Result<bool, TestError> {
        let first = self.peek().ok_or(TestError::Missing)?;
        if let [left, operator, right, ..] = &self.operands[self.at..]
            && is_binary(operator)
        {
            self.at += 3;
            return binary(left, operator, right, self.rules);
        }
        if first == b"(" {
            self.at += 1;
            let holds = self.or()?;
            return if self.take(b")") {
                Ok(holds)
            } else {
                Err(TestError::Missing)
            };
        }
        if let [operator, operand, ..] = &self.operands[self.at..]
            && let Some(result) = unary(operator, operand, self.rules)
        {
            self.at += 2;
            return result;
        }
        self.at += 1;
        Ok(!first.is_empty())
    }
}

fn is_binary(operator: &[u8]) -> bool {
    matches!(
        operator,
        b"=" | b"!="
            | b"<"
            | b">"
            | b"-eq"
            | b"-ne"
            | b"-lt"
            | b"-le"
            | b"-gt"
            | b"-ge"
            | b"-nt"
            | b"-ot"
            | b"-ef"
    )
}

fn binary(
    left: &[u8],
    operator: &[u8],
    right: &[u8],
    rules: &TestRules,
) -> Result<bool, TestError> {
    Ok(match operator {
        b"=" => (rules.equal)(left, right),
        b"!=" => !(rules.equal)(left, right),
        b"<" => left < right,
        b">" => left > right,
        b"-nt" => newer(left, right),
        b"-ot" => newer(right, left),
        b"-ef" => same_file(left, right),
        _ => {
            let order = match rules.numbers {
                Some(compare) => compare(left, right),
                None => number(left)?.cmp(&number(right)?),
            };
            match operator {
                b"-eq" => order == Ordering::Equal,
                b"-ne" => order != Ordering::Equal,
                b"-lt" => order == Ordering::Less,
                b"-le" => order != Ordering::Greater,
                b"-gt" => order == Ordering::Greater,
                _ => order != Ordering::Less,
            }
        }
    })
}

fn number(text: &[u8]) -> Result<i64, TestError> {
    let trimmed = text.trim_ascii();
    let parsed = std::str::from_utf8(trimmed)
        .ok()
        .and_then(|text| text.parse().ok());
    parsed.ok_or_else(|| TestError::NotANumber(shown(text)))
}

/// `None` if `operator` is no unary operator.
fn unary(operator: &[u8], operand: &[u8], rules: &TestRules) -> Option<Result<bool, TestError>> {
    let [b'-', letter] = operator else {
        return None;
    };
    let kind = |wanted| stat_of(operand).is_some_and(|stat| file::is_kind(&stat, wanted));
    let mode = |bit: u32| stat_of(operand).is_some_and(|stat| stat.st_mode & bit != 0);
    let access = |flags| file::may(operand, flags);
    Some(Ok(match letter {
        b'n' => !operand.is_empty(),
        b'z' => operand.is_empty(),
        b'e' => stat_of(operand).is_some(),
        b'f' if rules.regular => kind(libc::S_IFREG),
        b'f' => stat_of(operand).is_some(),
        b'd' => kind(libc::S_IFDIR),
        b'b' => kind(libc::S_IFBLK),
        b'c' => kind(libc::S_IFCHR),
        b'p' => kind(libc::S_IFIFO),
        b'S' => kind(libc::S_IFSOCK),
        b'h' | b'L' => file::lstat(operand).is_ok_and(|stat| file::is_kind(&stat, libc::S_IFLNK)),
        b's' => stat_of(operand).is_some_and(|stat| stat.st_size > 0),
        b'g' => mode(libc::S_ISGID),
        b'u' => mode(libc::S_ISUID),
        b'k' => mode(libc::S_ISVTX),
        b'r' => access(AccessFlags::R_OK),
        b'w' => access(AccessFlags::W_OK),
        b'x' => access(AccessFlags::X_OK),
        b'O' => stat_of(operand).is_some_and(|stat| file::is_own(&stat)),
        b'G' => stat_of(operand).is_some_and(|stat| file::is_own_group(&stat)),
        b't' => match number(operand) {
            Ok(fd) => i32::try_from(fd)
                .is_ok_and(|fd| crate::sys::fd::is_terminal(crate::sys::fd::Fd(fd))),
            Err(error) => return Some(Err(error)),
        },
        _ => return None,
    }))
}

fn stat_of(path: &[u8]) -> Option<FileStat> {
    file::stat(path).ok()
}

/// Whether `left` was modified after `right`, or exists while `right` does not.
fn newer(left: &[u8], right: &[u8]) -> bool {
    let time = |stat: FileStat| (stat.st_mtime, stat.st_mtime_nsec);
    match (stat_of(left).map(time), stat_of(right).map(time)) {
        (Some(left), Some(right)) => left > right,
        (Some(_), None) => true,
        _ => false,
    }
}

fn same_file(left: &[u8], right: &[u8]) -> bool {
    match (stat_of(left), stat_of(right)) {
        (Some(left), Some(right)) => (left.st_dev, left.st_ino) == (right.st_dev, right.st_ino),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::expression;
    use crate::engine::rules::Rules;

    #[track_caller]
    fn check(words: &str, expected: Option<bool>) {
        let operands: Vec<&[u8]> = words
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(str::as_bytes)
            .collect();
        assert_eq!(
            expression(&operands, &Rules::POSIX.test).ok(),
            expected,
            "test {words}"
        );
    }

    #[test]
    fn the_number_of_operands_decides() {
        check("", Some(false));
        check("-f", Some(true));
        check("!", Some(true));
        check("! x", Some(false));
        check("-z x", Some(false));
        check("a b", None);
        check("-f = -f", Some(true));
        check("! = !", Some(true));
        check("( = )", Some(false));
        check("! -f nofile", Some(true));
        check("a b c", None);
        check("! a = b", Some(true));
        check("a b c d", None);
        check("3 -lt 5 -lt 10", None);
        check("1 = 1 -a 2 = 2", Some(true));
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        check("1 -eq 01", Some(true));
        check("1 = 01", Some(false));
        check("abc -eq abc", None);
        check("10 -gt 9", Some(true));
    }
}
