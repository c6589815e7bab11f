//! Tilde expansion (XCU 2.6.1).

use super::gather::{Expansion, Mode};
use crate::engine::shell::Shell;
use crate::sys::file;
use crate::trace::ExpansionStep;
use crate::trace::expansion::excerpt;

/// Adds unquoted literal text, its tilde-prefixes replaced. `first` and `last` say whether it begins and ends the word.
pub fn push_literal(
    shell: &mut Shell,
    text: &[u8],
    first: bool,
    last: bool,
    mode: Mode,
    into: &mut Expansion,
) {
    if !text.contains(&b'~') {
        into.push_literal(text);
        return;
    }
    if mode != Mode::Assignment {
        push_segment(shell, text, first, last, into);
        return;
    }
    // In an assignment a tilde may also stand behind an unquoted colon.
    let mut begins = first;
    let count = text.split(|byte| *byte == b':').count();
    for (index, segment) in text.split(|byte| *byte == b':').enumerate() {
        if index > 0 {
            into.push_literal(b":");
            begins = true;
        }
        push_segment(shell, segment, begins, last || index + 1 < count, into);
    }
}

/// `closed`: the text's end also ends a tilde-prefix; otherwise a quote or an expansion follows and there is none.
fn push_segment(shell: &mut Shell, text: &[u8], begins: bool, closed: bool, into: &mut Expansion) {
    let prefix = begins.then(|| text.strip_prefix(b"~")).flatten();
    let Some(rest) = prefix else {
        into.push_literal(text);
        return;
    };
    let end = rest.iter().position(|byte| *byte == b'/');
    let login = &rest[..end.unwrap_or(rest.len())];
    let directory = if end.is_some() || closed {
        home(shell, login)
    } else {
        None
    };
    match directory {
        Some(directory) => {
            // The result is not subject to splitting or pathname expansion.
            let directory = match directory.strip_suffix(b"/") {
                // The slash behind the prefix is enough.
                Some(shorter) if end.is_some() => shorter,
                _ => &directory,
            };
            into.push_quoted(directory);
            shell.tracer.step(|| ExpansionStep::Tilde {
                login: login.to_vec(),
                directory: excerpt(directory),
            });
            into.push_literal(&rest[login.len()..]);
        }
        None => into.push_literal(text),
    }
}

fn home(shell: &Shell, login: &[u8]) -> Option<Vec<u8>> {
    if login.is_empty() {
        return shell.variables.get(b"HOME").map(<[u8]>::to_vec);
    }
    file::home_of(std::str::from_utf8(login).ok()?)
}
