//! What this process's descriptors are connected to, for the trace.

use crate::sys::fd::{self, FIRST_INTERNAL, Fd, Kind};
use crate::trace::Connection;

/// Those below the shell's own that programs inherit, by number.
pub fn connections() -> Vec<(u32, Connection)> {
    let all = (0..FIRST_INTERNAL).filter(|number| fd::is_inheritable(Fd(*number)));
    all.map(|number| (number.cast_unsigned(), connection(Fd(number))))
        .collect()
}

fn connection(fd: Fd) -> Connection {
    let path = || fd::path(fd).ok().filter(|path| path.starts_with(b"/"));
    match fd::kind(fd) {
        Ok(Kind::Terminal) => Connection::Terminal,
        Ok(Kind::Pipe) => path().map_or(Connection::Pipe, Connection::File),
        Ok(_) => path().map_or(Connection::Other, Connection::File),
        Err(_) => Connection::Other,
    }
}
