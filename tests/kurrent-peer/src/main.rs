//! `kurrent-peer --listen 127.0.0.1:2113 --data DIR`: serves until it is killed.

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use kurrent_peer::Faults;
use tokio::net::TcpListener;

/// A small server that speaks KurrentDB's protocol, for tests.
#[derive(Parser)]
struct Arguments {
    /// Where to listen; port 0 takes a free one. The address is printed.
    #[arg(long, default_value = "127.0.0.1:2113")]
    listen: SocketAddr,
    /// The directory of its data.
    #[arg(long)]
    data: PathBuf,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    std::fs::create_dir_all(&arguments.data)?;
    let listener = TcpListener::bind(arguments.listen).await?;
    println!("{}", listener.local_addr()?);
    kurrent_peer::serve(listener, &arguments.data, Faults::default()).await
}
