//! `flaky N`: the first N calls fail, later ones succeed. The calls so far are kept in the current folder, in `.flaky`.

use super::{Ending, number};
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// Where the number of calls is kept.
const COUNT: &str = ".flaky";

pub(super) fn run(folder: &Path, operands: &[OsString]) -> Ending {
    let [failures] = operands else {
        return Ending::misuse("usage: flaky N");
    };
    let Some(failures) = number::<u64>(failures.as_bytes()) else {
        return Ending::misuse("flaky: N is a number: how many calls fail before one succeeds");
    };
    match count(&folder.join(COUNT)) {
        Ok(calls) => Ending::status(u8::from(calls <= failures)),
        Err(why) => Ending::misuse(format!("flaky: {COUNT}: {why}")),
    }
}

/// Which call this is, from 1.
fn count(path: &Path) -> Result<u64, String> {
    let before = match fs::read(path) {
        Ok(text) => number(text.trim_ascii()).ok_or("holds no number; remove it to begin anew")?,
        Err(error) if error.kind() == ErrorKind::NotFound => 0,
        Err(error) => return Err(error.to_string()),
    };
    let calls = u64::saturating_add(before, 1);
    fs::write(path, format!("{calls}\n")).map_err(|error| error.to_string())?;
    Ok(calls)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statuses<const N: usize>(folder: &Path, words: [&str; N]) -> [u8; N] {
        words.map(|word| run(folder, &[word.into()]).status)
    }

    #[test]
    fn the_first_calls_fail_and_the_later_ones_succeed() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(statuses(folder.path(), ["2"; 4]), [1, 1, 0, 0]);
        // All calls in the folder count, whatever they were told.
        assert_eq!(statuses(folder.path(), ["9", "4"]), [1, 0]);
        assert_eq!(statuses(tempfile::tempdir().unwrap().path(), ["0"]), [0]);
    }

    #[test]
    fn what_is_no_number_is_misuse() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(statuses(folder.path(), ["", "-1", "x"]), [2, 2, 2]);
        assert_eq!(run(folder.path(), &[]).status, 2);
        assert!(!folder.path().join(COUNT).exists());
        fs::write(folder.path().join(COUNT), "many").unwrap();
        assert_eq!(statuses(folder.path(), ["1"]), [2]);
    }
}
