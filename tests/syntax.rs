//! Properties of the parser over every script of the corpus: what is printed parses to the same tree, spans nest, and every
//! prefix of a script is complete, incomplete or wrong, never a panic.

use bumpalo::Bump;
use shtutor::source::Span;
use shtutor::syntax::ast::{Command, IoRedirect, List, Word, WordPart};
use shtutor::syntax::parse::{Parsed, parse};
use shtutor::syntax::print;
use shtutor::syntax::visit::{self, Visitor};
use std::path::{Path, PathBuf};

fn corpus() -> Vec<PathBuf> {
    fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("the corpus is there").flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => collect(&path, into),
                false if path.extension().is_some_and(|extension| extension == "sh") => into.push(path),
                false => {}
            }
        }
    }
    let mut scripts = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts"), &mut scripts);
    scripts.sort();
    assert!(scripts.len() > 100, "the corpus shrank to {} scripts", scripts.len());
    scripts
}

#[test]
fn what_is_printed_parses_to_the_same_tree() {
    let mut complete = 0;
    for path in corpus() {
        let text = std::fs::read(&path).expect("a script can be read");
        let arena = Bump::new();
        let Parsed::Complete(script) = parse(&text, &arena, &()) else { continue };
        let printed = print::source(&script.list);
        let shown = String::from_utf8_lossy(&printed).into_owned();
        let Parsed::Complete(again) = parse(&printed, &arena, &()) else {
            panic!("{}: does not parse when printed:\n{shown}", path.display())
        };
        assert_eq!(print::tree(&again.list), print::tree(&script.list), "{}:\n{shown}", path.display());
        complete += 1;
    }
    assert!(complete > 100, "only {complete} scripts are complete");
}

/// Fails if a node's span does not lie in its parent's.
struct Nesting<'t> {
    text: &'t [u8],
    parents: Vec<Span>,
}

impl Nesting<'_> {
    fn inside(&mut self, span: Span, below: impl FnOnce(&mut Self)) {
        assert!(span.start <= span.end && span.end as usize <= self.text.len(), "{span:?} is no span of the text");
        if let Some(parent) = self.parents.last() {
            let shown = String::from_utf8_lossy(parent.of(self.text)).into_owned();
            assert!(parent.contains(span), "{span:?} does not lie in {parent:?}: {shown}");
        }
        self.parents.push(span);
        below(self);
        self.parents.pop();
    }
}

impl<'a> Visitor<'a> for Nesting<'_> {
    fn list(&mut self, list: &List<'a>) {
        if let Some(span) = list.span() {
            self.inside(span, |this| visit::walk_list(this, list));
        }
    }

    fn command(&mut self, command: &Command<'a>) {
        self.inside(command.span(), |this| visit::walk_command(this, command));
    }

    fn redirect(&mut self, redirect: &IoRedirect<'a>) {
        // A here-document's body stands behind its command, so only the operator and word are inside.
        self.inside(redirect.span, |this| this.word(&redirect.target));
    }

    fn word(&mut self, word: &Word<'a>) {
        self.inside(word.span, |this| word.parts.iter().for_each(|part| this.part(part)));
    }

    fn part(&mut self, part: &WordPart<'a>) {
        self.inside(part.span, |this| visit::walk_part(this, part));
    }
}

#[test]
fn every_span_lies_in_that_of_its_parent() {
    for path in corpus() {
        let text = std::fs::read(&path).expect("a script can be read");
        let arena = Bump::new();
        if let Parsed::Complete(script) = parse(&text, &arena, &()) {
            Nesting { text: &text, parents: vec![script.span] }.list(&script.list);
        }
    }
}

#[test]
fn every_prefix_of_a_script_can_be_parsed() {
    for path in corpus() {
        let text = std::fs::read(&path).expect("a script can be read");
        let mut arena = Bump::new();
        let whole = matches!(parse(&text, &arena, &()), Parsed::Complete(_));
        for end in 0..text.len() {
            arena.reset();
            let prefix = parse(&text[..end], &arena, &());
            // Cut in the middle of a reserved word it is another word, which may well be wrong.
            let between_words = end == 0 || text[end - 1].is_ascii_whitespace();
            let wrong = matches!(prefix, Parsed::Invalid(_)) && between_words;
            assert!(!(whole && wrong), "{}: wrong after {end} bytes: {prefix:?}", path.display());
        }
    }
}
