//! Commands that only run another one: who writes `timeout 5 nc -z db 5432` runs `nc`.
//!
//! What runs inside `( )`, `eval`, a function or a shell of ours is told by the trace itself. These tell nothing of what they
//! run, but they name it among their arguments.

/// Options of `timeout` that take the next word as their argument.
const TIMEOUT: [&[u8]; 4] = [b"-k", b"-s", b"--kill-after", b"--signal"];
/// The same of `env`.
const ENV: [&[u8]; 4] = [b"-u", b"-C", b"--unset", b"--chdir"];
/// The same of `nice`.
const NICE: [&[u8]; 2] = [b"-n", b"--adjustment"];

/// The words of the command that the command with these words is at last about: their own, or those behind `command`, `env`,
/// `timeout` and their like.
pub(super) fn innermost(words: &[Vec<u8>]) -> &[Vec<u8>] {
    let mut words = words;
    while let Some(inner) = inner(words) {
        words = inner;
    }
    words
}

/// The words of the command that this one runs, if it is one that runs another.
pub(super) fn inner(words: &[Vec<u8>]) -> Option<&[Vec<u8>]> {
    let (name, rest) = words.split_first()?;
    let name = name.rsplit(|byte| *byte == b'/').next()?;
    let rest = match name {
        // With other options it tells what a name means, and runs nothing.
        b"command" if rest.first().is_some_and(|word| tells(word)) => return None,
        b"command" | b"exec" | b"nohup" => operands(rest, &[]),
        b"nice" => operands(rest, &NICE),
        b"env" => {
            let rest = operands(rest, &ENV);
            let assigned = rest.iter().take_while(|word| word.contains(&b'='));
            &rest[assigned.count()..]
        }
        b"timeout" => operands(rest, &TIMEOUT).get(1..)?,
        _ => return None,
    };
    (!rest.is_empty()).then_some(rest)
}

/// Whether it is an option of `command` that asks what a name means.
fn tells(word: &[u8]) -> bool {
    word.starts_with(b"-") && word.iter().any(|byte| matches!(byte, b'v' | b'V'))
}

/// What follows the options, of which some take an argument.
fn operands<'w>(mut words: &'w [Vec<u8>], with_argument: &[&[u8]]) -> &'w [Vec<u8>] {
    while let Some((word, rest)) = words.split_first() {
        if word == b"--" {
            return rest;
        }
        if !word.starts_with(b"-") {
            break;
        }
        let skipped = usize::from(with_argument.contains(&word.as_slice()));
        words = rest.get(skipped..).unwrap_or_default();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_that_is_meant_is_found_behind_those_that_run_it() {
        for (line, meant) in [
            ("nc -z db 5432", "nc -z db 5432"),
            ("command nc -z", "nc -z"),
            ("command -p nc", "nc"),
            ("exec -- nc", "nc"),
            ("/usr/bin/env -i A=1 B= nc", "nc"),
            ("env -u HOME nc", "nc"),
            ("timeout 1 nc -z", "nc -z"),
            ("timeout -k 2 -s KILL --foreground 1 nc", "nc"),
            ("nohup nice -n 5 nc", "nc"),
            ("command -v nc", "command -v nc"),
            ("timeout 1", "timeout 1"),
            ("timeout", "timeout"),
            ("env A=1", "env A=1"),
            ("nice -n", "nice -n"),
            ("echo command nc", "echo command nc"),
        ] {
            let split = |text: &str| -> Vec<Vec<u8>> { text.split(' ').map(Into::into).collect() };
            assert_eq!(innermost(&split(line)), split(meant), "{line}");
        }
    }
}
