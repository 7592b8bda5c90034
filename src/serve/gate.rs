//! The gate before all work that may take long: so many at once, so long, and so much memory.
//!
//! Work runs on threads of its own.  It is stopped when its time is up, when the client has gone, and when all work
//! together takes more memory than it may; a place is free again when it has really ended.  Work that looks at its
//! [`Stop`] at every step is tried at once, without a change of threads, which takes longer than most questions.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use tokio::{sync::Semaphore, task, time};

use crate::query::Stop;

/// How long a request waits for a place.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often memory is looked at while there is work.
const LOOK: Duration = Duration::from_millis(20);
/// How long work that is done at once may take.
const AT_ONCE: Duration = Duration::from_millis(10);
/// How often the time of such work is looked at, and after how many looks without work there is nothing to watch.
const TICK: Duration = Duration::from_millis(1);
const QUIET: u32 = 20;

/// Why work was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum GateError {
    /// There is no place.
    #[error("too much is being asked at the same time; ask again in a moment")]
    Busy,
    /// Its time is up.
    #[error("no answer within {} seconds; narrow the query, or start the server with a longer --timeout", .0.as_secs_f64())]
    Timeout(Duration),
    /// It takes too much memory.
    #[error(
        "the answer takes more memory than queries may have together; narrow the query, or start the server with a larger --max-memory"
    )]
    Memory,
    /// It failed in a way that should not be.
    #[error("the answer could not be made; the server goes on")]
    Failed,
}

/// Lets work in.
pub(super) struct Gate {
    places: Arc<Semaphore>,
    timeout: Duration,
    /// Bytes that all work together may take.
    memory: u64,
    running: Mutex<Running>,
    started: Condvar,
    /// How often work was stopped for its memory.
    overflows: AtomicU64,
}

#[derive(Default)]
struct Running {
    next: u64,
    works: Vec<Work>,
    /// Bytes of the program when the first of the works that run and may take long began.
    before: u64,
}

struct Work {
    number: u64,
    stop: Stop,
    /// When it is to stop, if it is done at once.
    until: Option<Instant>,
}

impl Running {
    /// Whether any work may take long; what is done at once has no time to take much memory.
    fn is_long(&self) -> bool {
        self.works.iter().any(|it| it.until.is_none())
    }
}

/// Work that goes on; when nobody waits for it any more, it is to stop.
struct Waited<'a> {
    gate: &'a Gate,
    number: u64,
    stop: Stop,
}

impl Drop for Waited<'_> {
    fn drop(&mut self) {
        self.stop.now();
        self.gate.running().works.retain(|it| it.number != self.number);
    }
}

impl Gate {
    pub(super) fn new(places: usize, timeout: Duration, memory: u64) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places)),
            timeout,
            memory,
            running: Mutex::default(),
            started: Condvar::new(),
            overflows: AtomicU64::new(0),
        }
    }

    /// Does the work, which looks at its [`Stop`], or says why not.
    pub(super) async fn pass<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Stop) -> T + Send + 'static,
    ) -> Result<T, GateError> {
        let place = time::timeout(PATIENCE, Arc::clone(&self.places).acquire_owned()).await;
        let Ok(Ok(place)) = place else { return Err(GateError::Busy) };
        let waited = self.enter(None);
        let overflows = self.overflows.load(Ordering::Relaxed);
        let stop = waited.stop.clone();
        let done = task::spawn_blocking(move || {
            let done = work(&stop);
            drop(place);
            done
        });
        match time::timeout(self.timeout, done).await {
            Err(_) => Err(GateError::Timeout(self.timeout)),
            Ok(Err(_)) => Err(GateError::Failed),
            Ok(Ok(_))
                if waited.stop.is_set() && overflows != self.overflows.load(Ordering::Relaxed) =>
            {
                Err(GateError::Memory)
            }
            Ok(Ok(done)) => Ok(done),
        }
    }

    /// Places that are free.
    pub(super) fn free(&self) -> usize {
        self.places.available_permits()
    }

    /// Does the work here and now, unless there is no place or it takes too long, or panics; then it is to be passed.
    pub(super) fn at_once<T>(&self, work: impl FnOnce(&Stop) -> T) -> Option<T> {
        let _place = self.places.try_acquire().ok()?;
        let waited = self.enter(Some(Instant::now() + AT_ONCE));
        let done = catch_unwind(AssertUnwindSafe(|| work(&waited.stop))).ok();
        done.filter(|_| !waited.stop.is_set())
    }

    /// Stops work that takes too much memory, or too long at once; goes on for ever.
    pub(super) fn watch(&self) {
        let mut looked = Instant::now();
        loop {
            let running = self.running();
            let idle = |it: &mut Running| it.works.is_empty();
            drop(self.started.wait_while(running, idle).unwrap_or_else(PoisonError::into_inner));
            let mut quiet = 0;
            while quiet < QUIET {
                thread::sleep(TICK);
                let now = Instant::now();
                let running = self.running();
                quiet = if running.works.is_empty() { quiet + 1 } else { 0 };
                let late = running.works.iter().filter(|it| it.until.is_some_and(|it| it <= now));
                late.for_each(|it| it.stop.now());
                drop(running);
                if now.duration_since(looked) >= LOOK {
                    looked = now;
                    self.look();
                }
            }
        }
    }

    /// Stops all work if it has taken too much memory.
    fn look(&self) {
        let now = resident().unwrap_or_default();
        let running = self.running();
        if running.is_long() && now.saturating_sub(running.before) > self.memory {
            self.overflows.fetch_add(1, Ordering::Relaxed);
            running.works.iter().for_each(|it| it.stop.now());
        }
    }

    fn enter(&self, until: Option<Instant>) -> Waited<'_> {
        let stop = Stop::default();
        let mut running = self.running();
        if until.is_none() && !running.is_long() {
            // Memory that was given back may still be the program's: what counts is what is taken from now on.
            running.before = resident().unwrap_or_default();
        }
        running.next += 1;
        let number = running.next;
        running.works.push(Work { number, stop: stop.clone(), until });
        drop(running);
        self.started.notify_one();
        Waited { gate: self, number, stop }
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes of memory the program has, where the system says so.
pub(super) fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(places: usize) -> Arc<Gate> {
        let gate = Arc::new(Gate::new(places, Duration::from_secs(9), 1 << 40));
        let watching = Arc::clone(&gate);
        thread::spawn(move || watching.watch());
        gate
    }

    #[test]
    fn quick_work_is_done_at_once() {
        let gate = gate(1);
        assert_eq!(gate.at_once(|_| 7), Some(7));
        assert_eq!((gate.free(), gate.running().works.len()), (1, 0));
    }

    #[test]
    fn memory_counts_from_where_long_work_begins() {
        let gate = Gate::new(2, Duration::from_secs(9), 0);
        let quick = gate.enter(Some(Instant::now()));
        gate.look();
        assert!(!quick.stop.is_set(), "it has no time to take much");
        let long = gate.enter(None);
        assert!(gate.running().before > 0, "whatever is done at once beside it");
        gate.running().before = 0;
        gate.look();
        assert!(quick.stop.is_set() && long.stop.is_set());
    }

    #[test]
    fn what_takes_long_fails_or_finds_no_place_is_not() {
        let gate = gate(1);
        let long = gate.at_once(|stop| {
            assert_eq!(gate.at_once(|_| 7), None, "there is one place");
            while !stop.is_set() {
                thread::yield_now();
            }
        });
        assert_eq!(long, None);
        assert_eq!(gate.at_once(|_| std::panic::resume_unwind(Box::new(()))), None::<()>);
        assert_eq!((gate.free(), gate.running().works.len()), (1, 0));
    }
}
