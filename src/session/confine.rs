//! What a learner's processes may touch: their folder to write, the system to read, no network, nobody else's processes.
//!
//! Called once, by the shell's own process before the first line; everything it starts inherits it and nothing lifts it.
//! Every part is best effort, and [`Enforcement`] says what came of it.

use super::calls::{self, Guardian, Network};
use super::{mediator, public};
use crate::sys::{limit, sandbox};
use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, LandlockStatus, Ruleset,
    RulesetAttr, RulesetCreatedAttr, RulesetError, RulesetStatus, Scope, make_bitflags,
    path_beneath_rules,
};
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The newest interface asked for; older kernels give what they have.
const NEWEST: ABI = ABI::V9;

/// Where programs, their libraries and their settings are. What is not there is left out.
const SYSTEM: [&str; 8] = [
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/nix/store",
    "/proc",
];
/// How long what was found readable counts: many sessions may start in a second.
const FRESH: Duration = Duration::from_secs(1);
/// Where settings are, and among them what only root may read.
const SETTINGS: &str = "/etc";
/// Where the system's programs are, and beside them others.
const PROGRAMS: &str = "/usr";
/// Where an administrator puts more programs, and perhaps what only root may read.
const ADDED: [&str; 2] = ["/usr/local", "/opt"];
/// Entries looked through of each of those: what holds more is open as a whole, rather than that a start takes long.
const ADDED_ENTRIES: usize = 20_000;
/// Devices anybody may write to.
const DEVICES: [&str; 4] = ["/dev/null", "/dev/zero", "/dev/full", "/dev/tty"];
/// Devices anybody may read.
const SOURCES: [&str; 2] = ["/dev/random", "/dev/urandom"];

/// Bytes a learner's file may grow to.
const FILE_SIZE: u64 = 64 << 20;
/// Bytes of memory a process may ask for.
const DATA: u64 = 2 << 30;
/// Seconds of processor time a process may use.
const PROCESSOR: u64 = 600;
/// Files a process may have open.
const OPEN_FILES: u64 = 1024;
/// Processes the user may have beyond those that run already.
pub const PROCESSES: u64 = 256;
/// Processes of the user's own limit that are left to the tutor.
const SPARE: u64 = 2;

/// How far a session is confined.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enforcement {
    /// The kernel's Landlock interface version; 0 is none.
    pub landlock: u32,
    /// Nothing outside the folder can be written, nor read where it is not the system's.
    pub files: bool,
    /// Outside the folder no file's mode, owner or times can be changed.
    pub permissions: bool,
    /// No socket can be made, or those alone that were asked for.
    pub network: bool,
    /// No process outside the session can be signalled.
    pub signals: bool,
}

impl Enforcement {
    /// Whether nothing is missing.
    pub fn is_full(&self) -> bool {
        self.files && self.permissions && self.network && self.signals
    }
}

impl fmt::Display for Enforcement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            ("files", self.files),
            ("permissions", self.permissions),
            ("network", self.network),
            ("signals", self.signals),
        ];
        let named = |wanted: bool| {
            let parts = parts.iter().filter(|(_, enforced)| *enforced == wanted);
            parts.map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
        };
        let version = match self.landlock {
            0 => "this kernel has no Landlock".to_owned(),
            version => format!("Landlock ABI {version}"),
        };
        match (named(true).as_str(), named(false).as_str()) {
            ("", _) => write!(
                f,
                "not confined: {version}; time and output are still bounded"
            ),
            (all, "") => write!(f, "confined: {all} ({version})"),
            (some, missing) => write!(f, "confined: {some}; not confined: {missing} ({version})"),
        }
    }
}

/// The places of one session.
#[derive(Clone, Copy, Debug)]
pub struct Places<'p> {
    /// May be written, and run from.
    pub folder: &'p Path,
    /// May be read: see [`settings`].
    pub settings: &'p [PathBuf],
    /// May be read and run: the folder of practice programs, and the file they are.
    pub programs: [&'p Path; 2],
    /// The pseudo-terminal, if there is one.
    pub terminal: Option<&'p Path>,
    /// Whom they may speak to.
    pub network: Network,
}

/// Confines the calling process, which must have one thread, for good. `guardian` is a socket to who answers for it.
pub fn confine(places: &Places<'_>, guardian: &OwnedFd) -> Enforcement {
    // When memory runs out, nothing of the person's own is to be ended for a learner's program.
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
    // Without privileges to give up this fails, and nothing is lost.
    let _ = sandbox::drop_capabilities();
    let filtered = filter_calls(guardian, places.network);
    // Only now: the fewer files a process may have open, the fewer may be on their way to others, whoever of the user's sent them.
    limit_resources();
    let status = landlock(places).unwrap_or(LandlockStatus::NotImplemented);
    let abi = match status {
        LandlockStatus::Available { effective_abi, .. } => effective_abi,
        LandlockStatus::NotEnabled | LandlockStatus::NotImplemented => ABI::Unsupported,
    };
    Enforcement {
        landlock: abi as u32,
        // The first version cannot keep files from being cut to nothing.
        files: abi >= ABI::V3,
        permissions: filtered == Some(Guardian::Answers),
        network: filtered.is_some(),
        signals: abi >= ABI::V6,
    }
}

/// `None` if no filter is in force.
fn filter_calls(guardian: &OwnedFd, network: Network) -> Option<Guardian> {
    if let Ok((_, hard)) = getrlimit(Resource::RLIMIT_NOFILE) {
        let _ = setrlimit(Resource::RLIMIT_NOFILE, hard, hard);
    }
    let listener = calls::filter(Guardian::Answers, network)
        .and_then(|filter| filter.install_with_listener())
        .ok();
    let filtered = listener.is_some()
        || calls::filter(Guardian::IsSilent, network).is_ok_and(|filter| filter.install().is_ok());
    let answer = mediator::hand_over(guardian, listener).unwrap_or(Guardian::IsSilent);
    filtered.then_some(answer)
}

fn landlock(places: &Places<'_>) -> Result<LandlockStatus, RulesetError> {
    let all = AccessFs::from_all(NEWEST);
    let read = AccessFs::from_read(NEWEST);
    // Device nodes could name any disk.
    let own = all & !make_bitflags!(AccessFs::{MakeChar | MakeBlock | IoctlDev});
    let device: BitFlags<AccessFs> =
        make_bitflags!(AccessFs::{ReadFile | WriteFile | Truncate | IoctlDev});
    let mut ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(all)?;
    // It knows ports, not addresses.
    if places.network == Network::None {
        ruleset = ruleset.handle_access(AccessNet::from_all(NEWEST))?;
    }
    let restricted = ruleset
        .scope(Scope::from_all(NEWEST))?
        .create()?
        .add_rules(path_beneath_rules(SYSTEM, read))?
        .add_rules(path_beneath_rules([SETTINGS, PROGRAMS], AccessFs::ReadDir))?
        .add_rules(path_beneath_rules(places.settings, read))?
        .add_rules(path_beneath_rules(places.programs, read))?
        .add_rules(path_beneath_rules(SOURCES, AccessFs::ReadFile))?
        .add_rules(path_beneath_rules(DEVICES, device))?
        .add_rules(path_beneath_rules(places.terminal, device))?
        .add_rules(path_beneath_rules([places.folder], own))?
        .restrict_self()?;
    Ok(match restricted.ruleset {
        RulesetStatus::NotEnforced => LandlockStatus::NotEnabled,
        RulesetStatus::PartiallyEnforced | RulesetStatus::FullyEnforced => restricted.landlock,
    })
}

/// What of the settings and of programs may be read by a session of ours; settings are looked for anew where that was longer than
/// a second ago. Names may be listed in any case.
pub fn settings() -> Vec<PathBuf> {
    static LOOKED: Mutex<Option<(Instant, Vec<PathBuf>)>> = Mutex::new(None);
    let mut looked = LOOKED.lock().unwrap_or_else(PoisonError::into_inner);
    match &*looked {
        Some((at, readable)) if at.elapsed() < FRESH => readable.clone(),
        _ => {
            let readable = look_for_settings();
            *looked = Some((Instant::now(), readable.clone()));
            readable
        }
    }
}

fn look_for_settings() -> Vec<PathBuf> {
    static PUBLIC_PROGRAMS: LazyLock<Vec<PathBuf>> =
        LazyLock::new(|| look_for_programs(Path::new(PROGRAMS), &ADDED.map(Path::new)));
    if !nix::unistd::geteuid().is_root() {
        return [&[SETTINGS, PROGRAMS][..], &ADDED]
            .concat()
            .into_iter()
            .map(PathBuf::from)
            .collect();
    }
    let settings = public::readable(Path::new(SETTINGS), usize::MAX);
    [settings.unwrap_or_default(), PUBLIC_PROGRAMS.clone()].concat()
}

/// What root may be shown of `programs`: all that comes with the system, and of what was `added` what anybody may read.
fn look_for_programs(programs: &Path, added: &[&Path]) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(programs).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| !added.contains(&path.as_path()))
        .collect();
    for added in added.iter().copied() {
        let public = public::readable(added, ADDED_ENTRIES);
        found.extend(public.unwrap_or_else(|| vec![added.to_owned()]));
    }
    found
}

fn limit_resources() {
    let limits = [
        (Resource::RLIMIT_CORE, 0),
        (Resource::RLIMIT_FSIZE, FILE_SIZE),
        (Resource::RLIMIT_DATA, DATA),
        (Resource::RLIMIT_CPU, PROCESSOR),
        (Resource::RLIMIT_NOFILE, OPEN_FILES),
        (Resource::RLIMIT_NPROC, running() + PROCESSES),
    ];
    for (resource, wanted) in limits {
        let spare = if resource == Resource::RLIMIT_NPROC {
            SPARE
        } else {
            0
        };
        let most = |(_, hard): (u64, u64)| hard.saturating_sub(spare).min(wanted);
        let hard = getrlimit(resource).map_or(wanted, most);
        // A limit that cannot be set leaves the one there was.
        let _ = setrlimit(resource, hard, hard);
    }
}

/// Threads this user runs already: that is what the kernel counts, if it counts this user's.
fn running() -> u64 {
    use std::os::unix::fs::MetadataExt;
    if limit::is_exempt_from_processes() {
        return 0;
    }
    let user = nix::unistd::getuid().as_raw();
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let mine = processes.filter(|entry| entry.metadata().is_ok_and(|meta| meta.uid() == user));
    mine.map(|entry| {
        std::fs::read_dir(entry.path().join("task")).map_or(0, |tasks| tasks.count() as u64)
    })
    .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn of_what_was_added_root_is_shown_what_anybody_may_read() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["usr/bin", "usr/local/bin", "opt"] {
            fs::create_dir_all(at(name)).unwrap();
        }
        for (name, mode) in [
            ("usr/bin/ls", 0o755),
            ("usr/bin/sudo", 0o4711),
            ("usr/local/bin/tool", 0o755),
            ("usr/local/key", 0o600),
            ("opt/password", 0o640),
        ] {
            fs::write(at(name), "").unwrap();
            fs::set_permissions(at(name), fs::Permissions::from_mode(mode)).unwrap();
        }
        let added = [at("usr/local"), at("opt")];
        let added = added.each_ref().map(PathBuf::as_path);
        let mut found = look_for_programs(&at("usr"), &added);
        found.sort();
        assert_eq!(found, [at("usr/bin"), at("usr/local/bin")]);
    }

    #[test]
    fn enforcement_is_one_line_and_names_what_is_missing() {
        let full = Enforcement {
            landlock: 7,
            files: true,
            permissions: true,
            network: true,
            signals: true,
        };
        let check =
            |enforcement: &Enforcement, expected| assert_eq!(enforcement.to_string(), expected);
        check(
            &full,
            "confined: files, permissions, network, signals (Landlock ABI 7)",
        );
        let old = Enforcement {
            landlock: 3,
            permissions: false,
            signals: false,
            ..full
        };
        check(
            &old,
            "confined: files, network; not confined: permissions, signals (Landlock ABI 3)",
        );
        check(
            &Enforcement::default(),
            "not confined: this kernel has no Landlock; time and output are still bounded",
        );
    }
}
