//! Resource limits of this process, which its children inherit.

use crate::sys::fault::{self, Call};
use nix::errno::Errno;
use nix::sys::resource::{getrlimit, setrlimit};

pub use nix::sys::resource::RLIM_INFINITY as UNLIMITED;

/// A resource that can be limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Processor time, in seconds.
    Cpu,
    /// Length of a file that is written, in bytes.
    FileSize,
    /// Size of the data segment, in bytes.
    Data,
    /// Size of the stack, in bytes.
    Stack,
    /// Length of a core file, in bytes.
    Core,
    /// Resident memory, in bytes.
    Resident,
    /// Memory kept from being paged out, in bytes.
    Locked,
    /// Processes of this user.
    Processes,
    /// One more than the highest descriptor.
    Files,
    /// Address space, in bytes.
    AddressSpace,
    /// File locks.
    Locks,
    /// Real-time priority.
    RealTimePriority,
}

/// Whether the kernel lets this user have any number of processes: root, but not one that is root in a namespace only.
pub fn is_exempt_from_processes() -> bool {
    let map = std::fs::read_to_string("/proc/self/uid_map").unwrap_or_default();
    let is_initial = map.split_whitespace().eq(["0", "0", "4294967295"]);
    nix::unistd::getuid().is_root() && is_initial
}

/// Both limits of a resource; [`UNLIMITED`] is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The one in force.
    pub soft: u64,
    /// What the soft one may be raised to.
    pub hard: u64,
}

impl Resource {
    fn system(self) -> nix::sys::resource::Resource {
        use nix::sys::resource::Resource::*;
        match self {
            Resource::Cpu => RLIMIT_CPU,
            Resource::FileSize => RLIMIT_FSIZE,
            Resource::Data => RLIMIT_DATA,
            Resource::Stack => RLIMIT_STACK,
            Resource::Core => RLIMIT_CORE,
            Resource::Resident => RLIMIT_RSS,
            Resource::Locked => RLIMIT_MEMLOCK,
            Resource::Processes => RLIMIT_NPROC,
            Resource::Files => RLIMIT_NOFILE,
            Resource::AddressSpace => RLIMIT_AS,
            Resource::Locks => RLIMIT_LOCKS,
            Resource::RealTimePriority => RLIMIT_RTPRIO,
        }
    }
}

/// The limits of `resource`.
///
/// # Errors
/// Those of getrlimit(2).
pub fn get(resource: Resource) -> Result<Limits, Errno> {
    fault::check(Call::Limit)?;
    let (soft, hard) = getrlimit(resource.system())?;
    Ok(Limits { soft, hard })
}

/// Sets the limits of `resource`.
///
/// # Errors
/// Those of setrlimit(2): EPERM if the hard limit would rise, EINVAL if the soft one would be above it.
pub fn set(resource: Resource, limits: Limits) -> Result<(), Errno> {
    fault::check(Call::Limit)?;
    setrlimit(resource.system(), limits.soft, limits.hard)
}
