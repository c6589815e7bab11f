//! How commands, names and ends are spelt wherever something that happened is told. Nothing is printed as it came: what cannot
//! be seen is made visible, what is long is shortened visibly.

use super::{ExitStatus, Termination};
use crate::source::quoting::Quoting;
use textwrap::{Options, WordSplitter};

/// `SIGPIPE`, which ends who writes into a pipe that nobody reads.
pub const BROKEN_PIPE: i32 = 13;
/// Columns of a command that is named in a sentence.
const NAMED: usize = 36;
/// Keeps a command together while a sentence is wrapped.
pub const KEPT: char = '\u{a0}';

/// `text` on lines of `width` columns, the first behind `first` and the others behind `rest`.
pub fn wrapped(text: &str, first: &str, rest: &str, width: usize) -> String {
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_splitter(WordSplitter::NoHyphenation);
    let lines = textwrap::wrap(text, options);
    let lines: Vec<String> = lines
        .iter()
        .map(|line| line.replace(KEPT, " ").trim_end().to_owned())
        .collect();
    lines.join("\n")
}

/// `text` with what is invisible in it made visible, on one line.
pub fn visible(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            '\r' => shown.push_str("\\r"),
            '\u{1b}' => shown.push_str("\\e"),
            other if other.is_control() => shown.push_str(&format!("\\x{:02x}", u32::from(other))),
            other => shown.push(other),
        }
    }
    shown
}

/// As [`visible`], for bytes that may be no text.
pub fn visible_bytes(bytes: &[u8]) -> String {
    let mut shown = String::new();
    for chunk in bytes.utf8_chunks() {
        shown.push_str(&visible(chunk.valid()));
        for byte in chunk.invalid() {
            shown.push_str(&format!("\\x{byte:02x}"));
        }
    }
    shown
}

/// `text` in at most `most` characters.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(3)).collect();
    format!("{}...", kept.trim_end())
}

/// A command as typed, perhaps over several lines, on one; without its comments, behind which nothing could follow.
pub fn on_one_line(text: &[u8]) -> String {
    let mut line = String::new();
    let (lines, document) = lines_of(text);
    for piece in lines.iter().map(|piece| piece.trim_ascii()) {
        if piece.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push_str(if goes_on(&line) { " " } else { "; " });
        }
        line.push_str(&visible_bytes(piece));
    }
    if document {
        line.push_str(" ...");
    }
    line
}

/// The lines of a command, newlines between quotes left in them; and whether it goes on with a here-document, which is left out
/// with all behind it.
fn lines_of(text: &[u8]) -> (Vec<Vec<u8>>, bool) {
    let (mut lines, mut line) = (Vec::new(), Vec::new());
    let mut quoting = Quoting::default();
    let (mut at, mut document) = (0, false);
    while at < text.len() {
        let rest = &text[at..];
        let is_apart = at == 0 || b" \t\n;&|(".contains(&text[at - 1]);
        match rest[0] {
            _ if quoting.is_quoted() => {}
            b'#' if is_apart => {
                at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                continue;
            }
            b'<' if begins_document(rest) => document = true,
            b'\n' => {
                lines.push(std::mem::take(&mut line));
                if document {
                    return (lines, true);
                }
                at += 1;
                continue;
            }
            _ => {}
        }
        let length = quoting.step(rest);
        line.extend_from_slice(&rest[..length]);
        at += length;
    }
    lines.push(line);
    (lines, false)
}

/// Whether `text` begins with the operator of a here-document, and not with that of an arithmetic shift.
fn begins_document(text: &[u8]) -> bool {
    let behind = text.strip_prefix(b"<<").map(<[u8]>::trim_ascii_start);
    let first = behind.and_then(|rest| rest.first());
    first.is_some_and(|byte| !byte.is_ascii_digit() && *byte != b'=')
}

/// Whether what follows on the next line would follow a blank on the same one.
fn goes_on(line: &str) -> bool {
    const OPENERS: [&str; 9] = ["do", "then", "else", "in", "{", "(", "!", "if", "while"];
    let last = line.rsplit([' ', ';']).next().unwrap_or(line);
    OPENERS.contains(&last) || line.ends_with(['&', '|', ';', '\\', '('])
}

/// A command in the middle of a sentence: apart from its words, and kept together.
pub fn named(command: &[u8]) -> String {
    let text = shortened(&on_one_line(command), NAMED).replace(' ', &KEPT.to_string());
    // What stands before it ends with a blank of its own.
    format!(" {text}{KEPT}")
}

/// A text that is not a command, in the middle of a sentence.
pub fn set_apart(text: &[u8]) -> String {
    let text = shortened(&visible_bytes(text), NAMED).replace(' ', &KEPT.to_string());
    format!(" {text}{KEPT}")
}

/// The name of a command: its first word as typed.
pub fn first_word(command: &[u8]) -> String {
    let line = on_one_line(command);
    line.split(' ').next().unwrap_or_default().to_owned()
}

/// A word as a shell would read it, if need be between quotes: `double` ones where they keep what is in them.
pub fn quoted(word: &[u8], double: bool) -> String {
    let plain = |byte: &u8| {
        byte.is_ascii_alphanumeric() || b"-_./:=+,@%[]!?{}^~#".contains(byte) || *byte >= 0x80
    };
    let text = visible_bytes(word);
    if !word.is_empty() && word.iter().all(plain) {
        return text;
    }
    let safe = !word.iter().any(|byte| b"\"$`\\".contains(byte));
    let single = word.contains(&b'\'');
    // Between other quotes nobody could tell what is shown for it from what was typed as that.
    if word.iter().any(u8::is_ascii_control) || std::str::from_utf8(word).is_err() {
        return dollar_quoted(word);
    }
    match safe && (double || single) {
        true => format!("\"{text}\""),
        // A quote ends the text, stands there by itself, and the text goes on.
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

/// A word between dollar-single-quotes (XCU 2.2.4).
fn dollar_quoted(word: &[u8]) -> String {
    let pieces = word.split_inclusive(|byte| matches!(byte, b'\\' | b'\''));
    let pieces = pieces.map(|piece| match piece {
        [text @ .., special @ (b'\\' | b'\'')] => {
            format!("{}\\{}", visible_bytes(text), char::from(*special))
        }
        text => visible_bytes(text),
    });
    format!("$'{}'", pieces.collect::<String>())
}

/// Name and arguments as a shell would read them.
pub fn quoted_all(words: &[Vec<u8>]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word, false)).collect();
    words.join(" ")
}

/// How a command ended, in a few words.
pub fn end(how: Termination) -> String {
    match how {
        Termination::Exited(ExitStatus(status)) => format!("exit {status}"),
        Termination::Signaled(BROKEN_PIPE) => {
            format!("exit {}: nobody read on (SIGPIPE)", how.status())
        }
        Termination::Signaled(signal) | Termination::Dumped(signal) => {
            format!("exit {}, ended by {}", how.status(), signal_name(signal))
        }
        Termination::Stopped(signal) => format!("stopped by {}", signal_name(signal)),
    }
}

/// The name of a signal, as `SIGPIPE`.
pub fn signal_name(number: i32) -> String {
    const NAMES: [&str; 31] = [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
        "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
        "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];
    let index = usize::try_from(number - 1).ok();
    match index.and_then(|index| NAMES.get(index)) {
        Some(name) => format!("SIG{name}"),
        None => format!("signal {number}"),
    }
}

/// A number and what is counted: `1 line`, `2 lines`.
pub fn count(number: u64, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        number => format!("{number} {what}s"),
    }
}

/// A `number` of what is kept, where there may have been more.
pub fn at_least(number: String, truncated: bool) -> String {
    match truncated {
        true => format!("at least {number}"),
        false => number,
    }
}

/// `a`, `a and b`, `a, b and c`.
pub fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_as_the_learner_quotes() {
        assert_eq!(quoted(b"build", true), "build");
        assert_eq!(quoted(b"status: 1", true), "\"status: 1\"");
        assert_eq!(quoted(b"status: 1", false), "'status: 1'");
        assert_eq!(quoted(b"status: $?", true), "'status: $?'");
        assert_eq!(quoted(b"a ", true), "\"a \"");
        assert_eq!(quoted(b"", false), "''");
        assert_eq!(quoted(b"it's", false), "\"it's\"");
        assert_eq!(quoted(b"it's $5", false), "'it'\\''s $5'");
        assert_eq!(quoted(b"a\nb", true), "$'a\\nb'");
        assert_eq!(quoted(b"a\\nb", true), "'a\\nb'");
        assert_eq!(quoted(b"it's\\\t\xff", true), "$'it\\'s\\\\\\t\\xff'");
    }

    #[test]
    fn several_lines_become_one_that_could_be_typed() {
        let typed = b"while read x\ndo\n  echo $x\n  date\ndone";
        assert_eq!(on_one_line(typed), "while read x; do echo $x; date; done");
        assert_eq!(on_one_line(b"a &&\n  b"), "a && b");
        assert_eq!(on_one_line(b"echo 'a\nb'\nc"), "echo 'a\\nb'; c");
        assert_eq!(on_one_line(b"cat <<E\ntext\nE"), "cat <<E ...");
        assert_eq!(
            on_one_line(b"x=$((1 << 2))\necho # don't\nb"),
            "x=$((1 << 2)); echo; b"
        );
        assert_eq!(
            on_one_line(b"echo \"$(\necho a # c\necho 'b\nc'\n)\""),
            "echo \"$( echo a; echo 'b\\nc'; )\""
        );
    }

    #[test]
    fn nothing_is_printed_as_it_came() {
        assert_eq!(visible_bytes(b"a\tb\x1b[1m\xff\0"), "a\\tb\\e[1m\\xff\\x00");
        assert_eq!(shortened("abcdefghij", 8), "abcde...");
        let end_of_pipe = "exit 141: nobody read on (SIGPIPE)";
        assert_eq!(end(Termination::Signaled(13)), end_of_pipe);
        assert_eq!(end(Termination::Signaled(9)), "exit 137, ended by SIGKILL");
    }
}
