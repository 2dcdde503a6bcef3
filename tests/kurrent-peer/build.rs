//! Makes Rust of the protocol's messages, without a compiler that would have to be installed.

use std::error::Error;

const PROTOCOL: [&str; 5] =
    ["shared.proto", "streams.proto", "persistent.proto", "server.proto", "gossip.proto"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=proto");
    let messages = protox::compile(PROTOCOL, ["proto"])?;
    tonic_build::configure().build_client(false).bytes(["."]).compile_fds(messages)?;
    Ok(())
}
