//! Words that hold no command substitution: split by an `IFS` that stands in the first line, tried as patterns, used in
//! assignments and here-documents.
#![no_main]

#[path = "../running.rs"]
mod running;

use bumpalo::Bump;
use shtutor::syntax::ast::{Command, CompoundKind, IoRedirect, List, WordPart, WordPartKind};
use shtutor::syntax::parse::{Parsed, parse};
use shtutor::syntax::visit::{self, Visitor};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let end = input.iter().position(|byte| *byte == b'\n');
    let (separators, words) = input.split_at(end.unwrap_or(0));
    let words = words.strip_prefix(b"\n").unwrap_or(words);
    for (before, behind) in [
        (&b"set -f; : "[..], &b""[..]),
        (b"case aXb in ", b") : ;; esac"),
        (b"v=", b" :"),
        (b": \"", b"\""),
        (b": ${x:-", b"}"),
        (b": \"${y#", b"}\""),
    ] {
        let script = [before, words, behind].concat();
        if is_harmless(&script) {
            let script = [b"IFS=$1 x=abc y=' a:b '; ", &script[..]].concat();
            running::run(&script, &[separators, b"two words", b"", b"*?[a]\\", words]);
        }
    }
});

/// Whether the script only expands: no process, no file, no command but `:` and `set -f`, which stands at the start.
fn is_harmless(script: &[u8]) -> bool {
    let arena = Bump::new();
    let Parsed::Complete(parsed) = parse(script, &arena, &()) else {
        return false;
    };
    let mut watch = Watch(true);
    watch.list(&parsed.list);
    watch.0
}

struct Watch(bool);

impl<'a> Visitor<'a> for Watch {
    fn list(&mut self, list: &List<'a>) {
        self.0 &= list.items.iter().all(|item| item.background.is_none());
        visit::walk_list(self, list);
    }

    fn command(&mut self, command: &Command<'a>) {
        self.0 &= match command {
            Command::Simple(simple) => {
                let name = simple.words.first().map(|word| word.parts);
                match name {
                    None => true,
                    Some(
                        [
                            WordPart {
                                kind: WordPartKind::Literal(name),
                                ..
                            },
                        ],
                    ) => *name == b":" || (*name == b"set" && simple.span.start == 0),
                    Some(_) => false,
                }
            }
            Command::Compound(compound) => matches!(compound.kind, CompoundKind::Case(_)),
            Command::Function(_) => false,
        };
        visit::walk_command(self, command);
    }

    fn redirect(&mut self, _: &IoRedirect<'a>) {
        self.0 = false;
    }

    fn part(&mut self, part: &WordPart<'a>) {
        self.0 &= !matches!(part.kind, WordPartKind::Command(_));
        visit::walk_part(self, part);
    }
}
