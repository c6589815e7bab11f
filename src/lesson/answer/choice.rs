//! Answers to *choose* steps.

use super::texts::Texts;
use super::{AnswerError, picks, words};
use crate::lesson::ChoiceOption;

/// How a choice compares with the right one. Indices are 0-based, in the order of the options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What was chosen.
    pub picked: Vec<usize>,
    /// Right, but not chosen.
    pub missed: Vec<usize>,
    /// Chosen, but not right.
    pub extra: Vec<usize>,
}

impl Choice {
    /// Whether exactly the right options were chosen.
    pub fn holds(&self) -> bool {
        self.missed.is_empty() && self.extra.is_empty()
    }
}

/// Judges `answer` (`1 4`, `1,4`, `a d`, `ad`, the text of an option) to a *choose* step.
///
/// # Errors
/// The answer names no option, or one twice, or several although `several` is false.
pub fn judge_choice(
    options: &[ChoiceOption],
    several: bool,
    answer: &str,
) -> Result<Choice, AnswerError> {
    let texts = Texts::new(options.iter().map(|option| option.text.as_str()));
    let mut picked = match texts.all(answer) {
        Some(picked) => picked,
        None => {
            let values = Values::of(options);
            if let Some(word) = words(answer).find(|word| values.has_not(word)) {
                let found = word.to_owned();
                let count = options.len();
                return Err(by_letter(AnswerError::NoSuch { found, count }));
            }
            let text = |word: &str| texts.one(word).or_else(|| values.option(word));
            picks(answer, options.len(), text).map_err(by_letter)?
        }
    };
    if !several && picked.len() > 1 {
        return Err(AnswerError::OnlyOne {
            found: picked.len(),
        });
    }
    picked.sort_unstable();
    let right = |index: &usize| options[*index].right;
    let missed = (0..options.len())
        .filter(|index| right(index) && !picked.contains(index))
        .collect();
    let extra = picked
        .iter()
        .copied()
        .filter(|index| !right(index))
        .collect();
    Ok(Choice {
        picked,
        missed,
        extra,
    })
}

/// The numbers that options begin with. Where there are such, a number names the option that begins with it, and no place.
struct Values(Vec<Option<u64>>);

impl Values {
    fn of(options: &[ChoiceOption]) -> Values {
        let value = |option: &ChoiceOption| {
            let goes_on = |c: char| !c.is_alphanumeric();
            let (first, rest) = match option.text.find(goes_on) {
                Some(end) => option.text.split_at(end),
                None => (option.text.as_str(), ""),
            };
            // A text that is a number and no more is found as a text; another number may then be a place.
            (!rest.is_empty()).then(|| number(first))?
        };
        Values(options.iter().map(value).collect())
    }

    /// The only option that begins with the number `word`.
    fn option(&self, word: &str) -> Option<usize> {
        let wanted = number(word)?;
        let values = self.0.iter().enumerate();
        let mut found = values.filter(|(_, value)| **value == Some(wanted));
        let only = found.next().map(|(index, _)| index);
        only.filter(|_| found.next().is_none())
    }

    /// Whether `word` is a number, options begin with numbers, and none with this one alone.
    fn has_not(&self, word: &str) -> bool {
        let some = self.0.iter().any(Option::is_some);
        some && number(word).is_some() && self.option(word).is_none()
    }
}

/// The number that `word` says, in digits or as a word.
fn number(word: &str) -> Option<u64> {
    const WORDS: [&str; 11] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let named = || WORDS.iter().position(|own| *own == word);
    word.parse().ok().or_else(|| Some(named()? as u64))
}

/// Options are shown with letters, so the message speaks of letters.
fn by_letter(error: AnswerError) -> AnswerError {
    let last = |count: usize| char::from(b'a'.saturating_add(count.saturating_sub(1) as u8));
    match error {
        AnswerError::Empty { count } => AnswerError::NoLetter { last: last(count) },
        AnswerError::NoSuch { found, count } => AnswerError::NoOption {
            found,
            last: last(count),
        },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[&str], right: &[usize]) -> Vec<ChoiceOption> {
        let mut options = options(&vec![false; texts.len()]);
        for (index, option) in options.iter_mut().enumerate() {
            option.text = texts[index].to_owned();
            option.right = right.contains(&index);
        }
        options
    }

    #[test]
    fn a_number_that_options_begin_with_is_no_place() {
        let valued = texts(
            &["0, because", "1, because", "141, because", "none: never"],
            &[2],
        );
        let picked = |options: &[ChoiceOption], answer: &str| {
            judge_choice(options, false, answer).map(|choice| choice.picked)
        };
        assert_eq!(picked(&valued, "141"), Ok(vec![2]));
        assert_eq!(picked(&valued, "1"), Ok(vec![1]));
        assert_eq!(picked(&valued, "d"), Ok(vec![3]));
        assert!(picked(&valued, "3").is_err());
        let spoken = texts(&["at once", "two seconds", "six seconds"], &[1]);
        assert_eq!(picked(&spoken, "2"), Ok(vec![1]));
        assert_eq!(picked(&spoken, "6"), Ok(vec![2]));
        assert!(picked(&spoken, "1").is_err());
        let files = texts(&["a file", "b, c"], &[0]);
        assert_eq!(picked(&files, "2"), Ok(vec![1]));
    }

    #[test]
    fn the_text_of_an_option_is_that_option() {
        let numbers = texts(&["0", "1", "255", "256", "512"], &[0, 3, 4]);
        let picked = |options: &[ChoiceOption], answer: &str| {
            judge_choice(options, true, answer).map(|choice| choice.picked)
        };
        assert_eq!(picked(&numbers, "0 256 512"), Ok(vec![0, 3, 4]));
        assert_eq!(picked(&numbers, "1"), Ok(vec![1]));
        assert_eq!(picked(&numbers, "a 256"), Ok(vec![0, 3]));
        // No option says so: a position.
        assert_eq!(picked(&numbers, "5"), Ok(vec![4]));
        let commands = texts(&["`exit 3`", "a; b, c", "`&&`"], &[2]);
        for answer in ["exit 3", "`exit 3`", " exit 3 "] {
            assert_eq!(picked(&commands, answer), Ok(vec![0]), "{answer}");
        }
        assert_eq!(picked(&commands, "a; b, c"), Ok(vec![1]));
        assert_eq!(picked(&commands, "&&, exit 3"), Ok(vec![0, 2]));
        assert!(picked(&commands, "exit").is_err());
    }

    fn options(right: &[bool]) -> Vec<ChoiceOption> {
        let option = |right: &bool| ChoiceOption {
            text: String::new(),
            right: *right,
            say: String::new(),
            proof: None,
            status: None,
            line: 0,
        };
        right.iter().map(option).collect()
    }

    #[test]
    fn numbers_letters_and_commas_choose() {
        let options = options(&[true, false, false, true]);
        for answer in ["1 4", "1,4", "4, 1", "a d", "AD", "(a) (d)", "1. 4."] {
            assert_eq!(
                judge_choice(&options, true, answer).map(|choice| choice.holds()),
                Ok(true),
                "{answer}"
            );
        }
    }

    #[test]
    fn what_is_missing_and_what_is_too_much_is_told() {
        let choice = judge_choice(&options(&[true, false, true]), true, "2 3").unwrap();
        assert_eq!(
            choice,
            Choice {
                picked: vec![1, 2],
                missed: vec![0],
                extra: vec![1]
            }
        );
        assert!(!choice.holds());
    }

    #[test]
    fn unreadable_choices_are_errors() {
        let options = options(&[true, false]);
        let check = |answer: &str, expected| {
            assert_eq!(judge_choice(&options, false, answer), Err(expected));
        };
        check("", AnswerError::NoLetter { last: 'b' });
        for found in ["3", "0", "what"] {
            let found = found.to_owned();
            check(&found.clone(), AnswerError::NoOption { found, last: 'b' });
        }
        check("1 1", AnswerError::Twice { number: 1 });
        check("1 2", AnswerError::OnlyOne { found: 2 });
    }
}
