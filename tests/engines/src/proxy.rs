//! A line of TCP between the program and an engine, which a test can spoil and mend.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::AbortHandle;

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Nothing.
    Sound,
    /// Every connection is closed as it comes.
    Cut,
    /// Whoever asks is told to come again.
    Busy,
    /// Answers come after a while.
    Late(Duration),
    /// Connections stay, and nothing passes.
    Silent,
    /// Those that stand fall silent for good, as when a firewall has forgotten them; new ones are sound.
    Forgotten,
    /// A connection is cut when so many bytes have gone to the engine.
    CutOnTheWayThere(usize),
    /// A connection is cut when so many bytes have come from it.
    CutOnTheWayBack(usize),
    /// What is asked for with these words is done, and its answer is lost; once.
    DeafTo(&'static str),
}

/// The line. Closed when it is dropped.
pub struct Proxy {
    address: SocketAddr,
    condition: watch::Sender<Condition>,
    listening: AbortHandle,
}

impl Proxy {
    /// A sound line to an engine.
    pub async fn to(engine: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let condition = watch::Sender::new(Condition::Sound);
        let line = condition.clone();
        let listening = tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                tokio::spawn(connection(client, engine, line.clone()));
            }
        });
        Self { address, condition, listening: listening.abort_handle() }
    }

    /// Where the program is to connect to.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on it is so; connections that stand are broken, or fall silent.
    pub fn set(&self, condition: Condition) {
        self.condition.send_replace(condition);
    }

    /// Sound again after a while.
    pub fn mend_after(&self, pause: Duration) {
        let condition = self.condition.clone();
        tokio::spawn(async move {
            tokio::time::sleep(pause).await;
            condition.send_replace(Condition::Sound);
        });
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn connection(client: TcpStream, engine: SocketAddr, line: watch::Sender<Condition>) {
    let mut changes = line.subscribe();
    let condition = changes.borrow_and_update().clone();
    let passing = async {
        match condition {
            Condition::Cut => {}
            Condition::Busy => busy(client).await,
            Condition::Silent => std::future::pending().await,
            condition => pass(client, engine, condition, &line).await,
        }
    };
    // Sockets that are held without a word look like a line that has gone silent.
    tokio::pin!(passing);
    tokio::select! {
        () = &mut passing => {}
        _ = changes.changed() => loop {
            let condition = changes.borrow_and_update().clone();
            match condition {
                Condition::Silent => {}
                Condition::Forgotten => std::future::pending().await,
                _ => return,
            }
            if changes.changed().await.is_err() {
                return;
            }
        },
    }
}

/// Takes what it is sent until nothing comes, and answers that it has no time.
async fn busy(mut client: TcpStream) {
    let mut buffer = [0; 64 * 1024];
    let mut pause = Duration::from_secs(60);
    while let Ok(Ok(1..)) = tokio::time::timeout(pause, client.read(&mut buffer)).await {
        pause = Duration::from_millis(20);
    }
    let answer = "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    // Who has gone away needs no answer.
    let _ = client.write_all(answer.as_bytes()).await;
}

/// Both ways, until one ends.
async fn pass(
    client: TcpStream,
    engine: SocketAddr,
    condition: Condition,
    line: &watch::Sender<Condition>,
) {
    let Ok(engine) = TcpStream::connect(engine).await else { return };
    let (from_client, to_client) = client.into_split();
    let (from_engine, to_engine) = engine.into_split();
    let deaf = watch::Sender::new(false);
    tokio::select! {
        () = there(from_client, to_engine, &condition, &deaf) => {}
        () = back(from_engine, to_client, &condition, &deaf, line) => {}
    }
}

async fn there(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    condition: &Condition,
    deaf: &watch::Sender<bool>,
) {
    let mut left = match condition {
        Condition::CutOnTheWayThere(bytes) => *bytes,
        _ => usize::MAX,
    };
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        let chunk = &buffer[..count.min(left)];
        if let Condition::DeafTo(words) = condition
            && String::from_utf8_lossy(chunk).contains(words)
        {
            deaf.send_replace(true);
        }
        left -= chunk.len();
        if to.write_all(chunk).await.is_err() || left == 0 {
            return;
        }
    }
}

async fn back(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    condition: &Condition,
    deaf: &watch::Sender<bool>,
    line: &watch::Sender<Condition>,
) {
    let (mut left, mut pause) = (usize::MAX, Duration::ZERO);
    match condition {
        Condition::CutOnTheWayBack(bytes) => left = *bytes,
        Condition::Late(late) => pause = *late,
        _ => {}
    }
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        if *deaf.borrow() {
            line.send_replace(Condition::Sound);
            return;
        }
        tokio::time::sleep(pause).await;
        let chunk = &buffer[..count.min(left)];
        left -= chunk.len();
        if to.write_all(chunk).await.is_err() || left == 0 {
            return;
        }
    }
}
