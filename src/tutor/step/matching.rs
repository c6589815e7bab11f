//! *match*: for each item the number of the option that belongs to it.

use super::asked::{self, Came, Posed};
use super::{Desk, Turn};
use crate::lesson::MatchItem;
use crate::lesson::answer;
use crate::tutor::TutorError;
use crate::tutor::view::{Page, prose, question};

/// Items, from this many on, that an example of an answer does not show all.
const MANY: usize = 5;

/// The items until each has its option.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub fn run(desk: &mut Desk, items: &[MatchItem], options: &[String]) -> Result<Turn, TutorError> {
    let posed = Posed {
        material: None,
        how: how(items.len()),
        below: question::matching(items, options, desk.page()),
        pieces: 0,
    };
    let judge = |desk: &mut Desk, typed: &str| match answer::judge_match(items, options, typed) {
        Err(error) => desk.unreadable(&error),
        Ok(right) if right.iter().all(|right| *right) => desk.right(typed).map(|()| true),
        Ok(right) => {
            let page = desk.page();
            desk.missed(typed, None)?;
            desk.say(&not_yet(&right, page))?;
            desk.offer_help().map(|()| false)
        }
    };
    asked::run(desk, &posed, judge, |desk, came| {
        let page = desk.page();
        desk.say(&format!("\n{}", question::matched(items, page)))?;
        match came {
            Came::Right => Ok(()),
            Came::Solution => desk.because(),
        }
    })
}

/// How an answer for so many items is typed.
fn how(items: usize) -> String {
    // No order that could be the right one: the same number for all.
    let example = match items {
        0..MANY => vec!["1"; items].join(" "),
        _ => "1 1 1 ...".to_owned(),
    };
    let example = prose::kept(&example);
    format!("for each letter in order the number of what belongs to it, for instance: {example}")
}

/// Says how many are right, and the first that is not.
fn not_yet(right: &[bool], page: Page) -> String {
    let (of, held) = (right.len(), right.iter().filter(|right| **right).count());
    let first = right.iter().position(|right| !right).unwrap_or_default();
    let letter = question::letter(first);
    let text = match (of - held, held) {
        (1, _) => format!("Not yet: only {letter} belongs to another number."),
        (_, 0) => "Not yet: none of them is right.".to_owned(),
        (_, held) => {
            let are = if held == 1 { "is" } else { "are" };
            format!(
                "Not yet: {held} of {of} {are} right. The first that belongs to another number is {letter}."
            )
        }
    };
    prose::plain(&text, 2, page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_right_is_counted_in_english() {
        let check = |right: &[bool], expected: &str| {
            assert_eq!(not_yet(right, Page::plain()), format!("  {expected}"));
        };
        check(&[true, false], "Not yet: only b belongs to another number.");
        check(&[false; 3], "Not yet: none of them is right.");
        check(
            &[true, false, false],
            "Not yet: 1 of 3 is right. The first that belongs to another number is b.",
        );
        check(
            &[true, true, false, false],
            "Not yet: 2 of 4 are right. The first that belongs to another number is c.",
        );
    }

    #[test]
    fn an_example_of_an_answer_stays_on_one_line() {
        assert!(how(3).ends_with(&prose::kept("1 1 1")));
        assert!(how(9).ends_with(&prose::kept("1 1 1 ...")));
    }
}
