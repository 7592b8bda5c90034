//! The gate before all work that may take long: so many at once, so long, and so much memory.
//!
//! Work runs on threads of its own.  It is stopped when its time is up, when the client has gone, and when all work
//! together takes more memory than it may; a place is free again when it has really ended.

use std::{
    fs,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{Notify, Semaphore},
    task, time,
};

use crate::query::Stop;

/// How long a request waits for a place.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often memory is looked at while there is work.
const LOOK: Duration = Duration::from_millis(20);

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
    started: Notify,
    /// How often work was stopped for its memory.
    overflows: AtomicU64,
}

#[derive(Default)]
struct Running {
    next: u64,
    stops: Vec<(u64, Stop)>,
    /// Bytes of the program when the first of those that run began.
    before: u64,
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
        self.gate.running().stops.retain(|it| it.0 != self.number);
    }
}

impl Gate {
    pub(super) fn new(places: usize, timeout: Duration, memory: u64) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places)),
            timeout,
            memory,
            running: Mutex::default(),
            started: Notify::new(),
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
        let waited = self.enter();
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

    /// Stops work that takes too much memory; goes on for ever.
    pub(super) async fn watch(&self) {
        loop {
            self.started.notified().await;
            loop {
                time::sleep(LOOK).await;
                let running = self.running();
                if running.stops.is_empty() {
                    break;
                }
                let grown = resident().unwrap_or_default().saturating_sub(running.before);
                if grown > self.memory {
                    self.overflows.fetch_add(1, Ordering::Relaxed);
                    running.stops.iter().for_each(|it| it.1.now());
                }
            }
        }
    }

    fn enter(&self) -> Waited<'_> {
        let stop = Stop::default();
        let mut running = self.running();
        if running.stops.is_empty() {
            // Memory that was given back may still be the program's: what counts is what is taken now.
            running.before = resident().unwrap_or_default();
        }
        running.next += 1;
        let number = running.next;
        running.stops.push((number, stop.clone()));
        drop(running);
        self.started.notify_one();
        Waited { gate: self, number, stop }
    }

    fn running(&self) -> std::sync::MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes of memory the program has, where the system says so.
pub(super) fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? << 10)
}
