//! Whether two questions are nearly the same: whoever has just seen the one learns nothing from the other.

use super::template::Variant;
use super::wrong_answers::WrongAnswers;

/// Words in which two questions of one template differ at the least, if they are to be two.
const OTHER: usize = 2;

/// Whether `one` is nearly `other`: of its template, and with the same answers or hardly another word.
pub fn alike(one: Variant, other: Variant, answers: &WrongAnswers) -> bool {
    let same_answers = || answers.all(one) == answers.all(other);
    one.template.id == other.template.id
        && (differing(&one.text(), &other.text()) < OTHER || same_answers())
}

/// How many words of `one` are not in `other`, or the other way round, whichever is more. Where nothing is shown of what is
/// printed, that makes no other question.
fn differing(one: &str, other: &str) -> usize {
    let seen = |text: &str| text.replace("> /dev/null", "");
    let (one, other) = (seen(one), seen(other));
    missing(&one, &other).max(missing(&other, &one))
}

/// How many words of `text` are not in `other`, each taken once.
fn missing(text: &str, other: &str) -> usize {
    let mut left: Vec<&str> = other.split_whitespace().collect();
    let is_missing = |word: &&str| match left.iter().position(|other| other == word) {
        Some(at) => {
            left.swap_remove(at);
            false
        }
        None => true,
    };
    let words = text.split_whitespace();
    words.filter(is_missing).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_differ_are_counted_wherever_they_stand() {
        assert_eq!(differing("a b c", "c b a"), 0);
        assert_eq!(differing("true && echo a", "true && echo b"), 1);
        assert_eq!(differing("true && echo a", "false || echo a"), 2);
        assert_eq!(differing("a", "a a a"), 2);
        assert_eq!(differing("grep a b > /dev/null", "grep c b"), 1);
    }
}
