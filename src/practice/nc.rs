//! `nc -z HOST PORT`: succeeds if something listens there, which is to say, if there is a file `ports/PORT`.

use super::{Ending, number, options};
use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

const USAGE: &str = "usage: nc -z HOST PORT";

pub(super) fn run(folder: &Path, words: &[OsString]) -> Ending {
    // Nothing has to be waited for here, and with `-v` the real one says what the status says.
    let known = [("z", false), ("v", false), ("n", false), ("w", true)];
    let words = match options::read(words, &known) {
        Ok(words) => words,
        Err(why) => return Ending::misuse(format!("nc: {why}\n{USAGE}")),
    };
    let [_, port] = words.operands.as_slice() else {
        return Ending::misuse(USAGE);
    };
    if !words.has("z") {
        let why = "the practice nc does not connect, it only looks whether something listens";
        return Ending::misuse(format!("nc: {why}: -z\n{USAGE}"));
    }
    match number::<u16>(port.as_bytes()) {
        // The number, not its spelling: 080 is the port 80.
        Some(port) if port > 0 => {
            let listens = folder.join("ports").join(port.to_string()).exists();
            Ending::status(u8::from(!listens))
        }
        _ => Ending::misuse("nc: PORT is a number from 1 to 65535"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_listens_where_there_is_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let check = |words: &[&str], status| {
            let words: Vec<OsString> = words.iter().map(OsString::from).collect();
            assert_eq!(run(folder.path(), &words).status, status, "{words:?}");
        };
        check(&["-z", "db", "5432"], 1);
        std::fs::create_dir(folder.path().join("ports")).unwrap();
        check(&["-z", "db", "5432"], 1);
        std::fs::write(folder.path().join("ports/5432"), "").unwrap();
        check(&["-z", "db", "5432"], 0);
        check(&["db", "5432", "-z"], 0);
        check(&["-z", "db", "5433"], 1);
        check(&["-z", "db", "../ports/5432"], 2);
        check(&["-z", "db", "0"], 2);
        check(&["-z", "db"], 2);
        check(&["db", "5432"], 2);
        check(&["-x", "db", "5432"], 2);
        check(&["-zv", "-w", "1", "db", "5432"], 0);
    }
}
