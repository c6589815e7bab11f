//! Typed answers to *choose*, *match* and *order* steps: `1 4`, `a,d`, `3 1 2`.
//!
//! Numbers and letters both count from the first item shown. What is the text of an option means that option, before any
//! number or letter is read. Anything that cannot be read is an [`AnswerError`] whose message is meant for the learner.

mod choice;
mod texts;

pub use choice::{Choice, judge_choice};

use super::{MatchItem, Step, StepKind};
use crate::trace::words::count as counted;
use texts::Texts;

/// Why an answer could not be read. It does not count as an attempt.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// Nothing was typed.
    #[error("nothing was chosen; type numbers from 1 to {count}")]
    Empty {
        /// How many items there are.
        count: usize,
    },
    /// A word that names no item.
    #[error("\"{found}\" is none of the choices; type numbers from 1 to {count}")]
    NoSuch {
        /// The word.
        found: String,
        /// How many items there are.
        count: usize,
    },
    /// No option was chosen.
    #[error("nothing was chosen; type a letter from a to {last}")]
    NoLetter {
        /// The letter of the last option.
        last: char,
    },
    /// A word that names no option.
    #[error("\"{found}\" is none of the choices; type a letter from a to {last}")]
    NoOption {
        /// The word.
        found: String,
        /// The letter of the last option.
        last: char,
    },
    /// An item named more than once.
    #[error("{number} is there twice; each may be used once")]
    Twice {
        /// The item, 1-based.
        number: usize,
    },
    /// Several items where one was asked for.
    #[error("{found} were chosen; exactly one is asked for")]
    OnlyOne {
        /// How many were named.
        found: usize,
    },
    /// A different number of labels than commands.
    #[error("{} for {}; give one for each, in order", counted(*found as u64, "answer"), counted(*count as u64, "command"))]
    Count {
        /// How many were given.
        found: usize,
        /// How many commands there are.
        count: usize,
    },
    /// A different number of options than items to match.
    #[error("{} for {}; give one for each, in order", counted(*found as u64, "number"), counted(*count as u64, "item"))]
    Pairs {
        /// How many were given.
        found: usize,
        /// How many items there are.
        count: usize,
    },
    /// A word that names no place a command runs in.
    #[error("\"{found}\" is no place; type s, b, or - for a skipped command")]
    NoPlace {
        /// The word.
        found: String,
    },
    /// A word that is neither a status nor "skipped".
    #[error("\"{found}\" is not a status; type a number from 0 to 255, or - for a skipped command")]
    NoStatus {
        /// The word.
        found: String,
    },
}

/// Judges `answer` (`2 1 1`, `2,1,1`, `a2 b1 c1`, the texts of options) to a *match* step with these options: for each item
/// whether its option is the right one.
///
/// # Errors
/// The answer names no option, or has not one for each item.
pub fn judge_match(
    items: &[MatchItem],
    options: &[String],
    answer: &str,
) -> Result<Vec<bool>, AnswerError> {
    let texts = Texts::new(options.iter().map(String::as_str));
    let count = options.len();
    // Numbers of one digit may stand side by side.
    let side_by_side = answer.trim().len() == items.len() && items.len() > 1;
    if let Some(indices) = digits(answer.trim(), count).filter(|_| side_by_side) {
        let pairs = indices.iter().zip(items);
        return Ok(pairs.map(|(index, item)| *index == item.right).collect());
    }
    let mut picks = vec![None; items.len()];
    let mut found = 0;
    for word in texts.parts(answer) {
        let no_such = || AnswerError::NoSuch {
            found: word.to_owned(),
            count,
        };
        let (item, index) = match texts.one(word).or_else(|| texts.without_dash(word)) {
            Some(index) => (found, index),
            None => {
                let (item, number) = pair(word, found);
                let number = number.parse().ok();
                let index = number.and_then(|number: usize| number.checked_sub(1));
                let index = index.filter(|index| *index < count);
                (item, index.ok_or_else(no_such)?)
            }
        };
        found += 1;
        if let Some(pick) = picks.get_mut(item) {
            *pick = Some(index);
        }
    }
    if found == 0 {
        return Err(AnswerError::Empty { count });
    }
    if found != items.len() || picks.contains(&None) {
        let count = items.len();
        return Err(AnswerError::Pairs { found, count });
    }
    Ok(picks
        .iter()
        .zip(items)
        .map(|(pick, item)| *pick == Some(item.right))
        .collect())
}

/// The item that a word of an answer is about, `place` if it does not say, and the rest of the word.
fn pair(word: &str, place: usize) -> (usize, &str) {
    let mut rest = word.chars();
    match rest.next() {
        Some(letter) if letter.is_ascii_alphabetic() => {
            let number = rest.as_str().trim_start_matches(['=', ':', '-', '.', ')']);
            let item = u32::from(letter.to_ascii_lowercase()) - u32::from('a');
            (item as usize, number)
        }
        _ => (place, word),
    }
}

/// How far an order of pieces is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sequence {
    /// All of it.
    Right,
    /// So many pieces from the first; more belong behind them.
    Short(usize),
    /// So many pieces from the first; what stands behind them belongs elsewhere, or nowhere.
    Until(usize),
}

/// Judges an order, 0-based indices into the pieces, by the right ones of an *order* step: the one of its model, that of the
/// alternative, and those that its author lists.
pub fn judge_sequence(step: &Step, order: &[usize]) -> Sequence {
    let StepKind::Order { pieces, model, .. } = &step.kind else {
        return Sequence::Until(0);
    };
    let listed = step.right.iter().map(|right| {
        let order = parse_order(pieces, &right.typed).unwrap_or_default();
        arrange(pieces, &order)
    });
    let alternative = step
        .alternative
        .iter()
        .map(|text| text.trim_end().to_owned() + "\n");
    let right: Vec<String> = std::iter::once(arrange(pieces, model))
        .chain(alternative)
        .chain(listed)
        .collect();
    let text = arrange(pieces, order);
    if right.contains(&text) {
        return Sequence::Right;
    }
    let agrees = |count: &usize| {
        let begun = arrange(pieces, &order[..*count]);
        right.iter().any(|right| right.starts_with(&begun))
    };
    let until = (0..=order.len()).rev().find(agrees).unwrap_or_default();
    if until == order.len() {
        Sequence::Short(until)
    } else {
        Sequence::Until(until)
    }
}

/// Reads `answer` (`3 1 2`) to an *order* step: 0-based indices into its pieces, in the order they shall stand.
///
/// # Errors
/// The answer names no piece, or one twice.
pub fn parse_order(pieces: &[String], answer: &str) -> Result<Vec<usize>, AnswerError> {
    picks(answer, pieces.len(), |_| None)
}

/// The script made of the pieces at `order`, one a line.
pub fn arrange(pieces: &[String], order: &[usize]) -> String {
    order
        .iter()
        .filter_map(|index| pieces.get(*index))
        .map(|piece| format!("{piece}\n"))
        .collect()
}

/// Words of `answer`, separated by blanks, commas or semicolons.
pub fn words(answer: &str) -> impl Iterator<Item = &str> {
    answer
        .split([' ', '\t', '\n', ',', ';'])
        .filter(|word| !word.is_empty())
}

/// What the words of `answer` name: by their `text`, or else by number or letter.
fn picks(
    answer: &str,
    count: usize,
    text: impl Fn(&str) -> Option<usize>,
) -> Result<Vec<usize>, AnswerError> {
    let mut picks = Vec::new();
    let is_alone = words(answer).count() == 1;
    for word in words(answer) {
        let by_text = text(word).map(|index| vec![index]);
        let found = by_text.or_else(|| parse_word(word, is_alone, count));
        let found = found.ok_or_else(|| AnswerError::NoSuch {
            found: word.to_owned(),
            count,
        })?;
        for index in found {
            if picks.contains(&index) {
                return Err(AnswerError::Twice { number: index + 1 });
            }
            picks.push(index);
        }
    }
    if picks.is_empty() {
        Err(AnswerError::Empty { count })
    } else {
        Ok(picks)
    }
}

/// A number, or one or more letters: the items they name. Where it `is_alone`, its digits may be the numbers.
fn parse_word(word: &str, is_alone: bool, count: usize) -> Option<Vec<usize>> {
    let word = word.trim_matches(['(', ')', '.']);
    if let Ok(number) = word.parse::<usize>() {
        return match (1..=count).contains(&number) {
            true => Some(vec![number - 1]),
            false => digits(word, count).filter(|_| is_alone),
        };
    }
    let letter = |byte: u8| {
        let index = usize::from(byte.to_ascii_lowercase()).checked_sub(usize::from(b'a'))?;
        (index < count).then_some(index)
    };
    let found: Option<Vec<usize>> = word.bytes().map(letter).collect();
    found.filter(|found| !found.is_empty())
}

/// Numbers of one digit without blanks between them: `4251`.
fn digits(word: &str, count: usize) -> Option<Vec<usize>> {
    let digit = |digit: char| {
        let number = usize::try_from(digit.to_digit(10)?).ok()?;
        (1..=count).contains(&number).then(|| number - 1)
    };
    word.chars().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(answer: &str) -> Result<Vec<bool>, AnswerError> {
        let item = |right| MatchItem {
            text: String::new(),
            right,
            say: String::new(),
            line: 0,
        };
        let options = ["`-s`".to_owned(), "not empty".to_owned()];
        judge_match(&[item(1), item(0), item(1)], &options, answer)
    }

    #[test]
    fn each_item_has_its_number() {
        for answer in [
            "not empty, -s, not empty",
            "2 -s 2",
            "2 s 2",
            "2 1 2",
            "2,1,2",
            "a2 b1 c2",
            "c=2 a:2 b1",
            "A2, B1, C2",
            "212",
        ] {
            assert_eq!(matched(answer), Ok(vec![true; 3]), "{answer}");
        }
        assert_eq!(matched("1 1 2"), Ok(vec![false, true, true]));
        assert_eq!(matched("b2 a2 c1"), Ok(vec![true, false, false]));
    }

    #[test]
    fn unreadable_matches_are_errors() {
        let (found, count) = (2, 3);
        assert_eq!(matched(""), Err(AnswerError::Empty { count: 2 }));
        assert_eq!(matched("2 1"), Err(AnswerError::Pairs { found, count }));
        let one = matched("2").unwrap_err().to_string();
        assert_eq!(one, "1 number for 3 items; give one for each, in order");
        assert_eq!(
            matched("a2 a1 c2"),
            Err(AnswerError::Pairs { found: 3, count })
        );
        for word in ["3", "0", "a", "a9", "é1"] {
            let found = word.to_owned();
            assert_eq!(matched(word), Err(AnswerError::NoSuch { found, count: 2 }));
        }
    }

    #[test]
    fn an_order_keeps_the_order_typed() {
        let pieces: Vec<String> = ["echo done", "exits 4", "rc=$?"]
            .map(str::to_owned)
            .to_vec();
        let order = parse_order(&pieces, "2 3 1").unwrap();
        assert_eq!(arrange(&pieces, &order), "exits 4\nrc=$?\necho done\n");
        assert_eq!(
            parse_order(&pieces, "2 2"),
            Err(AnswerError::Twice { number: 2 })
        );
        assert_eq!(parse_order(&pieces, "231"), Ok(order));
        assert_eq!(
            parse_order(&pieces, "12 3"),
            Err(AnswerError::NoSuch {
                found: "12".to_owned(),
                count: 3
            })
        );
    }
}
