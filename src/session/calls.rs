//! Which system calls a learner's processes may make: what Landlock leaves open, written as the rules of a filter.
//!
//! Landlock decides what can be opened, made, renamed, removed and signalled. It says nothing of the mode, owner, times and
//! attributes of a file elsewhere, of who watches it, of UDP, of another process's limits, of keys and of memory shared with strangers. What must go on
//! working inside the folder is asked of the guardian ([`mediator`](super::mediator)); the rest is refused.

use crate::sys::seccomp::{Filter, Test, Verdict};
use nix::errno::Errno;
use nix::libc::{self, c_long};
use serde::{Deserialize, Serialize};
use std::io;

/// Numbers that all machines share, and libc does not know on each.
pub const FCHMODAT2: c_long = 452;
const SETXATTRAT: c_long = 463;
const GETXATTRAT: c_long = 464;
const LISTXATTRAT: c_long = 465;
const REMOVEXATTRAT: c_long = 466;
const FILE_SETATTR: c_long = 469;

/// Change the mode, the owner or the times of a file.
const OF_FILES: &[c_long] = &[
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chmod,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chown,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lchown,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utime,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utimes,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_futimesat,
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    FCHMODAT2,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_utimensat,
];

/// Read or change extended attributes: programs that show or copy them do without where a file system has none. They may be read
/// of an open file, which who opened it may read as well.
const OF_ATTRIBUTES: [c_long; 15] = [
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    SETXATTRAT,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    REMOVEXATTRAT,
    FILE_SETATTR,
    libc::SYS_getxattr,
    libc::SYS_lgetxattr,
    GETXATTRAT,
    libc::SYS_listxattr,
    libc::SYS_llistxattr,
    LISTXATTRAT,
];

/// Reach what is the user's and not the session's: keys, queues, shared memory, asynchronous calls that no filter sees.
const OUTSIDE: [(c_long, Errno); 18] = [
    // Watches whole file systems, and may hold up who opens a file.
    (libc::SYS_fanotify_init, Errno::EPERM),
    (libc::SYS_io_uring_setup, Errno::ENOSYS),
    (libc::SYS_add_key, Errno::EACCES),
    (libc::SYS_request_key, Errno::EACCES),
    (libc::SYS_keyctl, Errno::EACCES),
    (libc::SYS_mq_open, Errno::EACCES),
    (libc::SYS_mq_unlink, Errno::EACCES),
    (libc::SYS_shmget, Errno::EACCES),
    (libc::SYS_shmat, Errno::EACCES),
    (libc::SYS_shmctl, Errno::EACCES),
    (libc::SYS_msgget, Errno::EACCES),
    (libc::SYS_msgsnd, Errno::EACCES),
    (libc::SYS_msgrcv, Errno::EACCES),
    (libc::SYS_msgctl, Errno::EACCES),
    (libc::SYS_semget, Errno::EACCES),
    (libc::SYS_semop, Errno::EACCES),
    (libc::SYS_semtimedop, Errno::EACCES),
    (libc::SYS_semctl, Errno::EACCES),
];

/// Set something of the process that the first argument names; 0 is the caller.
const OF_A_PROCESS: [c_long; 5] = [
    libc::SYS_prlimit64,
    libc::SYS_sched_setaffinity,
    libc::SYS_sched_setattr,
    libc::SYS_sched_setparam,
    libc::SYS_sched_setscheduler,
];

/// Requests of `ioctl` that Landlock lets through and that change what is not the session's.
const REQUESTS: [u32; 11] = [
    // Nothing could take these back from outside, and every later line would suffer.
    0x5423, // TIOCSETD: another line discipline
    0x540C, // TIOCEXCL: nobody opens the terminal any more
    0x540A, // TCXONC: its output stands still, the shell's too
    // Type for the learner, as it were: the text would be read at the next prompt.
    0x5412, // TIOCSTI
    0x541C, // TIOCLINUX
    // Attributes of a file that need not be open for writing.
    0x4008_6602, // FS_IOC_SETFLAGS
    0x4004_6602, // FS_IOC32_SETFLAGS
    0x4008_7602, // FS_IOC_SETVERSION
    0x401C_5820, // FS_IOC_FSSETXATTR
    0x4080_6685, // FS_IOC_ENABLE_VERITY
    0x800C_6613, // FS_IOC_SET_ENCRYPTION_POLICY
];
/// Btrfs makes and removes subvolumes by its own requests; of that kind these, which copy between open files, may pass.
const BTRFS: (u32, u32) = (0xFF00, 0x9400);
const CLONES: [u32; 3] = [
    0x4004_9409, // FICLONE
    0x4020_940D, // FICLONERANGE
    0xC018_9436, // FIDEDUPERANGE
];

/// Whom a session's processes may speak to, beside one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Network {
    /// Nobody: there is no socket but pairs of them.
    #[default]
    None,
    /// This machine, by TCP: 127.0.0.0/8 and `::1`, both ways.
    Loopback,
}

/// What [`Verdict::Ask`] comes to where there is nobody to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guardian {
    /// The guardian answers.
    Answers,
    /// Nobody does: files elsewhere stay open to changes of mode and so on, rather than none being possible in the folder.
    IsSilent,
}

/// The filter of a session whose network is `network`. Where nobody can be asked it has none.
///
/// # Errors
/// This machine's system call convention is not known.
pub fn filter(guardian: Guardian, network: Network) -> io::Result<Filter> {
    let (files, processes) = match guardian {
        Guardian::Answers => (Verdict::Ask, Verdict::Ask),
        Guardian::IsSilent => (Verdict::Allow, REFUSED),
    };
    let mut filter = Filter::new()?;
    // What is called most often of all that cannot be decided by the number alone.
    requests(&mut filter);
    own_process(&mut filter, processes);
    match (network, guardian) {
        (Network::Loopback, Guardian::Answers) => loopback(&mut filter),
        _ => no_sockets(&mut filter),
    }
    for call in OF_FILES {
        filter.rule(*call, files);
    }
    filter.rule(libc::SYS_inotify_add_watch, files);
    // Whoever opens a file of the user's on which there is a lease waits until its holder lets go.
    let leases = [equal(1, libc::F_SETLEASE as u32, NO_ACCESS)];
    filter.rule_with(libc::SYS_fcntl, &leases, Verdict::Allow);
    for call in OF_ATTRIBUTES {
        filter.rule(call, Verdict::Refuse(Errno::EOPNOTSUPP));
    }
    for (call, errno) in OUTSIDE {
        filter.rule(call, Verdict::Refuse(errno));
    }
    Ok(filter)
}

const REFUSED: Verdict = Verdict::Refuse(Errno::EPERM);

fn equal(argument: usize, value: u32, verdict: Verdict) -> Test {
    masked(argument, u32::MAX, value, verdict)
}

fn masked(argument: usize, mask: u32, value: u32, verdict: Verdict) -> Test {
    Test {
        argument,
        mask,
        value,
        equal: true,
        verdict,
    }
}

fn requests(filter: &mut Filter) {
    let refused = REQUESTS.map(|request| equal(1, request, REFUSED));
    let clones = CLONES.map(|request| equal(1, request, Verdict::Allow));
    let btrfs = [masked(1, BTRFS.0, BTRFS.1, REFUSED)];
    let tests: Vec<Test> = refused.into_iter().chain(clones).chain(btrfs).collect();
    filter.rule_with(libc::SYS_ioctl, &tests, Verdict::Allow);
}

/// A process may set its own limits and priority, and those of the session's others if there is somebody who knows them.
fn own_process(filter: &mut Filter, other: Verdict) {
    for call in OF_A_PROCESS {
        filter.rule_with(call, &[equal(0, 0, Verdict::Allow)], other);
    }
    // Groups and users of processes reach beyond the session.
    const PRIO_PROCESS: u32 = 0;
    const PRIO_PGRP: u32 = 1;
    const PRIO_USER: u32 = 2;
    let priority = [
        equal(0, PRIO_PGRP, REFUSED),
        equal(0, PRIO_USER, REFUSED),
        equal(1, 0, Verdict::Allow),
        equal(0, PRIO_PROCESS, other),
    ];
    filter.rule_with(libc::SYS_setpriority, &priority, REFUSED);
    const IOPRIO_WHO_PROCESS: u32 = 1;
    const IOPRIO_WHO_PGRP: u32 = 2;
    const IOPRIO_WHO_USER: u32 = 3;
    let io_priority = [
        equal(0, IOPRIO_WHO_PGRP, REFUSED),
        equal(0, IOPRIO_WHO_USER, REFUSED),
        equal(1, 0, Verdict::Allow),
        equal(0, IOPRIO_WHO_PROCESS, other),
    ];
    filter.rule_with(libc::SYS_ioprio_set, &io_priority, REFUSED);
}

const NO_ACCESS: Verdict = Verdict::Refuse(Errno::EACCES);

/// No socket of any family: Landlock knows TCP alone; this closes UDP, netlink and the doors of local daemons as well.
fn no_sockets(filter: &mut Filter) {
    for call in [libc::SYS_socket, libc::SYS_connect, libc::SYS_bind] {
        filter.rule(call, NO_ACCESS);
    }
    pairs(filter);
}

/// TCP alone, and the guardian looks at each address. What it could not see, and what leads round it, is refused.
fn loopback(filter: &mut Filter) {
    let other_than = |argument, mask, value| Test {
        equal: false,
        ..masked(argument, mask, value, NO_ACCESS)
    };
    let tcp = [
        other_than(1, KIND, libc::SOCK_STREAM as u32),
        // Protocol 0 or TCP (6); streams have none of the others that this lets through.
        other_than(2, !(libc::IPPROTO_TCP as u32), 0),
        equal(0, libc::AF_INET as u32, Verdict::Allow),
        equal(0, libc::AF_INET6 as u32, Verdict::Allow),
    ];
    filter.rule_with(libc::SYS_socket, &tcp, NO_ACCESS);
    for call in [libc::SYS_connect, libc::SYS_bind, libc::SYS_listen] {
        filter.rule(call, Verdict::Ask);
    }
    // A message that connects by itself.
    let fast = libc::MSG_FASTOPEN as u32;
    for (call, flags) in [
        (libc::SYS_sendto, 3),
        (libc::SYS_sendmsg, 2),
        (libc::SYS_sendmmsg, 3),
    ] {
        let connects = [masked(flags, fast, fast, NO_ACCESS)];
        filter.rule_with(call, &connects, Verdict::Allow);
    }
    options(filter);
    pairs(filter);
}

/// Options that connect later, or send by another way than the address says: source routes, and chosen interfaces.
fn options(filter: &mut Filter) {
    const LEVEL: usize = 1;
    const NAME: usize = 2;
    let refused = |name: i32| equal(NAME, name as u32, REFUSED);
    let tests = [
        refused(libc::TCP_FASTOPEN_CONNECT),
        equal(LEVEL, libc::IPPROTO_TCP as u32, Verdict::Allow),
        refused(libc::IP_OPTIONS),
        refused(libc::IPV6_RTHDR),
        refused(libc::IPV6_2292RTHDR),
        refused(libc::IPV6_2292PKTOPTIONS),
        refused(libc::SO_BINDTODEVICE),
        refused(libc::SO_BINDTOIFINDEX),
        refused(libc::IP_UNICAST_IF),
        refused(libc::IPV6_UNICAST_IF),
    ];
    filter.rule_with(libc::SYS_setsockopt, &tests, Verdict::Allow);
}

/// The kind of a socket, less its flags.
const KIND: u32 = 0xF;

fn pairs(filter: &mut Filter) {
    // Pairs of streams are as good as pipes; an end of a pair of datagram sockets could send to any daemon's.
    let streams = [libc::SOCK_STREAM, libc::SOCK_SEQPACKET]
        .map(|kind| masked(1, KIND, kind as u32, Verdict::Allow));
    filter.rule_with(libc::SYS_socketpair, &streams, NO_ACCESS);
}
