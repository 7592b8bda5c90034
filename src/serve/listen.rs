//! Accepts connections and ends them: so many, with heads in time, and all of them when the program is told to end.

use std::{io, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time,
};

use super::stream::Impatient;

/// Connections at the same time.
const CONNECTIONS: usize = 1024;
/// How long a client may take for the head of a request, and a connection lie idle.
const HEAD: Duration = Duration::from_secs(10);
/// How long a client may take nothing of what it is sent.
const STALL: Duration = Duration::from_secs(20);
/// Bytes of a head at most.
const HEAD_BYTES: usize = 64 << 10;
/// How long what is under way may go on after the end was asked for.
const GRACE: Duration = Duration::from_secs(5);
/// How long to wait when the system gives no more connections.
const BREATH: Duration = Duration::from_millis(50);

/// Serves until the program is told to end.
pub(super) async fn listen(listener: TcpListener, router: Router, mut end: End) -> io::Result<()> {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let next = async {
            // Nobody closes the semaphore.
            let place = Arc::clone(&places).acquire_owned().await.map_err(io::Error::other)?;
            Ok::<_, io::Error>((listener.accept().await?.0, place))
        };
        let (stream, place) = tokio::select! {
            next = next => {
                let Ok(next) = next else {
                    // A connection that broke at once, or too many files open: there will be others.
                    time::sleep(BREATH).await;
                    continue;
                };
                next
            }
            told = end.told() => {
                told?;
                break;
            }
        };
        let connection = graceful.watch(connection(stream, router.clone()));
        tokio::spawn(async move {
            // A client that went away, was too slow or spoke no HTTP has been told so, or does not listen.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    // What is not done by then is cut off.
    let _ = time::timeout(GRACE, graceful.shutdown()).await;
    Ok(())
}

fn connection(
    stream: TcpStream,
    router: Router,
) -> http1::Connection<TokioIo<Impatient>, TowerToHyperService<Router>> {
    // Small answers are not held back.
    let _ = stream.set_nodelay(true);
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(
            TokioIo::new(Impatient::new(stream, STALL)),
            TowerToHyperService::new(router),
        )
}

/// Knows when the program is told to end, from when it is made.
#[cfg(unix)]
pub(super) struct End {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl End {
    pub(super) fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let interrupt = signal(SignalKind::interrupt())?;
        Ok(Self { interrupt, terminate: signal(SignalKind::terminate())? })
    }

    async fn told(&mut self) -> io::Result<()> {
        tokio::select! {
            _ = self.interrupt.recv() => Ok(()),
            _ = self.terminate.recv() => Ok(()),
        }
    }
}

/// Knows when the program is told to end.
#[cfg(not(unix))]
pub(super) struct End;

#[cfg(not(unix))]
impl End {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn told(&mut self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}
