//! Several tasks at the same time: most of them wait for processes.

use std::sync::{Mutex, PoisonError};

/// What `work` makes of each task, in the order of the tasks, with so many `workers`. Panics if one of them does.
pub fn at_once<T: Send, R: Send>(
    workers: usize,
    tasks: impl IntoIterator<Item = T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let tasks: Vec<T> = tasks.into_iter().collect();
    let queue = Mutex::new(tasks.into_iter().enumerate());
    let worker = || {
        let mut done = Vec::new();
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((index, task)) = next else {
                return done;
            };
            done.push((index, work(task)));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        let joined = workers.into_iter().map(|worker| worker.join());
        let whole =
            joined.flat_map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        whole.collect::<Vec<_>>()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}
