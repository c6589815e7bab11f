//! What keys do to a line, without a terminal.

use super::key::{Decoder, Special};
use super::text::bytes;
use super::{Editor, Outcome, Style};
use crate::engine::shell::history::History;

/// The line after `keys`, with `|` at the cursor.
fn line(style: Style, past: &[&str], keys: &str) -> String {
    let mut history = History::open(None, 100);
    past.iter()
        .for_each(|command| history.add(command.as_bytes()));
    let mut editor = Editor::default();
    editor.begin(&history);
    let mut decoder = Decoder::new(style == Style::Vi, Special::default());
    for byte in keys.bytes() {
        for key in decoder.push(byte) {
            let outcome = editor.key(style, key, &history);
            assert_ne!(outcome, Outcome::End, "{keys:?}");
        }
    }
    let (before, after) = editor.text.units.split_at(editor.text.at);
    let [before, after] =
        [before, after].map(|units| String::from_utf8_lossy(&bytes(units)).into_owned());
    format!("{before}|{after}")
}

fn check(style: Style, past: &[&str], cases: &[(&str, &str)]) {
    for (keys, expected) in cases {
        assert_eq!(line(style, past, keys), *expected, "{keys:?}");
    }
}

#[test]
fn emacs_moves_and_cuts() {
    let cases = [
        ("one two\x01x", "x|one two"),
        ("one two\x1bbx", "one x|two"),
        ("one two\x17", "one |"),
        ("one two\x17\x17\x19", "one two|"),
        ("one two\x01\x0b\x19\x19", "one twoone two|"),
        ("one two\x15x", "x|"),
        ("one two\x01\x1bd", "| two"),
        ("ab\x14", "ba|"),
        ("abc\x02\x14", "acb|"),
        ("one\x01\x1bu", "ONE|"),
    ];
    check(Style::Emacs, &[], &cases);
    check(
        Style::Emacs,
        &[],
        &[
            ("one two\x1b[D\x1b[D\x7f", "one |wo"),
            ("one\x16\x01", "one\x01|"),
            ("one\x0b\x1f", "|"),
            ("a\u{e4}b\x02\x02\x04", "a|b"),
        ],
    );
}

#[test]
fn emacs_recalls_and_searches() {
    let past = ["echo one", "ls", "echo two"];
    check(
        Style::Emacs,
        &past,
        &[
            ("\x10\x10", "ls|"),
            ("new\x10\x0e", "new|"),
            ("\x1b[A\x1b[A\x1b[A\x1b[A", "echo one|"),
            ("\x12ec", "|echo two"),
            ("\x12ec\x12", "|echo one"),
            ("\x12one\x05x", "echo onex|"),
            ("new\x12two\x07", "new|"),
            ("\x1b<", "echo one|"),
            ("cat \x1b.", "cat two|"),
        ],
    );
}

#[test]
fn vi_moves() {
    check(
        Style::Vi,
        &[],
        &[
            ("one two\x1b", "one tw|o"),
            ("one two\x1b0", "|one two"),
            ("one two-three\x1b0ww", "one two|-three"),
            ("one two-three\x1b0wW", "one two-thre|e"),
            ("one two\x1bb", "one |two"),
            ("one two\x1b0e", "on|e two"),
            ("  one\x1b^", "  |one"),
            ("one two\x1b3|", "on|e two"),
            ("abcabc\x1b0fc;", "abcab|c"),
            ("abcabc\x1b0fc;,", "ab|cabc"),
            ("abcabc\x1b0tc", "a|bcabc"),
            ("abcabc\x1bTa", "abca|bc"),
            ("abcdef\x1b03l", "abc|def"),
            ("one\x1b[Dx", "onx|e"),
        ],
    );
}

#[test]
fn vi_changes() {
    check(
        Style::Vi,
        &[],
        &[
            ("one two\x1b0dw", "|two"),
            ("one two\x1b0cwx\x1b", "|x two"),
            ("one two three\x1b02dw", "|three"),
            ("one two three\x1b0d2w", "|three"),
            ("one two\x1bdd", "|"),
            ("one two\x1b0D", "|"),
            ("one two\x1bbC2\x1b", "one |2"),
            ("one\x1bix\x1b", "on|xe"),
            ("one\x1bIx\x1b", "|xone"),
            ("one\x1b0ax\x1b", "o|xne"),
            ("one\x1b0Ax\x1b", "one|x"),
            ("one\x1b0Rtw\x1b", "t|we"),
            ("one\x1b0rO", "|One"),
            ("one\x1b02x", "|e"),
            ("one\x1bX", "o|e"),
            ("one\x1b0xp", "n|oe"),
            ("one two\x1b0ywP", "one| one two"),
            ("one\x1b0~~", "ON|e"),
            ("one\x1b0x.", "|e"),
            ("one two\x1b0x3.", "|two"),
            ("a b\x1b0cwxx\x1bw.", "xx x|x"),
            ("one\x1b0xu", "|one"),
            ("one\x1b0xxU", "|one"),
            ("one two\x1b0dfw", "|o"),
            ("one two\x1bSx\x1b", "|x"),
        ],
    );
}

#[test]
fn vi_recalls_and_searches() {
    let past = ["echo one", "ls -l", "echo two"];
    check(
        Style::Vi,
        &past,
        &[
            ("\x1bk", "|echo two"),
            ("\x1bkk", "|ls -l"),
            ("new\x1bkj", "|new"),
            ("\x1b2k", "|ls -l"),
            ("\x1bG", "echo on|e"),
            ("\x1b2G", "ls -|l"),
            ("\x1b/one\r", "echo on|e"),
            ("\x1b/^l\r", "ls -|l"),
            ("\x1b/echo\rn", "echo on|e"),
            ("\x1b/echo\rnN", "echo tw|o"),
            ("cat\x1b_", "cat two|"),
            ("cat\x1b1_", "cat echo|"),
        ],
    );
}
