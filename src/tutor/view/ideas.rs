//! Ways of thinking that lead to a wrong answer, in words: what is believed, and the rule it stands in the place of.

use super::{Page, feedback, prose, question};
use crate::misreading::Misreading;
use crate::quiz::Question;

/// Below side by side: what must be believed for `said`, and, where nothing is left to ask, how it is in truth.
pub fn ways(ideas: &[Misreading], said: &str, is_open: bool, page: Page) -> String {
    if let [idea] = ideas {
        let head = format!("This way of thinking gives {said}:");
        let believed = prose::plain(idea.believes(), 4, page);
        return [prose::plain(&head, 2, page), believed, rules(ideas, page)].join("\n");
    }
    let head = format!("These ways of thinking give {said}:");
    let mut lines = vec![prose::plain(&head, 2, page)];
    for (index, idea) in ideas.iter().enumerate() {
        let label = format!("    {}  ", question::letter(index));
        lines.push(prose::hanging(&label, idea.believes(), page));
    }
    if !is_open {
        lines.push(rules(ideas, page));
    }
    lines.join("\n")
}

/// How it is in truth: the rules that `ideas` stand in the place of.
pub fn rules(ideas: &[Misreading], page: Page) -> String {
    let mut sentences: Vec<String> = Vec::new();
    for idea in ideas {
        let sentence = idea.truth();
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    let label = match sentences.len() {
        1 => "The rule: ",
        _ => "The rules: ",
    };
    prose::plain(&format!("{label}{}", sentences.join(" ")), 2, page)
}

/// What an answer to the question that tells `ideas` apart says of them: `leading` are those that lead to it. Of a right one
/// it says how it is in truth, for nobody needs one of them for that; and which of them it speaks against.
pub fn told(ideas: &[Misreading], leading: &[Misreading], is_right: bool, page: Page) -> String {
    let letters = |leads: bool| {
        let places = ideas.iter().enumerate();
        let places = places.filter(|(_, idea)| leading.contains(idea) == leads);
        let letters: Vec<String> = places
            .map(|(index, _)| question::letter(index).to_string())
            .collect();
        letters.join(" and ")
    };
    let (leads, others) = (letters(true), letters(false));
    let head = match (is_right, leading.is_empty()) {
        (true, is_neither) => {
            let yes = feedback::good("Yes, that is what it prints.", page);
            let against = format!("By {leads} it would print the same; by {others} it would not.");
            let against =
                (!is_neither && !others.is_empty()).then(|| prose::plain(&against, 2, page));
            // What is ruled out needs no refuting.
            let left = if is_neither { ideas } else { leading };
            let parts = [Some(yes), against, Some(rules(left, page))];
            return parts.into_iter().flatten().collect::<Vec<_>>().join("\n");
        }
        (false, true) => {
            return prose::plain("None of these ways of thinking gives that.", 2, page);
        }
        (false, false) => format!("That is what comes of {leads}."),
    };
    format!("{}\n{}", prose::plain(&head, 2, page), rules(leading, page))
}

/// What stands before the question that tells ideas apart.
pub fn lead(question: &Question, page: Page) -> String {
    let lines = question.session().trim_end().lines().count();
    let head = match (lines, question.before.is_empty()) {
        (1, _) => "One line tells which. What does it print?",
        (_, true) => "A short session tells which. What does it print in all?",
        (_, false) => "A short session tells which. What does its last line print?",
    };
    prose::plain(head, 2, page)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Misreading; 2] = [Misreading::ZeroFalse, Misreading::OrMeansAndThen];

    #[test]
    fn a_single_idea_is_refuted_at_once() {
        let text = ways(&BOTH[1..], "your answer", false, Page::plain());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "  This way of thinking gives your answer:");
        assert!(
            lines[1].starts_with("    || runs its right side after"),
            "{text}"
        );
        assert!(lines[2].starts_with("  The rule: ||"), "{text}");
    }

    #[test]
    fn several_ideas_have_letters_and_no_rule_before_one_is_chosen() {
        let text = ways(&BOTH, "\"no\"", true, Page::plain());
        assert!(
            text.starts_with("  These ways of thinking give \"no\":\n    a  a status of 0"),
            "{text}"
        );
        assert!(!text.contains("rule:"), "{text}");
        let text = told(&BOTH, &BOTH[1..], false, Page::plain());
        assert!(
            text.starts_with("  That is what comes of b.\n  The rule: ||"),
            "{text}"
        );
        let text = told(&BOTH, &[], true, Page::plain());
        assert!(
            text.starts_with("  Yes, that is what it prints.\n  The rules: "),
            "{text}"
        );
        let text = told(&BOTH, &BOTH[1..], true, Page::plain());
        assert!(
            text.contains("\n  By b it would print the same; by a it would not.\n"),
            "{text}"
        );
        assert!(told(&BOTH, &[], false, Page::plain()).ends_with("gives that."));
    }
}
