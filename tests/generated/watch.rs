//! Waits for a child without asking again and again, and kills its process group when its time is over.

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

/// How often the watch looks at the time.
const TICK: Duration = Duration::from_millis(250);

/// Somebody who looks at the time while another waits.
#[derive(Default)]
pub struct Watch(Mutex<Option<Watched>>);

struct Watched {
    group: Pid,
    until: Instant,
    killed: bool,
}

impl Watch {
    /// Begins to watch, until the last owner is gone.
    pub fn start() -> Arc<Watch> {
        let watch = Arc::new(Watch::default());
        let weak = Arc::downgrade(&watch);
        std::thread::spawn(move || keep_watch(&weak));
        watch
    }

    /// Waits for a child, the leader of its group, and ends what it left running; says whether it had to be killed.
    pub fn wait(&self, child: &mut Child, limit: Duration) -> (ExitStatus, bool) {
        let group = Pid::from_raw(i32::try_from(child.id()).expect("a process id fits"));
        self.set(Some(Watched {
            group,
            until: Instant::now() + limit,
            killed: false,
        }));
        let status = child.wait().expect("a child of ours can be waited for");
        let killed = self.set(None).is_some_and(|watched| watched.killed);
        let _ = killpg(group, Signal::SIGKILL);
        (status, killed)
    }

    fn set(&self, watched: Option<Watched>) -> Option<Watched> {
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut current, watched)
    }

    fn look(&self) {
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(watched) = current
            .as_mut()
            .filter(|watched| Instant::now() > watched.until)
        {
            watched.killed = true;
            let _ = killpg(watched.group, Signal::SIGKILL);
        }
    }
}

fn keep_watch(watch: &Weak<Watch>) {
    while let Some(watch) = watch.upgrade() {
        watch.look();
        drop(watch);
        std::thread::sleep(TICK);
    }
}
