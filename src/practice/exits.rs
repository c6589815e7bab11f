//! `exits STATUS [TEXT]`: prints the text, if any, and ends with the status.

use super::{Ending, number};
use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;

pub(super) fn run(operands: &[OsString]) -> Ending {
    let (status, text) = match operands {
        [status] => (status, None),
        [status, text] => (status, Some(text)),
        _ => return Ending::misuse("usage: exits STATUS [TEXT]"),
    };
    let Some(status) = number(status.as_bytes()) else {
        return Ending::misuse("exits: STATUS is a number from 0 to 255");
    };
    Ending {
        status,
        output: text.map_or(Vec::new(), |text| [text.as_bytes(), b"\n"].concat()),
        ..Ending::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &[&str], status: u8, output: &str) {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        let ending = run(&words);
        assert_eq!(
            (ending.status, &ending.output[..]),
            (status, output.as_bytes())
        );
    }

    #[test]
    fn the_text_is_printed_whatever_the_status() {
        check(&["0"], 0, "");
        check(&["7", "hello"], 7, "hello\n");
        check(&["255", ""], 255, "\n");
    }

    #[test]
    fn what_is_no_status_is_misuse() {
        check(&[], 2, "");
        check(&["256"], 2, "");
        check(&["-1"], 2, "");
        check(&["1", "two", "three"], 2, "");
    }
}
