//! Properties of the parser over every script of the corpus: what is printed parses to the same tree, spans nest, and every
//! prefix of a script is complete, incomplete or wrong, never a panic.

#[path = "common/parsing.rs"]
#[expect(
    dead_code,
    reason = "texts that are no scripts are for tests/properties.rs"
)]
mod parsing;

use bumpalo::Bump;
use shtutor::syntax::parse::{Parsed, parse};
use std::path::{Path, PathBuf};

fn corpus() -> Vec<PathBuf> {
    fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder)
            .expect("the corpus is there")
            .flatten()
        {
            let path = entry.path();
            match path.is_dir() {
                true => collect(&path, into),
                false if path.extension().is_some_and(|extension| extension == "sh") => {
                    into.push(path)
                }
                false => {}
            }
        }
    }
    let mut scripts = Vec::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts"),
        &mut scripts,
    );
    scripts.sort();
    assert!(
        scripts.len() > 100,
        "the corpus shrank to {} scripts",
        scripts.len()
    );
    scripts
}

#[test]
fn what_is_printed_parses_to_the_same_tree() {
    let mut complete = 0;
    for path in corpus() {
        let text = std::fs::read(&path).expect("a script can be read");
        let arena = Bump::new();
        let Parsed::Complete(script) = parse(&text, &arena, &()) else {
            continue;
        };
        parsing::is_printed_as_itself(&text, &script);
        complete += 1;
    }
    assert!(complete > 100, "only {complete} scripts are complete");
}

#[test]
fn every_span_lies_in_that_of_its_parent() {
    for path in corpus() {
        let text = std::fs::read(&path).expect("a script can be read");
        let arena = Bump::new();
        if let Parsed::Complete(script) = parse(&text, &arena, &()) {
            parsing::spans_nest(&text, &script);
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
            assert!(
                !(whole && wrong),
                "{}: wrong after {end} bytes: {prefix:?}",
                path.display()
            );
        }
    }
}
