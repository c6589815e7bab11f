//! `ulimit` (XCU 3): limits on what this shell, and all it starts, may use.

use super::{BuiltinError, BuiltinResult, done, options, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::sys::limit::{self, Limits, Resource, UNLIMITED};
use crate::trace::ExitStatus;

/// A resource: its option, what `-a` calls it, its unit in bytes or seconds.
struct Entry {
    option: char,
    description: &'static str,
    unit: u64,
    resource: Resource,
}

const fn entry(option: char, description: &'static str, unit: u64, resource: Resource) -> Entry {
    Entry {
        option,
        description,
        unit,
        resource,
    }
}

/// Those of the standard, and those that other shells have under the same letters.
static ENTRIES: [Entry; 12] = [
    entry('t', "time(seconds)", 1, Resource::Cpu),
    entry('f', "file(blocks)", 512, Resource::FileSize),
    entry('d', "data(kbytes)", 1024, Resource::Data),
    entry('s', "stack(kbytes)", 1024, Resource::Stack),
    entry('c', "coredump(blocks)", 512, Resource::Core),
    entry('m', "memory(kbytes)", 1024, Resource::Resident),
    entry('l', "locked memory(kbytes)", 1024, Resource::Locked),
    entry('p', "process", 1, Resource::Processes),
    entry('n', "nofiles", 1, Resource::Files),
    entry('v', "vmemory(kbytes)", 1024, Resource::AddressSpace),
    entry('w', "locks", 1, Resource::Locks),
    entry('r', "rtprio", 1, Resource::RealTimePriority),
];

/// The resources that can be limited, each by its option.
pub fn resources() -> impl Iterator<Item = (char, Resource)> {
    ENTRIES.iter().map(|entry| (entry.option, entry.resource))
}

/// Which of the two limits is meant.
#[derive(Clone, Copy)]
struct Which {
    soft: bool,
    hard: bool,
}

/// `ulimit [-H|-S] -a`, `ulimit [-H|-S] [-c|-d|-f|-n|-s|-t|-v] [limit]`
pub fn ulimit(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let letters: String = ENTRIES.iter().map(|entry| entry.option).collect();
    let (options, operands) = options(fields, &format!("HSa{letters}"))?;
    // The later of the two counts; without one a new limit is both, and the soft one is shown.
    let which = match options.iter().rfind(|option| matches!(option, 'H' | 'S')) {
        Some('H') => Which {
            soft: false,
            hard: true,
        },
        Some(_) => Which {
            soft: true,
            hard: false,
        },
        None => Which {
            soft: true,
            hard: true,
        },
    };
    if options.contains(&'a') {
        for entry in &ENTRIES {
            let value = show(get(entry)?, which, entry.unit);
            let line = format!("{:<24} {value}\n", entry.description);
            shell.output.push(line.as_bytes())?;
        }
        return done(ExitStatus::SUCCESS);
    }
    let letter = options.iter().rfind(|option| letters.contains(**option));
    let letter = letter.copied().unwrap_or('f');
    let Some(entry) = ENTRIES.iter().find(|entry| entry.option == letter) else {
        return Err(BuiltinError::BadOption(letter));
    };
    match operands.as_slice() {
        [] => {
            let value = show(get(entry)?, which, entry.unit);
            shell.output.push(format!("{value}\n").as_bytes())?;
        }
        [limit] => set(entry, which, limit)?,
        _ => return Err(BuiltinError::TooMany),
    }
    done(ExitStatus::SUCCESS)
}

fn get(entry: &Entry) -> Result<Limits, BuiltinError> {
    limit::get(entry.resource).map_err(|errno| BuiltinError::System {
        path: format!("-{}", entry.option),
        errno,
    })
}

fn show(limits: Limits, which: Which, unit: u64) -> String {
    let value = if which.soft { limits.soft } else { limits.hard };
    match value {
        UNLIMITED => "unlimited".to_string(),
        value => (value / unit).to_string(),
    }
}

fn set(entry: &Entry, which: Which, text: &[u8]) -> Result<(), BuiltinError> {
    let mut limits = get(entry)?;
    let value = match text {
        b"unlimited" => UNLIMITED,
        b"hard" => limits.hard,
        b"soft" => limits.soft,
        _ => number(text, entry.unit).ok_or_else(|| BuiltinError::NotANumber(shown(text)))?,
    };
    if which.soft {
        limits.soft = value;
    }
    if which.hard {
        limits.hard = value;
    }
    limit::set(entry.resource, limits).map_err(|errno| BuiltinError::System {
        path: shown(text),
        errno,
    })
}

fn number(text: &[u8], unit: u64) -> Option<u64> {
    let digits = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let number: u64 = std::str::from_utf8(text)
        .ok()
        .filter(|_| digits)?
        .parse()
        .ok()?;
    number.checked_mul(unit)
}
