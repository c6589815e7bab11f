//! Which of a step's sessions a hint is about, where it asks about several one after the other: a hint that speaks of another one
//! helps nobody, or gives an answer away.
//!
//! Pure. A hint names a session as people do, `in the second line`, or by what is written in it.

/// The words for places in a row.
const ORDINALS: [&str; 4] = ["first", "second", "third", "fourth"];
/// What is counted so, or stands behind what is: `the first and the last line`, `the second has none`. The first *word* is none.
const COUNTED: [&str; 5] = ["line", "session", "script", "and", "has"];

/// Whether `hint` fits session number `part`, 0-based, of those with these `sources`: it speaks of none in particular, or of
/// this one too.
pub fn fits(hint: &str, part: usize, sources: &[&str]) -> bool {
    if sources.len() < 2 {
        return true;
    }
    let named = named(hint, sources.len());
    (named.is_empty() || named.contains(&part)) && !quotes_answered(hint, part, sources)
}

/// The sessions that are named by their places.
fn named(hint: &str, count: usize) -> Vec<usize> {
    let hint = hint.to_lowercase();
    let words: Vec<&str> = hint.split_whitespace().collect();
    let place = |word: &str| match word {
        "last" => count.checked_sub(1),
        _ => ORDINALS.iter().position(|ordinal| *ordinal == word),
    };
    let named = words.windows(2).enumerate().filter_map(|(at, pair)| {
        let bare = pair[1].trim_end_matches(|c: char| ",.:;?".contains(c));
        let next = words.get(at + 2);
        let is_counted = bare != pair[1] || next.is_some_and(|next| counted(next));
        place(bare).filter(|place| pair[0] == "the" && is_counted && *place < count)
    });
    named.collect()
}

fn counted(word: &str) -> bool {
    COUNTED.contains(&word.trim_end_matches(|c: char| !c.is_alphanumeric()))
}

/// Whether the command lines it quotes stand in sessions before number `part`, and nowhere else.
fn quotes_answered(hint: &str, part: usize, sources: &[&str]) -> bool {
    let code = hint.split('`').skip(1).step_by(2);
    let lines: Vec<&str> = code.filter(|code| code.contains(' ')).collect();
    let (before, from) = sources.split_at(part.min(sources.len()));
    let stands = |sources: &[&str], line: &str| sources.iter().any(|source| source.contains(line));
    !lines.is_empty()
        && lines
            .iter()
            .all(|line| stands(before, line) && !stands(from, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sessions of two, or of three, that a hint fits.
    fn fitting(hint: &str, sources: &[&str]) -> Vec<usize> {
        let parts = 0..sources.len();
        parts.filter(|part| fits(hint, *part, sources)).collect()
    }

    #[test]
    fn a_hint_is_for_the_sessions_that_it_names() {
        let two = ["a", "b"];
        let check = |hint, expected: &[usize]| assert_eq!(fitting(hint, &two), expected, "{hint}");
        check("The first line runs `[ = root ]`: 2.", &[0]);
        check("In the second line you never leave.", &[1]);
        check(
            "In the first, `tee` worked. In the second, it runs.",
            &[0, 1],
        );
        check("The first word of it is the command.", &[0, 1]);
        check("The last command of the pipeline decides.", &[0, 1]);
        check("One byte has room for 256, and the first is 0.", &[0, 1]);
        let three = ["a", "b", "c"];
        let hint = "In the first and the last line no part ran.";
        assert_eq!(fitting(hint, &three), [0, 2]);
        assert_eq!(fitting("The first line prints 0.", &["a"]), [0]);
    }

    #[test]
    fn a_command_line_of_a_session_that_is_answered_is_no_hint() {
        let sources = ["! true | false; echo $?", "! false | true; echo $?"];
        assert_eq!(fitting("`true | false` has status 1.", &sources), [0]);
        assert_eq!(fitting("`echo $?` comes last.", &sources), [0, 1]);
        assert_eq!(fitting("`!` covers all of it.", &sources), [0, 1]);
    }
}
