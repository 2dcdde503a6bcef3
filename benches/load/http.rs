//! The leanest client that still speaks HTTP/1.1: requests are bytes made beforehand, bodies are read
//! and thrown away, so that on shared cores the generator takes little from what it measures.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Of a head, at most so many headers are looked at.
const HEADERS: usize = 48;

/// A connection that is kept alive.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What is kept of an answer.
pub struct Answer {
    pub status: u16,
    /// The body's length in bytes.
    pub bytes: u64,
    /// How long the server says that it took, in microseconds.
    pub server: Option<u32>,
}

/// A GET request with a bearer token.
pub fn get(path: &str, token: &str) -> Vec<u8> {
    let head =
        format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n");
    head.into_bytes()
}

/// A GET request with a user name and a password (RFC 7617).
pub fn get_basic(path: &str, credentials: &str) -> Vec<u8> {
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic {credentials}\r\n\r\n"
    );
    head.into_bytes()
}

/// A request with a JSON body; without a token when it is empty.
pub fn send_json(method: &str, path: &str, token: &str, body: &serde_json::Value) -> Vec<u8> {
    let body = body.to_string();
    let authorization = match token {
        "" => String::new(),
        token => format!("Authorization: Bearer {token}\r\n"),
    };
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{authorization}\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    head.into_bytes()
}

impl Connection {
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 64 * 1024] })
    }

    /// Sends a request and reads its answer to the end.
    pub async fn send(&mut self, request: &[u8]) -> io::Result<Answer> {
        self.stream.write_all(request).await?;
        let mut filled = 0;
        let (head, answer) = loop {
            match self.stream.read(&mut self.buffer[filled..]).await? {
                0 => return Err(ErrorKind::UnexpectedEof.into()),
                more => filled += more,
            }
            if let Some(found) = head(&self.buffer[..filled])? {
                break found;
            }
        };
        let mut left = answer.bytes.saturating_sub((filled - head) as u64);
        while left > 0 {
            match self.stream.read(&mut self.buffer).await? {
                0 => return Err(ErrorKind::UnexpectedEof.into()),
                more => left = left.saturating_sub(more as u64),
            }
        }
        Ok(answer)
    }
}

/// The head's length and what it says; none until all of it is there.
fn head(bytes: &[u8]) -> io::Result<Option<(usize, Answer)>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let parsed = response.parse(bytes).map_err(|error| io::Error::other(error.to_string()))?;
    let httparse::Status::Complete(length) = parsed else { return Ok(None) };
    let text = |name: &str| {
        let header =
            response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(header.value).ok()
    };
    let status = response.code.unwrap_or_default();
    let bytes = match text("content-length") {
        Some(length) => length.parse().map_err(io::Error::other)?,
        None if status == 204 || status == 304 => 0,
        None => return Err(io::Error::other("an answer without its length")),
    };
    let server = text("server-timing").and_then(microseconds);
    Ok(Some((length, Answer { status, bytes, server })))
}

/// `total;dur=1.234`, which is in milliseconds.
fn microseconds(timing: &str) -> Option<u32> {
    let milliseconds: f64 = timing.strip_prefix("total;dur=")?.parse().ok()?;
    Some((milliseconds * 1000.0).round() as u32)
}
