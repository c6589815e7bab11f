//! A whole Makefile: variables, rules, and recipe lines, each of which make gives to a shell of its own.

use super::super::{Explanation, Piece};
use super::make;
use super::whole::{add, joined, note};
use crate::source::Span;

/// A line of a Makefile.
#[derive(Clone, Copy, PartialEq)]
enum Line {
    Blank,
    Comment,
    /// A word that make itself heeds, such as `include` or `ifeq`.
    Directive,
    Variable,
    Rule,
    Recipe,
}

/// What a Makefile says; none if `text` is none: it has no rule with a recipe below it.
pub(super) fn explain(text: &str) -> Option<Explanation> {
    let lines: Vec<(usize, &str, Line)> = joined(text)
        .into_iter()
        .map(|(start, line)| Some((start, line, Line::of(line)?)))
        .collect::<Option<_>>()?;
    let mut telling = lines
        .iter()
        .filter(|(.., kind)| !matches!(kind, Line::Blank | Line::Comment));
    let mut seen_rule = false;
    let has_recipe = telling.try_fold(false, |found, (.., kind)| {
        seen_rule |= *kind == Line::Rule;
        // A recipe belongs to a rule.
        (*kind != Line::Recipe || seen_rule).then_some(found || *kind == Line::Recipe)
    });
    has_recipe.filter(|found| *found)?;
    let mut whole = Explanation::default();
    for (start, line, kind) in lines {
        let indent = line.len() - line.trim_start().len();
        let all = Span::new(
            (start + indent) as u32,
            (start + line.trim_end().len()) as u32,
        );
        let said = match kind {
            Line::Blank => continue,
            Line::Recipe => {
                if let Some(recipe) = make::recipe(line) {
                    add(&mut whole, recipe, text, start, line);
                }
                continue;
            }
            Line::Comment => Piece::Once("a comment".to_owned()),
            Line::Directive => Piece::Here("a word to make itself; no shell sees it".to_owned()),
            Line::Variable => Piece::Once(
                "a variable of make, which $(NAME) puts in; the shell does not get it".to_owned(),
            ),
            Line::Rule => Piece::Here(rule(line)),
        };
        whole.notes.push(note(all, line, said));
    }
    Some(whole)
}

impl Line {
    fn of(line: &str) -> Option<Line> {
        const DIRECTIVES: [&str; 11] = [
            "include", "-include", "export", "unexport", "ifeq", "ifneq", "ifdef", "ifndef",
            "else", "endif", "vpath",
        ];
        if line.trim().is_empty() {
            return Some(Line::Blank);
        }
        if line.starts_with('\t') {
            return Some(Line::Recipe);
        }
        if line.starts_with('#') {
            return Some(Line::Comment);
        }
        let first = line.split_ascii_whitespace().next()?;
        if DIRECTIVES.contains(&first) {
            return Some(Line::Directive);
        }
        if variable(line).is_some() {
            return Some(Line::Variable);
        }
        targets(line).map(|_| Line::Rule)
    }
}

/// The name that a line gives a value.
fn variable(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    let name = name.trim_end_matches([':', '?', '+', '!']).trim();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    (!name.is_empty() && name.bytes().all(fits)).then_some(name)
}

/// What a rule makes, and what it needs.
fn targets(line: &str) -> Option<(&str, &str)> {
    let (targets, needed) = line.split_once(':')?;
    let fits = |character: char| character.is_alphanumeric() || "_-./% $(){}*".contains(character);
    let is_target = !targets.trim().is_empty() && targets.chars().all(fits);
    let ends = needed.is_empty() || needed.starts_with([' ', '\t', ':']);
    // What stands after a `;` would be a recipe.
    (is_target && ends && !needed.contains(';'))
        .then(|| (targets.trim(), needed.trim_matches(':').trim()))
}

fn rule(line: &str) -> String {
    let (targets, needed) = targets(line).unwrap_or_default();
    match (targets, needed) {
        (".PHONY", names) => format!("to make: {names} stands for no file of that name"),
        (targets, "") => {
            format!("a rule of a Makefile: how `{targets}` is made, by the recipe lines below")
        }
        (targets, needed) => format!(
            "a rule of a Makefile: how `{targets}` is made, by the recipe lines below; first make sees to `{needed}`"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The quotes of what is said, and what is said first.
    fn said(text: &str) -> Vec<(String, String)> {
        let notes = explain(text).expect("a Makefile").notes;
        let first = notes
            .iter()
            .map(|note| (note.quote.clone(), note.pieces[0].text().to_owned()));
        first.collect()
    }

    #[test]
    fn each_line_is_taken_for_what_it_is() {
        let said = said(
            "CC ?= cc\n.PHONY: test\ntest: build\n\t@for f in a; do sh \"$$f\" || exit 1; done\n",
        );
        let quotes: Vec<&str> = said.iter().map(|(quote, _)| quote.as_str()).collect();
        assert_eq!(
            quotes[..6],
            [
                "CC ?= cc",
                ".PHONY: test",
                "test: build",
                "(tab)",
                "@",
                "for"
            ]
        );
        assert!(
            said[2].1.ends_with("first make sees to `build`"),
            "{said:?}"
        );
    }

    #[test]
    fn a_recipe_that_goes_on_is_one() {
        let text = "all:\n\tif [ -f x ]; then \\\n\t  rm x; \\\n\tfi\nclean:\n\trm -f x\n";
        let explained = explain(text).unwrap();
        assert!(explained.error.is_none(), "{:?}", explained.error);
        let ends = |note: &crate::explain::Note| note.pieces[0].text().starts_with("ends the if");
        let end = explained.notes.iter().find(|note| ends(note)).unwrap();
        assert_eq!(end.pieces[0].text(), "ends the if of line 2");
        let tabs = explained.notes.iter().filter(|note| note.quote == "(tab)");
        assert_eq!(tabs.count(), 2);
    }

    #[test]
    fn other_texts_are_no_makefile() {
        for text in [
            "a: b\nc: d\n",
            "\techo hi\n\techo ho\n",
            "if x; then\n\techo hi\nfi\n",
            "A=1\n\techo hi\n",
            "all:\n\techo hi\necho there\n",
            ": nothing\n\techo hi\n",
        ] {
            assert!(explain(text).is_none(), "{text}");
        }
    }
}
